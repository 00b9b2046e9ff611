"""Whether actors have something to gain or lose: options and signatures without a stake."""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.scenario.cast import states_want
from whitecell.scenario.clauses import Exclusion
from whitecell.scenario.effects import ShiftWants
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects
from whitecell.scenario.values import span


def options(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Zones that an actor weighs without a stake there, and forces that have nowhere to go."""
    for name, actor in scenario.actors.items():
        here = ("actors", name)
        if actor.armed and not actor.worth:
            mobile = span(actor.mobility, scenario)[1] > 0.0
            if mobile:
                yield source.problem(
                    "warning", (*here, "mobility"),
                    f"the forces of '{name}' may move and have nowhere to go: it has no `worth`",
                    "say under `worth` what holding each zone is worth to it, or take `mobility` out",
                )  # fmt: skip
        for key, arm in actor.arms.items():
            if not actor.worth and not actor.reserve and span(arm.mobility, scenario)[1] > 0.0:
                yield source.problem(
                    "warning", (*here, "arms", key, "mobility"),
                    f"'{name}.{key}' may move and has nowhere to go: '{name}' has no `worth`",
                    "say under `worth` what holding each zone is worth to it, or take `mobility` out",
                )  # fmt: skip
        idle = [
            zone for zone, worth in actor.worth.items()
            if span(worth, scenario) == (0.0, 0.0) and zone != actor.reserve
            and not _sought(scenario, name, zone)
        ]  # fmt: skip
        if idle:
            said = ", ".join(f"'{zone}'" for zone in idle)
            yield source.problem(
                "warning", (*here, "worth", idle[0]),
                f"'{name}' weighs {said} and has no stake there: its worth is 0",
                "give it a worth, below 0 for what it would rather not hold, or take it out", key=True,
            )  # fmt: skip


def _sought(scenario: Scenario, actor: str, zone: str) -> bool:
    """Whether a corridor, or an agreement that leaves the actor out, makes a zone worth something to it."""
    by_corridor = any(
        actor in corridor.worth and any(zone in path for path in corridor.paths.values())
        for corridor in scenario.corridors.values()
    )
    left_out = {name for name, spec in scenario.agreements.items() if actor in spec.left_out}
    by_grievance = any(c.brought_by in left_out and zone in c.zones for c in scenario.constraints.values())
    return by_corridor or by_grievance


def signatories(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Parties with nothing for or against the agreement: their chance of signing is one half."""
    for name, talks in scenario.talks.items():
        idle = [f"'{party}'" for party in talks.parties if not _cares(scenario, name, party)]
        if idle:
            have = "has" if len(idle) == 1 else "have"
            yield source.problem(
                "warning", ("talks", name, "parties"),
                f"{' and '.join(idle)} {have} no stake in '{talks.signs}': they assent as a coin falls",
                f"say under their `wants` how far they are for '{talks.signs}', 0 if that is so",
            )  # fmt: skip


def _cares(scenario: Scenario, name: str, party: str) -> bool:
    """Whether anything at all can move a party of some talks for or against."""
    talks = scenario.talks[name]
    moved = any(
        isinstance(effect, ShiftWants) and (effect.actor, effect.toward) == (party, talks.signs)
        for _, effect in effects(scenario)
    )
    chilled = any(
        name in rivalry.chills and party in rivalry.between for rivalry in scenario.rivalries.values()
    )
    hurt = talks.leaks is not None and party in talks.leaks.hurts
    mediated = any(party in mediator.standing for mediator in talks.mediators.values())
    return (
        states_want(scenario.actors[party], talks.signs)
        or party in talks.requires
        or moved
        or chilled
        or hurt
        or mediated
    )


def fearless(scenario: Scenario, actor: str) -> bool:
    """Whether nothing can make an actor wary: no exclusion binding it has strikes or effective warnings."""
    binding = (
        c for c in scenario.constraints.values() if isinstance(c, Exclusion) and actor in scenario.bound(c)
    )
    taught = any(
        answer.by == "strike" or any(span(way.teaches, scenario)[1] > 0.0 for way in answer.warns)
        for answer in (c.answered_by for c in binding)
        if answer and answer.by != "pressure"
    )
    return not taught and not scenario.actors[actor].wariness
