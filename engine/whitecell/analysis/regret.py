"""Regret: how much a course of action loses, in hindsight, where another would have been better.

Source: Savage (1951), The theory of statistical decision, JASA 46, 55–67, doi:10.1080/01621459.1951.10500768;
its use over many uncertain futures: Lempert et al. (2006), doi:10.1287/mnsc.1050.0472.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.crossed import crossed_mean, row_errors

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Regret:
    """The value of a course of action over a design.

    An error is half the width of a 95 % interval; None with one seed, which gives no error.

    Attributes
    ----------
    option : str
    mean, mean_error : float
        Mean of the measure over points and seeds.
    best : float
        Share of points at which its mean over seeds is best; a tie counts for all options that share it.
    best_sure, best_possible : float
        Share of points at which it is surely best, and at which it may be best: all intervals of its paired
        differences from the others are on the right side of zero, or none is on the wrong side.
    average, average_error : float
        Regret over points and seeds: how far it falls short of the option that is best at the point.
    worst, worst_error : float
        Largest regret at a point, and its error over seeds.
    worst_point : int
        The row of the design with the largest regret.
    gap, gap_error : float
        Its mean less that of the option listed first, over the same points and seeds; 0 for that one.
    told_apart : bool
        Whether the interval of the gap excludes zero; for the option listed first, whether all others do.
    """

    option: str
    mean: float
    mean_error: float | None
    best: float
    best_sure: float
    best_possible: float
    average: float
    average_error: float | None
    worst: float
    worst_error: float | None
    worst_point: int
    gap: float
    gap_error: float | None
    told_apart: bool

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def regrets(values: Mapping[str, Floats], higher: bool) -> list[Regret]:
    """Compare courses of action point by point; the one with the smallest worst regret comes first.

    Parameters
    ----------
    values : mapping of str to array, shape ``(n_points, n_seeds)``
        Results of each at each point and seed, the same for all. Points with any NaN are left out.
    higher : bool
        Whether more is better.
    """
    table = np.stack(list(values.values()))
    rows = np.flatnonzero(~np.isnan(table).any(axis=(0, 2)))
    if not len(rows):
        return []
    table = table[:, rows]
    good = table if higher else -table
    means = good.mean(axis=2)
    leader = means.argmax(axis=0)
    leading = np.take_along_axis(good, leader[None, :, None], axis=0)[0]
    behind = means.max(axis=0) - means
    order = sorted(range(len(table)), key=lambda k: (behind[k].max(), behind[k].mean(), list(values)[k]))
    gaps = [crossed_mean(table[k] - table[order[0]]) for k in range(len(table))]
    apart = [abs(gap) > error for gap, error in gaps]
    apart[order[0]] = all(apart[k] for k in order[1:])
    found = []
    for k, name in enumerate(values):
        sure, possible = np.ones(len(rows), dtype=np.bool_), np.ones(len(rows), dtype=np.bool_)
        for other in range(len(table)):
            if other != k:
                ahead, error = (good[k] - good[other]).mean(axis=1), row_errors(good[k] - good[other])
                sure &= ahead - error > 0.0
                possible &= ahead + error >= 0.0
        mean, mean_error = crossed_mean(table[k])
        worst = int(behind[k].argmax())
        found.append(
            Regret(
                name,
                mean,
                _known(mean_error),
                float((behind[k] == 0.0).mean()),
                float(sure.mean()),
                float(possible.mean()),
                float(behind[k].mean()),
                _known(crossed_mean(leading - good[k])[1]),
                float(behind[k].max()),
                _known(float(row_errors(leading - good[k])[worst])),
                int(rows[worst]),
                gaps[k][0],
                _known(0.0 if k == order[0] else gaps[k][1]),
                apart[k],
            )
        )
    return [found[k] for k in order]


def _known(error: float) -> float | None:
    return error if isfinite(error) else None
