"""Violations of ceasefires: where forces break them, and how often, by actor, means and zone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, at, raised
from whitecell.game.board import Board
from whitecell.game.clauses.ceasefire import CeasefireAgent
from whitecell.game.clauses.keeping import Keeping
from whitecell.game.picks import picking
from whitecell.game.state.today import Violations

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]

ON_GROUND = ("fire", "ground", "guns")
"""The means of breaking a ceasefire on the ground."""
FIRE, GROUND, GUNS = range(len(ON_GROUND))


class Counting:
    """Finds who breaks a ceasefire today, and counts the violations, by actor and means.

    An actor breaks it by an attack, by fire or by sorties against a protected foe. On such a day it does so
    at least once in each zone. Further violations grow with the fighters that fire or attack, or with the
    sorties, and vary more than by chance alone. One draw makes a day heavy or light in all zones of an actor.

    All ceasefires are counted together. A *spot* is a ceasefire, a means and a post of a force bound, in this
    order; a *raid* is a ceasefire, an actor that flies and a zone.

    Parameters
    ----------
    board : Board
    truces : sequence of CeasefireAgent
    keeping : Keeping
    """

    def __init__(self, board: Board, truces: Sequence[CeasefireAgent], keeping: Keeping) -> None:
        self._board, self._truces, self._keeping = board, truces, keeping
        setup = board.setup
        names = [f"{name}/{setup.actor_key(actor)}/heat/{means}" for name, actor, means in keeping.keys]
        self._heat = board.dice.streams("exponential", names)
        self._shields: Flags = np.array([truce.shields.reshape(-1) for truce in truces], dtype=np.bool_)
        self._rate = setup.value(setup.scenario.rules.violations)
        self._find_spots()
        self._find_raids()

    def _find_spots(self) -> None:
        """Number the spots."""
        setup, n_groups = self._board.setup, len(self._truces) * len(ON_GROUND)
        posts, field, layout = setup.posts, setup.field, setup.layout
        # The means of each force when it fires, as a place among ON_GROUND.
        fires = np.array([GUNS if layout.far(force) else FIRE for force in field.names], dtype=np.int64)
        pairs, n_pairs = posts.actor * posts.n_zones + posts.zone, len(posts.table)
        spots: Indices = np.zeros((2, len(self._truces) * n_pairs), dtype=np.int64)
        table, groups = [(0, 0, 0, 0, 0)], []
        for group in range(n_groups):
            t, how = divmod(group, len(ON_GROUND))
            truce = self._truces[t]
            for post, (a, pair) in enumerate(zip(posts.actor.tolist(), pairs.tolist(), strict=True)):
                force = field.names[a]
                if truce.binds(force) and how in (GROUND, fires[a]):
                    actor = layout.owners.get(force, force)
                    die = layout.find("keeping", (truce.name, actor, ON_GROUND[how])) or 0
                    bound = truce.bound.index(actor)
                    spots[int(how != GROUND), t * n_pairs + pair] = len(table)
                    table.append((truce.row, post, bound, truce.rows.start + bound, die))
                    groups.append(group)
        # For each spot: the row of its ceasefire and of its post, its actor's place among those bound and the
        # row of this place, and its dice. The first row is for forces that are not bound.
        columns = np.array(table, dtype=np.int64).T
        self._law, self._post, self._bound, self._row, self._die = np.ascontiguousarray(columns)
        self._ends = 1 + np.searchsorted(groups, np.arange(n_groups + 1))
        self._broken: Flags = np.zeros((len(table), self._board.n_runs), dtype=np.bool_)
        # Where the runs of a spot begin, for each ceasefire and pair: by attack, and by fire of either means.
        self._by_attack, self._by_fire = spots * self._board.n_runs

    def _find_raids(self) -> None:
        """Number the raids."""
        setup, truces = self._board.setup, self._truces
        flown = list(dict.fromkeys((flight.actor, flight.zone) for flight in setup.flights))
        raids = [
            (t, actor, zone)
            for t, truce in enumerate(truces)
            for actor, zone in flown
            if truce.covers[zone] and truce.binds(actor)
        ]
        self._raids: dict[tuple[str, int, int], list[int]] = {}
        table = []
        for raid, (t, actor, zone) in enumerate(raids):
            truce = truces[t]
            die = setup.layout.row("keeping", (truce.name, actor, "air"))
            table.append((truce.row, zone, truce.bound.index(actor), truce.bound_row(actor), die))
            for target in raised(truce.shields[:, zone]).tolist():
                self._raids.setdefault((actor, zone, target), []).append(raid)
        # For each raid: the row of its ceasefire, its zone, its actor's place among those bound and the row
        # of this place, and its dice.
        columns = np.ascontiguousarray(np.array(table, dtype=np.int64).reshape(-1, 5).T)
        self._air_law, self._air_zone, self._air_bound, self._air_row, self._air_die = columns
        self._air_ends = np.searchsorted([t for t, *_ in raids], np.arange(len(truces) + 1))
        flights = [
            (raid, k)
            for raid, (_, actor, zone) in enumerate(raids)
            for k, flight in enumerate(setup.flights)
            if (flight.actor, flight.zone) == (actor, zone)
        ]
        self._flights = picking(flights, (len(raids), len(setup.flights)))
        moves = any(flight.moves for flight in setup.flights)
        self._as_stated = None if moves else self._beyond(setup.sorties)

    def _beyond(self, sorties: Floats) -> Floats:
        """For each raid its sorties beyond the first; ``sorties`` are those of all flights."""
        return np.maximum(self._flights @ sorties - 1.0, 0.0)

    def count(self) -> None:
        """Mark actors that attacked or fired at a protected foe today, and count their violations.

        Attacks and sorties are grave breaches. Fire is not; it is recognised by the mark of its cost
        (``felt``).
        """
        if not any(truce.standing for truce in self._truces):
            return
        self._on_ground()
        if self._raids:
            self._from_air()
        self._keeping.remember()

    def _on_ground(self) -> None:
        """Count violations by attack or fire."""
        place = self._met()
        if not len(place):
            return
        board, n = self._board, self._board.n_runs
        spot = place // n
        run = place - spot * n
        chosen = raised(board.state.constraints.in_force.take(self._law.take(spot) * n + run))
        spot, run = spot.take(chosen), run.take(chosen)
        post = self._post.take(spot)
        ends = spot.searchsorted(self._ends).tolist()
        heat = self._heat.at(self._die.take(spot) * n + run)
        whole = board.setup.posts.at(board.state.forces.fighters, post, run)
        mean = whole * (np.asarray(at(self._rate, run)) / 1000.0)
        count = 1.0 + laws.extra_events(heat, mean)
        bound, zone = self._bound.take(spot), board.setup.posts.zone.take(post)
        place = self._row.take(spot) * n + run
        grave = board.today.grave.reshape(-1)
        for k, (start, stop) in enumerate(pairwise(ends)):
            if start < stop:
                part, (t, how) = slice(start, stop), divmod(k, len(ON_GROUND))
                name, means = self._truces[t].name, ON_GROUND[how]
                found = Violations(name, means, bound[part], zone[part], run[part], count[part])
                board.today.acts.append(found)
                if how == GROUND:
                    grave[place[part]] = True
        self._mark(place, count)

    def _met(self) -> Indices:
        """Spots where forces hit at a protected foe, in order, as places flat over ``(n_spots, n_runs)``."""
        n_pairs, broken = self._shields.shape[1], self._broken.reshape(-1)
        for attacks in self._board.today.attacks:
            shielded, us = attacks.foe.flags_of_pairs(self._shields), attacks.attacker
            spots = self._by_attack
            if attacks.felt is not None:
                shielded &= attacks.felt
                spots = self._by_fire
            those = raised(shielded)
            truce = those // shielded.shape[1]
            those -= truce * shielded.shape[1]
            pair = us.actor.take(those) * us.n_zones
            pair += us.zone.take(those)
            pair += truce * n_pairs
            place = spots.take(pair)
            place += us.run.take(those)
            broken[place] = True
        self._broken[0] = False
        met = raised(broken)
        broken[met] = False
        return met

    def _from_air(self) -> None:
        """Count air raids: where there are any, as many as sorties on average."""
        board, n = self._board, self._board.n_runs
        flown: Flags = np.zeros((len(self._air_row), n), dtype=np.bool_)
        for sortie in board.today.sorties:
            for row in self._raids.get((sortie.actor, sortie.zone, sortie.target), ()):
                flown[row] |= sortie.where
        flown &= board.state.constraints.in_force.take(self._air_law, axis=0)
        place = raised(flown)
        if not len(place):
            return
        raid = place // n
        run = place - raid * n
        more = self._as_stated
        if more is None or board.today.sorties_of:
            more = self._beyond(board.all_sorties())
        mean = more.take(raid) if more.shape[1] == 1 else more.take(place)
        ends = raid.searchsorted(self._air_ends).tolist()
        heat = self._heat.at(self._air_die.take(raid) * n + run)
        count = 1.0 + laws.extra_events(heat, mean)
        bound, zone = self._air_bound.take(raid), self._air_zone.take(raid)
        for truce, (start, stop) in zip(self._truces, pairwise(ends), strict=True):
            if start < stop:
                part = slice(start, stop)
                found = Violations(truce.name, "air", bound[part], zone[part], run[part], count[part])
                board.today.acts.append(found)
        place = self._air_row.take(raid) * n + run
        board.today.grave.reshape(-1)[place] = True
        self._mark(place, count)

    def _mark(self, place: Indices, count: Floats) -> None:
        """Mark breaches at places among all actors bound and runs, and add up their violations."""
        today = self._board.today
        today.broke.reshape(-1)[place] = True
        np.add.at(today.violations.reshape(-1), place, count)
