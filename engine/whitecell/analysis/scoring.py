"""A scenario compared with observations: where each observation falls, and how good the forecast was.

References are numbered as in ``docs/scoring.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.ensemble import Ensemble
from whitecell.analysis.expectation import stated_facts, yardsticks
from whitecell.analysis.intervals import Interval
from whitecell.analysis.quantiles import quantiles
from whitecell.analysis.scores import brier, brier_interval, crps, crps_interval, rank, skill
from whitecell.analysis.summary import kind_of
from whitecell.scenario.model import Scenario
from whitecell.scenario.observed import Naive, Observation, Observed, number
from whitecell.scenario.problems import ScenarioError, did_you_mean
from whitecell.scenario.recorded import counted
from whitecell.scenario.source import Source
from whitecell.scenario.yardsticks import Expectation, Measure

Floats = NDArray[np.float64]
LEVELS = (0.05, 0.25, 0.75, 0.95)
"""Ends of the 90 % band, and between them of the 50 % band."""
MEMBERS = 1000
"""Number of values that stand for a naive forecast with a distribution, at even steps of probability."""
TOLD = {"label": "", "unit": "", "note": "", "cites": ()}
"""The words of a measure for readers, emptied; measures that differ in nothing else are the same."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An observation, ready to be compared with runs.

    Attributes
    ----------
    name, label, unit, source : str
    measure : str
        The measure of the scenario.
    kind : str
        ``flag``, ``day`` or ``number``, as for measures.
    value : float
        1 or 0, a day of the game, or a number; a day that never came is the one after the last.
    tolerance : float
        How far it may be off in either direction.
    never : float or None
        For a day: the day after the last, which stands for never.
    fitted : tuple of str
        Facts to which the scenario was fitted and that say the same; the observation is in-sample if there
        are any.
    naive : mapping of str to array, shape ``(n,)``
        Name → a sample that stands for the forecast; for a flag, only the chance of a yes.
    """

    name: str
    label: str
    unit: str
    source: str
    measure: str
    kind: Literal["flag", "day", "number"]
    value: float
    tolerance: float
    never: float | None
    fitted: tuple[str, ...]
    naive: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Against:
    """A naive forecast: its score, and the runs' skill against it, with a 95 % interval for other runs."""

    score: float
    skill: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Held:
    """An observation compared with an ensemble.

    Attributes
    ----------
    runs, missing : int
        Runs that have a value, and those that have none.
    pit, pit_middle : float
        Where it falls among the runs, 0 to 1: randomised with fixed dice, and without luck.
    mean : float
        Mean of the runs; for a flag, the share of yes.
    band_50, band_90 : (float, float)
        The middle half and the middle 90 % of the runs, tolerance included.
    in_50, in_90 : bool
        Whether the observation lies in these bands.
    rule : str
        ``Brier`` for a flag, ``CRPS`` in the unit of the measure otherwise.
    score, low, high : float or None
        The score with a 95 % interval for other runs; None in-sample.
    naive : dict of str to Against
    """

    runs: int
    missing: int
    pit: float
    pit_middle: float
    mean: float
    band_50: Interval
    band_90: Interval
    in_50: bool
    in_90: bool
    rule: Literal["Brier", "CRPS"]
    score: float | None = None
    low: float | None = None
    high: float | None = None
    naive: dict[str, Against] = field(default_factory=dict)


def facts(observed: Observed, stated: Source, scenario: Scenario, reference: str | Path) -> list[Fact]:
    """Observations as numbers, each with the facts to which the scenario was fitted and that say the same.

    Parameters
    ----------
    observed, stated
        As :func:`whitecell.scenario.observed.understood` and ``read_observed`` give them.
    scenario : Scenario
        With the measures of the file.
    reference : str or Path
        The name or path of the scenario, for the facts that its register states about it.

    Raises
    ------
    ScenarioError
        If recorded events cannot be counted, or an observation names a fact that does not exist.
    """
    held, stated_there = stated_facts(reference)
    # The scenario itself names the facts of its fit, where its language version has that.
    fitted = {*held, *scenario.fitted_from}
    known = {*stated_there, *fitted}
    for name, seen in observed.observations.items():
        for k, fact in enumerate(seen.facts):
            if fact not in known:
                hint = did_you_mean(fact, sorted(known)) or "the scenario's register states no facts"
                place = ("observations", name, "facts", k)
                raise ScenarioError([stated.problem("error", place, f"there is no fact '{fact}'", hint)])
    return [_fact(name, seen, stated, scenario, held, fitted) for name, seen in observed.observations.items()]


