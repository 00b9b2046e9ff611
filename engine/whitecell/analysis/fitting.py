"""A fit: the evidence of facts about assumptions, as weights on the points of a design.

References are numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design, quantiles
from whitecell.analysis.histories import Told
from whitecell.analysis.likelihood import DRAWS, SURE, surfaces
from whitecell.analysis.paired import holm
from whitecell.analysis.weights import (
    Shape,
    contraction_of,
    distance,
    effective,
    largest,
    shape_of,
    shortest,
    weighted,
)
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption

Floats = NDArray[np.float64]

ENOUGH = 100.0
"""Effective points needed to fit a range: with fewer, each tail holds at most five."""
SHUFFLES = 999
"""How often weights are shuffled to measure the effect of chance; more often with many assumptions."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the facts say about one assumption.

    Attributes
    ----------
    assumption : str
    unit : str
    stated, fitted : (float, float)
        The stated range, and the fitted one: the shortest stretch of probabilities that holds 90 % of the
        weight. It reaches to an end of the stated range where that is likely.
    median : float
        The weighted median.
    value, moved : float
        The stated value, and the value after the fit: the median if the stated value lies outside the fitted
        range, else unchanged.
    shape : str
        The stated shape, unless the weighted points in the fitted range clearly have another distribution:
        then the nearest of the three shapes.
    contraction, contraction_low, contraction_high : float
        By how much the fitted range is narrower than 90 % of the stated one, as probabilities: 0 for not at
        all, 1 for a single point; and its 95 % interval for other runs and points.
    shift : float
        How far the median moves, in probabilities, −0.5 to 0.5.
    distance : float
        Largest distance between the weighted and the even distribution [Kolmogorov–Smirnov].
    p : float
        Chance of so large a distance if weights and assumption were independent, after Holm's correction
        over all assumptions on which a fact depends; 1 for the others.
    facts : tuple of str
        The facts that depend on it; the one that alone moves it most comes first.
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
        """Whether the facts clearly narrow it: they move it more than chance does, and its range shrinks."""
        return self.p < SURE and self.contraction_low > 0.0


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """The evidence of facts about the assumptions of a design.

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
        """The facts that distinguish points."""
        return tuple(name for name, columns in self.drivers.items() if columns)

    @property
    def effective(self) -> float:
        """The number of evenly weighted points that would carry as much information [Kish 1965]."""
        return effective(self.weights)

    @property
    def enough(self) -> bool:
        """Whether there are enough effective points to fit ranges."""
        return self.effective >= ENOUGH

    @property
    def points_needed(self) -> int:
        """About how many points would be enough."""
        return ceil(1.5 * ENOUGH / self.effective * len(self.weights) / 100.0) * 100

    @property
    def informed(self) -> tuple[Fitted, ...]:
        """The assumptions that the facts clearly narrow."""
        return tuple(one for one in self.assumptions if one.informed)


def fit(scenario: Scenario, points: Design, facts: Sequence[Told], seed: int = 0) -> Fit:
    """Weigh the points of a design by the likelihood of facts at each.

    The prior is the stated ranges with their shapes and correlations, from which the points come. The
    likelihood is that of :func:`whitecell.analysis.likelihood.surfaces`, averaged over its uncertainty.

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


def _p(made: Fit, seed: int) -> dict[str, float]:
    """For each assumption on which a fact depends, how often shuffled weights move it as far."""
    rng = np.random.default_rng(seed)
    names = [name for name in made.design.names if any(name in found for found in made.drivers.values())]
    shuffles = max(SHUFFLES, 100 * len(names))
    # Every column of a hypercube is even, so chance does the same to all.
    even = (np.arange(len(made.weights)) + 0.5) / len(made.weights)
    by_chance = np.array([largest(even, np.cumsum(rng.permutation(made.weights))) for _ in range(shuffles)])
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
    contraction = contraction_of((low, high))
    least, most = _interval(unit, drawn, seed) if p < SURE else (contraction, contraction)
    return Fitted(
        name, stated.unit, stated.range, (first, last), median, stated.value, moved,
        shape_of(stated.shape, made.design.points[:, k], made.weights, first, last, moved), contraction,
        min(least, contraction), max(most, contraction), middle - 0.5,
        distance(unit, made.weights), p, tuple(facts),
    )  # fmt: skip


def _interval(unit: Floats, drawn: Floats, seed: int) -> tuple[float, float]:
    """The 95 % interval of the contraction, from drawn surfaces with resampled points [Rubin 1981]."""
    rng = np.random.default_rng(seed)
    found = [contraction_of(shortest(unit, weights * rng.exponential(size=len(unit)))) for weights in drawn]
    least, most = np.quantile(found, (0.025, 0.975))
    return float(least), float(most)


def _digits(value: float, width: float) -> float:
    """A number rounded to the three or four digits that matter in a range of this width."""
    if width <= 0.0:
        return value
    return round(value, 3 - int(np.floor(np.log10(width))))


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
