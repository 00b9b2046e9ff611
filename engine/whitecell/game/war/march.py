"""Marches: what may leave a zone sets out toward its actor's main effort, and arrives after its days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, at
from whitecell.game.board import Board
from whitecell.game.laws import PRESENT

Indices = NDArray[np.int64]
ROUNDING = 1e-6
"""Fighters that are left of a sum when all of its parts were taken off."""


class Marches:
    """The ways of all actors, from each of their posts toward every zone.

    ``leg`` and ``goal`` have shape ``(n_posts, n_zones)``: the route that is taken next, −1 where no
    way leads there, and the post to which it leads. Who is on the road stands in no zone.
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
        self._days = setup.road_days
        self._slots = len(setup.layout.axes["slots"])
        self._masking = setup.value(setup.scenario.rules.masking)

    def march(self) -> None:
        """Let forces set out toward the main effort, and those arrive whose days on the road are over.

        A road of one day is walked on the day of departure.
        """
        state, posts, n = self._board.state, self._board.setup.posts, self._board.n_runs
        effort = state.forces.effort[posts.actor]
        away = (effort >= 0) & (effort != self._bound) & (self._board.today.morning.mobile > ROUNDING)
        place = np.flatnonzero(away)
        if len(place):
            post = place // n
            way = post * self.leg.shape[1] + effort.take(place)
            if not self._everywhere:
                led = np.flatnonzero(self.leg.take(way) >= 0)
                place, post, way = (part.take(led) for part in (place, post, way))
            run, goal = place - post * n, self.goal.take(way)
            flow = self._flow(place, post, run, goal)
            posts.add(state.forces.fighters, post, run, -flow)
            self.send(goal, run, flow, self.days(self.leg.take(way), run) - 1)
        self._arrive()

    def days(self, route: Indices, run: Indices) -> Indices:
        """Whole days that routes take in runs, at least one."""
        days = self._days
        return days[route, 0] if days.shape[1] == 1 else days[route, run]

    def send(self, goal: Indices, run: Indices, fighters: Floats, later: Indices) -> None:
        """Put fighters on the road to posts in runs, to arrive so many days later."""
        forces, n = self._board.state.forces, self._board.n_runs
        place = goal * n + run
        np.add.at(forces.on_road.reshape(-1), place, fighters)
        slot = (self._board.day + later) % self._slots
        np.add.at(forces.marching.reshape(-1), slot * forces.on_road.size + place, fighters)

    def _arrive(self) -> None:
        forces, posts = self._board.state.forces, self._board.setup.posts
        arriving = forces.marching[self._board.day % self._slots]
        rows = np.flatnonzero(arriving.any(axis=1))
        if len(rows):
            come = arriving[rows]
            forces.fighters[posts.actor[rows], posts.zone[rows]] += come
            arriving.fill(0.0)
            left = forces.on_road[rows] - come
            forces.on_road[rows] = left * (left > ROUNDING)

    def _flow(self, place: Indices, post: Indices, run: Indices, goal: Indices) -> Floats:
        """Fighters that leave posts in runs today, a number for each.

        A force that faces foes falls back to its own side in the proportion of its strength there. Onward it
        goes only with what is not needed to contain them. What is left of less than a fighter leaves at once.
        """
        morning, posts, n = self._board.today.morning, self._board.setup.posts, self._board.n_runs
        leaving = morning.mobile.take(place)
        view = posts.view_of_post.take(post) * n + run
        threat = morning.threat.take(view)
        faced = np.flatnonzero(threat > 0.0)
        if len(faced):
            foes, here = threat.take(faced), place.take(faced)
            own, side = morning.strength.take(here), morning.support.take(view.take(faced))
            ahead = posts.view_of_post.take(goal.take(faced)) * n + run.take(faced)
            back = (morning.held.take(ahead) > 0.5) | (
                morning.support.take(ahead) > morning.threat.take(ahead)
            )
            past = np.maximum(1.0 - at(self._masking, run.take(faced)) * foes / np.maximum(side, 1e-12), 0.0)
            free = np.where(back, own / (own + foes), past)
            leaving[faced] *= np.maximum(free, back & (leaving.take(faced) < PRESENT))
        return leaving
