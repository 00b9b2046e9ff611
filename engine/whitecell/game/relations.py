"""Relations between actors: foes, friends, commands, patrons and clients."""

from __future__ import annotations

from typing import Literal

from whitecell.scenario.model import Scenario


class Relations:
    """Who is hostile to whom, who fights beside whom, and who commands whom."""

    def __init__(self, scenario: Scenario) -> None:
        self._pairs = {
            "hostile": self._collect(scenario, "hostile"),
            "allied": self._collect(scenario, "allied"),
        }
        self._clients = {frozenset((r.patron, r.client)) for r in scenario.relations if r.patron}
        self._leader = {name: spec.led_by or name for name, spec in scenario.actors.items()}

    @staticmethod
    def _collect(scenario: Scenario, tie: Literal["hostile", "allied"]) -> frozenset[frozenset[str]]:
        pairs: set[frozenset[str]] = set()
        for relation in scenario.relations:
            pairs |= {frozenset(couple) for couple in relation.couples(tie)}
        return frozenset(pairs)

    def hostile(self, one: str, other: str) -> bool:
        """Whether two actors fight each other."""
        return frozenset((one, other)) in self._pairs["hostile"]

    def allied(self, one: str, other: str) -> bool:
        """Whether two actors fight side by side."""
        return frozenset((one, other)) in self._pairs["allied"]

    def same_side(self, one: str, other: str) -> bool:
        """Whether two are on one side: allies, a patron and its client, or under one command."""
        pair = frozenset((one, other))
        return (
            pair in self._pairs["allied"]
            or pair in self._clients
            or self.under(one, other)
            or self.under(other, one)
        )

    def command(self, actor: str) -> str:
        """The actor under whose command another stands: its leader, or itself."""
        return self._leader[actor]

    def under(self, actor: str, leader: str) -> bool:
        """Whether an actor is, or is led by, another."""
        return leader in (actor, self._leader[actor])
