"""Screening: the effect of each assumption between the ends of its range, and of each mechanism on and off.

Runs with the same seed roll the same dice, so the change causes every difference in a measure of a seed.
Almost any change alters some run, so no test is needed to show that there is a difference; a test is needed
to show that the change moves a measure in one direction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, ttest_1samp

from whitecell.scenario.model import Scenario
from whitecell.scenario.values import dotted, numbers, with_numbers
from whitecell.scenario.yardsticks import Measure

Columns = dict[str, NDArray[Any]]
SLAB = 512
"""Runs that are played together."""
DETECTED = 2e-5
"""A bearing's chance below which it counts as detected: for 300 assumptions, each examined with up to
five numbers of seeds, the chance of any false detection is three in a hundred."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """The effect of a change on the measures, over seeds.

    Attributes
    ----------
    name : str
        The assumption or mechanism.
    changed : float
        Share of seeds in which any measure differs.
    measure : str
        The measure that it moves most, relative to its spread; empty if it moves none. If it detectably
        moves some, the measure is one of these, and one of the scenario's own if possible.
    effect : float
        Mean paired difference of that measure, divided by its standard deviation over seeds.
    chance : float
        Chance that some measure differs as clearly as the clearest one if the change moves none:
        see :func:`moved_by_chance`, times the number of measures (Bonferroni), at most 1.
    """

    name: str
    changed: float
    measure: str
    effect: float
    chance: float


MECHANISMS: dict[str, tuple[tuple[str, float], ...]] = {
    "air forces": (("actors.*.air.*.sorties", 0.0),),
    "age of agreements": (("rules.agreement_hardens", 0.0),),
    "air forces hampering each other": (("rules.air_interference", 0.0),),
    "air incidents": (("rules.air_incidents", 0.0),),
    "air support in reckoning": (("rules.air_support", 0.0),),
    "alliance cost": (("relations.*.alliance_cost", 0.0),),
    "attacks": (("rules.attrition", 0.0),),
    "breaks": (("rules.break_chance", 0.0),),
    "caution": (("actors.*.caution", 0.0),),
    "collapse of agreements": (("rules.collapse_hazard", 0.0), ("agreements.*.collapse.hazard", 0.0)),
    "cooling of rivalries": (("rivalries.*.cool", 0.0),),
    "corridor as an aim": (("corridors.*.worth.*", 0.0),),
    "corridor supplies": (("corridors.*.supplies.*", 0.0),),
    "cost of turning": (("rules.turning_cost", 0.0),),
    "defender's advantage": (("rules.defender_advantage", 1.0),),
    "days to heed a warning": (("constraints.*.answered_by.warns.*.days", 0.0),),
    "delay of entry into force": (("agreements.*.delay", 0.0), ("rules.signed_at_once", 1.0)),
    "detours": (("rules.detour", 0.0),),
    "displacement": (("rules.displacement", 0.0),),
    "drift of control": (("rules.drift", 0.0),),
    "deployment of watchers": (
        ("constraints.*.watched_by.deploys", 0.0),
        ("constraints.*.also_watched_by.*.deploys", 0.0),
    ),
    "exposure of secret talks": (("talks.*.leaks.hurts.*", 0.0),),
    "fear of strikes": (("actors.*.fear", 0.0),),
    "fog": (("rules.fog", 0.0),),
    "frontage": (("rules.frontage", 1e9), ("zones.*.frontage", 1e9)),
    "grievance of those left out": (("agreements.*.left_out.*", 0.0),),
    "guarantors": (("rules.guarantor_protects", 0.0), ("agreements.*.collapse.guarantor", 0.0)),
    "guard": (("rules.guard", 0.0),),
    "habit of breaches": (("rules.usual_after", 1e9),),
    "harassing fire": (("actors.*.fire", 0.0),),
    "hasty defence": (("rules.hasty_defence", 1.0),),
    "hiding of irregulars": (("rules.ambush_scale", 0.0),),
    "hotline": (("rivalries.*.hotline", 0.0),),
    "injects": (("injects.*.chance", 0.0),),
    "lasting part of wariness": (("rules.lasting_wariness", 0.0),),
    "leaks": (("talks.*.leaks.chance", 0.0),),
    "lessons of warnings": (("constraints.*.answered_by.warns.*.teaches", 0.0),),
    "losses in retreat": (("rules.retreat_losses", 0.0),),
    "luck in battle": (("rules.battle_noise", 0.0),),
    "masking": (("rules.masking", 0.0),),
    "memory of strikes": (("rules.wariness", 0.0),),
    "misplaced blame": (("constraints.*.watched_by.blames_wrongly", 0.0),),
    "mobility": (("actors.*.mobility", 0.0),),
    "monitors": (("rules.monitors_protect", 0.0), ("agreements.*.collapse.monitors", 0.0)),
    "monitors' help wearing": (("rules.monitors_wear", 1e9),),
    "noise in choices": (("actors.*.noise", 0.0),),
    "obedience of one's own": (("constraints.*.obedience.*", 0.0),),
    "occupation of what nobody contests": (("rules.occupation", 0.0),),
    "patrons": (("relations.*.leverage", 0.0),),
    "preemption": (("rules.preemption", 0.0),),
    "pressure after breaches": (("constraints.*.answered_by.effect", 0.0),),
    "recording of breaches": (
        ("constraints.*.watched_by.detects", 0.0),
        ("constraints.*.also_watched_by.*.detects", 0.0),
    ),
    "recruits": (("actors.*.recruits", 0.0),),
    "renewal": (("agreements.*.renewal", 0.0),),
    "required pressure": (("talks.*.requires.*.weight", 0.0),),
    "restraint": (("rules.restraint", 0.0),),
    "rivalry chilling talks": (("rivalries.*.chills.*", 0.0),),
    "rivalry climbing": (("rivalries.*.climb", 0.0),),
    "rivalry staying the hand": (("rivalries.*.stays_hand", 0.0),),
    "reprisals": (("rules.reprisal", 0.0),),
    "saturation of air attacks": (("rules.air_scale", 0.0),),
    "sessions": (("talks.*.progress", 0.0),),
    "setback when a party balks": (("talks.*.setback", 0.0),),
    "shared effort of coordinated strikes": (("constraints.*.shared_effort", 1.0),),
    "sitting against approaching": (("constraints.*.answered_by.sitting", 1.0),),
    "spells of keeping a truce": (("rules.truce_dwell", 0.0),),
    "spread of a strike's losses": (("rules.strike_spread", 0.0),),
    "spread to further talks": (("agreements.*.spreads_after", 1e6),),
    "slow advance": (("rules.advance", 1.0),),
    "strikes by enforcers": (("constraints.*.answered_by.resolve", 0.0),),
    "supply": (("rules.unsupplied", 1.0),),
    "truces calming fire": (("rules.ceasefire_calm", 0.0),),
    "trust against collapse": (("rules.trust_protects", 0.0), ("agreements.*.collapse.trust", 0.0)),
    "trust restraining": (("rules.trust_restrains", 0.0),),
    "trust that moves": (("agreements.*.trust_gain", 0.0), ("agreements.*.trust_loss", 0.0)),
    "violations beyond the first": (("rules.violations", 0.0),),
    "wishes": (("actors.*.wants.*", 0.0), ("actors.*.members.*.wants.*", 0.0)),
    "worth of ground": (("actors.*.worth.*", 0.0),),
}
"""Mechanisms of the model, and the numbers with the values that switch each off, wherever they occur."""


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
        If the scenario has none of the places, so there is nothing to switch off.
    """
    found = {
        place: value
        for place, _, _ in numbers(scenario)
        for pattern, value in switches
        if fnmatchcase(dotted(place), pattern)
    }
    if not found:
        raise ValueError(f"the scenario states nothing at {', '.join(pattern for pattern, _ in switches)}")
    return Scenario.model_validate(with_numbers(scenario, found))


