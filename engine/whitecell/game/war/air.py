"""Air war: sorties, the losses that they cause on the ground, and how air forces hamper each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, divisor, total
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.flights import Flights
from whitecell.game.laws import PRESENT
from whitecell.game.relations import ALWAYS, FRIENDS
from whitecell.game.state.today import Contact, Sortie

NOWHERE = np.zeros(1, dtype=np.bool_)


class AirWar:
    """All combat flights, and the pairs of flights that meet over a zone under different commands."""

    def __init__(self, board: Board, constraints: Sequence[ConstraintAgent]) -> None:
        self._board, self.flights = board, board.setup.flights
        self._constraints = constraints
        self._over = {
            flight.key: [c for c in constraints if c.binds(flight.actor) and c.covers[flight.zone]]
            for flight in self.flights
        }
        self.meetings = [
            (i, j)
            for i, one in enumerate(self.flights)
            for j, other in enumerate(self.flights)
            if i < j and one.zone == other.zone and self._strangers(one, other)
        ]
        self._joint = [self._relation(self.flights[i], self.flights[j]) for i, j in self.meetings]
        keys = [f"{self.flights[i].key}+{self.flights[j].key}/near miss" for i, j in self.meetings]
        self._near_miss = board.dice.streams("uniform", keys)
        rules, value = board.setup.scenario.rules, board.setup.value
        self._rate, self._scale = value(rules.air_losses), value(rules.air_scale)
        self._incident_chance = value(rules.air_incidents)
        self._interference = value(rules.air_interference)

    def _strangers(self, one: Flights, other: Flights) -> bool:
        """Whether two flights have different commands that do not always fight side by side."""
        relations = self._board.setup.relations
        same = relations.command(one.actor) == relations.command(other.actor)
        return not same and self._relation(one, other) != ALWAYS

    def _relation(self, one: Flights, other: Flights) -> int:
        """The key of two flights' actors fighting side by side."""
        return self._board.setup.relations.key(one.actor, other.actor, FRIENDS)

    def strike(self) -> None:
        """Fly the day's sorties."""
        hampered = self._meet()
        for k, flight in enumerate(self.flights):
            self._hit(flight, hampered[k])

    def _meet(self) -> list[ByRunOr1]:
        """Let uncoordinated air forces hamper each other; gives what each flight loses by it."""
        board = self._board
        hampered: list[ByRunOr1] = [0.0] * len(self.flights)
        for row, (i, j) in enumerate(self.meetings):
            one, other = self.flights[i], self.flights[j]
            apart = np.ones(board.n_runs, dtype=np.bool_)
            for constraint in self._over[one.key]:
                together = constraint.coordinates(one, other)
                if together is not None:
                    apart &= ~together
            if self._joint[row] >= 0:
                apart &= ~board.setup.relations.flags(np.array([self._joint[row]]))[0]
            first, second = (np.asarray(board.sorties(each)) > 0.0 for each in (one, other))
            both = apart & first & second
            loss = both * self._interference
            hampered[i] = np.maximum(hampered[i], loss)
            hampered[j] = np.maximum(hampered[j], loss)
            incident = both & (self._near_miss.today[row] < self._incident_chance)
            board.today.contacts.append(Contact(one.actor, other.actor, incident, meeting=True))
            zone = board.setup.zones.names[one.zone]
            board.log.happened("air_incident", incident, zone=zone, others=(one.actor, other.actor))
        return hampered

    def _hit(self, flight: Flights, hampered: ByRunOr1) -> None:
        forces, losses = self._board.state.forces, self._board.today.losses
        spared = self._board.today.spared_by
        there = self._board.presence(flight.targets, flight.zone)
        if any((flight.key, target) in spared for target in flight.targets):
            there = total(
                [
                    forces.fighters[t, flight.zone] * ~spared.get((flight.key, t), NOWHERE)
                    for t in flight.targets
                ]
            )
        if not (there > 0.0).any():
            return
        sorties: ByRunOr1 = self._board.sorties(flight) * (1.0 - hampered)
        for constraint in self._over[flight.key]:
            ration = constraint.rations(flight)
            if ration is not None:
                sorties = sorties * ration
        lost = laws.air_losses(sorties, self._rate, there, self._scale)
        share = np.minimum(lost / divisor(there), 1.0)
        for target in flight.targets:
            free = self._freedom(flight, target)
            post = self._board.setup.posts.row_of.get((target, flight.zone))
            if post is not None:
                hit = share * free * forces.fighters[target, flight.zone]
                if (flight.key, target) in spared:
                    hit = hit * ~spared[flight.key, target]
                losses[post] += hit

    def _freedom(self, flight: Flights, target: int) -> ByRunOr1:
        """1 in runs in which no constraint or changed relation bars flights from a target, else 0."""
        setup = self._board.setup
        free = setup.relations.aimed_at(flight.actor, setup.field.names[target])
        for constraint in self._over[flight.key]:
            spared = constraint.spares_from_air(flight.actor, flight.zone, target)
            if spared is not None:
                free = ~spared if free is None else free & ~spared
        if free is None:
            return 1.0
        there = self._board.state.forces.fighters[target, flight.zone]
        here = (there >= PRESENT) & (np.asarray(self._board.sorties(flight)) > 0.0)
        others = self._board.today.spared_by.get((flight.key, target))
        if others is not None:
            here &= ~others
        self._board.today.sorties.append(Sortie(flight.actor, flight.zone, target, here & free))
        return free.astype(np.float64)
