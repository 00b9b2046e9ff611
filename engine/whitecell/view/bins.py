"""Bins that two batches share, and that stay where they are while a slider moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.histogram import histogram

MOST = 40
"""Bins at most; with more, neighbouring bins are joined."""
SEEDS = 12
"""Runs named for each bin, at most."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Two batches counted into the same bins.

    Attributes
    ----------
    edges : tuple of float
        One more than there are bins.
    base, case : tuple of float
        Share of all runs in each bin; runs without a value count in the denominator.
    seeds : tuple of tuple of int
        For each bin, some seeds of runs in it: of the case, or of the base where the case has none.
    """

    edges: tuple[float, ...]
    base: tuple[float, ...]
    case: tuple[float, ...]
    seeds: tuple[tuple[int, ...], ...]


def bins(
    base: NDArray[np.float64], case: NDArray[np.float64], seeds: Sequence[NDArray[np.int64]]
) -> Bins | None:
    """Count two columns into the bins of the first; the second may add bins of the same width at the ends.

    Parameters
    ----------
    base, case : array, shape ``(n_runs,)``
        NaN where there is no value; infinite values count as none. The two may differ in length.
    seeds : two arrays, of the same shapes
        Seeds of the base's runs and of the case's.

    Returns
    -------
    Bins or None
        None if no run of either has a value.
    """
    columns = (base, case)
    there = [column[np.isfinite(column)] for column in columns]
    known = there[0] if len(there[0]) else there[1]
    if not len(known):
        return None
    edges = np.array(histogram(known).edges)
    if len(there[1]):
        edges = _reaching(edges, float(there[1].min()), float(there[1].max()))
    if all((values >= 0.0).all() for values in there):
        # A bin of full width would begin below zero, where this measure cannot lie.
        edges[0] = max(edges[0], -0.5 if edges[0] % 1 == 0.5 else 0.0)
    places = [_places(column, edges) for column in columns]
    counts = [
        np.bincount(place[place >= 0], minlength=len(edges) - 1) / max(len(place), 1) for place in places
    ]
    named = []
    for k in range(len(edges) - 1):
        mine = seeds[1][places[1] == k]
        named.append(tuple((mine if len(mine) else seeds[0][places[0] == k])[:SEEDS].tolist()))
    return Bins(tuple(edges.tolist()), tuple(counts[0].tolist()), tuple(counts[1].tolist()), tuple(named))


def _reaching(edges: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Edges extended by whole bins to cover all values, and made coarser if there are too many."""
    width = float(edges[1] - edges[0])
    below = max(0, ceil((edges[0] - low) / width - 1e-9))
    above = max(0, ceil((high - edges[-1]) / width - 1e-9))
    count = below + len(edges) - 1 + above
    start = float(edges[0]) - below * width
    coarser = ceil(count / MOST)
    return np.asarray(start + coarser * width * np.arange(ceil(count / coarser) + 1, dtype=np.float64))


def _places(column: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.int64]:
    """Bin of each value, −1 without one; a value on an edge goes to the right, on the last to the left."""
    found = np.searchsorted(edges, column, side="right") - 1
    return np.where(~np.isfinite(column), -1, np.clip(found, 0, len(edges) - 2)).astype(np.int64)
