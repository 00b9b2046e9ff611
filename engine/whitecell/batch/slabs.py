"""Which runs: consecutive seeds, cut into slabs that are played together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whitecell.game import dice
from whitecell.game.dice import BLOCK
from whitecell.game.state.state import MOST_RUNS

MOST = 100_000
"""Files of a batch, at most; with more, reading the folder takes minutes."""
MOST_IN_SLAB = MOST_RUNS
"""Runs that can be played together, at most: they are held in memory at once."""
LAST_SEED = dice.LAST_SEED
TOGETHER = 8192
"""Runs played together by default, at most: beyond this, caches lose more than fewer calls gain."""
ROOM = 256 * 2**20
"""Bytes of the runs that a process plays at once by default, at most."""


class TooManySlabsError(ValueError):
    """Runs that would be cut into too many files."""


@dataclass(frozen=True, slots=True, order=True)
class Slab:
    """Runs with consecutive seeds, from ``first`` on."""

    first: int
    runs: int

    @property
    def seeds(self) -> NDArray[np.int64]:
        """The seeds, shape ``(runs,)``."""
        return np.arange(self.first, self.first + self.runs, dtype=np.int64)

    @property
    def file_name(self) -> str:
        """Name of the slab's file; names sort as seeds do, up to a million millions."""
        return f"slab-{self.first:012d}.parquet"

    def __str__(self) -> str:
        last = self.first + self.runs - 1
        return f"seed {self.first}" if self.runs == 1 else f"seeds {self.first} to {last}"


def cut(seeds: range, size: int) -> tuple[Slab, ...]:
    """Cut consecutive seeds into slabs of at most ``size`` runs.

    Dice are drawn for aligned blocks of seeds, and a block that lies in two slabs is drawn twice. So a slab
    of a block or more consists of whole blocks, and a smaller one never crosses the end of a block. The cuts
    depend only on the values of the seeds: a batch that grows keeps its cuts.

    Parameters
    ----------
    seeds : range
        Seeds in steps of 1, none of them negative.
    size : int
        The largest number of runs in a slab, up to 65,536. Above a block it is rounded down to whole blocks.

    Returns
    -------
    tuple of Slab
        In the order of their seeds. The first and the last may be smaller.

    Raises
    ------
    ValueError
        If there are no seeds, or negative ones, or gaps between them, or ``size`` is below 1 or too large.
    TooManySlabsError
        If there would be more than 100,000 slabs.
    """
    if seeds.step != 1 or seeds.stop <= seeds.start:
        raise ValueError(f"a batch needs consecutive seeds, at least one; got {seeds}")
    if seeds.start < 0 or seeds[-1] > LAST_SEED:
        raise ValueError(f"seeds go from 0 to {LAST_SEED}; got {seeds.start} to {seeds[-1]}")
    if not 1 <= size <= MOST_IN_SLAB:
        raise ValueError(f"a slab has 1 to {MOST_IN_SLAB:,} runs; got {size}")
    count = 1 + _cuts_before(seeds[-1], size) - _cuts_before(seeds.start, size)
    if count > MOST:
        raise TooManySlabsError(
            f"{seeds.stop - seeds.start:,} runs in slabs of {size:,} are more than {MOST:,} files: play "
            "fewer runs, or larger slabs"
        )
    slabs = []
    first = seeds.start
    while first < seeds.stop:
        end = min(_next_cut(first, size), seeds.stop)
        slabs.append(Slab(first, end - first))
        first = end
    return tuple(slabs)


def fitting(runs: int, jobs: int, each: int) -> int:
    """A slab size that suits a batch; no result depends on it.

    The larger a slab, the less time a run takes, since part of the work does not grow with the number of
    runs. So each process has one slab, or several of about one size if one takes too much memory. All
    processes then end at about the same time.

    Parameters
    ----------
    runs, jobs : int
        Runs and processes of the batch.
    each : int
        Bytes of a run while it is played.

    Returns
    -------
    int
        1 to 8,192; whole blocks of dice, unless the theatre is so wide that a block takes too much memory.
    """
    most = ROOM // max(each, 1)
    if most < BLOCK:
        return max(most, 1)
    most = min(TOGETHER, most // BLOCK * BLOCK)
    share = -(-runs // jobs)
    parts = -(-share // most)
    return min(most, -(-share // (parts * BLOCK)) * BLOCK)


def _cuts_before(seed: int, size: int) -> int:
    """The number of slabs before the one that holds a seed."""
    if size >= BLOCK:
        return seed // (size - size % BLOCK)
    return seed // BLOCK * -(-BLOCK // size) + seed % BLOCK // size


def _next_cut(first: int, size: int) -> int:
    """Find the first seed after ``first`` at which another slab begins."""
    if size >= BLOCK:
        span = size - size % BLOCK
        return first - first % span + span
    start = first - first % BLOCK
    return min(start + ((first - start) // size + 1) * size, start + BLOCK)
