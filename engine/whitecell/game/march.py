"""Marches: the mobile part of every force flows a hop toward its actor's main effort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, tally
from whitecell.game.ground import PRESENT

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame

Indices = NDArray[np.int64]


class Marches:
    """The ways of all actors, from each of their posts toward every zone.

    ``leg`` and ``goal`` have shape ``(n_posts, n_zones)``: the route that is taken next, −1 where no
    way leads there, and the post to which it leads.
    """

    def __init__(self, game: WarGame) -> None:
        self.game, ground = game, game.ground
        n_zones = len(ground.zones)
        self.leg: Indices = np.full((len(ground.posts), n_zones), -1, dtype=np.int64)
        self.goal: Indices = np.zeros((len(ground.posts), n_zones), dtype=np.int64)
        row_of = np.zeros(n_zones, dtype=np.int64)
        for actor in game.field:
            posts = np.flatnonzero(ground.post_actor == actor.place)
            zones = ground.post_zone[posts]
            row_of[zones] = posts
            self.leg[posts] = actor.map.leg[:, zones].T
            self.goal[posts] = row_of[actor.map.hop[:, zones].T]
        self._bound = ground.post_zone[:, None]
        self._everywhere = bool(((self.leg >= 0) | (np.arange(n_zones) == self._bound)).all())
        # Where no way leads, the pace is none.
        days = game.ledger.stack([route.days for route in game.plot.routes])
        self._paces: Floats = 1.0 / np.maximum(days, 1.0)
        alike = days.shape[1] == 1
        self._pace: Floats | None = np.append(self._paces[:, 0], 0.0)[self.leg] if alike else None

    def march(self) -> None:
        """Let forces flow a hop toward the main effort.

        A force that faces foes gets away only in the proportion of its own strength there. What
        is left of less than a fighter leaves at once, so that a march has an end.
        """
        ground, n = self.game.ground, self.game.n_runs
        effort = ground.forces.effort[ground.post_actor]
        away = (effort >= 0) & (effort != self._bound) & (ground.mobile > 0.0)
        place = np.flatnonzero(away)
        if not len(place):
            return
        row = place // n
        way = row * len(ground.zones) + effort.take(place)
        if not self._everywhere:
            led = np.flatnonzero(self.leg.take(way) >= 0)
            place, row, way = (part.take(led) for part in (place, row, way))
        run = place - row * n
        flow = self._flow(place, row, run, way)
        force = ground.posted(ground.forces.fighters)
        come = tally(self.goal.take(way) * n + run, flow, force.size)
        np.subtract.at(force.reshape(-1), place, flow)
        force += come.reshape(-1, n)
        ground.forces.fighters.reshape(-1, n)[ground.posts] = force

    def _flow(self, place: Indices, row: Indices, run: Indices, way: Indices) -> Floats:
        """Fighters that leave posts in runs today, a number for each."""
        ground = self.game.ground
        post = ground.posts.take(row) * self.game.n_runs + run
        strength = ground.posted_strength.take(place)
        both = strength + ground.threat.take(post)
        alone = both == 0.0
        free = (strength + alone) / (both + alone)
        leaving = ground.mobile.take(place)
        pace = self._paces[self.leg.take(way), run] if self._pace is None else self._pace.take(way)
        share = free * pace
        return np.asarray(leaving * np.maximum(share, leaving < PRESENT))
