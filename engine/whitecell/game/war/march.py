"""Marches: the mobile part of every force flows a hop toward its actor's main effort.

An arm that an exclusion keeps out while its actor may stay has an aim of its own: what of it obeys goes back
to the reserve, or stays out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from whitecell.game.axes import Floats, tally
from whitecell.game.board import Board
from whitecell.game.clauses.exclusion import ExclusionAgent
from whitecell.game.laws import PRESENT
from whitecell.game.posts import picking
from whitecell.game.setup import Setup
from whitecell.game.war.held_back import held_back

Indices = NDArray[np.int64]


class Marches:
    """The ways of all actors, from each of their posts toward every zone.

    ``leg`` and ``goal`` have shape ``(n_posts, n_zones)``: the route that is taken next, −1 where no
    way leads there, and the post to which it leads.
    """

    def __init__(self, board: Board, exclusions: Sequence[ExclusionAgent]) -> None:
        self._board = board
        self._held_back = held_back(board, exclusions)
        self._home: Indices = np.array(
            [-1 if zone is None else zone for zone in board.setup.reserve], dtype=np.int64
        )
        setup, posts = board.setup, board.setup.posts
        self._together: csr_array | None = _together(setup) if setup.layout.owners else None
        n_zones = len(setup.zones)
        self.leg: Indices = np.full((len(posts), n_zones), -1, dtype=np.int64)
        self.goal: Indices = np.zeros((len(posts), n_zones), dtype=np.int64)
        row_of = np.zeros(n_zones, dtype=np.int64)
        for a, routes in enumerate(setup.routes):
            mine = np.flatnonzero(posts.actor == a)
            zones = posts.zone[mine]
            row_of[zones] = mine
            self.leg[mine] = routes.leg[:, zones].T
            self.goal[mine] = row_of[routes.hop[:, zones].T]
        self._bound = posts.zone[:, None]
        self._everywhere = bool(((self.leg >= 0) | (np.arange(n_zones) == self._bound)).all())
        # Where no way leads, the pace is none.
        lengths = [route.days for route in setup.scenario.routes]
        days = setup.parameters.stack(lengths)
        self._paces: Floats = setup.parameters.made(lambda: 1.0 / np.maximum(days, 1.0), *lengths)
        alike = days.shape[1] == 1
        self._pace: Floats | None = np.append(self._paces[:, 0], 0.0)[self.leg] if alike else None

    def march(self) -> None:
        """Let forces flow a hop toward the main effort.

        A force that faces foes gets away only in the proportion of its own strength there, that of its arms
        counted. What is left of less than a fighter leaves at once, so that a march has an end.
        """
        posts, mobile = self._board.setup.posts, self._board.today.morning.mobile
        effort = self._board.state.forces.effort[posts.actor]
        if not self._held_back:
            self._go(effort, mobile, mobile)
            return
        back, follows = np.zeros(effort.shape), np.ones(effort.shape)
        force = posts.read(self._board.state.forces.fighters)
        for arm in self._held_back:
            arm.part(force, effort, back, follows)
        home = np.broadcast_to(self._home[posts.actor][:, None], effort.shape)
        self._go(effort, mobile * np.minimum(follows, 1.0 - back), mobile)
        self._go(home, force * back, force)

    def _go(self, effort: Indices, leaving: Floats, of: Floats) -> None:
        """Let some of the forces at posts go toward zones, all ``(n_posts, n_runs)``.

        ``effort`` is −1 to stay; ``of`` is all that might leave, of which less than a fighter leaves at once.
        """
        state, posts, n = self._board.state, self._board.setup.posts, self._board.n_runs
        away = (effort >= 0) & (effort != self._bound) & (leaving > 0.0)
        place = np.flatnonzero(away)
        if not len(place):
            return
        post = place // n
        way = post * self.leg.shape[1] + effort.take(place)
        if not self._everywhere:
            led = np.flatnonzero(self.leg.take(way) >= 0)
            place, post, way = (part.take(led) for part in (place, post, way))
        run = place - post * n
        flow = self._flow(leaving.take(place), of.take(place), place, post, run, way)
        force = posts.read(state.forces.fighters)
        come = tally(self.goal.take(way) * n + run, flow, force.size)
        np.subtract.at(force.reshape(-1), place, flow)
        force += come.reshape(-1, n)
        posts.write(state.forces.fighters, force)

    def _flow(
        self, leaving: Floats, of: Floats, place: Indices, post: Indices, run: Indices, way: Indices
    ) -> Floats:
        """Fighters that leave posts in runs today, a number for each."""
        morning, posts = self._board.today.morning, self._board.setup.posts
        covered = morning.strength if self._together is None else self._together @ morning.strength
        strength = covered.take(place)
        both = strength + morning.threat.take(posts.view_of_post.take(post) * self._board.n_runs + run)
        alone = both == 0.0
        free = (strength + alone) / (both + alone)
        pace = self._paces[self.leg.take(way), run] if self._pace is None else self._pace.take(way)
        share = free * pace
        return np.asarray(leaving * np.maximum(share, of < PRESENT))


def _together(setup: Setup) -> csr_array:
    """Picks for each post those of its actor and all its arms in the zone, who cover each other."""
    posts, owner = setup.posts, setup.owner
    entries = [
        (row, posts.row_of[k, z])
        for row, (a, z) in enumerate(posts.row_of)
        for k in (owner[a], *setup.arms[owner[a]])
        if (k, z) in posts
    ]
    return picking(entries, (len(posts), len(posts)))
