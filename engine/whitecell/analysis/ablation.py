"""What hardly matters: the scenario played without each of its things in turn, on the same dice.

A thing that is taken out keeps its name, so that references to it stay valid. An actor is left without
forces, flights and wishes; a clause is never in force; an event never happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from whitecell.analysis.screening import Bearing, Columns, bearing, watched
from whitecell.batch.pool import each
from whitecell.scenario.formulas import heard
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import LARGEST

Stated = dict[str, Any]
"""A scenario as plain values."""
NEVER = "(never signed)"
"""The agreement that brings the clauses that are taken out."""
NEVER_SO = "day < 0"
"""The condition of a decision that is taken out: it keeps its option of the start for good."""
CLEAR = 1e-3
"""A bearing's chance below which it counts as real: with fifty parts, one false alarm in twenty scenarios."""
Verdict = Literal["matters", "hardly matters", "undecided"]
LITTLE = 0.1
"""A thing hardly matters if its absence moves a measure by fewer standard deviations than this."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """What happens without one thing.

    Attributes
    ----------
    section, thing : str
        Where it is stated and what it is called; for flights the actor and the zone.
    bearing : Bearing
        What its absence does to the scenario's measures.
    """

    section: str
    thing: str
    bearing: Bearing

    @property
    def verdict(self) -> Verdict:
        """Whether it clearly moves its measure by ``LITTLE`` or more, moves it by less, or is undecided."""
        if self.bearing.changed == 0.0 or abs(self.bearing.effect) < LITTLE:
            return "hardly matters"
        return "matters" if self.bearing.chance < CLEAR else "undecided"

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {"section": self.section, "thing": self.thing, "verdict": self.verdict, **asdict(self.bearing)}


def ablations(scenario: Scenario, runs: int, jobs: int = 1) -> Iterator[Ablation]:
    """Play the scenario without each of its things, one after the other, over seeds from 0.

    The scenario's own measures are compared; if it has none, those of :func:`bearing.watched`.
    """
    scenario = scenario if scenario.measures else watched(scenario)
    found = parts(scenario)
    versions = [scenario, *(without(scenario, take_out) for _, _, take_out in found)]
    played = each(_played, [(version, runs) for version in versions], jobs)
    base = next(played)
    for (section, thing, _), columns in zip(found, played, strict=True):
        yield Ablation(section, thing, bearing(thing, base, columns))


def _played(task: tuple[Scenario, int]) -> Columns:
    """The measures of a scenario over seeds from 0."""
    from whitecell.game.play import play

    scenario, runs = task
    return play(scenario, np.arange(runs, dtype=np.int64))


def without(scenario: Scenario, take_out: Callable[[Stated], None]) -> Scenario:
    """The scenario after something was taken out of it."""
    stated: Stated = scenario.model_dump()
    take_out(stated)
    return Scenario.model_validate(stated)


def parts(scenario: Scenario) -> list[tuple[str, str, Callable[[Stated], None]]]:
    """What can be taken out: section, name, and how."""
    found: list[tuple[str, str, Callable[[Stated], None]]] = []
    found += [("actors", name, _actor(name)) for name in scenario.actors]
    found += [("constraints", name, _clause(name)) for name in scenario.constraints]
    found += [("talks", name, _talks(name)) for name in scenario.talks]
    found += [("agreements", name, _agreement(name)) for name in scenario.agreements]
    found += [("corridors", name, _corridor(name)) for name in scenario.corridors]
    asked = heard(scenario, "rung")
    found += [("rivalries", name, _rivalry(name, name in asked)) for name in scenario.rivalries]
    found += [("decisions", name, _decision(name)) for name in scenario.decisions]
    found += [("injects", name, _event(name)) for name in scenario.injects]
    for name, actor in scenario.actors.items():
        found += [("air", f"{name} over {air.zone}", _flights(name, i)) for i, air in enumerate(actor.air)]
    for i, relation in enumerate(scenario.relations):
        if relation.patron:
            found.append(("relations", f"{relation.patron} pressing {relation.client}", _patron(i)))
    return found


def _strike(stated: Stated, kind: str, key: str, name: str) -> None:
    """Take effects of a kind on one thing out of injects and decisions."""
    holders = [h for inject in stated["injects"].values() for h in (inject, *inject["outcomes"].values())]
    holders += [
        course for decision in stated["decisions"].values() for course in decision["options"].values()
    ]
    for holder in holders:
        holder["effects"] = [e for e in holder["effects"] if (e["kind"], e.get(key)) != (kind, name)]


def _zero(mapping: Any) -> None:
    """Set every number of a mapping to 0."""
    for key in mapping:
        mapping[key] = 0.0


def _actor(name: str) -> Callable[[Stated], None]:
    """Leave an actor without forces, flights, wishes, clients, answers and decisions."""

    def take_out(stated: Stated) -> None:
        actor = stated["actors"][name]
        arms = actor["arms"]
        for mapping in (actor["forces"], actor["wants"], *(m["wants"] for m in actor["members"].values())):
            _zero(mapping)
        for arm in arms.values():
            _zero(arm["forces"])
        actor["recruits"] = 0.0
        for air in actor["air"]:
            air["sorties"] = 0.0
        for corridor in stated["corridors"].values():
            corridor["supplies"] = {a: 0.0 if a == name else n for a, n in corridor["supplies"].items()}
        for relation in stated["relations"]:
            if relation["patron"] == name:
                relation["leverage"] = 0.0
                _zero(relation["will"])
        for clause in stated["constraints"].values():
            if clause["answered_by"] and clause["answered_by"]["actor"] == name:
                clause["answered_by"] = None
            clause["also_watched_by"] = [w for w in clause["also_watched_by"] if w["actor"] != name]
            if clause["watched_by"] and clause["watched_by"]["actor"] == name:
                left = clause["also_watched_by"]
                clause["watched_by"] = left.pop(0) if left else None
        for zone in stated["zones"].values():
            zone["control"].pop(name, None)
        for decision in stated["decisions"].values():
            if decision["by"] == name:
                decision["when"] = NEVER_SO
        for force in (name, *(f"{name}.{arm}" for arm in arms)):
            _strike(stated, "reinforce", "actor", force)

    return take_out


def _clause(name: str) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        collapse = {"hazard": 0.0, "trust": 0.0}
        never = {"name": NEVER, "parties": [], "trust": 0.0, "trust_gain": 0.0, "trust_loss": 0.0}
        stated["agreements"][NEVER] = {**never, "collapse": collapse}
        stated["constraints"][name]["in_force"] = f"with {NEVER}"
        for agreement in stated["agreements"].values():
            for step in agreement.get("steps", ()):
                step["clauses"] = [clause for clause in step["clauses"] if clause != name]

    return take_out


def _talks(name: str) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        stated["talks"][name]["opens"] = "when an agreement spreads"
        _strike(stated, "open talks", "talks", name)
        for agreement in stated["agreements"].values():
            agreement["spreads_to"] = [other for other in agreement["spreads_to"] if other != name]

    return take_out


def _agreement(name: str) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        stated["agreements"][name] |= {"in_force": "when signed", "delay": LARGEST}

    return take_out


def _corridor(name: str) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        _zero(stated["corridors"][name]["supplies"])
        _zero(stated["corridors"][name]["carries"])
        _zero(stated["corridors"][name]["worth"])

    return take_out


def _rivalry(name: str, heard: bool) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        _zero(stated["rivalries"][name]["chills"])
        stated["rivalries"][name]["stays_hand"] = 0.0
        for clause in stated["constraints"].values():
            for way in clause["answered_by"]["warns"] if clause["answered_by"] else ():
                if way["ladder"] == name:
                    way |= {"ladder": "", "cut_at": ""}
        if heard:
            stated["rivalries"][name] |= {"start": 0, "climb": 0.0}
            _strike(stated, "escalate", "rivalry", name)

    return take_out


def _event(name: str) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        inject = stated["injects"][name]
        inject["chance_per_day" if inject["chance_per_day"] is not None else "chance"] = 0.0

    return take_out


def _decision(name: str) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        stated["decisions"][name]["when"] = NEVER_SO

    return take_out


def _flights(actor: str, number: int) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        stated["actors"][actor]["air"][number]["sorties"] = 0.0

    return take_out


def _patron(number: int) -> Callable[[Stated], None]:
    def take_out(stated: Stated) -> None:
        stated["relations"][number]["leverage"] = 0.0
        _zero(stated["relations"][number]["will"])

    return take_out
