"""Marches: forces that may leave a zone set out toward their actor's main effort, and arrive days later.

An arm that an exclusion keeps out while its actor may stay moves differently: the part of it that obeys
returns to the reserve, or stays out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, any_of, at, raised, ranked, sums_at
from whitecell.game.board import Board
from whitecell.game.clauses.exclusion import ExclusionAgent
from whitecell.game.laws import PRESENT
from whitecell.game.picks import picking
from whitecell.game.products import Sparse
from whitecell.game.relations import NEITHER, NEVER
from whitecell.game.setup import Setup
from whitecell.game.war.detours import Detours
from whitecell.game.war.held_back import held_back

Indices = NDArray[np.int64]
ROUNDING = 1e-6
"""Rounding error in fighters when all parts of a sum have been subtracted."""


class Marches:
    """The ways of all actors, from each of their posts toward every zone.

    ``leg`` and ``goal`` have shape ``(n_posts, n_zones)``: the next route, −1 where there is no way, and the
    post to which it leads. Fighters on the road are in no zone.
    """

    def __init__(self, board: Board, exclusions: Sequence[ExclusionAgent]) -> None:
        self._board = board
        self._held_back = held_back(board, exclusions)
        self._home: Indices = np.array(
            [-1 if zone is None else zone for zone in board.setup.reserve], dtype=np.int64
        )
        setup, posts = board.setup, board.setup.posts
        self._together: Sparse | None = _together(setup) if setup.layout.owners else None
        n_zones = len(setup.zones)
        self.leg: Indices = np.full((len(posts), n_zones), -1, dtype=np.int64)
        self.goal: Indices = np.zeros((len(posts), n_zones), dtype=np.int64)
        row_of = np.zeros(n_zones, dtype=np.int64)
        for a, routes in enumerate(setup.routes):
            mine = raised(posts.actor == a)
            zones = posts.zone[mine]
            row_of[zones] = mine
            self.leg[mine] = routes.leg[:, zones].T
            self.goal[mine] = row_of[routes.hop[:, zones].T]
        # Zones in two bytes are compared in a quarter of the time.
        self._bound = posts.zone.astype(np.int16)[:, None]
        self._coming: Floats = np.zeros((len(posts), setup.n_runs))
        self._slots = len(setup.layout.axes["slots"])
        self._advance = setup.value(setup.scenario.rules.advance)
        self._welcome, self._detours = _welcome(setup), Detours(board)
        self._masking = setup.value(setup.scenario.rules.masking)

    def march(self) -> None:
        """Let forces set out toward the main effort, and let those arrive whose days on the road are over.

        On a road of one day a force arrives on the day of departure.
        """
        posts, mobile = self._board.setup.posts, self._board.today.morning.mobile
        effort = self._board.state.forces.effort.astype(np.int16).take(posts.actor, axis=0)
        if not self._held_back:
            self._go(effort, mobile, mobile)
        else:
            back, follows = np.zeros(effort.shape), np.ones(effort.shape)
            force = posts.read(self._board.state.forces.fighters)
            for arm in self._held_back:
                arm.part(force, effort, back, follows)
            home = np.broadcast_to(self._home[posts.actor][:, None], effort.shape).astype(np.int16)
            self._go(effort, mobile * np.minimum(follows, 1.0 - back), mobile)
            self._go(home, force * back, force)
        self._arrive()

    def _go(self, effort: NDArray[np.int16], leaving: Floats, of: Floats) -> None:
        """Let some of the forces at posts set out toward zones, all ``(n_posts, n_runs)``.

        ``effort`` is −1 to stay; ``of`` is all that might leave. If that is less than one fighter, it falls
        back at once.
        """
        posts, n = self._board.setup.posts, self._board.n_runs
        sets_out = effort >= 0
        sets_out &= effort != self._bound
        sets_out &= leaving > ROUNDING
        place = raised(sets_out)
        if not len(place):
            return
        post = place // n
        way = post * self.leg.shape[1] + effort.take(place)
        leg = self.leg.take(way)
        stuck = leg < 0
        if any_of(stuck):
            led = raised(~stuck)
            place, post, way, leg = (part.take(led) for part in (place, post, way, leg))
        run, goal = place - post * n, self.goal.take(way)
        if self._detours.any:
            self._detours.lead(way, post, run, leg, goal)
        flow = self._flow(leaving.take(place), of.take(place), place, post, run, goal)
        goes = raised(flow != 0.0)
        post, leg, run, goal = (part.take(goes) for part in (post, leg, run, goal))
        flow = flow.take(goes)
        posts.add(self._board.state.forces.fighters, post, run, -flow)
        self.send(goal, run, flow, self._advancing(leg, goal, run), today=1)

    def days(self, route: Indices, run: Indices) -> Indices:
        """Whole days that routes take in runs over ground of one's own side, at least one."""
        days = self._board.setup.road_days
        return days[route, 0] if days.shape[1] == 1 else days[route, run]

    def _advancing(self, route: Indices, goal: Indices, run: Indices) -> Indices:
        """Whole days that routes take in runs into the zones of posts, by the holders of these zones."""
        held, n = self._board.today.morning.held, self._board.n_runs
        days = self.days(route, run)
        known = held.take(self._board.setup.posts.view_of_post.take(goal) * n + run)
        some = raised(known < 1.0)
        if not len(some):
            return days
        known, goal, run = known.take(some), goal.take(some), run.take(some)
        control = self._board.state.land.control.reshape(-1)
        for holder, there_is, keys in self._welcome:
            share = control.take(holder.take(goal) * n + run) * there_is.take(goal)
            if self._board.setup.relations.any:
                share *= self._board.setup.relations.at(keys.take(goal), run)
            known += share
        strange = np.maximum(1.0 - known, 0.0)
        days[some] = laws.advance_days(days.take(some), at(self._advance, run), strange).astype(np.int64)
        return days

    def send(self, goal: Indices, run: Indices, fighters: Floats, days: Indices, today: int = 0) -> None:
        """Put fighters on the road to posts in runs, for a march of this many days.

        ``today`` is 1 if this day is the first of them.
        """
        forces, n = self._board.state.forces, self._board.n_runs
        place = goal * n + run
        np.add.at(forces.on_road.reshape(-1), place, fighters)
        # A march that is longer than the game never ends, and needs no slot of its own.
        slot = (np.arange(self._slots) + (self._board.day - today)) % self._slots * forces.on_road.size
        np.add.at(forces.marching.reshape(-1), slot.take(days, mode="clip") + place, fighters)

    def _arrive(self) -> None:
        forces, n = self._board.state.forces, self._board.n_runs
        arriving = forces.marching[self._board.day % self._slots].reshape(-1)
        place = raised(arriving != 0.0)
        come, post = arriving.take(place), place // n
        self._board.setup.posts.add(forces.fighters, post, place - post * n, come)
        arriving[place] = 0.0
        on_road = forces.on_road.reshape(-1)
        left = on_road.take(place) - come
        on_road[place] = left * (left > ROUNDING)

    def _flow(
        self, leaving: Floats, of: Floats, place: Indices, post: Indices, run: Indices, goal: Indices
    ) -> Floats:
        """Fighters that leave posts in runs today, one number for each; ``leaving`` is written into.

        If a force faces foes, the part that may fall back to its own side is its share of the strength there,
        with its arms counted. It advances only with the part not needed to contain the foes. No force enters
        a zone with foes that its side could not contain there, counting forces present, on their way and
        setting out: it waits for more.
        """
        morning, posts, n = self._board.today.morning, self._board.setup.posts, self._board.n_runs
        here = posts.view_of_post.take(post) * n + run
        ahead = posts.view_of_post.take(goal) * n + run
        threat, back = morning.threat.take(here), morning.safe.take(ahead)
        faced = raised(threat > 0.0)
        if len(faced):
            covered = morning.strength if self._together is None else self._together @ morning.strength
            foes, own, home = threat.take(faced), covered.take(place.take(faced)), back.take(faced)
            side = morning.support.take(here.take(faced))
            past = np.maximum(1.0 - at(self._masking, run.take(faced)) * foes / np.maximum(side, 1e-12), 0.0)
            free = np.where(home, own / (own + foes), past)
            leaving[faced] *= np.maximum(free, home & (of.take(faced) < PRESENT))
        waits = raised(~back)
        if len(waits):
            where = self._board.setup.own_post.take(goal) * n + run
            coming = sums_at(where, leaving * morning.quality.take(place), self._coming)
            there, met = ahead.take(waits), at(self._masking, run.take(waits))
            met = met * morning.threat.take(there)
            leaving[waits] *= met <= morning.backing.take(there) + coming.take(waits)
        return leaving


