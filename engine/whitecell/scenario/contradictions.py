"""References that contradict each other: enemies that are allied, friends of a corridor that stop it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from whitecell.scenario.clauses import Ceasefire, StrikeCoordination
from whitecell.scenario.doubles import again
from whitecell.scenario.effects import CloseTalks, Impose, Lift, OpenTalks
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.problems import Problem
from whitecell.scenario.quantity import Entry
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects
from whitecell.scenario.values import Place

Pair = frozenset[str]
OPPOSED: dict[type[Entry], type[Entry]] = {
    Impose: Lift,
    Lift: Impose,
    OpenTalks: CloseTalks,
    CloseTalks: OpenTalks,
}
"""Kinds of effects, each with the kind that undoes it."""


def pairs(s: Scenario, tie: Literal["hostile", "allied"]) -> Iterator[tuple[Pair, int]]:
    """The pairs of actors related in this way, with the number of each relation that says so."""
    for i, relation in enumerate(s.relations):
        for couple in dict.fromkeys(map(frozenset, relation.couples(tie))):
            if len(couple) == 2:
                yield couple, i


def first_said(s: Scenario, tie: Literal["hostile", "allied"]) -> dict[Pair, int]:
    """The pairs of actors related in this way, with the first relation that says so."""
    return dict(reversed(list(pairs(s, tie))))


def foes_allied(s: Scenario, source: Source) -> Iterator[Problem]:
    """Actors that are hostile and allied."""
    foes = first_said(s, "hostile")
    told = set[Pair]()
    for pair, i in pairs(s, "allied"):
        if pair in foes and pair not in told:
            told.add(pair)
            here, there = ("relations", i, "allied"), ("relations", foes[pair], "hostile")
            one, other = sorted(pair)
            yield source.problem(
                "error", here, f"'{one}' and '{other}' are hostile and allied",
                f"they are made hostile in {source.line_of(there, here)}: take one of the two out",
            )  # fmt: skip


def said_again(s: Scenario, source: Source) -> Iterator[Problem]:
    """Pairs of actors whose relation is stated twice."""
    ties: tuple[Literal["hostile", "allied"], ...] = ("hostile", "allied")
    for tie in ties:
        for pair, first, i in again(pairs(s, tie)):
            here = ("relations", i, tie)
            one, other = sorted(pair)
            yield source.problem(
                "warning", here, f"that '{one}' and '{other}' are {tie} is said twice",
                f"it stands in {source.line_of(('relations', first, tie), here)}: it counts once",
            )  # fmt: skip


def patrons_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Pairs of patron and client that two relations state."""
    named = (((r.patron, r.client), i) for i, r in enumerate(s.relations) if r.patron)
    for (patron, client), first, i in again(named):
        here, there = ("relations", i, "patron"), ("relations", first, "patron")
        yield source.problem(
            "warning", here, f"'{patron}' is patron of '{client}' twice",
            f"it is so in {source.line_of(there, here)}: both press; join the two if that is not meant",
        )  # fmt: skip


def half_patronage(s: Scenario, source: Source) -> Iterator[Problem]:
    """A patron without a client, or a client without a patron."""
    for i, relation in enumerate(s.relations):
        if bool(relation.patron) != bool(relation.client):
            one, missing = ("patron", "client") if relation.patron else ("client", "patron")
            yield source.problem(
                "error", ("relations", i), f"a {one} without a {missing}",
                f"add `{missing}:`, or take `{one}` out",
            )  # fmt: skip


def led_by_foes(s: Scenario, source: Source) -> Iterator[Problem]:
    """Actors that an enemy leads."""
    foes = first_said(s, "hostile")
    for name, actor in s.actors.items():
        if (pair := frozenset((name, actor.led_by))) in foes:
            here = ("actors", name, "led_by")
            yield source.problem(
                "warning", here, f"'{actor.led_by}' leads '{name}' and is its enemy",
                f"they are foes by {source.line_of(('relations', foes[pair], 'hostile'), here)}: take one of "
                "the two out",
            )  # fmt: skip


