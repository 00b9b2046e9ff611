"""Which runs are played together: a batch's seeds cut into slabs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 256
"""Dice are drawn for this many seeds at once, so slabs end at its multiples where they can."""


@dataclass(frozen=True, slots=True, order=True)
class Slab:
    """Consecutive seeds that are played at once: ``first`` to ``last``, both included."""

    first: int
    last: int

    def seeds(self) -> NDArray[np.int64]:
        """The seeds, shape ``(n_runs,)``."""
        return np.arange(self.first, self.last + 1, dtype=np.int64)

    def __len__(self) -> int:
        return self.last - self.first + 1


def cut(seeds: range, size: int = BLOCK) -> list[Slab]:
    """Cut seeds into slabs that end at multiples of ``size``, counted from seed 0.

    So a batch that grows, or starts elsewhere, shares its whole slabs with the one before.

    Raises
    ------
    ValueError
        If there is no seed, a negative one, a step other than 1, or no positive size.
    """
    if not len(seeds) or seeds.start < 0 or seeds.step != 1 or size < 1:
        raise ValueError("a batch needs consecutive seeds from 0 up, and slabs of at least one run")
    slabs = []
    first = seeds.start
    while first < seeds.stop:
        last = min((first // size + 1) * size, seeds.stop) - 1
        slabs.append(Slab(first, last))
        first = last + 1
    return slabs
