"""Play two scenarios side by side over many seeds, in several processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.divergence import Trace, joined, trace
from whitecell.batch.workers import context, quiet
from whitecell.scenario.model import Scenario

TOGETHER = 256
"""Seeds that are played together: a block of dice."""


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
    pieces = [seeds[k : k + TOGETHER] for k in range(0, len(seeds), TOGETHER)]
    told = progress or (lambda _: None)
    traces = []
    if jobs == 1 or len(pieces) == 1:
        for piece in pieces:
            traces.append(trace(first, second, piece))
            told(len(piece))
        return joined(traces)
    with ProcessPoolExecutor(min(jobs, len(pieces)), context(), initializer=quiet) as pool:
        try:
            for found in pool.map(trace, repeat(first), repeat(second), pieces):
                traces.append(found)
                told(len(found.seeds))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return joined(traces)
