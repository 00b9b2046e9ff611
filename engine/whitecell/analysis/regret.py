"""Regret: how much a course of action costs, in hindsight, where another would have been better.

Source: Savage (1951), The theory of statistical decision, JASA 46, 55–67, doi:10.1080/01621459.1951.10500768;
its use over many uncertain futures: Lempert et al. (2006), doi:10.1287/mnsc.1050.0472.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Regret:
    """What a course of action is worth over a design.

    Attributes
    ----------
    option : str
    mean : float
        Of the measure over points.
    best : float
        Share of points at which it is best; a tie counts for all that share it.
    average, worst : float
        Regret over points: how far it stays behind the best.
    worst_point : int
        Where the worst is, a row of the design.
    """

    option: str
    mean: float
    best: float
    average: float
    worst: float
    worst_point: int

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def regrets(values: Mapping[str, NDArray[np.float64]], higher: bool) -> list[Regret]:
    """Compare courses of action point by point; the one with the least worst regret first.

    Parameters
    ----------
    values : mapping of str to array, shape ``(n_points,)``
        What each gives at each point, over the same seeds. Points at which any is NaN are left out.
    higher : bool
        Whether more is better.
    """
    table = np.stack(list(values.values()))
    rows = np.flatnonzero(~np.isnan(table).any(axis=0))
    if not len(rows):
        return []
    table = table[:, rows]
    good = table if higher else -table
    behind = good.max(axis=0) - good
    found = [
        Regret(
            name,
            float(table[k].mean()),
            float((behind[k] == 0.0).mean()),
            float(behind[k].mean()),
            float(behind[k].max()),
            int(rows[behind[k].argmax()]),
        )
        for k, name in enumerate(values)
    ]
    return sorted(found, key=lambda r: (r.worst, r.average, r.option))