def _welcome(setup: Setup) -> list[tuple[Indices, Floats, Indices]]:
    """First, second and further holders that are, or can be, neither foes nor friends of posts.

    For each post: the row of control, flat over actors and zones, whether there is such a holder, and the key
    of the relation of being neither.
    """
    posts, neither = setup.posts, setup.relations.keys(setup.field.names, NEITHER)
    named = [
        {setup.field.index(name) for name in setup.scenario.zones[zone].control} for zone in setup.zones.names
    ]
    found = []
    for a, z in posts.row_of:
        may_hold = [k for k in range(len(setup.field)) if k in named[z] or (k, z) in posts]
        found.append([(k, z) for k in may_hold if neither[a, k] != NEVER])
    holders = ranked([[k * len(setup.zones) + z for k, z in each] for each in found])
    keys = ranked(
        [[int(neither[a, k]) for k, _ in each] for (a, _), each in zip(posts.row_of, found, strict=True)]
    )
    return [(*holder, key) for holder, (key, _) in zip(holders, keys, strict=True)]


def _together(setup: Setup) -> Sparse:
    """A matrix that picks for each post those of its actor and all arms there, which cover each other."""
    posts, owner = setup.posts, setup.owner
    entries = [
        (row, posts.row_of[k, z])
        for row, (a, z) in enumerate(posts.row_of)
        for k in (owner[a], *setup.arms[owner[a]])
        if (k, z) in posts
    ]
    return picking(entries, (len(posts), len(posts)))
