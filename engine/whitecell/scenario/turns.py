"""Friends that change: effects on relations that do nothing, undo each other, or concern nobody."""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.scenario.contradictions import Pair, first_said
from whitecell.scenario.effects import BONDS, TURNS, BeginPatronage, Turn
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects
from whitecell.scenario.values import Place


def _turns(s: Scenario) -> Iterator[tuple[Place, Turn]]:
    for place, effect in effects(s):
        if isinstance(effect, TURNS):
            yield place, effect


def turned_alone(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects on relations that name one actor and nobody beside it."""
    for place, effect in _turns(s):
        if not effect.couples:
            yield source.problem(
                "error", (*place, "actors"), f"'{effect.actors[0]}' becomes {effect.becomes} to nobody",
                "name others under `to`, or a second one under `actors`",
            )  # fmt: skip


def turned_back(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects of one event that give the same two actors different relations."""
    seen: dict[tuple[Place, Pair], tuple[Place, Turn]] = {}
    for place, effect in _turns(s):
        for couple in effect.couples:
            there, other = seen.setdefault((place[:-1], frozenset(couple)), (place, effect))
            if other.becomes != effect.becomes:
                one, two = sorted(couple)
                yield source.problem(
                    "warning", place, f"'{one}' and '{two}' become {effect.becomes} and, by the same event, "
                    f"{other.becomes}",
                    f"that stands in {source.line_of(there, place)}, and the last one counts: take one out",
                )  # fmt: skip
                break


def turned_in_vain(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects that give two actors the relation that they have from the start and never lose."""
    foes, allies = first_said(s, "hostile"), first_said(s, "allied")
    first = {**dict.fromkeys(allies, "allied"), **dict.fromkeys(foes, "hostile")}
    ever: dict[Pair, set[str]] = {}
    for _, effect in _turns(s):
        for couple in effect.couples:
            pair = frozenset(couple)
            ever.setdefault(pair, {first.get(pair, "neutral")}).add(effect.becomes)
    for place, effect in _turns(s):
        idle = [couple for couple in effect.couples if len(ever[frozenset(couple)]) == 1]
        for couple in idle[:1]:
            one, two = sorted(couple)
            said = (foes if effect.becomes == "hostile" else allies).get(frozenset(couple))
            why = "no relation and no other effect says otherwise"
            if said is not None:
                there = ("relations", said, effect.becomes)
                why = f"they are so by {source.line_of(there, place)}, and no effect changes it"
            yield source.problem(
                "warning", place, f"'{one}' and '{two}' are {effect.becomes} already", f"{why}: take it out"
            )


def patrons_unstated(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects on a patronage that no relation states."""
    stated = {(r.patron, r.client): r for r in s.relations if r.patron}
    for place, effect in effects(s):
        if not isinstance(effect, BONDS) or effect.patron == effect.client:
            continue
        if (effect.patron, effect.client) not in stated:
            begin = ", in_force: by effect" if isinstance(effect, BeginPatronage) else ""
            pair = f"patron: {effect.patron}, client: {effect.client}"
            yield source.problem(
                "error", (*place, "patron"),
                f"no relation says how '{effect.patron}' presses '{effect.client}'",
                f"add `- {{{pair}, leverage: …, will: …{begin}}}` to `relations`, or name another pair",
            )  # fmt: skip


def patrons_unbegun(s: Scenario, source: Source) -> Iterator[Problem]:
    """Patronages that wait for a missing effect, and other relations, which cannot wait for one."""
    begun = {(e.patron, e.client) for _, e in effects(s) if isinstance(e, BeginPatronage)}
    for i, relation in enumerate(s.relations):
        if relation.in_force == "by effect" and (relation.patron, relation.client) not in begun:
            here = ("relations", i, "in_force")
            what = f"'{relation.patron}' never becomes patron of '{relation.client}'"
            hint = "no effect of the kind `begin patronage` names the two: add one, or take `in_force` out"
            if not relation.patron:
                what, hint = "only a patronage waits for an effect", "use `become hostile` or `become allied`"
            yield source.problem("warning", here, what, hint)
