"""Marches: the mobile part of every force flows a hop toward its actor's main effort."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, tally
from whitecell.game.board import Board
from whitecell.game.laws import PRESENT

Indices = NDArray[np.int64]


class Marches:
    """The ways of all actors, from each of their posts toward every zone.

    ``leg`` and ``goal`` have shape ``(n_posts, n_zones)``: the route that is taken next, −1 where no
    way leads there, and the post to which it leads.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        setup, posts = board.setup, board.setup.posts
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

        A force that faces foes gets away only in the proportion of its own strength there. What
        is left of less than a fighter leaves at once, so that a march has an end.
        """
        state, posts, n = self._board.state, self._board.setup.posts, self._board.n_runs
        effort = state.forces.effort[posts.actor]
        away = (effort >= 0) & (effort != self._bound) & (self._board.today.morning.mobile > 0.0)
        place = np.flatnonzero(away)
        if not len(place):
            return
        post = place // n
        way = post * self.leg.shape[1] + effort.take(place)
        if not self._everywhere:
            led = np.flatnonzero(self.leg.take(way) >= 0)
            place, post, way = (part.take(led) for part in (place, post, way))
        run = place - post * n
        flow = self._flow(place, post, run, way)
        force = posts.read(state.forces.fighters)
        come = tally(self.goal.take(way) * n + run, flow, force.size)
        np.subtract.at(force.reshape(-1), place, flow)
        force += come.reshape(-1, n)
        posts.write(state.forces.fighters, force)

    def _flow(self, place: Indices, post: Indices, run: Indices, way: Indices) -> Floats:
        """Fighters that leave posts in runs today, a number for each."""
        morning, posts = self._board.today.morning, self._board.setup.posts
        strength = morning.strength.take(place)
        both = strength + morning.threat.take(posts.view_of_post.take(post) * self._board.n_runs + run)
        alone = both == 0.0
        free = (strength + alone) / (both + alone)
        leaving = morning.mobile.take(place)
        pace = self._paces[self.leg.take(way), run] if self._pace is None else self._pace.take(way)
        share = free * pace
        return np.asarray(leaving * np.maximum(share, leaving < PRESENT))
