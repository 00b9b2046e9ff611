"""What bears on the outcome: each assumption between the ends of its range, each mechanism on and off.

Runs with the same seed roll the same dice, so a difference in any measure of any seed is caused by
what was changed. No test is needed to tell that it is there; only its size is an estimate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.scenario.model import Scenario
from whitecell.scenario.values import dotted, numbers

Columns = dict[str, NDArray[Any]]
SLAB = 512
"""Runs that are played together."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a change does to the measures, over seeds.

    Attributes
    ----------
    name : str
        The assumption or mechanism.
    changed : float
        Share of seeds in which any measure differs.
    measure : str
        The measure that it moves most, for its spread; empty if it moves none.
    effect : float
        Mean paired difference of that measure, over its standard deviation over seeds.
    """

    name: str
    changed: float
    measure: str
    effect: float


MECHANISMS: dict[str, tuple[tuple[str, float], ...]] = {
    "air forces": (("actors.*.air.*.sorties", 0.0),),
    "air forces hampering each other": (("rules.air_interference", 0.0),),
    "air incidents": (("rules.air_incidents", 0.0),),
    "air support in reckoning": (("rules.air_support", 0.0),),
    "alliance cost": (("relations.*.alliance_cost", 0.0),),
    "attacks": (("rules.attrition", 0.0),),
    "caution": (("actors.*.caution", 0.0),),
    "collapse of agreements": (("agreements.*.collapse.hazard", 0.0),),
    "corridor as an aim": (("corridors.*.worth.*", 0.0),),
    "corridor supplies": (("corridors.*.supplies.*", 0.0),),
    "delay of entry into force": (("agreements.*.delay", 0.0),),
    "displacement": (("rules.displacement", 0.0),),
    "drift of control": (("rules.drift", 0.0),),
    "exposure of secret talks": (("talks.*.leaks.hurts.*", 0.0),),
    "fear of strikes": (("actors.*.fear", 0.0),),
    "fog": (("rules.fog", 0.0),),
    "grievance of those left out": (("agreements.*.left_out.*", 0.0),),
    "guarantors": (("agreements.*.collapse.guarantor", 0.0),),
    "harassing fire": (("actors.*.fire", 0.0),),
    "hotline": (("rivalries.*.hotline", 0.0),),
    "injects": (("injects.*.chance", 0.0),),
    "leaks": (("talks.*.leaks.chance", 0.0),),
    "luck in battle": (("rules.battle_noise", 0.0),),
    "memory of strikes": (("rules.wariness", 0.0),),
    "misplaced blame": (("constraints.*.watched_by.blames_wrongly", 0.0),),
    "mobility": (("actors.*.mobility", 0.0),),
    "monitors": (("agreements.*.collapse.monitors", 0.0),),
    "noise in choices": (("actors.*.noise", 0.0),),
    "obedience of one's own": (("constraints.*.obedience.*", 0.0),),
    "patrons": (("relations.*.leverage", 0.0),),
    "preemption": (("rules.preemption", 0.0),),
    "pressure after breaches": (("constraints.*.answered_by.effect", 0.0),),
    "recording of breaches": (("constraints.*.watched_by.detects", 0.0),),
    "recruits": (("actors.*.recruits", 0.0),),
    "renewal": (("agreements.*.renewal", 0.0),),
    "required pressure": (("talks.*.requires.*.weight", 0.0),),
    "restraint": (("rules.restraint", 0.0),),
    "rivalry chilling talks": (("rivalries.*.chills.*", 0.0),),
    "rivalry climbing": (("rivalries.*.climb", 0.0),),
    "rivalry staying the hand": (("rivalries.*.stays_hand", 0.0),),
    "sessions": (("talks.*.progress", 0.0),),
    "setback when a party balks": (("talks.*.setback", 0.0),),
    "shared effort of coordinated strikes": (("constraints.*.shared_effort", 1.0),),
    "spread of a strike's losses": (("rules.strike_spread", 0.0),),
    "spread to further talks": (("agreements.*.spreads_after", 1e6),),
    "strikes by enforcers": (("constraints.*.answered_by.resolve", 0.0),),
    "trust against collapse": (("agreements.*.collapse.trust", 0.0),),
    "truces calming fire": (("rules.ceasefire_calm", 0.0),),
    "wishes": (("actors.*.wants.*", 0.0), ("actors.*.members.*.wants.*", 0.0)),
    "worth of ground": (("actors.*.worth.*", 0.0),),
}
"""Mechanisms of the model, and the numbers whose value switches each off, wherever they stand."""


def switched_off(scenario: Scenario, switches: Sequence[tuple[str, float]]) -> Scenario:
    """The scenario with numbers at these places set to these values.

    Parameters
    ----------
    scenario : Scenario
    switches : sequence of (pattern, value)
        Patterns of dotted places, as of :func:`fnmatch.fnmatchcase`.

    Raises
    ------
    ValueError
        If nothing stands at any of the places: then there is nothing to switch off.
    """
    stated: dict[str, Any] = scenario.model_dump()
    found = False
    for place, _, _ in numbers(scenario):
        for pattern, value in switches:
            if fnmatchcase(dotted(place), pattern):
                holder: Any = stated
                for step in place[:-1]:
                    holder = holder[step]
                holder[place[-1]] = value
                found = True
    if not found:
        raise ValueError(f"the scenario states nothing at {', '.join(pattern for pattern, _ in switches)}")
    return Scenario.model_validate(stated)


def mechanism_bearings(scenario: Scenario, runs: int) -> Iterator[Bearing]:
    """What switching each mechanism off does; those of which the scenario has none are left out."""
    from whitecell.game.play import play

    seeds = np.arange(runs, dtype=np.int64)
    base = play(scenario, seeds)
    for name, switches in MECHANISMS.items():
        try:
            without = switched_off(scenario, switches)
        except ValueError:
            continue
        yield bearing(name, base, play(without, seeds))


def assumption_bearings(
    scenario: Scenario, runs: int, only: Collection[str] | None = None
) -> Iterator[Bearing]:
    """What each assumption does between the ends of its range, the others at their values."""
    from whitecell.game.play import play

    ranged = {
        name: entry.range
        for name, entry in scenario.assumptions.items()
        if entry.range and entry.range[0] < entry.range[1] and (only is None or name in only)
    }
    seeds = np.arange(runs, dtype=np.int64)
    together = max(SLAB // (2 * runs), 1)
    names = list(ranged)
    for first in range(0, len(names), together):
        group = names[first : first + together]
        ends = [(name, end) for name in group for end in ranged[name]]
        columns = {}
        for name in group:
            usual = scenario.assumptions[name].value
            columns[name] = np.repeat([end if other == name else usual for other, end in ends], runs)
        played = play(scenario, np.tile(seeds, len(ends)), columns)
        for k, name in enumerate(group):
            low, high = (_part(played, 2 * k + end, runs) for end in (0, 1))
            yield bearing(name, low, high)


def _part(columns: Mapping[str, NDArray[Any]], number: int, runs: int) -> Columns:
    return {name: column[number * runs : (number + 1) * runs] for name, column in columns.items()}


def bearing(name: str, one: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]]) -> Bearing:
    """Compare two batches of the same seeds, measure by measure.

    A day that never came counts as one day after the last that did in either batch.
    """
    changed = np.zeros(len(next(iter(one.values()))), dtype=np.bool_)
    best, effect = "", 0.0
    for measure, first in one.items():
        second = other[measure]
        if first.dtype == object:
            changed |= np.array([a != b for a, b in zip(first, second, strict=True)])
            continue
        late = np.nanmax([np.nanmax(first, initial=0.0), np.nanmax(second, initial=0.0)]) + 1.0
        first, second = (np.where(np.isnan(values), late, values) for values in (first, second))
        changed |= first != second
        spread = float(np.concatenate([first, second]).std())
        size = float((second - first).mean()) / spread if spread > 0.0 else 0.0
        if abs(size) > abs(effect):
            best, effect = measure, size
    return Bearing(name, float(changed.mean()), best, effect)
