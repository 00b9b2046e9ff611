"""Violations of ceasefires: where forces break them, and how often, by actor, means and zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import at, distinct, raised
from whitecell.game.board import Board
from whitecell.game.clauses.ceasefire import CeasefireAgent
from whitecell.game.picks import picking
from whitecell.game.state.today import Violations

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


ON_GROUND = ("fire", "ground", "guns")
"""The means of breaking a ceasefire on the ground."""
GRAVE = ON_GROUND.index("ground")


class Counting:
    """Finds who breaks a ceasefire today, and counts the violations, by actor and means.

    An actor breaks it by an attack, by fire or by sorties against a protected foe. On such a day it does so
    at least once in each zone. Further violations grow with the fighters that fire or attack, or with the
    sorties, and vary more than by chance alone. One draw makes a day heavy or light in all zones of an actor.

    All ceasefires are counted together. A *spot* is a ceasefire, a means and a post, in this order; a *raid*
    is a ceasefire, an actor that flies and a zone.

    Parameters
    ----------
    board : Board
    truces : sequence of CeasefireAgent
    """

    def __init__(self, board: Board, truces: Sequence[CeasefireAgent]) -> None:
        self._board, self._truces = board, truces
        setup = board.setup
        posts, field, layout = setup.posts, setup.field, setup.layout
        dice: list[dict[tuple[str, str], int]] = []
        self._heat = []
        for truce in truces:
            keys: list[Any] = [key for key in layout.axes["keeping"] if key[0] == truce.name]  # type: ignore[index]
            dice.append({(actor, means): k for k, (_, actor, means) in enumerate(keys)})
            names = [f"{truce.name}/{setup.actor_key(actor)}/heat/{means}" for _, actor, means in keys]
            self._heat.append(board.dice.streams("exponential", names))
        self._shields: Flags = np.array([truce.shields.reshape(-1) for truce in truces], dtype=np.bool_)
        self._far = np.array([layout.far(force) for force in field.names], dtype=np.bool_)
        self._any_far = bool(self._far.any())
        # For each spot: the row of its ceasefire and of its post, whether the force there is bound, its
        # actor's place among those bound and the row of this place, and its dice.
        spots = [
            (t, how, field.names[a], post)
            for t in range(len(truces))
            for how in ON_GROUND
            for post, a in enumerate(posts.actor.tolist())
        ]
        found = []
        for t, how, force, post in spots:
            truce, actor = truces[t], layout.owners.get(force, force)
            bound = truce.bound.index(actor) if truce.binds(force) else -1
            row = truce.rows.start + bound
            found.append((truce.row, post, bound, row, dice[t].get((actor, how), 0)))
        table: Indices = np.array(found, dtype=np.int64).reshape(-1, 5)
        self._law, self._post, self._bound, self._row, self._die = np.ascontiguousarray(table.T)
        self._binds: Flags = self._bound >= 0
        self._ends = np.arange(len(truces) * len(ON_GROUND) + 1) * len(posts)
        flown = list(dict.fromkeys((flight.actor, flight.zone) for flight in setup.flights))
        raids = [
            (t, actor, zone)
            for t, truce in enumerate(truces)
            for actor, zone in flown
            if truce.covers[zone] and truce.binds(actor)
        ]
        self._raids: dict[tuple[str, int, int], list[int]] = {}
        for raid, (t, actor, zone) in enumerate(raids):
            for target in range(len(field)):
                if truces[t].shields[target, zone]:
                    self._raids.setdefault((actor, zone, target), []).append(raid)
        by_air = [
            (
                truces[t].row,
                zone,
                truces[t].bound.index(actor),
                truces[t].bound_row(actor),
                dice[t][actor, "air"],
            )
            for t, actor, zone in raids
        ]
        table = np.array(by_air, dtype=np.int64).reshape(-1, 5)
        self._air_law, self._air_zone, self._air_bound, self._air_row, self._air_die = np.ascontiguousarray(
            table.T
        )
        self._air_ends = np.searchsorted([t for t, *_ in raids], np.arange(len(truces) + 1))
        flights = [
            (raid, k)
            for raid, (_, actor, zone) in enumerate(raids)
            for k, flight in enumerate(setup.flights)
            if (flight.actor, flight.zone) == (actor, zone)
        ]
        self._flights = picking(flights, (len(raids), len(setup.flights)))
        self._rate = setup.value(setup.scenario.rules.violations)

    def count(self) -> None:
        """Mark actors that attacked or fired at a protected foe today, and count their violations.

        Attacks and sorties are grave breaches. Fire is not; it is recognised by the mark of its cost
        (``felt``).
        """
        standing = [truce for truce in self._truces if truce.standing]
        if not standing:
            return
        self._on_ground()
        if self._raids:
            self._from_air()
        for truce in standing:
            truce.keeping.remember(self._board.today.broke[truce.rows], truce.in_force)

    def _on_ground(self) -> None:
        """Count violations by attack or fire."""
        met = [*self._met()]
        if not met:
            return
        board, n = self._board, self._board.n_runs
        place = distinct(np.concatenate(met))
        spot = place // n
        run = place - spot * n
        in_force = board.state.constraints.in_force.take(self._law.take(spot) * n + run)
        chosen = raised(in_force & self._binds.take(spot))
        spot, run = spot.take(chosen), run.take(chosen)
        post = self._post.take(spot)
        ends = np.searchsorted(spot, self._ends).tolist()
        heat = self._drawn(self._die.take(spot) * n + run, ends[:: len(ON_GROUND)])
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
                if how == GRAVE:
                    grave[place[part]] = True
        self._mark(place, count)

    def _met(self) -> Iterator[Indices]:
        """Spots where forces attacked or fired at a protected foe, flat over ``(n_spots, n_runs)``."""
        n, posts = self._board.n_runs, self._board.setup.posts
        fire, ground, guns = (k * len(posts) * n for k in range(len(ON_GROUND)))
        for attacks in self._board.today.attacks:
            broken = attacks.foe.flags_of_pairs(self._shields)
            if attacks.felt is not None:
                broken &= attacks.felt
            those = raised(broken)
            if not len(those):
                continue
            truce = those // broken.shape[1]
            those -= truce * broken.shape[1]
            place = attacks.attacker.some_at_rows(posts.table, those)
            place += truce * (len(ON_GROUND) * len(posts) * n)
            if attacks.felt is None:
                place += ground
            elif self._any_far:
                place += np.where(self._far.take(attacks.attacker.actor.take(those)), guns, fire)
            yield place

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
        more = np.maximum(self._flights @ board.all_sorties() - 1.0, 0.0)
        mean = more.take(raid) if more.shape[1] == 1 else more.take(place)
        ends = np.searchsorted(raid, self._air_ends).tolist()
        heat = self._drawn(self._air_die.take(raid) * n + run, ends)
        count = 1.0 + laws.extra_events(heat, mean)
        bound, zone = self._air_bound.take(raid), self._air_zone.take(raid)
        for truce, start, stop in zip(self._truces, ends, ends[1:], strict=False):
            if start < stop:
                part = slice(start, stop)
                found = Violations(truce.name, "air", bound[part], zone[part], run[part], count[part])
                board.today.acts.append(found)
        place = self._air_row.take(raid) * n + run
        board.today.grave.reshape(-1)[place] = True
        self._mark(place, count)

    def _drawn(self, place: Indices, ends: Sequence[int]) -> NDArray[np.float64]:
        """Dice at places of each ceasefire's streams; ``ends`` separates the ceasefires."""
        drawn = np.empty(place.shape)
        for heat, start, stop in zip(self._heat, ends, ends[1:], strict=False):
            if start < stop:
                drawn[start:stop] = heat.today.take(place[start:stop])
        return drawn

    def _mark(self, place: Indices, count: NDArray[np.float64]) -> None:
        """Mark breaches at places among all actors bound and runs, and add up their violations."""
        today = self._board.today
        today.broke.reshape(-1)[place] = True
        np.add.at(today.violations.reshape(-1), place, count)
