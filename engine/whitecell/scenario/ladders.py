"""Whether ladders of escalation can climb, and whether their rungs change anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from whitecell.scenario.chain import Source
from whitecell.scenario.diplomacy import Rivalry
from whitecell.scenario.effects import Escalate
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.targets import effects
from whitecell.scenario.values import span


def ladders(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Ladders that no incident can lift, and those whose rungs make no difference."""
    for name, rivalry in scenario.rivalries.items():
        here = ("rivalries", name)
        pushed = any(
            isinstance(effect, Escalate) and effect.rivalry == name and span(effect.by, scenario)[1] > 0.0
            for _, effect in effects(scenario)
        )
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
                    "an incident is a strike of an enforcer of one side on the other, or a meeting of their "
                    "aircraft over a zone; add one, or an inject that escalates", key=True,
                )  # fmt: skip
        if not _matters(scenario, rivalry):
            watched = any(name in measure.of for measure in scenario.measures.values())
            yield source.problem(
                "note" if watched else "warning", here,
                f"the rungs of '{name}' change nothing{': only measures see them' if watched else ''}",
                "say under `chills` which talks of the two they cost support, or give `stays_hand`", key=True,
            )  # fmt: skip


def _matters(scenario: Scenario, rivalry: Rivalry) -> bool:
    """Whether a rung changes what anybody does: their talks, or their strikes."""
    for talks, cost in rivalry.chills.items():
        if set(rivalry.between) & set(scenario.talks[talks].parties) and span(cost, scenario)[1] > 0.0:
            return True
    if span(rivalry.stays_hand, scenario)[1] <= 0.0:
        return False
    return any(_side(scenario, rivalry, striker) is not None for striker, _ in _strikes(scenario))


def _side(scenario: Scenario, rivalry: Rivalry, actor: str) -> int | None:
    """On which of the two sides an actor stands by command."""
    for k, power in enumerate(rivalry.between):
        if power in (actor, scenario.actors[actor].led_by):
            return k
    return None


def _strikes(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Who may strike whom, as an answer to a breach."""
    for constraint in scenario.constraints.values():
        answer = constraint.answered_by
        if answer and answer.by == "strike":
            yield from ((answer.actor, struck) for struck in constraint.applies_to)


def _incidents(scenario: Scenario, rivalry: Rivalry) -> Iterator[tuple[str, str]]:
    """Pairs of actors between whom incidents can happen that the ladder feels."""
    for striker, struck in _strikes(scenario):
        side = _side(scenario, rivalry, striker)
        if side is not None:
            other = rivalry.between[1 - side]
            patrons = {r.patron for r in scenario.relations if r.client == struck}
            if other in patrons or other in (struck, scenario.actors[struck].led_by):
                yield striker, struck
    if span(scenario.rules.air_incidents, scenario)[1] > 0.0:
        flown = [(name, air.zone) for name, spec in scenario.actors.items() for air in spec.air]
        for (one, here), (other, there) in product(flown, flown):
            sides = _side(scenario, rivalry, one), _side(scenario, rivalry, other)
            if here == there and sides == (0, 1):
                yield one, other