def mechanism_bearings(scenario: Scenario, runs: int) -> Iterator[Bearing]:
    """The effect of switching each mechanism off, without mechanisms that the scenario does not have."""
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
    """The effect of each assumption between the ends of its range, the others at their values."""
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


KEPT: dict[str, tuple[str, ...]] = {
    "actors": ("presence", "losses", "arrivals"),
    "agreements": ("in_force", "trust", "breaches"),
    "constraints": ("in_force", "recorded_breaches"),
    "corridors": ("deliveries",),
    "rivalries": ("rung",),
    "talks": ("sessions", "text"),
}
"""Records of each section's things that :func:`watched` adds."""
MARK = " of "


def watched(scenario: Scenario) -> Scenario:
    """The scenario with its own measures and a mean over days of everything that its things do.

    A scenario's measures are few, and an assumption may move something that none of them records.
    The added measures are the records of ``KEPT``, named ``record of thing``; presence of actors in zones
    that they value, and control of zones where it is stated; the support of each party to talks; and
    the day on which the parties first meet.
    """
    added: dict[str, dict[str, Any]] = {}
    for section, records in KEPT.items():
        for thing in getattr(scenario, section):
            for record in records:
                added[f"{record}{MARK}{thing}"] = {"record": record, "of": [thing]}
    for arm in scenario.arms:
        added |= {f"{r}{MARK}{arm}": {"record": r, "of": [arm]} for r in KEPT["actors"]}
    for name, actor in scenario.actors.items():
        for zone in actor.worth:
            added[f"presence{MARK}{name} in {zone}"] = {"record": "presence", "of": [name], "zones": [zone]}
    for zone, place in scenario.zones.items():
        for name in place.control:
            added[f"control{MARK}{zone} by {name}"] = {"record": "control", "of": [name], "zones": [zone]}
    for name, talks in scenario.talks.items():
        added[f"first session{MARK}{name}"] = {"record": "sessions", "of": [name], "statistic": "first_day"}
        for party in talks.parties:
            added[f"support{MARK}{party} in {name}"] = {"record": "support", "of": [name, party]}
    more = {
        name: Measure.model_validate({"statistic": "mean", **stated})
        for name, stated in added.items()
        if stated["record"] not in ("presence", "losses", "arrivals")
        or scenario.actors[scenario.owner(stated["of"][0])].armed
    }
    return scenario.model_copy(update={"measures": {**more, **scenario.measures}})


