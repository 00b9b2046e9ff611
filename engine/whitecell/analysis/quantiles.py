"""Quantiles over runs; those of whole numbers are whole numbers that occur."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def quantiles(values: Floats, levels: Sequence[float], axis: int = 0) -> Floats:
    """Quantiles of values without NaN along an axis; the levels come first in the result's shape.

    Quantiles are interpolated linearly between two values. If all values are whole, as for counts, days and
    escalation levels, the quantile is the least value that the given share of runs does not exceed
    (definitions 7 and 1 of Hyndman & Fan 1996, The American Statistician 50, 361–365).
    """
    whole = bool(np.all(values == np.floor(values)))
    return np.asarray(np.quantile(values, levels, axis=axis, method="inverted_cdf" if whole else "linear"))
