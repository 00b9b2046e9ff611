"""A rivalry of two powers: incidents lift it rung by rung, quiet days let it sink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun
from whitecell.game.record import Event
from whitecell.game.state import Own
from whitecell.scenario.diplomacy import Rivalry

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame


class RivalryAgent(mesa.Agent):  # type: ignore[misc]
    """One ladder in every run; ``rung`` has shape ``(n_runs,)`` and counts from 0."""

    rung = Own[np.float64]()

    def __init__(self, game: WarGame, name: str, spec: Rivalry) -> None:
        super().__init__(game)
        self.game, self.name, self.spec = game, name, spec
        self.section, self.row = game.state.ladders, game.layout.row("ladders", name)
        value = game.ledger.value
        self.top = float(len(spec.rungs) - 1)
        self.rung = float(min(spec.start, len(spec.rungs) - 1))
        self.climb, self.cool = value(spec.climb), value(spec.cool)
        self.hotline = value(spec.hotline)
        self.chills = {talks: value(cost) for talks, cost in spec.chills.items()}
        self.stays_hand = value(spec.stays_hand)
        self.incidents: ByRun = np.zeros(game.n_runs)
        self._sides: dict[str, int] = {}
        self._roll = game.dice.streams("uniform", [f"{name}/climb", f"{name}/cool"])

    def _side(self, actor: str) -> int:
        """On which of the two sides an actor stands by command: 0, 1, or −1 for neither."""
        if actor not in self._sides:
            self._sides[actor] = self._found_side(actor)
        return self._sides[actor]

    def _found_side(self, actor: str) -> int:
        for k, power in enumerate(self.spec.between):
            if self.game.ties.under(actor, power):
                return k
        return -1

    def _hurts(self, struck: str, side: int) -> bool:
        """Whether a strike on an actor is one on a side: on the power, on whom it leads or on its client."""
        power = self.spec.between[side]
        patrons = {patronage.patron for patronage in self.game.patrons_of.get(struck, ())}
        return power in patrons or self.game.ties.under(struck, power)

    def feel_strike(self, striker: str, struck: str, where: FlagByRun) -> None:
        """Count a strike by one side on the other, or on its client, as an incident."""
        side = self._side(striker)
        if side >= 0 and self._hurts(struck, 1 - side):
            self.incidents += where

    def feel_meeting(self, one: str, other: str, where: FlagByRun) -> None:
        """Count a near miss between the two sides' aircraft as an incident."""
        if {self._side(one), self._side(other)} == {0, 1}:
            self.incidents += where

    def chill(self, talks: str, party: str) -> ByRun | None:
        """Support that talks lose with one of the two powers, or None if this is no matter for them."""
        if talks not in self.chills or party not in self.spec.between:
            return None
        return np.asarray(self.chills[talks] * self.rung)

    def stays(self, striker: str) -> ByRunOr1:
        """What the rung takes off the log hazard of a strike by one of the two sides."""
        return self.stays_hand * self.rung if self._side(striker) >= 0 else 0.0

    def move(self, runs: FlagByRun, by: ByRunOr1) -> None:
        """Climb or descend in some runs, within the ladder."""
        if not np.any(runs):
            return
        rung = self.rung
        before = float(rung[0])
        rung[:] = np.where(runs, np.clip(np.round(rung + by), 0.0, self.top), rung)
        if self.game.chronicle and before != rung[0]:
            numbers = {"from": before, "to": float(rung[0])}
            self.game.tell(Event(self.game.day, "escalate", "rung", thing=self.name, numbers=numbers))

    def escalate(self) -> None:
        """Answer the day's incidents; a day without any may let it sink."""
        up = self._roll.today[0] < laws.climb_chance(self.incidents, self.climb, self.hotline)
        down = (self.incidents <= 0.0) & (self._roll.today[1] < self.cool)
        self.move(up | down, up * 1.0 - down * 1.0)
        self.incidents = np.zeros(self.game.n_runs)
