"""How actors stand to each other: foes, friends, commands, patrons and clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import mesa
import numpy as np

from whitecell.game.axes import ByRunOr1
from whitecell.game.record import Option, Weighing
from whitecell.game.state import Own
from whitecell.scenario.cast import Relation
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from whitecell.game.constraint import ConstraintAgent
    from whitecell.game.war_game import WarGame


class Ties:
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


class Patronage(mesa.Agent):  # type: ignore[misc]
    """A patron presses a client to obey: willingness times leverage.

    Source: Salehyan (2010), "The delegation of war to rebel organizations", Journal of Conflict
    Resolution 54; Berman & Lake, eds (2019), "Proxy Wars". Willingness and capacity are apart, so
    a patron may want to restrain and not be able to.
    """

    shift = Own[np.float64]()
    added = Own[np.float64]()

    def __init__(self, game: WarGame, row: int, spec: Relation) -> None:
        super().__init__(game)
        self.game = game
        self.section, self.row = game.state.relations, row
        self.spec = spec
        self.patron, self.client = spec.patron, spec.client
        value = game.ledger.value
        self.leverage = value(spec.leverage)
        self.will = {toward: value(number) for toward, number in spec.will.items()}
        self.cost = value(spec.alliance_cost)
        self.turns = 0
        """How often its will or the pressure it adds has changed."""
        self._answered = False
        """Whether it ever added pressure; without any there is none to fade."""
        self._willing: dict[str, tuple[int, ByRunOr1]] = {}

    def rebuild(self) -> None:
        """Forget what was made of a state that has been replaced."""
        self._answered = bool(self.added.any())
        self.turns += 1

    def willing(self, *toward: str) -> ByRunOr1:
        """How hard it wants to press, −1 to 1, for the first of these that it has a will on.

        A will to restrain is weakened by the fear of losing the client and strengthened by recorded
        breaches that call for an answer; a will to urge on (negative) is not.
        """
        name = next((name for name in toward if name in self.will), None)
        if name is None:
            return 0.0
        if self._willing.get(name, (-1, 0.0))[0] != self.turns:
            wish = self.will[name] + self.shift
            held = np.maximum(wish - self.cost, 0.0) + self.added
            self._willing[name] = self.turns, np.clip(np.where(np.asarray(wish) > 0.0, held, wish), -1.0, 1.0)
        return self._willing[name][1]

    def push(self, constraint: ConstraintAgent) -> ByRunOr1:
        """Willingness to make the client obey a constraint, −1 to 1."""
        return self.willing(constraint.name, constraint.agreement)

    def answer(self, constraint: ConstraintAgent) -> None:
        """Press harder after a breach that was laid at the client's door."""
        reply = constraint.spec.answered_by
        if reply is None or reply.by != "pressure" or reply.actor != self.patron:
            return
        if constraint.binds(self.client) and constraint.blamed[self.client].any():
            effect = self.game.ledger.value(reply.effect)
            self.added += constraint.blamed[self.client] * effect * (1.0 - self.added)
            self._answered = True
            self.turns += 1

    def sway(self, by: ByRunOr1) -> None:
        """Shift its will."""
        self.shift = self.shift + by
        self.turns += 1

    def relent(self) -> None:
        """Let pressure that was added after breaches fade."""
        if self._answered:
            self.added *= self.game.pressure_left
            self.turns += 1

    def tell(self) -> None:
        """Record how hard it presses today, in the one run that is told."""
        options = []
        for constraint in self.game.constraints.values():
            if constraint.binds(self.client) and constraint.in_force[0]:
                push = float(np.asarray(self.push(constraint)).reshape(-1)[0])
                if push == 0.0:
                    continue
                leverage = float(np.asarray(self.leverage).reshape(-1)[0])
                terms = {"will": push, "leverage": leverage}
                name = f"{self.client}: {constraint.name}"
                options.append(Option(name, terms, push * leverage, 1.0))
        if options:
            self.game.weigh(
                Weighing(self.game.day, self.patron, "press", tuple(options), self.client, self.client)
            )