def moved_by_chance(differences: NDArray[np.float64]) -> float:
    """Chance of paired differences that point one way as clearly as these if neither way is favoured.

    It is twice the smaller of two chances: that of Student's t, which detects large differences, and that
    of the sign test on the pairs that differ (McNemar's, for shares), which detects rare ones.

    Parameters
    ----------
    differences : array, shape ``(n_runs,)``
        Differences between two versions, seed by seed.
    """
    apart = differences[differences != 0.0]
    if not len(apart):
        return 1.0
    signs = float(binomtest(int((apart > 0.0).sum()), len(apart)).pvalue)
    if np.ptp(differences) == 0.0:
        return signs
    student = float(ttest_1samp(differences, 0.0).pvalue)
    return min(2.0 * min(signs, student), 1.0)


def bearing(name: str, one: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]]) -> Bearing:
    """Compare two batches of the same seeds, measure by measure.

    A day that never came counts as one day after the last that did in either batch.
    """
    changed = np.zeros(len(next(iter(one.values()))), dtype=np.bool_)
    found: dict[str, tuple[float, float]] = {}
    for measure, first in one.items():
        second = other[measure]
        if first.dtype == object:
            changed |= np.array([a != b for a, b in zip(first, second, strict=True)])
            continue
        late = np.nanmax([np.nanmax(first, initial=0.0), np.nanmax(second, initial=0.0)]) + 1.0
        first, second = (np.where(np.isnan(values), late, values) for values in (first, second))
        changed |= first != second
        spread = float(np.concatenate([first, second]).std())
        if spread > 0.0:
            found[measure] = float((second - first).mean()) / spread, moved_by_chance(second - first)
    clearest = min((chance for _, chance in found.values()), default=1.0)
    chosen = [m for m, (_, chance) in found.items() if chance * len(one) < DETECTED] or list(found)
    chosen = [m for m in chosen if MARK not in m] or chosen
    most = max(chosen, key=lambda measure: abs(found[measure][0]), default="")
    effect = found[most][0] if most else 0.0
    chance = min(clearest * len(one), 1.0)
    return Bearing(name, float(changed.mean()), most if effect else "", effect, chance)
