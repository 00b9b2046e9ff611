"""The distribution of values: bins, and how many values fall into each."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

BINS = 20
"""The most bins a histogram has."""
WHOLE = 2.0**52
"""Above this, numbers half-way between integers cannot be written as floats."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """``counts[i]`` values lie from ``edges[i]`` up to ``edges[i + 1]``.

    A value on an edge counts to the bin at its right; on the last edge, to the bin at its left.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]


def histogram(values: NDArray[np.float64]) -> Histogram:
    """Count values into equal bins: about √n of them, at most ``BINS``.

    For whole numbers each bin covers the same number of integers, with edges half-way between
    integers. Otherwise a bin could be fuller only because it covers more of them.

    Parameters
    ----------
    values : array, shape ``(n,)``
        Finite numbers, at least one.
    """
    low, high = float(values.min()), float(values.max())
    bins = min(BINS, max(1, ceil(sqrt(len(values)))))
    if abs(low) < WHOLE and abs(high) < WHOLE and bool((values == np.floor(values)).all()):
        # If there are few integers, each gets a bin, however few the values are.
        integers = high - low + 1
        width = 1 if integers <= BINS else ceil(integers / bins)
        edges = low - 0.5 + width * np.arange(ceil(integers / width) + 1, dtype=np.float64)
    elif low == high:
        edges = np.array([low - 0.5, high + 0.5])
    else:
        # Weighted, so that the span of very large numbers does not overflow.
        steps = np.arange(bins + 1) / bins
        edges = low * (1 - steps) + high * steps
        edges[0], edges[-1] = low, high
        edges = np.maximum.accumulate(np.clip(edges, low, high))
    counts, _ = np.histogram(values, edges)
    return Histogram(tuple(edges.tolist()), tuple(counts.tolist()))
