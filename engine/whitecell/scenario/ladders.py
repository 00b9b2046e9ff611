"""Whether ladders of escalation can climb, and whether their rungs change anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from whitecell.scenario.diplomacy import Rivalry
from whitecell.scenario.effects import Escalate
from whitecell.scenario.formulas import heard
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects
from whitecell.scenario.values import span

SAYS: dict[str, str] = {
    "strike": "a strike of an enforcer of one side on the other",
    "near miss": "a meeting of their aircraft over a zone",
    "battle": "an attack on the ground between one side's own forces and the other",
    "breach": "a breach, by a side or its client, that a watcher records",
}
"""What each kind of incident is."""


def ladders(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Ladders that no incident can lift, and those whose rungs make no difference."""
    for name, rivalry in scenario.rivalries.items():
        here = ("rivalries", name)
        pushed = any(
            isinstance(effect, Escalate) and effect.rivalry == name and span(effect.by, scenario)[1] > 0.0
            for _, effect in effects(scenario)
        )
        pushed = pushed or span(rivalry.feed, scenario)[1] > 0.0 < span(rivalry.climb, scenario)[1]
        if not pushed and rivalry.start < len(rivalry.rungs) - 1:
            deaf = span(rivalry.climb, scenario)[1] <= 0.0 or span(rivalry.hotline, scenario)[0] >= 1.0
            if deaf:
                yield source.problem(
                    "warning", here, f"'{name}' can never climb: no incident lifts it",
                    "give `climb` a value above 0 and `hotline` one below 1, or add an inject that escalates",
                    key=True,
                )  # fmt: skip
            elif not any(_incidents(scenario, rivalry)):
                yield source.problem(
                    "warning", here,
                    f"'{name}' can never climb: nothing in the scenario is an incident for it",
                    _mended(rivalry), key=True,
                )  # fmt: skip
        for index, constraint in enumerate(rivalry.breaches_of):
            if not scenario.constraints[constraint].watched_by:
                yield source.problem(
                    "warning", (*here, "breaches_of", index),
                    f"nobody watches '{constraint}', so no breach of it is ever an incident",
                    "give it `watched_by`, or take it out",
                )  # fmt: skip
        if not _matters(scenario, name, rivalry):
            watched = any(name in measure.of for measure in scenario.measures.values())
            yield source.problem(
                "note" if watched else "warning", here,
                f"the rungs of '{name}' change nothing{': only measures see them' if watched else ''}",
                "say under `chills` which talks of the two they cost support, or give `stays_hand`", key=True,
            )  # fmt: skip


def _mended(rivalry: Rivalry) -> str:
    """What would lift a ladder that nothing lifts."""
    said = ", or ".join(SAYS[kind] for kind in rivalry.counted)
    if not said:
        return "say under `incidents` what counts, or add an inject that escalates"
    return f"an incident is {said}; add one, or an inject that escalates"


def _matters(scenario: Scenario, name: str, rivalry: Rivalry) -> bool:
    """Whether a rung changes anything: talks, strikes, warnings, or what a formula makes of it."""
    if name in heard(scenario, "rung"):
        return True
    answers = (constraint.answered_by for constraint in scenario.constraints.values())
    if any(way.ladder == name for answer in answers if answer for way in answer.warns):
        return True
    for talks, cost in rivalry.chills.items():
        if set(rivalry.between) & set(scenario.talks[talks].parties) and span(cost, scenario)[1] > 0.0:
            return True
    if span(rivalry.stays_hand, scenario)[1] <= 0.0:
        return False
    return any(_side(scenario, rivalry, striker) is not None for striker, _ in _strikes(scenario))


def _side(scenario: Scenario, rivalry: Rivalry, actor: str) -> int | None:
    """The side to which an actor belongs by command; None if neither."""
    for k, power in enumerate(rivalry.between):
        if power in (actor, scenario.actors[actor].led_by):
            return k
    return None


def _strikes(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Who may strike whom, as an answer to a breach."""
    for constraint in scenario.constraints.values():
        answer = constraint.answered_by
        if answer and answer.by == "strike":
            yield from ((answer.actor, struck) for struck in scenario.bound(constraint))


def _incidents(scenario: Scenario, rivalry: Rivalry) -> Iterator[tuple[str, str]]:
    """Pairs of actors whose incidents can move the ladder; a breach gives its actor twice."""
    counted = {kind for kind, weight in rivalry.counted.items() if span(weight, scenario)[1] > 0.0}
    if "strike" in counted:
        yield from (pair for pair in _strikes(scenario) if _felt(scenario, rivalry, *pair))
    if "near miss" in counted and span(scenario.rules.air_incidents, scenario)[1] > 0.0:
        flown = [(name, air.zone) for name, spec in scenario.actors.items() for air in spec.air]
        for (one, here), (other, there) in product(flown, flown):
            sides = _side(scenario, rivalry, one), _side(scenario, rivalry, other)
            if here == there and sides == (0, 1):
                yield one, other
    if "battle" in counted:
        for relation in scenario.relations:
            for one, other in relation.couples("hostile"):
                if _felt(scenario, rivalry, one, other) or _felt(scenario, rivalry, other, one):
                    yield one, other
    if "breach" in counted:
        for name, constraint in scenario.constraints.items():
            if constraint.watched_by and name in (rivalry.breaches_of or scenario.constraints):
                bound = scenario.bound(constraint)
                yield from ((actor, actor) for actor in bound if _of_sides(scenario, rivalry, actor))


def _felt(scenario: Scenario, rivalry: Rivalry, one: str, other: str) -> bool:
    """Whether ``one`` is on a side by command, and ``other`` on the other side, by command or as client."""
    side = _side(scenario, rivalry, one)
    return side is not None and _stands(scenario, other, rivalry.between[1 - side])


def _stands(scenario: Scenario, actor: str, power: str) -> bool:
    """Whether an actor is a power, is led by it or is its client."""
    patrons = {r.patron for r in scenario.relations if r.client == actor}
    return power in patrons or power in (actor, scenario.actors[actor].led_by)


def _of_sides(scenario: Scenario, rivalry: Rivalry, actor: str) -> bool:
    return any(_stands(scenario, actor, power) for power in rivalry.between)
