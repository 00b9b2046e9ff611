"""Ways to weigh points by facts, tried on cases whose posterior is known; prints a table.

``python -m benchmarks.fitting``, or with words of names of cases. In each case, an assumption and nine others
without effect are uniform over 0 to 1, and facts are numbers that a run draws. One design is played for each
case, and histories from the whole range are fitted to it. The table gives the coverage of the 90 % range, its
width against the exact one, the distance between the middles of both, and the number of effective points.
Figures and conclusions: docs/decisions/0021-fitting.md.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.histories import TOLERANCE
from whitecell.analysis.likelihood import near, surfaces
from whitecell.analysis.weights import effective, weighted

Floats = NDArray[np.float64]
Facts = Sequence[Floats]
Weighed = tuple[Floats, Floats]
"""Weights, and the values that they apply to."""
Way = Callable[[Floats, Facts, Sequence[float]], Weighed]

POINTS, SEEDS, IDLE, HISTORIES = 2000, 2, 9, 60
ENDS = (0.05, 0.95)
GRID = (np.arange(400) + 0.5) / 400


@dataclass(frozen=True, slots=True)
class Case:
    """The numbers that runs draw at points, and the logarithm of the likelihood over :data:`GRID`."""

    name: str
    draw: Callable[[Floats, np.random.Generator], list[Floats]]
    likelihood: Callable[[Sequence[float]], Floats]


def normal(name: str, spread: float, facts: int, twice: bool = False) -> Case:
    """Facts that are normal about the assumption; ``twice``: each is the first one again."""

    def draw(unit: Floats, rng: np.random.Generator) -> list[Floats]:
        drawn = [unit[:, 0] + spread * rng.standard_normal(len(unit)) for _ in range(facts)]
        return [drawn[0], drawn[0].copy()] if twice else drawn

    def likelihood(seen: Sequence[float]) -> Floats:
        told = seen[:1] if twice else seen
        return np.asarray(sum(-0.5 * ((one - GRID) / spread) ** 2 for one in told))

    return Case(name, draw, likelihood)


def counted() -> Case:
    """A Poisson count of mean 0.5 to 8, whose posterior is a gamma distribution."""
    from scipy.stats import poisson

    return Case(
        "Poisson count",
        lambda unit, rng: [rng.poisson(0.5 + 7.5 * unit[:, 0]).astype(np.float64)],
        lambda seen: np.asarray(poisson.logpmf(seen[0], 0.5 + 7.5 * GRID)),
    )


def flags(facts: int) -> Case:
    """Things that happen or not, whose posterior is a beta distribution."""
    return Case(
        "a flag" if facts == 1 else f"{facts} flags",
        lambda unit, rng: [(rng.random(len(unit)) < unit[:, 0]).astype(np.float64) for _ in range(facts)],
        lambda seen: sum(seen) * np.log(GRID) + (facts - sum(seen)) * np.log(1.0 - GRID),
    )


def ridge() -> Case:
    """A normal fact about the sum of two assumptions."""
    spread = 0.2

    def likelihood(seen: Sequence[float]) -> Floats:
        off = (seen[0] - GRID[:, None] - GRID[None, :]) / spread
        return np.asarray(np.log(np.exp(-0.5 * off**2).mean(axis=1)))

    return Case(
        "sum of two",
        lambda unit, rng: [unit[:, 0] + unit[:, 1] + spread * rng.standard_normal(len(unit))],
        likelihood,
    )


def twelve() -> Case:
    """Twelve normal facts about six assumptions, two about each."""
    spread = 0.3
    return Case(
        "twelve facts",
        lambda unit, rng: [unit[:, k % 6] + spread * rng.standard_normal(len(unit)) for k in range(12)],
        lambda seen: np.asarray(sum(-0.5 * ((seen[k] - GRID) / spread) ** 2 for k in (0, 6))),
    )


def cases() -> Iterator[Case]:
    """All cases."""
    yield normal("normal, spread 0.3", 0.3, 1)
    yield normal("normal, spread 0.1", 0.1, 1)
    yield normal("three normal facts", 0.3, 3)
    yield normal("one fact told twice", 0.3, 1, twice=True)
    yield counted()
    yield flags(1)
    yield flags(6)
    yield ridge()
    yield twelve()


def _met(facts: Facts, seen: Sequence[float], tolerance: float = TOLERANCE) -> list[Floats]:
    return [near(values, 0.0, 0.0, one, tolerance) for values, one in zip(facts, seen, strict=True)]


def shares(unit: Floats, facts: Facts, seen: Sequence[float]) -> Weighed:
    """Weights: for each point, the product over facts of the share of its own runs that meet the fact."""
    return np.asarray(np.prod([met.mean(axis=1) for met in _met(facts, seen)], axis=0)), unit[:, 0]


def chained(tolerance: float) -> Way:
    """Logistic surfaces, each given the earlier facts, averaged over draws: the engine's way."""

    def way(unit: Floats, facts: Facts, seen: Sequence[float]) -> Weighed:
        logs = np.asarray(sum(one.given for one in surfaces(unit, _met(facts, seen, tolerance))))
        return np.exp(logs - logs.max()).mean(axis=0), unit[:, 0]

    return way


