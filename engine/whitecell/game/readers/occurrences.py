"""Which events that a story would tell have happened so far, in each of many runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whitecell.game.axes import FlagByRun, IndexByRun, distinct
from whitecell.game.log.log import PHASES
from whitecell.game.pieces import Pieces
from whitecell.game.record import Event
from whitecell.game.setup import Setup

TOLD = 1.0
"""Losses of both sides together from which a day of fighting is told, in fighters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind of event and its actor, zone and thing; empty where it has none.

    ``option`` is that of a decision. For a zone that changed hands, ``actor`` is the first name of all that
    can ever be on the side that now holds it.
    """

    kind: str
    actor: str = ""
    zone: str = ""
    thing: str = ""
    option: str = ""


def mark_of(setup: Setup, event: Event) -> Mark:
    """The mark of an event of a told run."""
    option = event.others[0] if event.kind == "decision" and event.others else ""
    actor = _side(setup, event.actor) if event.kind == "control" else event.actor
    return Mark(event.kind, actor, event.zone, event.thing, option)


def _side(setup: Setup, actor: str) -> str:
    return setup.field.names[setup.side_of[setup.field.index(actor)][0]]


class Occurrences:
    """Which marks have happened so far, in every run of a game; made before its first day that counts.

    Parameters
    ----------
    pieces : Pieces
        Agents of the game; its log is asked to keep everything.
    holder : array of int, shape ``(n_zones,)``
        Leader of the side that last held each zone, as in the story.

    Attributes
    ----------
    found : dict of Mark to array of bool, shape ``(n_runs,)``
        Only marks that happened in some run.
    """

    def __init__(self, pieces: Pieces, holder: IndexByRun) -> None:
        board = pieces.board
        board.log.ask(*PHASES)
        self._pieces, self._n = pieces, board.n_runs
        self.found: dict[Mark, FlagByRun] = {}
        self._holder: IndexByRun = np.repeat(holder[:, None], board.n_runs, axis=1)

    def take(self) -> None:
        """Record the marks of today; called at the end of each day."""
        for each in self._pieces.board.log.happenings:
            option = each.others[0] if each.kind == "decision" and isinstance(each.others, tuple) else ""
            self._came(Mark(each.kind, each.actor, each.zone, each.thing, option), each.where)
        self._battles()
        self._control()

    def _came(self, mark: Mark, where: FlagByRun) -> None:
        before = self.found.get(mark)
        if before is None:
            before = self.found[mark] = np.zeros(self._n, dtype=np.bool_)
        before |= where

    def _battles(self) -> None:
        """Record attacks in which both sides together lost at least a fighter, by attacker and zone."""
        board, setup = self._pieces.board, self._pieces.board.setup
        fight = board.today.fight
        if fight is None:
            return
        owner, zones = np.array(setup.owner, dtype=np.int64), len(setup.zones)
        who = owner[fight.attacker.actor]
        paid = np.zeros((len(owner), self._n))
        np.add.at(paid, owner, fight.paid)
        places = (who * zones + fight.attacker.zone) * self._n + fight.attacker.run
        cost = np.bincount(places, weights=fight.hit, minlength=len(owner) * zones * self._n)
        there = np.zeros(len(cost), dtype=np.bool_)
        there[places] = True
        shape = (len(owner), zones, self._n)
        told = there.reshape(shape) & (cost.reshape(shape) + paid[:, None] >= TOLD)
        for a, z in np.argwhere(told.any(axis=2)).tolist():
            self._came(Mark("battle", setup.field.names[a], setup.zones.names[z]), told[a, z])

    def _control(self) -> None:
        """Record zones that changed hands: another side than the last holder's holds more than half."""
        board, setup = self._pieces.board, self._pieces.board.setup
        now, last = self._pieces.holders.of(board.state.land), self._holder
        turned = (now >= 0) & (now != last)
        told = turned & ((last < 0) | ~setup.same_side(now, last))
        for z in np.flatnonzero(told.any(axis=1)).tolist():
            for a in distinct(now[z][told[z]]).tolist():
                side = _side(setup, setup.field.names[a])
                self._came(Mark("control", side, setup.zones.names[z]), told[z] & (now[z] == a))
        self._holder = np.where(turned, now, last)
