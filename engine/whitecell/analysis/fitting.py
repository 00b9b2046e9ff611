"""A fit: what facts say about assumptions, as weights on the points of a design.

References are numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design, quantiles
from whitecell.analysis.histories import Told
from whitecell.analysis.likelihood import DRAWS, SURE, surfaces
from whitecell.analysis.paired import holm
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption

Floats = NDArray[np.float64]
Shape = Literal["uniform", "triangular", "loguniform"]

LEVEL = 0.9
"""Part of the weight that a fitted range holds."""
STEPS = 41
"""Places at which a range of that weight is tried."""
WORTH = 0.01
"""Part of the stated range that has to be saved by leaving both of its ends."""
ENOUGH = 100.0
"""Effective points without which no range is fitted: fewer leave five in each tail at most."""
SHUFFLES = 999
"""Times that weights are dealt out anew, to see what chance does; more where there are many assumptions."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the facts say about one assumption.

    Attributes
    ----------
    assumption : str
    unit : str
    stated, fitted : (float, float)
        The range that the scenario states, and the 90 % of it, by the weights, that the facts favour most:
        the shortest such stretch of probabilities, which goes to an end of the range where that is likely.
    median : float
        By the weights.
    value, moved : float
        The stated value, and the one after the fit: the same unless it lies outside of the fitted range; then
        the median.
    shape : str
        The stated one, unless the weighted points in the fitted range are clearly spread otherwise: then the
        one of the three that comes nearest to them.
    contraction, contraction_low, contraction_high : float
        By how much the fitted range is narrower than 90 % of the stated one, as probabilities: 0 not at all,
        1 down to a point; and its 95 % interval for other runs and points.
    shift : float
        How far the median moves, in probabilities, −0.5 to 0.5.
    distance : float
        Largest distance between weighted and even distribution [Kolmogorov–Smirnov].
    p : float
        Of so large a distance if weights and assumption had nothing to do with each other, after Holm's
        correction over all assumptions on which a fact depends; 1 for the others.
    facts : tuple of str
        The facts that depend on it, those first that by themselves move it most.
    """

    assumption: str
    unit: str
    stated: tuple[float, float]
    fitted: tuple[float, float]
    median: float
    value: float
    moved: float
    shape: Shape
    contraction: float
    contraction_low: float
    contraction_high: float
    shift: float
    distance: float
    p: float
    facts: tuple[str, ...]

    @property
    def informed(self) -> bool:
        """Whether the facts clearly narrow it: they move it more than chance would, and its range shrinks."""
        return self.p < SURE and self.contraction_low > 0.0


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """What facts say about the assumptions of a design.

    Attributes
    ----------
    design : Design
    facts : tuple of Told
        In the register's order.
    weights : array, shape ``(n_points,)``
        How much each point counts; they add up to 1.
    drivers : dict of str to tuple of str
        Fact → the assumptions on which it clearly depends, the strongest first.
    assumptions : tuple of Fitted
        The informed ones first, the most contracted first of all; empty if the points are too few.
    """

    design: Design
    facts: tuple[Told, ...]
    weights: Floats
    drivers: dict[str, tuple[str, ...]]
    assumptions: tuple[Fitted, ...]

    @property
    def weighing(self) -> tuple[str, ...]:
        """The facts that tell one point from another."""
        return tuple(name for name, columns in self.drivers.items() if columns)

    @property
    def effective(self) -> float:
        """How many points of even weight would tell as much [Kish 1965]."""
        return effective(self.weights)

    @property
    def enough(self) -> bool:
        """Whether so many points that ranges can be told from them."""
        return self.effective >= ENOUGH

    @property
    def points_needed(self) -> int:
        """About how many points would be enough."""
        return ceil(1.5 * ENOUGH / self.effective * len(self.weights) / 100.0) * 100

    @property
    def informed(self) -> tuple[Fitted, ...]:
        """The assumptions about which the facts say something."""
        return tuple(one for one in self.assumptions if one.informed)


def effective(weights: Floats) -> float:
    """How many points of even weight would tell as much as these: ``(Σw)² / Σw²`` [Kish 1965]."""
    return float(weights.sum() ** 2 / (weights @ weights))


def fit(scenario: Scenario, points: Design, facts: Sequence[Told], seed: int = 0) -> Fit:
    """Weigh the points of a design by how likely facts are there.

    The prior is the stated ranges with their shapes and correlations, from which the points come. The
    likelihood is that of :func:`whitecell.analysis.likelihood.surfaces`, averaged over what the runs leave
    open of it.

    Parameters
    ----------
    scenario : Scenario
    points : Design
        A hypercube or sequence.
    facts : sequence of Told
        As :func:`whitecell.analysis.histories.histories` gives them.
    seed : int
        Of the draws.
    """
    used = [one for one in facts if one.standing == "used"]
    found = surfaces(points.unit, [one.met for one in used], seed)
    logs = np.zeros((DRAWS, len(points.unit))) + sum(one.given for one in found)
    drawn = np.exp(logs - logs.max())
    weights = drawn.mean(axis=0)
    weights = weights / weights.sum()
    drivers = {
        one.name: tuple(points.names[k] for k in surface.drivers)
        for one, surface in zip(used, found, strict=True)
    }
    made = Fit(points, tuple(facts), weights, drivers, ())
    if not made.enough:
        return made
    alone = {one.name: np.exp(surface.alone) for one, surface in zip(used, found, strict=True)}
    p = _p(made, seed)
    rows = [
        _fitted(scenario.assumptions[name], k, made, drawn, alone, p.get(name, 1.0), seed)
        for k, name in enumerate(points.names)
    ]
    rows.sort(key=lambda one: (not one.informed, -one.contraction if one.informed else one.p))
    return replace(made, assumptions=tuple(rows))


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
    return _largest(unit[order], np.cumsum(weights[order]) / weights.sum())


def _largest(ordered: Floats, above: Floats) -> float:
    """The largest distance from a distribution that steps up at ordered probabilities to what is here."""
    below = np.concatenate([[0.0], above[:-1]])
    return float(max(np.abs(above - ordered).max(), np.abs(below - ordered).max()))


def _p(made: Fit, seed: int) -> dict[str, float]:
    """Of each assumption on which a fact depends, how often weights dealt out by chance move it as far."""
    rng = np.random.default_rng(seed)
    names = [name for name in made.design.names if any(name in found for found in made.drivers.values())]
    shuffles = max(SHUFFLES, 100 * len(names))
    # Every column of a hypercube is an even one, so that chance does the same to all.
    even = (np.arange(len(made.weights)) + 0.5) / len(made.weights)
    by_chance = np.array([_largest(even, np.cumsum(rng.permutation(made.weights))) for _ in range(shuffles)])
    found = [distance(made.design.unit[:, made.design.names.index(name)], made.weights) for name in names]
    p = holm([(1.0 + float(np.sum(by_chance >= one))) / (shuffles + 1.0) for one in found])
    return dict(zip(names, p, strict=True))


def _fitted(
    stated: Assumption, k: int, made: Fit, drawn: Floats, alone: dict[str, Floats], p: float, seed: int
) -> Fitted:
    """What the weights say about the ``k``-th assumption."""
    assert stated.range is not None
    name, unit = made.design.names[k], made.design.unit[:, k]
    low, high = shortest(unit, made.weights)
    middle = float(weighted(unit, made.weights, [0.5])[0])
    ends = [float(end) for end in quantiles(stated, np.array([low, middle, high]))]
    first, median, last = (_digits(end, ends[2] - ends[0]) for end in ends)
    first, last = max(first, stated.range[0]), min(last, stated.range[1])
    moved = stated.value if first <= stated.value <= last else min(max(median, first), last)
    facts = [fact for fact, columns in made.drivers.items() if name in columns]
    facts.sort(key=lambda fact: -distance(unit, alone[fact]))
    contraction = _contraction((low, high))
    least, most = _interval(unit, drawn, seed) if p < SURE else (contraction, contraction)
    return Fitted(
        name, stated.unit, stated.range, (first, last), median, stated.value, moved,
        _shape(stated.shape, made.design.points[:, k], made.weights, first, last, moved), contraction,
        min(least, contraction), max(most, contraction), middle - 0.5,
        distance(unit, made.weights), p, tuple(facts),
    )  # fmt: skip


def _contraction(ends: tuple[float, float]) -> float:
    """By how much a range of probabilities is narrower than one that holds as much of the stated range."""
    return 1.0 - (ends[1] - ends[0]) / LEVEL


def _interval(unit: Floats, drawn: Floats, seed: int) -> tuple[float, float]:
    """The 95 % interval of the contraction: each drawn surface with points drawn anew [Rubin 1981]."""
    rng = np.random.default_rng(seed)
    found = [_contraction(shortest(unit, weights * rng.exponential(size=len(unit)))) for weights in drawn]
    least, most = np.quantile(found, (0.025, 0.975))
    return float(least), float(most)


def _digits(value: float, width: float) -> float:
    """A number with the digits that matter in a range of a width, three or four."""
    if width <= 0.0:
        return value
    return round(value, 3 - int(np.floor(np.log10(width))))


def _shape(stated: Shape, values: Floats, weights: Floats, low: float, high: float, peak: float) -> Shape:
    """The stated shape, unless that of the weighted points over a range is clearly another one."""
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
    # Kolmogorov's distance that chance exceeds once in twenty times.
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


def as_json(found: Fit) -> dict[str, Any]:
    """As plain values for JSON."""
    from dataclasses import asdict

    return {
        "points": len(found.weights),
        "effective_points": found.effective,
        "enough": found.enough,
        "points_needed": None if found.enough else found.points_needed,
        "fitted_from": list(found.weighing),
        "facts": [
            {
                "name": one.name,
                "fact": one.fact.fact,
                "standing": one.standing,
                "runs": one.met.size,
                "hits": one.hits,
                "nearest": one.nearest if one.standing == "out of reach" else None,
                "distance": one.distance if one.standing == "out of reach" else None,
                "drivers": list(found.drivers.get(one.name, ())),
            }
            for one in found.facts
        ],
        "assumptions": [{**asdict(one), "informed": one.informed} for one in found.assumptions],
    }
