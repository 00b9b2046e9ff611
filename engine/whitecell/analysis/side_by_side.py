"""Play two scenarios side by side over many seeds, in several processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.divergence import Trace, joined, trace
from whitecell.batch.pool import each
from whitecell.game.dice import BLOCK
from whitecell.scenario.model import Scenario

MOST = 2 * BLOCK
"""Most seeds that are played together."""


class Part(Protocol):
    """Results for some seeds."""

    @property
    def seeds(self) -> NDArray[np.int64]:
        """The seeds, in order."""


P = TypeVar("P", bound=Part)


def in_pieces(
    work: Callable[[NDArray[np.int64]], P],
    seeds: NDArray[np.int64],
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> list[P]:
    """Do the same work for pieces of the seeds, in several processes, and give the parts in their order.

    ``work`` must be a function that can be sent to another process. A piece is one block of dice, or two for
    many seeds, which costs less per run. Its size does not depend on ``jobs``, or sums over pieces would.
    """
    size = MOST if len(seeds) > MOST else BLOCK
    pieces = [seeds[k : k + size] for k in range(0, len(seeds), size)]
    parts: list[P] = []
    for part in each(work, pieces, jobs):
        parts.append(part)
        if progress is not None:
            progress(len(part.seeds))
    return parts


def traced(
    first: Scenario,
    second: Scenario,
    seeds: NDArray[np.int64],
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Trace:
    """Trace two scenarios, see :func:`whitecell.analysis.divergence.trace`.

    The result depends on the seeds only, not on ``jobs``.
    """
    return joined(in_pieces(partial(trace, first, second), seeds, jobs, progress))
