"""Recent events by zone and run: clashes, strikes, violations and captures."""

from __future__ import annotations

from typing import Final

import numpy as np

from whitecell.game.axes import FlagByRun, IndexByRun, raised
from whitecell.game.war_game import WarGame
from whitecell.scenario.clauses import Exclusion

CLASH, STRIKE, VIOLATION, CAPTURE = KINDS = ("clash", "strike", "violation", "capture")
WEEK: Final = 7
"""Days for which an event is recent."""
NEVER: Final = -WEEK
LOGGED: Final = ("strike", "hit")
"""Kinds of the log that are strikes."""


class Recent:
    """The last day of each kind of event in each zone and run.

    A clash is a day of attacks that cost at least one fighter. A strike is an enforcer's strike or a hit at
    range. A violation breaks a ceasefire in the zone, or an exclusion by actors that are in it. A capture is
    the day on which a side comes to hold more than half of the zone that was not the last to do so.

    Parameters
    ----------
    game : WarGame
        Before its first day.
    """

    def __init__(self, game: WarGame) -> None:
        game.log.ask(*LOGGED)
        self._game = game
        zones = len(game.setup.zones)
        self._last = np.full((len(KINDS), zones, game.n_runs), NEVER, dtype=np.int64)
        self._holder = game.pieces.holders.of(game.state.land)
        self._shares = game.state.land.control.copy()
        self._excluded = [
            (game.setup.layout.row("bound", (name, actor)), game.setup.field.index(actor), zone)
            for name, clause in game.pieces.constraints.items()
            if isinstance(game.setup.scenario.constraints[name], Exclusion)
            for actor in clause.bound
            for zone in map(game.setup.zones.index, game.setup.scenario.constraints[name].zones)
        ]

    def look(self) -> None:
        """Record the events of the day that was played."""
        today = self._clashes(), self._strikes(), self._violations(), self._captures()
        for last, found in zip(self._last, today, strict=True):
            last[found] = self._game.day

    def pass_over(self) -> None:
        """Record of the day that was played only who holds each zone; its events will not be asked for."""
        self._holder = self._held()

    def happened(self) -> dict[str, FlagByRun]:
        """Whether each kind happened in the last seven days; each of shape ``(n_zones, n_runs)``."""
        since = self._game.day - WEEK
        return {kind: last > since for kind, last in zip(KINDS, self._last, strict=True)}

    def _held(self) -> IndexByRun:
        """Who holds each zone, or was the last to do so; only where control has changed is it looked for."""
        shares = self._game.state.land.control
        moved = raised((shares != self._shares).any(axis=0))
        self._shares, held = shares.copy(), self._holder.copy()
        now = self._game.pieces.holders.leading(shares.reshape(len(shares), held.size).take(moved, axis=1))
        held.reshape(-1)[moved] = np.where(now >= 0, now, held.reshape(-1)[moved])
        return held

    def _nowhere(self) -> FlagByRun:
        return np.zeros(self._last.shape[1:], dtype=np.bool_)

    def _clashes(self) -> FlagByRun:
        fight, cost = self._game.today.fight, np.zeros(self._last.shape[1:])
        if fight is not None:
            np.add.at(cost, (fight.foe.zone, fight.foe.run), fight.hit)
        return np.asarray(cost >= 1.0)

    def _strikes(self) -> FlagByRun:
        found = self._nowhere()
        for each in self._game.log.happenings:
            if each.kind in LOGGED and each.zone:
                found[self._game.setup.zones.index(each.zone)] |= each.where
        return found

    def _violations(self) -> FlagByRun:
        found, today = self._nowhere(), self._game.today
        for acts in today.acts:
            found[acts.zone, acts.run] |= acts.count > 0.0
        for row, actor, zone in self._excluded:
            found[zone] |= today.broke[row] & (self._game.state.forces.fighters[actor, zone] >= 1.0)
        return found

    def _captures(self) -> FlagByRun:
        found, relations = self._nowhere(), self._game.setup.relations
        now, before = self._held(), self._holder
        other = now != before
        names = self._game.setup.field.names
        for one, last in {*zip(now[other].tolist(), before[other].tolist(), strict=True)}:
            same = np.asarray(last >= 0 and relations.same_side(names[one], names[last]))
            found |= (now == one) & (before == last) & ~same
        self._holder = now
        return found