def multiplied(unit: Floats, facts: Facts, seen: Sequence[float]) -> Weighed:
    """Logistic surfaces of each fact alone, multiplied."""
    logs = np.asarray(sum(one.alone for one in surfaces(unit, _met(facts, seen))))
    return np.exp(logs - logs.max()), unit[:, 0]


def rejected(unit: Floats, facts: Facts, seen: Sequence[float]) -> Weighed:
    """ABC: the nearest 5 % of runs, with local linear adjustment [Beaumont et al. 2002]."""
    runs = np.stack([values.ravel() for values in facts], axis=1) - np.array(seen)
    scale = np.median(np.abs(runs - np.median(runs, axis=0)), axis=0)
    far = np.sqrt(np.sum((runs / np.where(scale > 0.0, scale, 1.0)) ** 2, axis=1))
    limit = max(float(np.quantile(far, 0.05)), 1e-9)
    kept = far <= limit
    weights = 1.0 - (far[kept] / limit) ** 2
    weights = weights if weights.sum() > 0.0 else np.ones(len(weights))
    value = np.clip(np.repeat(unit[:, 0], facts[0].shape[1])[kept], 1e-6, 1.0 - 1e-6)
    logit = np.log(value / (1.0 - value))
    root = np.sqrt(weights)[:, None]
    shape = np.hstack([np.ones((len(logit), 1)), runs[kept]])
    slopes = np.linalg.lstsq(root * shape, root[:, 0] * logit, rcond=None)[0][1:]
    return weights, 1.0 / (1.0 + np.exp(-(logit - runs[kept] @ slopes)))


def grown(unit: Floats, facts: Facts, seen: Sequence[float]) -> Weighed:
    """Random forest of the assumption on the facts; weights are those of its leaves [Raynal et al. 2019]."""
    from sklearn.ensemble import RandomForestRegressor

    runs = np.stack([values.ravel() for values in facts], axis=1)
    value = np.repeat(unit[:, 0], facts[0].shape[1])
    forest = RandomForestRegressor(50, min_samples_leaf=20, random_state=0).fit(runs, value)
    leaves, own = forest.apply(runs), forest.apply(np.array([seen]))[0]
    same = leaves == own
    return np.asarray((same / same.sum(axis=0)).sum(axis=1)), value


WAYS: dict[str, Way] = {
    "own shares": shares,
    "ABC, adjusted": rejected,
    "forest": grown,
    "surfaces, multiplied": multiplied,
    **{f"surfaces, chained, {tolerance:.0%}": chained(tolerance) for tolerance in (0.05, 0.1, 0.2)},
}


def rows(case: Case) -> Iterator[list[Any]]:
    """For each way: name, coverage, width, error of the middle, effective points, milliseconds a history."""
    from scipy.stats import qmc

    rng = np.random.default_rng(5)
    unit = np.asarray(qmc.LatinHypercube(1 + IDLE, rng=1).random(POINTS))
    facts = [one.reshape(POINTS, SEEDS) for one in case.draw(np.repeat(unit, SEEDS, axis=0), rng)]
    truths = rng.random((HISTORIES, 1 + IDLE))
    histories = case.draw(truths, rng)
    seen = [[float(one[k]) for one in histories] for k in range(HISTORIES)]
    exact = []
    for one in seen:
        logs = case.likelihood(one)
        exact.append(weighted(GRID, np.exp(logs - logs.max()), ENDS))
    held = np.mean([low <= truths[k, 0] <= high for k, (low, high) in enumerate(exact)])
    yield ["exact", held, 1.0, 0.0, 0.0, 0.0]
    for name, way in WAYS.items():
        started, found = time.perf_counter(), []
        for k, one in enumerate(seen):
            weights, values = way(unit, facts, one)
            if not weights.sum():
                found.append((False, np.nan, np.nan, 0.0))
                continue
            low, high = weighted(values, weights, ENDS)
            off = abs(low + high - exact[k].sum()) / 2.0
            width = (high - low) / (exact[k][1] - exact[k][0])
            found.append((low <= truths[k, 0] <= high, width, off, effective(weights)))
        spent = 1000.0 * (time.perf_counter() - started) / HISTORIES
        table = np.array(found, dtype=np.float64)
        yield [name, *np.nanmean(table[:, :3], axis=0), np.median(table[:, 3]), spent]


def main() -> None:
    """Try all cases, or those whose names contain a given word."""
    print("| case | way | holds the truth | width | off | effective points | ms |")
    print("|---|---|---|---|---|---|---|")
    asked = sys.argv[1:] or [""]
    for case in cases():
        if not any(word in case.name for word in asked):
            continue
        for name, held, width, off, points, spent in rows(case):
            rest = "– | –" if name == "exact" else f"{points:,.0f} | {spent:.0f}"
            print(f"| {case.name} | {name} | {held:.0%} | {width:.2f} | {off:.3f} | {rest} |", flush=True)


if __name__ == "__main__":
    main()
