"""A rivalry of two powers: incidents lift it rung by rung, quiet days let it sink."""

from __future__ import annotations

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun
from whitecell.game.board import Board, Entity
from whitecell.game.state.rows import Own
from whitecell.scenario.diplomacy import Rivalry


class RivalryAgent(Entity):
    """One ladder in every run; ``rung`` has shape ``(n_runs,)`` and counts from 0."""

    rung = Own[np.float64]()

    def __init__(self, board: Board, name: str, spec: Rivalry) -> None:
        super().__init__(board, name)
        self.spec = spec
        self.section, self.row = board.state.ladders, board.setup.layout.row("ladders", name)
        value = board.setup.value
        self.top = float(len(spec.rungs) - 1)
        self.rung = float(min(spec.start, len(spec.rungs) - 1))
        self.climb, self.cool = value(spec.climb), value(spec.cool)
        self.hotline = value(spec.hotline)
        self.chills = {talks: value(cost) for talks, cost in spec.chills.items()}
        self.strike_inhibition = value(spec.stays_hand)
        self._felt: dict[tuple[str, str, bool], bool] = {}
        self._arms: dict[str, int] = {}
        self._roll = board.dice.streams("uniform", [f"{name}/climb", f"{name}/cool"])

    def _arm(self, actor: str) -> int:
        """Under which of the two powers an actor stands by command: 0, 1, or −1 for neither."""
        if actor not in self._arms:
            under = self.board.setup.relations.under
            found = (k for k, power in enumerate(self.spec.between) if under(actor, power))
            self._arms[actor] = next(found, -1)
        return self._arms[actor]

    def _hurts(self, struck: str, arm: int) -> bool:
        """Whether a strike on an actor is one on a power: on itself, on whom it leads or on its client."""
        power, setup = self.spec.between[arm], self.board.setup
        patrons = {setup.layout.patronages[k].patron for k in setup.patrons_of(struck)}
        return power in patrons or setup.relations.under(struck, power)

    def incidents(self) -> ByRun:
        """Incidents of the day so far: strikes on the other side or its client, near misses of aircraft."""
        count = np.zeros(self.board.n_runs)
        for contact in self.board.today.contacts:
            if self._feels(contact.one, contact.other, contact.meeting):
                count += contact.where
        return count

    def _feels(self, one: str, other: str, meeting: bool) -> bool:
        """Whether a contact of two actors is an incident."""
        key = one, other, meeting
        if key not in self._felt:
            arm = self._arm(one)
            met = {arm, self._arm(other)} == {0, 1}
            self._felt[key] = met if meeting else arm >= 0 and self._hurts(other, 1 - arm)
        return self._felt[key]

    def chill(self, talks: str, party: str) -> ByRun | None:
        """Support that talks lose with one of the two powers, or None if this is no matter for them."""
        if talks not in self.chills or party not in self.spec.between:
            return None
        return np.asarray(self.chills[talks] * self.rung)

    def inhibits(self, striker: str) -> ByRunOr1:
        """What the rung takes off the log hazard of a strike by one of the two sides."""
        return self.strike_inhibition * self.rung if self._arm(striker) >= 0 else 0.0

    def move(self, runs: FlagByRun, by: ByRunOr1) -> None:
        """Climb or descend in some runs, within the ladder."""
        if not np.any(runs):
            return
        before = self.rung.copy()
        self.rung[:] = np.where(runs, np.clip(np.round(before + by), 0.0, self.top), before)
        moved = before != self.rung
        numbers: dict[str, ByRunOr1] = {"from": before, "to": self.rung.copy()}
        self.board.log.happened("rung", moved, thing=self.name, numbers=numbers)

    def escalate(self) -> None:
        """Answer the day's incidents; a day without any may let it sink."""
        incidents = self.incidents()
        up = self._roll.today[0] < laws.climb_chance(incidents, self.climb, self.hotline)
        down = (incidents <= 0.0) & (self._roll.today[1] < self.cool)
        self.move(up | down, up * 1.0 - down * 1.0)
