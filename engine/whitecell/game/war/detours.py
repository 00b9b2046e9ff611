"""Detours: ways round zones in which an actor expects to be struck."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, at, raised
from whitecell.game.board import Board

Indices = NDArray[np.int64]


class Detours:
    """For each post and each goal, a way that avoids the zones where the actor may be wary.

    A force takes the detour where its fear on the quickest way outweighs the additional days. It weighs this
    again in the next zone. The rest of a detour never costs more additional days than the whole, so no force
    turns back while its fear is unchanged.
    """

    def __init__(self, board: Board) -> None:
        self._board, setup = board, board.setup
        posts, rows = setup.posts, setup.posts.row_of
        found = {}
        for row, (a, z) in enumerate(rows):
            round_it = setup.detours[a]
            for t in range(len(setup.zones)) if round_it is not None else ():
                feared = [zone for zone in setup.routes[a].way(z, t) if zone in setup.wary[a]]
                goal = int(round_it.hop[t, z]) if round_it is not None else z
                if feared and goal != z and (a, goal) in posts and round_it is not None:
                    more = float(round_it.days[z, t] - setup.routes[a].days[z, t])
                    found[row * len(setup.zones) + t] = (feared, rows[a, goal], round_it.leg[t, z], more)
        self.any = bool(found)
        size, most = len(posts) * len(setup.zones), max((len(f[0]) for f in found.values()), default=0)
        self._which: Indices = np.full(size, -1, dtype=np.int64)
        self._which[[*found]] = np.arange(len(found))
        ways = list(found.values())
        self._feared: Indices = np.array([[*f, *[f[0]] * (most - len(f))] for f, *_ in ways], dtype=np.int64)
        self._goal, self._leg = (np.array([way[k] for way in ways], dtype=np.int64) for k in (1, 2))
        self._more = np.array([way[3] for way in ways])
        self._owner: Indices = np.array(setup.owner, dtype=np.int64)
        self._fear = setup.parameters.stack([spec.fear for spec in setup.cast])
        self._days = setup.value(setup.scenario.rules.detour)

    def lead(self, way: Indices, post: Indices, run: Indices, leg: Indices, goal: Indices) -> None:
        """Replace the next route and post of forces that take a detour, in place.

        ``way`` is the place of a post and a zone, flat over ``(n_posts, n_zones)``.
        """
        which = self._which.take(way)
        some = raised(which >= 0)
        if not len(some):
            return
        which, n = which.take(some), self._board.n_runs
        actor, where = self._owner.take(self._board.setup.posts.actor.take(post.take(some))), run.take(some)
        wariness = self._board.state.forces.wariness
        expected: Floats = wariness[actor, self._feared[which, 0], where]
        for k in range(1, self._feared.shape[1]):
            expected = np.maximum(expected, wariness[actor, self._feared[which, k], where])
        fear = self._fear.take(actor) if self._fear.shape[1] == 1 else self._fear.take(actor * n + where)
        away = raised(fear * expected * at(self._days, where) > self._more.take(which))
        leg[some[away]], goal[some[away]] = self._leg.take(which[away]), self._goal.take(which[away])
