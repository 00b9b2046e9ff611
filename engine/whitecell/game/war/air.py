"""Air war: sorties, the losses that they cause on the ground, and how air forces hamper each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import FlagByRun, Floats, divisor
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent, answering
from whitecell.game.flights import Flights
from whitecell.game.laws import PRESENT
from whitecell.game.picks import picking
from whitecell.game.relations import ALWAYS, FRIENDS
from whitecell.game.state.today import Contact, Sortie

Indices = NDArray[np.int64]


class AirWar:
    """All combat flights, and the pairs of flights that meet over a zone under different commands."""

    def __init__(self, board: Board, constraints: Sequence[ConstraintAgent]) -> None:
        self._board, self.flights = board, board.setup.flights
        over = [
            [c for c in constraints if c.binds(flight.actor) and c.covers[flight.zone]]
            for flight in self.flights
        ]
        self._coordinating, rationing, sparing = (
            [answering(each, question) for each in over]
            for question in ("coordinates", "rations", "spares_from_air")
        )
        self._rationed = [(k, constraint) for k, those in enumerate(rationing) for constraint in those]
        # A shot is a flight and a target that can stand in its zone.
        posts = board.setup.posts
        self._shots = [
            (k, target)
            for k, flight in enumerate(self.flights)
            for target in flight.targets
            if (target, flight.zone) in posts
        ]
        tied, names = board.setup.relations.tie, board.setup.field.names
        self._restrained = [
            (shot, k, target, sparing[k])
            for shot, (k, target) in enumerate(self._shots)
            if sparing[k] or tied(self.flights[k].actor, names[target]) is not None
        ]
        self._flight = np.array([k for k, _ in self._shots], dtype=np.int64)
        self._rounds = _rounds([posts.row_of[target, self.flights[k].zone] for k, target in self._shots])
        self._place = np.array(
            [target * posts.n_zones + self.flights[k].zone for k, target in self._shots], dtype=np.int64
        )
        found = [(k, shot) for shot, (k, _) in enumerate(self._shots)]
        self._by_flight = picking(found, (len(self.flights), len(self._shots)))
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
        forces, today = self._board.state.forces, self._board.today
        if not self.flights:
            return
        exposed = forces.fighters.reshape(-1, self._board.n_runs).take(self._place, axis=0)
        if today.spared_by:
            for shot, (k, target) in enumerate(self._shots):
                spared = today.spared_by.get((self.flights[k].key, target))
                if spared is not None:
                    exposed[shot] *= ~spared
        there = self._by_flight @ exposed
        flown = self._board.all_sorties()
        sorties = flown * (1.0 - self._meet())
        for k, constraint in self._rationed:
            ration = constraint.rations(self.flights[k])
            if ration is not None:
                sorties[k] *= ration
        lost = laws.air_losses(sorties, self._rate, there, self._scale)
        share = np.minimum(lost / divisor(there), 1.0)
        hits = share.take(self._flight, axis=0) * exposed
        for shot, k, target, constraints in self._restrained:
            free = self._free(k, target, constraints)
            if free is not None:
                here = (exposed[shot] >= PRESENT) & (flown[k] > 0.0) & free
                today.sorties.append(Sortie(self.flights[k].actor, self.flights[k].zone, target, here))
                hits[shot] *= free
        for shots, at_posts in self._rounds:
            today.losses[at_posts] += hits.take(shots, axis=0)

    def _meet(self) -> Floats:
        """Let uncoordinated air forces hamper each other; gives what each flight loses by it."""
        board = self._board
        hampered = np.zeros((len(self.flights), board.n_runs))
        for row, (i, j) in enumerate(self.meetings):
            one, other = self.flights[i], self.flights[j]
            apart = np.ones(board.n_runs, dtype=np.bool_)
            for constraint in self._coordinating[i]:
                together = constraint.coordinates(one, other)
                if together is not None:
                    apart &= ~together
            if self._joint[row] >= 0:
                apart &= ~board.setup.relations.flags(np.array([self._joint[row]]))[0]
            first, second = (np.asarray(board.sorties(each)) > 0.0 for each in (one, other))
            both = apart & first & second
            loss = both * self._interference
            for each in (i, j):
                np.maximum(hampered[each], loss, out=hampered[each])
            incident = both & (self._near_miss.today[row] < self._incident_chance)
            board.today.contacts.append(Contact(one.actor, other.actor, incident, meeting=True))
            zone = board.setup.zones.names[one.zone]
            board.log.happened("air_incident", incident, zone=zone, others=(one.actor, other.actor))
        return hampered

    def _free(self, k: int, target: int, constraints: Sequence[ConstraintAgent]) -> FlagByRun | None:
        """Runs in which no constraint or changed relation bars a flight from a target; None if none can."""
        flight, setup = self.flights[k], self._board.setup
        free = setup.relations.aimed_at(flight.actor, setup.field.names[target])
        for constraint in constraints:
            spared = constraint.spares_from_air(flight.actor, flight.zone, target)
            if spared is not None:
                free = ~spared if free is None else free & ~spared
        return free


def _rounds(posts: Sequence[int]) -> list[tuple[Indices, Indices]]:
    """The shots at some posts, in rounds in which no post is hit twice: shots and their posts, in order."""
    found: list[tuple[list[int], list[int]]] = []
    for shot, post in enumerate(posts):
        nth = posts[:shot].count(post)
        if nth == len(found):
            found.append(([], []))
        found[nth][0].append(shot)
        found[nth][1].append(post)
    return [(np.array(shots, dtype=np.int64), np.array(hit, dtype=np.int64)) for shots, hit in found]
