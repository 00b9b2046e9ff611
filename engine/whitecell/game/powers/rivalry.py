"""A rivalry of two powers: incidents raise its escalation level, quiet days may lower it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, IndexByRun, any_of, at, distinct, limited, raised
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
        self._weights = {kind: value(weight) for kind, weight in spec.counted.items()}
        self.feed, self.jump = value(spec.feed), value(spec.jump)
        self.chills = {talks: value(cost) for talks, cost in spec.chills.items()}
        self.strike_inhibition = value(spec.stays_hand)
        self._felt: dict[tuple[str, str, bool], bool | FlagByRun] = {}
        self._arms: dict[str, int] = {}
        self._engaged: NDArray[np.bool_] | None = None
        self._client_at: list[tuple[int, int, FlagByRun]] = []
        constraints, row = board.setup.scenario.constraints, board.setup.layout.row
        bound = [
            (row("bound", (constraint, actor)), sided)
            for constraint in spec.breaches_of or constraints
            for actor in board.setup.layout.actors_of(constraints[constraint].applies_to)
            if (sided := self._sided(actor))
        ]
        self._bound = [k for k, sided in bound if sided[0] is True]
        self._loosely = [(k, sided) for k, sided in bound if sided[0] is not True]
        self._roll = board.dice.streams("uniform", [f"{name}/climb", f"{name}/cool"])
        fed, jumps = (board.setup.parameters.may_be(each) for each in (spec.feed, spec.jump))
        self._fed = board.dice.streams("uniform", [f"{name}/feed"] if fed else [])
        self._jumps = board.dice.streams("uniform", [f"{name}/jump"] if jumps else [])

    def _arm(self, actor: str) -> int:
        """The power that commands an actor: 0 or 1 of the two, −1 for neither."""
        if actor not in self._arms:
            under = self.board.setup.relations.under
            found = (k for k, power in enumerate(self.spec.between) if under(actor, power))
            self._arms[actor] = next(found, -1)
        return self._arms[actor]

    def _hurts(self, struck: str, arm: int) -> bool | FlagByRun:
        """Whether a strike on an actor hits a power: itself, an actor that it leads, or its client.

        If effects begin or end the patronage, it is a flag for each run, which is updated in place.
        """
        power, setup = self.spec.between[arm], self.board.setup
        if setup.relations.under(struck, power):
            return True
        patrons = {setup.layout.patronages[k].patron for k in setup.patrons_of(struck)}
        bond = setup.relations.bond(power, struck)
        return power in patrons if bond is None else setup.relations.holds[bond]

    def _sided(self, actor: str) -> list[bool | FlagByRun]:
        """Whether an actor is on either of the two sides, also as a client; empty if it never can be."""
        hurts = [self._hurts(actor, arm) for arm in (0, 1)]
        if any(each is True for each in hurts):
            return [True]
        return [each for each in hurts if each is not False]

    @property
    def incidents(self) -> ByRun:
        """The day's incidents so far, by their weights, including those from beyond the map."""
        count, weights = np.zeros(self.board.n_runs), self._weights
        for contact in self.board.today.contacts:
            weight = weights.get("near miss" if contact.meeting else "strike")
            if weight is None:
                continue
            felt = self._feels(contact.one, contact.other, contact.meeting)
            if felt is not False:
                count += weight * (contact.where if felt is True else contact.where & felt)
        if "battle" in weights:
            count += weights["battle"] * self._battles()
        if "breach" in weights and (self._bound or self._loosely):
            recorded = self.board.today.recorded
            breaches = recorded[self._bound].sum(axis=0)
            for k, sided in self._loosely:
                breaches = breaches + (recorded[k] & np.logical_or.reduce(np.array(sided)))
            count += weights["breach"] * breaches
        if len(self._fed.names):
            count += laws.poisson_count(self._fed.today[0], self.feed)
        return count

    def _battles(self) -> IndexByRun:
        """Today's attacks between a power's own forces and the other side, counted by attacker and foe."""
        fight, n = self.board.today.fight, self.board.n_runs
        if fight is None:
            return np.zeros(n, dtype=np.int64)
        if self._engaged is None:
            names = self.board.setup.field.names
            felt = [[self._feels(one, other, False) for other in names] for one in names]
            settled = np.array([[each is True for each in row] for row in felt], dtype=np.bool_)
            self._engaged = settled | settled.T
            self._client_at = [
                (a, k, each)
                for a, row in enumerate(felt)
                for k, each in enumerate(row)
                if not isinstance(each, bool)
            ]
        one, other = fight.attacker.actor, fight.foe.actor
        between = self._engaged[one, other]
        for a, k, holds in self._client_at:
            meet = ((one == a) & (other == k)) | ((one == k) & (other == a))
            between = between | (meet & holds[fight.attacker.run])
        run = fight.attacker.run[between]
        if self.board.setup.layout.owners:  # an actor and its arms count as one attacker, or one foe
            owner = np.array(self.board.setup.owner, dtype=np.int64)
            one, other = owner[one[between]], owner[other[between]]
            run = distinct((one * len(owner) + other) * n + run) % n
        return np.bincount(run, minlength=n)

    def _feels(self, one: str, other: str, meeting: bool) -> bool | FlagByRun:
        """Whether a contact of two actors is an incident; a flag for each run if this can change."""
        key = one, other, meeting
        if key not in self._felt:
            arm = self._arm(one)
            met = {arm, self._arm(other)} == {0, 1}
            self._felt[key] = met if meeting else self._hurts(other, 1 - arm) if arm >= 0 else False
        return self._felt[key]

    def chill(self, talks: str, party: str) -> ByRun | None:
        """Support that talks lose with one of the two powers; None if the rivalry does not affect them."""
        if talks not in self.chills or party not in self.spec.between:
            return None
        return np.asarray(self.chills[talks] * self.rung)

    def inhibits(self, striker: str) -> ByRunOr1:
        """The part that the rung takes off the log hazard of a strike by one of the two sides."""
        return self.strike_inhibition * self.rung if self._arm(striker) >= 0 else 0.0

    def move(self, runs: FlagByRun, by: ByRunOr1) -> None:
        """Climb or descend in some runs, within the ladder."""
        if not any_of(runs):
            return
        places, rung, log = raised(runs), self.rung, self.board.log
        before = rung.copy()
        rung[places] = limited(np.rint(before.take(places) + at(by, places)), 0.0, self.top)
        if log.asks("rung", self.name):
            numbers: dict[str, ByRunOr1] = {"from": before, "to": rung.copy()}
            log.happened("rung", before != rung, thing=self.name, numbers=numbers)

    def escalate(self) -> None:
        """Climb by chance after the day's incidents; a day without any may lower the rung."""
        incidents = self.incidents
        if not incidents.any():
            self.move(self._roll.today[1] < self.cool, -1.0)
            return
        up = self._roll.today[0] < laws.climb_chance(incidents, self.climb, self.hotline)
        down = (incidents <= 0.0) & (self._roll.today[1] < self.cool)
        by = up * 1.0 - down * 1.0
        if len(self._jumps.names):
            by += up & (self._jumps.today[0] < self.jump)
        self.move(up | down, by)
