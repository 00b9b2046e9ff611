"""The sweep: forces that are too weak to contest a zone are hunted down in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, any_of, at, raised, total
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent, answering
from whitecell.game.dice import Streams
from whitecell.game.laws import PRESENT
from whitecell.game.places import Places
from whitecell.game.relations import ALWAYS
from whitecell.game.state.today import Attacks

Indices = NDArray[np.int64]


class Sweep:
    """Forces that are swept out of a zone today, whether or not it is anybody's main effort.

    All foes there sweep, except foes restrained by a constraint that they keep today. Regular forces are
    found at the rate at which open country is taken, irregular forces more rarely, like targets that must be
    found first.
    """

    def __init__(self, board: Board, constraints: Sequence[ConstraintAgent]) -> None:
        self._board, self._constraints = board, answering(constraints, "spares")
        setup = board.setup
        posts, rules, value = setup.posts, setup.scenario.rules, setup.value
        self._contest, self._chance = value(rules.contest), value(rules.occupation)
        self._ambush_scale = value(rules.ambush_scale)
        self._any = setup.parameters.may_be(rules.contest)
        self._hides = np.array([setup.cast[a].irregular for a in posts.actor], dtype=np.bool_)
        foes = [[posts.row_of[f, z] for f in posts.foes_at(a, z)] for a, z in posts.row_of]
        most = max((len(each) for each in foes), default=0)
        self._foes: Indices = np.array([[*f, *[-1] * (most - len(f))] for f in foes], dtype=np.int64)
        self._table = posts.table.reshape(-1, posts.n_zones)
        self._as_foes = setup.as_foes
        self._as_side = setup.as_friends.copy()
        np.fill_diagonal(self._as_side, ALWAYS)

    def swept(self, dice: Streams, row: Indices) -> Indices:
        """Places, flat over ``(n_posts, n_runs)``, of the forces that are swept out; each once.

        ``dice`` roll uniform numbers, and ``row`` gives the row of them that each post uses.
        """
        morning, posts, n = self._board.today.morning, self._board.setup.posts, self._board.n_runs
        if not self._any or not self._foes.size:
            return np.zeros(0, dtype=np.int64)
        weak = posts.of_views(morning.support < self._contest * morning.threat)
        fighters = posts.read(self._board.state.forces.fighters)
        weak &= fighters >= PRESENT
        place = raised(weak)
        post = place // n
        there, run = fighters.take(place), place - post * n
        chance = at(self._chance, run) * np.where(
            self._hides.take(post), there / np.maximum(there + at(self._ambush_scale, run), PRESENT), 1.0
        )
        found = raised(dice.at(row.take(post) * n + run) < chance)
        place, post, run = place.take(found), post.take(found), run.take(found)
        if not len(place):
            return place
        still = self._weak(post, run)
        place, post, run = place[still], post[still], run[still]
        return place[self._hunted(post, run)]

    def _weak(self, post: Indices, run: Indices) -> NDArray[np.bool_]:
        """Which sides are still too weak, by the forces present after all have moved."""
        posts = self._board.setup.posts
        actor = posts.actor[post]
        strength = self.strength(posts.zone[post], run)
        side = total(strength * self._board.setup.relations.at(self._as_side.take(actor, axis=1), run))
        return np.asarray(side < at(self._contest, run) * total(strength * self.hostile(actor, run)))

    def hostile(self, actor: Indices, run: Indices) -> NDArray[np.bool_]:
        """Which rows of the field are foes of actors in runs, ``(n_actors, n_places)``."""
        return self._board.setup.relations.at(self._as_foes.take(actor, axis=1), run)

    def strength(self, zone: Indices, run: Indices) -> Floats:
        """Present strength of each row of the field in zones in runs, ``(n_actors, n_places)``."""
        rows, n = self._table.take(zone, axis=1), self._board.n_runs
        fighters = self._board.state.forces.fighters
        strength = fighters.reshape(len(fighters), -1).take(zone * n + run, axis=1)
        strength *= rows >= 0
        strength *= self._board.today.morning.quality.take(rows * n + run)
        return strength

    def _hunted(self, post: Indices, run: Indices) -> NDArray[np.bool_]:
        """Which forces meet a foe that hunts them; this counts as an attack on them."""
        setup, n = self._board.setup, self._board.n_runs
        posts, zones = setup.posts, len(setup.zones)
        event, rank = np.nonzero(self._foes[post] >= 0)
        hunter = self._foes[post[event], rank]
        us = Places(posts.actor[hunter], posts.zone[hunter], run[event], zones, n)
        foe = Places(posts.actor[post[event]], us.zone, us.run, zones, n)
        hunts = us.read(self._board.state.forces.fighters) >= PRESENT
        hunts &= setup.relations.at(self._as_foes[us.actor, foe.actor], us.run)
        for constraint in self._constraints:
            spared = constraint.spares(us, foe)
            if spared is not None:
                hunts &= ~spared
        if any_of(hunts):
            those, prey = (Places(p.actor[hunts], p.zone[hunts], p.run[hunts], zones, n) for p in (us, foe))
            self._board.today.attacks.append(Attacks(those, prey))
        hunted = np.zeros(len(post), dtype=np.bool_)
        hunted[event[hunts]] = True
        return hunted
