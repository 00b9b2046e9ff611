"""Statistics of weighted points: quantiles, shortest stretch, distance from even, and nearest shape.

Points are given as probabilities, from one end of a range to the other. References are
numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shape = Literal["uniform", "triangular", "loguniform"]

LEVEL = 0.9
"""Share of the weight that a fitted range holds."""
STEPS = 41
"""Number of positions at which a range of that weight is tried."""
WORTH = 0.01
"""Share of the stated range that a fitted range must save to leave both of its ends."""


def effective(weights: Floats) -> float:
    """The number of evenly weighted points with as much information: ``(Σw)² / Σw²`` [Kish 1965]."""
    return float(weights.sum() ** 2 / (weights @ weights))


def weighted(unit: Floats, weights: Floats, at: Sequence[float] | Floats) -> Floats:
    """Quantiles of weighted probabilities: 0 and 1 at the ends, linear between the middles of the steps."""
    order = np.argsort(unit, kind="stable")
    steps = weights[order]
    middles = (np.cumsum(steps) - 0.5 * steps) / steps.sum()
    known, values = np.concatenate([[0.0], middles, [1.0]]), np.concatenate([[0.0], unit[order], [1.0]])
    return np.asarray(np.interp(at, known, values))


def shortest(unit: Floats, weights: Floats) -> tuple[float, float]:
    """The shortest stretch of probabilities that holds ``LEVEL`` of the weight.

    It begins or ends with the stated range unless one inside is shorter by ``WORTH``.
    """
    first = np.linspace(0.0, 1.0 - LEVEL, STEPS)
    low, high = weighted(unit, weights, first), weighted(unit, weights, first + LEVEL)
    wide = high - low
    outer = 0 if wide[0] <= wide[-1] else STEPS - 1
    best = int(np.argmin(wide))
    best = best if wide[best] < wide[outer] - WORTH else outer
    return float(low[best]), float(high[best])


def distance(unit: Floats, weights: Floats) -> float:
    """Largest distance between the distribution of weighted probabilities and that of even ones."""
    order = np.argsort(unit, kind="stable")
    return largest(unit[order], np.cumsum(weights[order]) / weights.sum())


def largest(ordered: Floats, above: Floats) -> float:
    """The largest distance from the even distribution to one that steps up to ``above`` at ``ordered``."""
    below = np.concatenate([[0.0], above[:-1]])
    return float(max(np.abs(above - ordered).max(), np.abs(below - ordered).max()))


def contraction_of(ends: tuple[float, float]) -> float:
    """By how much a range of probabilities is narrower than ``LEVEL`` of the stated range."""
    return 1.0 - (ends[1] - ends[0]) / LEVEL


def shape_of(stated: Shape, values: Floats, weights: Floats, low: float, high: float, peak: float) -> Shape:
    """The stated shape, unless the weighted points in a range clearly have another one."""
    inside = (values >= low) & (values <= high)
    if low >= high or not inside.any():
        return stated
    shapes: tuple[Shape, ...] = ("uniform", "triangular", "loguniform")
    # A triangle has its peak at the value; a loguniform range has ends above 0.
    apart = {
        shape: distance(_cumulated(shape, values[inside], low, high, peak), weights[inside])
        for shape in shapes
        if shape != "loguniform" or low > 0.0
    }
    nearest = min(apart, key=lambda shape: apart[shape])
    # Kolmogorov's distance, which chance exceeds once in twenty times.
    doubt = 1.36 / float(np.sqrt(effective(weights[inside])))
    return stated if apart.get(stated, 1.0) <= doubt else nearest


def _cumulated(shape: Shape, values: Floats, low: float, high: float, peak: float) -> Floats:
    """The distribution function of a shape."""
    if shape == "loguniform":
        return np.asarray(np.log(values / low) / np.log(high / low))
    if shape == "triangular":
        from scipy.stats import triang

        return np.asarray(triang.cdf(values, (peak - low) / (high - low), loc=low, scale=high - low))
    return np.asarray((values - low) / (high - low))