def _fact(
    name: str,
    seen: Observation,
    stated: Source,
    scenario: Scenario,
    held: Mapping[str, Expectation],
    fitted: set[str],
) -> Fact:
    measure = scenario.measures[seen.measure]
    never = float(scenario.days + 1) if measure.statistic == "first_day" else None
    if seen.events is not None:
        value = counted(seen.events, measure, scenario, stated, ("observations", name, "events"))
    else:
        value = number(seen.value, measure, scenario)
    # A fact about the same measure says the same, whether or not the file admits it.
    same = {key for key, fact in held.items() if _same(key, fact, measure, scenario)}
    kind = kind_of(measure.statistic)
    assert kind != "category"
    return Fact(
        name, measure.label or name.replace("_", " "), measure.unit, seen.source, seen.measure, kind,
        never if never is not None and np.isnan(value) else value,
        seen.tolerance, never, tuple(sorted(same | (fitted & set(seen.facts)))),
        {key: _sample(naive, measure, scenario, never) for key, naive in seen.naive.items()},
    )  # fmt: skip


def _same(name: str, fact: Expectation, measure: Measure, scenario: Scenario) -> bool:
    """Whether a fact and a measure use the same record."""
    try:
        shown = yardsticks(name, fact, scenario)[name]
    except ScenarioError:
        # The fact is about something that this scenario, a variant, does not have.
        return False
    return shown.model_copy(update=TOLD) == measure.model_copy(update=TOLD)


def _sample(naive: Naive, measure: Measure, scenario: Scenario, never: float | None) -> Floats:
    """A sample that stands for a naive forecast; for a flag, the chance of a yes."""
    even = (np.arange(MEMBERS) + 0.5) / MEMBERS
    if naive.share is not None:
        return np.array([naive.share])
    if naive.normal is not None:
        from whitecell.analysis.special import ndtri

        return np.asarray(naive.normal[0] + naive.normal[1] * ndtri(even))
    if naive.quantiles:
        levels = sorted(naive.quantiles)
        return np.interp(even, levels, [naive.quantiles[level] for level in levels])
    stated = naive.values or (naive.value,)
    found = np.array([number(value, measure, scenario) for value in stated])
    found = np.where(np.isnan(found), never or np.nan, found)
    return np.array([found.mean()]) if measure.statistic == "ever" else found


def dice(name: str, purpose: str) -> np.random.Generator:
    """The dice of an observation for one purpose; always the same."""
    return np.random.default_rng(list(sha256(f"{name}\0{purpose}".encode()).digest()))


def members(fact: Fact, values: Floats) -> Floats:
    """Runs as they would have been observed, the shape of ``values``.

    A day that never came is the one after the last. Where the observation has a tolerance, each run gets an
    error drawn evenly within it, so that runs and observation are alike.
    """
    made = values if fact.never is None else np.where(np.isnan(values), fact.never, values)
    return _blurred(made, fact, "blur")


def _blurred(values: Floats, fact: Fact, purpose: str) -> Floats:
    if not fact.tolerance:
        return values
    return values + fact.tolerance * dice(fact.name, purpose).uniform(-1.0, 1.0, values.shape)


def hold(fact: Fact, ensemble: Ensemble) -> Held | None:
    """Compare an observation with an ensemble; None if no run has a value."""
    values = members(fact, ensemble.values[fact.measure])
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    place, flag = rank(known, fact.value), fact.kind == "flag"
    least, low, high, most = quantiles(known, LEVELS).tolist()
    found = Held(
        len(known), values.size - len(known), place.pit(float(dice(fact.name, "luck").random())),
        place.middle, float(known.mean()), (low, high), (least, most), low <= fact.value <= high,
        least <= fact.value <= most, "Brier" if flag else "CRPS",
    )  # fmt: skip
    if fact.fitted:
        return found
    score = brier(found.mean, fact.value) if flag else crps(known, fact.value)
    ends = (brier_interval if flag else crps_interval)(values, fact.value)
    against = {name: _against(fact, name, sample, score, ends) for name, sample in fact.naive.items()}
    named = {
        key: getattr(found, key) for key in Held.__slots__ if key not in ("score", "low", "high", "naive")
    }
    return Held(**named, score=score, low=ends and ends[0], high=ends and ends[1], naive=against)


def _against(fact: Fact, name: str, sample: Floats, score: float, ends: Interval | None) -> Against:
    """The skill of a score against a naive forecast's."""
    if fact.kind == "flag":
        other = brier(float(sample[0]), fact.value)
    else:
        spread = np.resize(sample, MEMBERS) if fact.tolerance and len(sample) < MEMBERS else sample
        other = crps(_blurred(spread, fact, f"naive {name}"), fact.value)
    low, high = (None, None) if ends is None else (skill(ends[1], other), skill(ends[0], other))
    return Against(other, skill(score, other), low, high)