def leaders_in_a_circle(s: Scenario, source: Source) -> Iterator[Problem]:
    """Actors that lead each other."""
    done = set[str]()
    for name in s.actors:
        chain, at = list[str](), name
        while at and at not in chain and at not in done:
            chain.append(at)
            at = s.actors[at].led_by if at in s.actors else ""
        circle = chain[chain.index(at) :] if at in chain else []
        done.update(chain)
        if len(circle) > 1:
            here = ("actors", circle[0], "led_by")
            others = [source.line_of(("actors", other, "led_by"), here) for other in circle[1:]]
            yield source.problem(
                "error", here, f"actors lead each other: {' → '.join([*circle, circle[0]])}",
                f"the circle goes on in {' and '.join(others)}: take one `led_by` out",
            )  # fmt: skip


def flights_against_friends(s: Scenario, source: Source) -> Iterator[Problem]:
    """Flights against an ally, against the actor's leader, or against an actor that it leads."""
    allies = first_said(s, "allied")
    for name, actor in s.actors.items():
        for number, air in enumerate(actor.air):
            for index, force in enumerate(air.against):
                target, here = s.owner(force), ("actors", name, "air", number, "against", index)
                there: tuple[Key, ...] = ()
                if (pair := frozenset((name, target))) in allies:
                    there, why = ("relations", allies[pair], "allied"), "its ally"
                elif actor.led_by == target or s.actors[target].led_by == name:
                    led = name if actor.led_by == target else target
                    there, why = ("actors", led, "led_by"), "under one command with it"
                if there:
                    yield source.problem(
                        "warning", here, f"'{name}' flies against '{force}', who is {why}",
                        f"it is so by {source.line_of(there, here)}: take one of the two out",
                    )  # fmt: skip


def friends_who_stop(s: Scenario, source: Source) -> Iterator[Problem]:
    """Corridors that the same actor keeps open and stops."""
    for name, corridor in s.corridors.items():
        for index, force in enumerate(corridor.stopped_by):
            if force in corridor.friends:
                here = ("corridors", name, "stopped_by", index)
                there = ("corridors", name, "friends", corridor.friends.index(force))
                yield source.problem(
                    "error", here, f"'{force}' keeps '{name}' open and stops it",
                    f"it is a friend in {source.line_of(there, here)}: take it out of one of the two",
                )  # fmt: skip


def owners_who_stop(s: Scenario, source: Source) -> Iterator[Problem]:
    """Corridors that their owner stops."""
    for name, corridor in s.corridors.items():
        for index, force in enumerate(corridor.stopped_by):
            if s.owner(force) == corridor.owner:
                here = ("corridors", name, "stopped_by", index)
                yield source.problem(
                    "warning", here, f"'{force}' stops '{name}', which is its own",
                    f"it is the owner in {source.line_of(('corridors', name, 'owner'), here)}",
                )  # fmt: skip


def friends_of_a_foe(s: Scenario, source: Source) -> Iterator[Problem]:
    """Corridors that enemies of the owner keep open."""
    foes = first_said(s, "hostile")
    for name, corridor in s.corridors.items():
        for index, force in enumerate(corridor.friends):
            if (pair := frozenset((s.owner(force), corridor.owner))) in foes:
                here = ("corridors", name, "friends", index)
                there = ("relations", foes[pair], "hostile")
                yield source.problem(
                    "warning", here, f"'{force}' keeps '{name}' open for '{corridor.owner}', its enemy",
                    f"they are made hostile in {source.line_of(there, here)}: take one of the two out",
                )  # fmt: skip


def protected_and_exempt(s: Scenario, source: Source) -> Iterator[Problem]:
    """Groups that a ceasefire both protects and exempts."""
    for name, clause in s.constraints.items():
        for index, group in enumerate(clause.toward if isinstance(clause, Ceasefire) else ()):
            if group in clause.exempt:  # type: ignore[attr-defined]
                here = ("constraints", name, "toward", index)
                there = ("constraints", name, "exempt", clause.exempt.index(group))  # type: ignore[attr-defined]
                yield source.problem(
                    "warning", here,
                    f"'{group}' stands under `toward` and under `exempt` of '{name}': it may be attacked",
                    f"it is exempt in {source.line_of(there, here)}: take it out of one of the two",
                )  # fmt: skip


