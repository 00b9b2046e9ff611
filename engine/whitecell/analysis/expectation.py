"""Runs compared with the facts of the sources: where each fact falls in the ensemble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.intervals import mean_interval, wilson
from whitecell.analysis.quantiles import quantiles
from whitecell.scenario.claims import read_register
from whitecell.scenario.library import locate_register
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem, ScenarioError
from whitecell.scenario.reading import read_scenario, read_source
from whitecell.scenario.records import ABOUT
from whitecell.scenario.yardsticks import Expectation, Measure, Record

RUNS = 1000
"""Default number of runs with which a fact is compared."""
SLAB = 512
Verdict = Literal["fits", "does not fit", "undecided"]
"""Whether all of the 95 % interval of the result is as the fact asks, none of it, or only a part."""
QUARTER = 0.25
FEW = 0.01
"""Largest share of runs outside for a fact that every run should meet: runs can prove no more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a fact falls in the runs.

    Attributes
    ----------
    name : str
        Its id in the register.
    fact : str
    verdict : str
        Whether the runs do what the fact asks, as far as their number can show it.
    asked, found : str
        The fact and the result of the runs, in figures.
    runs : int
        Runs that count: those in which the measure exists.
    """

    name: str
    fact: str
    scenario: str
    verdict: Verdict
    asked: str
    found: str
    runs: int


def expectations(reference: str | Path) -> dict[str, Expectation]:
    """The facts about a scenario in the register that it cites, by id.

    A fact is about a scenario if it names that scenario or one that it extends: a variant is
    compared with the facts of its base.
    """
    return stated_facts(reference)[0]


def stated_facts(reference: str | Path) -> tuple[dict[str, Expectation], dict[str, Expectation]]:
    """The facts about a scenario, as :func:`expectations` gives them, and all facts of its register."""
    scenario, source = read_source(reference)
    if not scenario.claims:
        return {}, {}
    register = read_register(locate_register(scenario.claims, source.stating("claims")))
    own = Path(str(reference)).stem
    names = [own, *(Path(file).stem for file in source.files)]
    facts = register.expectations
    about = next((name for name in names if any(fact.scenario == name for fact in facts.values())), own)
    return {key: fact for key, fact in facts.items() if fact.scenario == about}, facts


def elsewhere(reference: str | Path) -> dict[str, tuple[str, ...]]:
    """Facts of the register that are about other scenarios, by the scenario's name."""
    scenario, source = read_source(reference)
    if not scenario.claims:
        return {}
    register = read_register(locate_register(scenario.claims, source.stating("claims")))
    here, others = expectations(reference), dict[str, tuple[str, ...]]()
    for key, fact in register.expectations.items():
        if key not in here:
            others[fact.scenario] = (*others.get(fact.scenario, ()), key)
    return others


def hold(name: str, fact: Expectation, reference: str | Path | None = None, runs: int = RUNS) -> Finding:
    """Play a fact's scenario and see where the fact falls.

    Parameters
    ----------
    name : str
        Its id.
    fact : Expectation
    reference : str or Path, optional
        The scenario to play, if it is not the one of the fact's name.
    runs : int
        Seeds from 0 that are played.

    Raises
    ------
    ScenarioError
        If the measure or an assumption that is set does not fit the scenario.
    """
    from whitecell.game.play import play

    scenario = _prepared(name, fact, reference or fact.scenario)

    def values(settings: Mapping[str, float]) -> NDArray[np.float64]:
        parts = []
        for first in range(0, runs, SLAB):
            seeds = np.arange(first, min(first + SLAB, runs), dtype=np.int64)
            columns = {key: np.full(len(seeds), value) for key, value in settings.items()}
            played = play(scenario, seeds, columns)
            parts.append(worth(played, name, fact))
        return np.concatenate(parts)

    if fact.rising is not None:
        ((assumption, steps),) = fact.along.items()
        return _rising(name, fact, [values({**fact.set, assumption: step}) for step in steps], steps)
    return _judged(name, fact, values(fact.set))


