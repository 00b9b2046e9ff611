"""Marches: the mobile part of every force flows a hop toward its actor's main effort.

An arm that an exclusion keeps out while its actor may stay has an aim of its own: the part of it that obeys
goes back to the reserve.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, tally
from whitecell.game.board import Board
from whitecell.game.clauses.exclusion import ExclusionAgent
from whitecell.game.laws import PRESENT

Indices = NDArray[np.int64]


class Marches:
    """The ways of all actors, from each of their posts toward every zone.

    ``leg`` and ``goal`` have shape ``(n_posts, n_zones)``: the route that is taken next, −1 where no
    way leads there, and the post to which it leads.
    """

    def __init__(self, board: Board, exclusions: Sequence[ExclusionAgent]) -> None:
        self._board = board
        self._kept_out = _arms_alone(board, exclusions)
        self._home: Indices = np.array(
            [-1 if zone is None else zone for zone in board.setup.reserve], dtype=np.int64
        )
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
        posts, mobile = self._board.setup.posts, self._board.today.morning.mobile
        effort = self._board.state.forces.effort[posts.actor]
        if not self._kept_out:
            self._go(effort, mobile)
            return
        back = self._obeying(effort)
        home = np.broadcast_to(self._home[posts.actor][:, None], effort.shape)
        self._go(effort, mobile * (1.0 - back))
        self._go(home, mobile * back)

    def _obeying(self, effort: Indices) -> Floats:
        """Which part of the force at each post goes back today, ``(n_posts, n_runs)``.

        That of an arm which is where it may not be, or whose actor has its main effort there: as far as its
        actor obeys; of several exclusions the one that it obeys most.
        """
        back = np.zeros(effort.shape)
        for exclusion, post, actor in self._kept_out:
            if exclusion.standing:
                away = exclusion.covers[effort[post]] & (effort[post] >= 0)
                concerned = away | exclusion.covers[self._bound[post]]
                np.maximum(back[post], exclusion.obedience[actor] * concerned, out=back[post])
        return back

    def _go(self, effort: Indices, mobile: Floats) -> None:
        """Let some of the forces at posts go toward zones, both ``(n_posts, n_runs)``; −1 is to stay."""
        state, posts, n = self._board.state, self._board.setup.posts, self._board.n_runs
        away = (effort >= 0) & (effort != self._bound) & (mobile > 0.0)
        place = np.flatnonzero(away)
        if not len(place):
            return
        post = place // n
        way = post * self.leg.shape[1] + effort.take(place)
        if not self._everywhere:
            led = np.flatnonzero(self.leg.take(way) >= 0)
            place, post, way = (part.take(led) for part in (place, post, way))
        run = place - post * n
        flow = self._flow(mobile, place, post, run, way)
        force = posts.read(state.forces.fighters)
        come = tally(self.goal.take(way) * n + run, flow, force.size)
        np.subtract.at(force.reshape(-1), place, flow)
        force += come.reshape(-1, n)
        posts.write(state.forces.fighters, force)

    def _flow(self, mobile: Floats, place: Indices, post: Indices, run: Indices, way: Indices) -> Floats:
        """Fighters that leave posts in runs today, a number for each."""
        morning, posts = self._board.today.morning, self._board.setup.posts
        strength = morning.strength.take(place)
        both = strength + morning.threat.take(posts.view_of_post.take(post) * self._board.n_runs + run)
        alone = both == 0.0
        free = (strength + alone) / (both + alone)
        leaving, whole = mobile.take(place), morning.mobile.take(place)
        pace = self._paces[self.leg.take(way), run] if self._pace is None else self._pace.take(way)
        share = free * pace
        return np.asarray(leaving * np.maximum(share, whole < PRESENT))


def _arms_alone(board: Board, exclusions: Sequence[ExclusionAgent]) -> list[tuple[ExclusionAgent, int, str]]:
    """Exclusions that bind an arm and not its actor, with the arm's posts and its actor."""
    setup, names = board.setup, board.setup.field.names
    return [
        (exclusion, post, names[setup.owner[a]])
        for exclusion in exclusions
        for a, owner in enumerate(setup.owner)
        if a != owner and exclusion.binds(names[a]) and not exclusion.binds(names[owner])
        for post in np.flatnonzero(setup.posts.actor == a).tolist()
    ]
