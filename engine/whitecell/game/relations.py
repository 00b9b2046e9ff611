"""Relations between actors: foes, friends, commands, patrons and clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from whitecell.scenario.model import Scenario


class Relations:
    """Who is hostile to whom, who fights beside whom, and who commands whom.

    An arm stands to others as its actor does, and fights beside it. ``owners`` says whose arm is whose.
    """

    def __init__(self, scenario: Scenario, owners: Mapping[str, str]) -> None:
        self._pairs = {
            "hostile": self._collect(scenario, "hostile"),
            "allied": self._collect(scenario, "allied"),
        }
        self._clients = {frozenset((r.patron, r.client)) for r in scenario.relations if r.patron}
        self._leader = {name: spec.led_by or name for name, spec in scenario.actors.items()}
        self._owners = owners

    @staticmethod
    def _collect(scenario: Scenario, tie: Literal["hostile", "allied"]) -> frozenset[frozenset[str]]:
        pairs: set[frozenset[str]] = set()
        for relation in scenario.relations:
            pairs |= {frozenset(couple) for couple in relation.couples(tie)}
        return frozenset(pairs)

    def hostile(self, one: str, other: str) -> bool:
        """Whether two actors fight each other."""
        return self._pair(one, other) in self._pairs["hostile"]

    def allied(self, one: str, other: str) -> bool:
        """Whether two actors fight side by side."""
        pair = self._pair(one, other)
        return pair in self._pairs["allied"] or (one != other and len(pair) == 1)

    def same_side(self, one: str, other: str) -> bool:
        """Whether two are on one side: allies, a patron and its client, or under one command."""
        pair = self._pair(one, other)
        return (
            len(pair) == 1
            or pair in self._pairs["allied"]
            or pair in self._clients
            or self.under(one, other)
            or self.under(other, one)
        )

    def _pair(self, one: str, other: str) -> frozenset[str]:
        """Two actors, by those to whom they belong; a single one if that is the same."""
        return frozenset((self._owners.get(one, one), self._owners.get(other, other)))

    def command(self, actor: str) -> str:
        """The actor under whose command another stands: its leader, or itself."""
        return self._leader[self._owners.get(actor, actor)]

    def under(self, actor: str, leader: str) -> bool:
        """Whether an actor is, or is led by, another."""
        actor, leader = self._owners.get(actor, actor), self._owners.get(leader, leader)
        return leader in (actor, self._leader[actor])