def worth(played: Mapping[str, NDArray[Any]], name: str, fact: Expectation) -> NDArray[np.float64]:
    """The value by which a fact is judged in each run; NaN without the measure, or if its divisor is 0.

    Parameters
    ----------
    played : mapping of str to array, each of shape ``(n_runs,)``
        The measures of :func:`yardsticks`.
    name : str
        Of the fact.
    fact : Expectation
    """
    part = np.asarray(played[name], dtype=np.float64)
    if not fact.over:
        return part
    over = np.asarray(played[f"{name} over"], dtype=np.float64)
    return np.divide(part, over, out=np.full_like(part, np.nan), where=over != 0)


def yardsticks(name: str, fact: Expectation, scenario: Scenario) -> dict[str, Measure]:
    """The measures that show a fact in a run of a scenario: one with its name, and one that divides it.

    Raises
    ------
    ScenarioError
        If a measure or an assumption of the fact does not fit the scenario.
    """
    unknown = [a for a in (*fact.set, *fact.along) if a not in scenario.assumptions]
    if unknown:
        raise ScenarioError([Problem("error", f"{name}: there is no assumption named '{unknown[0]}'")])
    measures = {name: _written(name, fact.measure, scenario)}
    if fact.over:
        measures[f"{name} over"] = _written(name, fact.over, scenario)
    return measures


def _prepared(name: str, fact: Expectation, reference: str | Path) -> Scenario:
    """The fact's scenario, reduced to the measures of the fact."""
    scenario = read_scenario(reference, days=fact.days)
    return scenario.model_copy(update={"measures": yardsticks(name, fact, scenario)})


Yardstick = TypeVar("Yardstick", bound=Record)


def _written(name: str, record: Yardstick, scenario: Scenario) -> Yardstick:
    """A record of the register with the scenario's sides written out; its names must be there."""
    told = ABOUT.get(record.record, ())
    known = {thing for section in told for thing in scenario.told_of(record.record, section)}
    changes: dict[str, Any] = {
        "of": tuple(actor for thing in record.of for actor in _actors(thing, scenario)),
        "by": tuple(actor for thing in record.by for actor in _actors(thing, scenario)),
    }
    unknown = [thing for thing in changes["of"] if thing not in known]
    unknown += [thing for thing in changes["by"] if thing not in scenario.actors]
    unknown += [zone for zone in record.zones if zone not in scenario.zones]
    if record.record not in ABOUT:
        raise ScenarioError([Problem("error", f"{name}: nothing is recorded as '{record.record}'")])
    if unknown:
        message = f"{name}: '{record.record}' is told of nothing that is called '{unknown[0]}'"
        raise ScenarioError([Problem("error", message)])
    for key in ("during", "unless", "since"):
        condition = getattr(record, key, None)
        if condition is not None:
            changes[key] = _written(name, condition, scenario)
    return record.model_copy(update=changes)


def _actors(thing: str, scenario: Scenario) -> tuple[str, ...]:
    """The actors of a side, which the reader has written out already; any other name stays as it is."""
    return scenario.sides[thing].actors if thing in scenario.sides else (thing,)


