"""Matrices that pick rows and add them, some only in runs in which two actors have a given relation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Flags, Floats
from whitecell.game.products import Sparse

Indices = NDArray[np.int64]
Entries = Sequence[tuple[int, int]]


def picking(entries: Entries, shape: tuple[int, int]) -> Sparse:
    """A matrix with a 1 at each entry; its product adds a row's terms in the order of columns."""
    return Sparse(entries, [1.0] * len(entries), shape)


class Picks:
    """A matrix with a 1 at each entry, or 0 in runs in which the entry's flag is down.

    An entry whose flag is down adds 0, so a run's sums are the same to the bit as without this entry.

    Parameters
    ----------
    entries : sequence of (int, int)
        Row and column.
    keys : sequence of int
        The key of each entry; negative if the entry always holds.
    flags : function
        Gives the flags of keys today, ``(n_keys, n_runs)``.
    shape : (int, int)
    """

    def __init__(
        self,
        entries: Entries,
        keys: Sequence[int],
        flags: Callable[[Indices], Flags],
        shape: tuple[int, int],
    ) -> None:
        self._flags = flags
        wanted = [(column, max(key, -1)) for (_, column), key in zip(entries, keys, strict=True)]
        columns = {each: place for place, each in enumerate(sorted(set(wanted)))}
        self._column: Indices = np.array([column for column, _ in columns], dtype=np.int64)
        held = np.array([key for _, key in columns], dtype=np.int64)
        self._loose = np.flatnonzero(held >= 0)
        self._keys: Indices = held[self._loose]
        found = [(row, columns[each]) for (row, _), each in zip(entries, wanted, strict=True)]
        self._matrix = picking(found, (shape[0], len(columns)))

    def __matmul__(self, values: Floats) -> Floats:
        """The product with values, ``(n_columns, k · n_runs)``."""
        taken = values.take(self._column, axis=0)
        flags = self._flags(self._keys)
        if flags.shape[1] != values.shape[1]:
            flags = np.tile(flags, (1, values.shape[1] // max(flags.shape[1], 1)))
        taken[self._loose] *= flags
        return self._matrix @ taken


Picking: TypeAlias = "Sparse | Picks"


def picked(
    entries: Entries, keys: Sequence[int], flags: Callable[[Indices], Flags], shape: tuple[int, int]
) -> Picking:
    """The simplest matrix that suffices: a fixed one if every entry always holds."""
    if any(key >= 0 for key in keys):
        return Picks(entries, keys, flags, shape)
    return picking(entries, shape)