def alone(s: Scenario, source: Source) -> Iterator[Problem]:
    """Ceasefires of an actor with itself alone, and actors that coordinate strikes on themselves."""
    for name, clause in s.constraints.items():
        bound = {s.owner(force) for force in clause.applies_to}
        key = "toward" if isinstance(clause, Ceasefire) else "against"
        named = getattr(clause, key, ())
        if isinstance(clause, StrikeCoordination):
            mine = [force for force in named if s.owner(force) in bound]
        else:
            mine = list(named) if len(bound) == 1 and {s.owner(force) for force in named} == bound else []
        for force in mine:
            here = ("constraints", name, key, named.index(force))
            there = ("constraints", name, "applies_to")
            what = (
                "coordinates strikes on itself" if key == "against" else "keeps the peace with itself alone"
            )
            yield source.problem(
                "warning", here, f"under '{name}', '{force}' {what}",
                f"it is bound in {source.line_of(there, here)}: name others under `{key}`",
            )  # fmt: skip


def answers_itself(s: Scenario, source: Source) -> Iterator[Problem]:
    """Constraints that bind only the actor that answers their breaches."""
    for name, clause in s.constraints.items():
        if clause.answered_by and {s.owner(force) for force in clause.applies_to} == {
            clause.answered_by.actor
        }:
            here = ("constraints", name, "answered_by", "actor")
            yield source.problem(
                "warning", here, f"'{clause.answered_by.actor}' would answer its own breaches of '{name}'",
                f"nobody else is bound in {source.line_of(('constraints', name, 'applies_to'), here)}: name "
                "another, or bind others",
            )  # fmt: skip


def watches_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Actors that watch the same clause twice."""
    for name, clause in s.constraints.items():
        places: list[Place] = [
            ("constraints", name, *(("also_watched_by", k - 1) if k else ("watched_by",)))
            for k in range(len(clause.watchers))
        ]
        actors = (watch.actor for watch in clause.watchers)
        for actor, there, here in again(zip(actors, places, strict=True)):
            yield source.problem(
                "error", here, f"'{actor}' watches '{name}' twice",
                f"it stands in {source.line_of(there, here)}: give `also_watched_by` other actors",
            )  # fmt: skip


def parties_left_out(s: Scenario, source: Source) -> Iterator[Problem]:
    """Agreements that leave out one of their own parties."""
    for name, agreement in s.agreements.items():
        for actor in (actor for actor in agreement.left_out if actor in agreement.parties):
            here = ("agreements", name, "left_out", actor)
            there = ("agreements", name, "parties", agreement.parties.index(actor))
            yield source.problem(
                "warning", here, f"'{actor}' is a party to '{name}' and left out of it",
                f"it is a party in {source.line_of(there, here)}: take it out of one of the two", key=True,
            )  # fmt: skip


def stands_with_itself(s: Scenario, source: Source) -> Iterator[Problem]:
    """Mediators that state a standing with themselves."""
    for name, talks in s.talks.items():
        for actor in (actor for actor, mediator in talks.mediators.items() if actor in mediator.standing):
            yield source.problem(
                "warning", ("talks", name, "mediators", actor, "standing", actor),
                f"'{actor}' says how it stands with itself", "name the other parties", key=True,
            )  # fmt: skip


def undone_at_once(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects that undo another effect of the same event."""
    listed: dict[Place, list[tuple[Place, Entry]]] = {}
    for place, effect in effects(s):
        if type(effect) in OPPOSED:
            listed.setdefault(place[:-1], []).append((place, effect))
    for found in listed.values():
        for k, (here, effect) in enumerate(found):
            for there, other in found[:k]:
                if type(other) is OPPOSED[type(effect)] and _about(other) == _about(effect):
                    yield source.problem(
                        "warning", here, f"this undoes at once another effect on '{_about(effect)}'",
                        f"it stands in {source.line_of(there, here)}, and the last one counts: take one out",
                    )  # fmt: skip
                    break


def _about(effect: Entry) -> str:
    return str(getattr(effect, "constraint", "") or getattr(effect, "talks", ""))