def _judged(name: str, fact: Expectation, values: NDArray[np.float64]) -> Finding:
    """Judge a sample in the one way that the fact states."""
    known = values[~np.isnan(values)]
    if fact.share is not None and fact.within is not None:
        low, high = fact.within
        inside = int(np.sum((known >= low) & (known <= high)))
        share, (least, most) = inside / len(values), wilson(inside, len(values))
        rest = f"; {_around(known, low, high, len(values))}{_observed(fact, known)}"
        asked = f"{low:g} to {high:g} in {fact.share[0]:.0%} of runs or more"
        if fact.share[1] < 1.0:
            asked = f"{low:g} to {high:g} in {fact.share[0]:.0%} to {fact.share[1]:.0%} of runs"
        found = f"{share:.1%} of runs [{least:.1%}, {most:.1%}]{rest}"
        return _finding(name, fact, _within(least, most, *fact.share), asked, found, len(values))
    if not len(known):
        return _finding(name, fact, "does not fit", "a measure that exists", "none in any run", 0)
    if fact.middle_half is not None:
        low, high = fact.middle_half
        first, middle, third = quantiles(known, (0.25, 0.5, 0.75))
        part = float(np.mean((known >= low) & (known <= high)))
        rest = f"{part:.0%} of runs within, {_around(known, low, high, len(known))}{_observed(fact, known)}"
        asked = f"quartiles within {low:g} to {high:g}"
        found = f"quartiles {first:g}, {middle:g}, {third:g}; {rest}"
        return _finding(name, fact, _middle_half(known, low, high), asked, found, len(known))
    if fact.every is not None:
        low, high = fact.every
        outside = int(np.sum((known < low) | (known > high)))
        few = wilson(outside, len(known))[1] <= FEW
        asked = f"every run within {low:g} to {high:g}"
        found = f"{known.min():g} to {known.max():g}{_observed(fact, known)}"
        verdict: Verdict = "does not fit" if outside else "fits" if few else "undecided"
        return _finding(name, fact, verdict, asked, found, len(known))
    assert fact.mean is not None
    low, high = fact.mean
    middle = float(known.mean())
    least, most = _interval(known)
    asked = f"a mean of {low:g} to {high:g}"
    found = f"mean {middle:.3g} [{least:.3g}, {most:.3g}]; {_around(known, low, high, len(known))}"
    found += _observed(fact, known)
    return _finding(name, fact, _within(least, most, low, high), asked, found, len(known))


def _within(least: float, most: float, low: float, high: float) -> Verdict:
    """Whether an interval lies in a band, beside it, or across one of its ends."""
    if low <= least and most <= high:
        return "fits"
    return "does not fit" if most < low or least > high else "undecided"


def _middle_half(known: NDArray[np.float64], low: float, high: float) -> Verdict:
    """Whether both quartiles lie in a band: at most a quarter of the runs below it, and a quarter above.

    The verdict uses Wilson's intervals of the two shares, which need no density at the quartiles.
    """
    sides = [wilson(int(np.sum(outside)), len(known)) for outside in (known < low, known > high)]
    if all(most <= QUARTER for _, most in sides):
        return "fits"
    return "does not fit" if any(least > QUARTER for least, _ in sides) else "undecided"


def _around(known: NDArray[np.float64], low: float, high: float, runs: int) -> str:
    """How many runs lie on either side of a band."""
    return f"{np.sum(known < low) / runs:.0%} below, {np.sum(known > high) / runs:.0%} above"


def _observed(fact: Expectation, known: NDArray[np.float64]) -> str:
    """Where the number that the sources give falls among the runs."""
    if fact.observed is None:
        return ""
    below, above = float(np.mean(known < fact.observed)), float(np.mean(known > fact.observed))
    return f"; {fact.observed:g} was observed: {below:.0%} of runs less, {above:.0%} more"


def _rising(
    name: str, fact: Expectation, samples: list[NDArray[np.float64]], steps: tuple[float, ...]
) -> Finding:
    """Judge whether means rise strictly along the steps, from low enough to high enough.

    Steps share their seeds, so the rise from one to the next has the interval of paired differences.
    """
    assert fact.rising is not None
    means = [float(np.nanmean(sample)) for sample in samples]
    low, high = fact.rising
    asked = f"rising from {low:g} at most to {high:g} at least"
    found = ", ".join(f"{mean:.2f} at {step:g}" for mean, step in zip(means, steps, strict=True))
    parts = [
        _within(*_interval(other - one), np.nextafter(0.0, 1.0), np.inf) for one, other in pairwise(samples)
    ]
    parts += [_within(*_interval(samples[0]), -np.inf, low), _within(*_interval(samples[-1]), high, np.inf)]
    verdict: Verdict = "fits" if set(parts) == {"fits"} else "undecided"
    verdict = "does not fit" if "does not fit" in parts else verdict
    return _finding(name, fact, verdict, asked, found, len(samples[0]))


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % interval of a mean; unbounded for a single value."""
    known = values[~np.isnan(values)]
    return mean_interval(known) or (-np.inf, np.inf)


def _finding(name: str, fact: Expectation, verdict: Verdict, asked: str, found: str, runs: int) -> Finding:
    return Finding(name, fact.fact, fact.scenario, verdict, asked, found, runs)
