"""Which assumptions drive a measure: indices by SALib, with intervals.

References are numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.paired import holm
from whitecell.analysis.response import Response

Floats = NDArray[np.float64]

TOP = 12
"""Number of assumptions of a Latin hypercube with first-order indices: the strongest by rank correlation."""
HARMONICS = 10
"""Harmonics of random balance designs, SALib's default."""
SURE = 0.05


@dataclass(frozen=True, slots=True)
class Driver:
    """How far an assumption drives a measure.

    Attributes
    ----------
    assumption : str
    index : float
        ``sobol`` and ``lhs``: first-order index, the share of the variance of the points' means that this
        assumption causes alone. ``morris``: mean absolute elementary effect, divided by the measure's
        standard deviation over points.
    error : float
        Half the width of the 95 % interval of the index; 0 where the index was not estimated: in a hypercube
        for all but the strongest, and where its points are too few.
    total : float or None
        ``sobol``: total index, which includes all interactions with other assumptions.
    total_error : float or None
    rank : float
        Spearman's rank correlation with the measure; its sign gives the direction.
    p : float
        For no rank correlation, after Holm's correction over all assumptions of the design.
    """

    assumption: str
    index: float
    error: float
    total: float | None
    total_error: float | None
    rank: float
    p: float

    @property
    def clear(self) -> bool:
        """Whether it is more than noise: its interval excludes zero, or its rank correlation is clear."""
        if self.total is not None:
            return self.total - (self.total_error or 0.0) > 0.0
        return self.p < SURE or self.index - self.error > 0.0

    @property
    def influence(self) -> float:
        """The number that ranks drivers: total index; else index or squared rank correlation, where clear."""
        if self.total is not None:
            return self.total
        sure = self.index if self.index - self.error > 0.0 else 0.0
        return max(sure, self.rank**2 if self.p < SURE else 0.0)

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {**asdict(self), "clear": self.clear}


def drivers(points: Design, response: Response, seed: int = 0) -> list[Driver]:
    """Rank the assumptions of a design by their effect on a measure, the strongest first.

    Saltelli samples give first-order and total indices [Sobol' 2001; Saltelli et al. 2010; Jansen 1999];
    trajectories give elementary effects [Morris 1991; Campolongo et al. 2007]. A Latin hypercube gives rank
    correlations for all, and first-order indices by random balance designs for the strongest [Tarantola et
    al. 2006; Plischke 2010]. The list is empty where the measure does not vary over points.
    """
    y = response.means
    usable = ~np.isnan(y)
    if usable.sum() < 8 or float(np.nanmin(y)) == float(np.nanmax(y)):
        return []
    if points.kind in ("sobol", "morris") and not usable.all():
        # Their estimators need every point of the sample.
        y = np.where(usable, y, float(np.nanmean(y)))
        usable[:] = True
    ranks, p = _ranks(points.unit[usable], y[usable])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if points.kind in ("sobol", "morris"):
            found = (_sobol if points.kind == "sobol" else _morris)(points, y, ranks, p, seed)
        else:
            found = _balance(points, points.unit[usable], y[usable], ranks, p, seed)
    return sorted(found, key=lambda d: (-d.influence, -abs(d.rank), d.assumption))


def _ranks(unit: Floats, y: Floats) -> tuple[list[float], list[float]]:
    """Spearman's correlation of each column with y, and corrected p."""
    from scipy.stats import spearmanr

    found = [spearmanr(column, y) for column in unit.T]
    return [float(one.statistic) for one in found], holm([float(one.pvalue) for one in found])


def _sobol(points: Design, y: Floats, ranks: Sequence[float], p: Sequence[float], seed: int) -> list[Driver]:
    from SALib.analyze import sobol

    found = sobol.analyze(points.problem, y, calc_second_order=False, seed=seed)
    return [
        Driver(
            name, float(found["S1"][k]), float(found["S1_conf"][k]), float(found["ST"][k]),
            float(found["ST_conf"][k]), ranks[k], p[k],
        )
        for k, name in enumerate(points.names)
    ]  # fmt: skip


def _morris(points: Design, y: Floats, ranks: Sequence[float], p: Sequence[float], seed: int) -> list[Driver]:
    from SALib.analyze import morris

    found = morris.analyze(points.problem, points.unit, y, num_levels=4, seed=seed)
    spread = float(np.std(y))
    return [
        Driver(
            name, float(found["mu_star"][k]) / spread, float(found["mu_star_conf"][k]) / spread,
            None, None, ranks[k], p[k],
        )
        for k, name in enumerate(points.names)
    ]  # fmt: skip


def _balance(
    points: Design, unit: Floats, y: Floats, ranks: Sequence[float], p: Sequence[float], seed: int
) -> list[Driver]:
    from SALib.analyze import rbd_fast

    # The interval uses half of the points; with too few the method would divide by zero or less.
    enough = len(y) > 4 * HARMONICS
    strongest = sorted(range(len(points.names)), key=lambda k: -abs(ranks[k]))[: TOP if enough else 0]
    if not strongest:
        return [Driver(name, 0.0, 0.0, None, None, ranks[k], p[k]) for k, name in enumerate(points.names)]
    names = [points.names[k] for k in strongest]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    found = rbd_fast.analyze(problem, unit[:, strongest], y, num_resamples=200, seed=seed)
    index = {
        k: (float(found["S1"][n]), float(found["S1_conf"][n]))
        for n, k in enumerate(strongest)
        if np.isfinite(found["S1"][n]) and np.isfinite(found["S1_conf"][n])
    }
    return [
        Driver(name, *index.get(k, (0.0, 0.0)), None, None, ranks[k], p[k])
        for k, name in enumerate(points.names)
    ]
