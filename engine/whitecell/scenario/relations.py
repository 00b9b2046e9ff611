"""Whether the relations between actors, and the routes between zones, are consistent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from whitecell.scenario.chain import Source
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.problems import Problem


def relations(s: Scenario, source: Source) -> Iterator[Problem]:
    """Relations of one with itself, or of one with nobody."""
    for i, relation in enumerate(s.relations):
        here: tuple[Key, ...] = ("relations", i)
        if bool(relation.patron) != bool(relation.client):
            one, missing = ("patron", "client") if relation.patron else ("client", "patron")
            yield source.problem(
                "error", here, f"a {one} without a {missing}", f"add `{missing}:`, or take `{one}` out"
            )
        if relation.patron and relation.patron == relation.client:
            yield source.problem(
                "error",
                here,
                f"'{relation.patron}' cannot be its own patron",
                "name another `patron` or `client`",
            )
        for tie in ("hostile", "allied"):
            named = getattr(relation, tie)
            both = sorted(set(named) & set(relation.to))
            twice = sorted({name for name in named if named.count(name) > 1})
            if both or twice:
                lists = "one of the two lists" if both else "the list"
                yield source.problem(
                    "error", (*here, tie), f"'{(both or twice)[0]}' cannot be {tie} to itself",
                    f"take it out of {lists}",
                )  # fmt: skip
    foes = _pairs(s, "hostile")
    for pair, i in _pairs(s, "allied").items():
        if pair in foes:
            one, other = sorted(pair)
            yield source.problem(
                "error", ("relations", i, "allied"), f"'{one}' and '{other}' are hostile and allied",
                f"relation {foes[pair] + 1} of the list makes them hostile: take one of the two out",
            )  # fmt: skip
    for name, actor in s.actors.items():
        if actor.led_by == name:
            yield source.problem(
                "error", ("actors", name, "led_by"), f"'{name}' cannot lead itself",
                "name another actor, or take `led_by` out",
            )  # fmt: skip


def _pairs(s: Scenario, tie: Literal["hostile", "allied"]) -> dict[frozenset[str], int]:
    """The pairs of actors that stand so to each other, each with the first relation that says it."""
    found: dict[frozenset[str], int] = {}
    for i, relation in enumerate(s.relations):
        for couple in relation.couples(tie):
            if len(set(couple)) == 2:
                found.setdefault(frozenset(couple), i)
    return found


def roads(s: Scenario, source: Source) -> Iterator[Problem]:
    """Routes that lead from a zone to itself."""
    for i, route in enumerate(s.routes):
        if route.between[0] == route.between[1]:
            yield source.problem(
                "error", ("routes", i, "between"), f"a route cannot lead from '{route.between[0]}' to itself",
                "name two zones",
            )  # fmt: skip
