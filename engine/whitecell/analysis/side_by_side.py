"""Play two scenarios side by side over many seeds, in several processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.divergence import Trace, joined, trace
from whitecell.batch.workers import context, quiet
from whitecell.scenario.model import Scenario

TOGETHER = 256
"""Seeds that are played together: a block of dice."""


class Part(Protocol):
    """What is known of some seeds."""

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
    """Do the same for blocks of seeds, in several processes, and give the parts in the seeds' order.

    ``work`` has to be one that another process can be sent.
    """
    pieces = [seeds[k : k + TOGETHER] for k in range(0, len(seeds), TOGETHER)]
    told = progress or (lambda _: None)
    parts: list[P] = []
    if jobs == 1 or len(pieces) == 1:
        for piece in pieces:
            parts.append(work(piece))
            told(len(piece))
        return parts
    with ProcessPoolExecutor(min(jobs, len(pieces)), context(), initializer=quiet) as pool:
        try:
            for part in pool.map(work, pieces):
                parts.append(part)
                told(len(part.seeds))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
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
