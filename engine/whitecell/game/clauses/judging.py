"""Judging: which actors are in breach today, what watchers record of it, and whom they blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, any_of, raised
from whitecell.game.board import Board
from whitecell.game.clauses.blame import Blame
from whitecell.game.clauses.clause import ConstraintAgent, answering, binding
from whitecell.game.state.today import Tally

Indices = NDArray[np.int64]
Part = tuple[ConstraintAgent, slice, Indices]
"""A constraint, its part of some places, and these, flat over the actors that it binds itself."""


class Judging:
    """Judges all constraints together, each evening.

    It works at *places* of breaches only, an actor bound by a constraint and a run, flat over
    ``(n_bound, n_runs)``; most actors keep most constraints on most days.

    Parameters
    ----------
    board : Board
    constraints : sequence of ConstraintAgent
    """

    def __init__(self, board: Board, constraints: Sequence[ConstraintAgent]) -> None:
        self._board = board
        self._breaches = [constraint.breaches for constraint in answering(constraints, "breaches")]
        self._binding = binding(constraints)
        self._law = np.array([c.row for c in self._binding for _ in c.bound], dtype=np.int64)
        self._blame = Blame(board, self._binding)
        ends = [0, *(c.rows.stop for c in self._binding)]
        self._ends: Indices = np.array(ends, dtype=np.int64) * board.n_runs
        # The first watcher of every constraint, then the second: their dice, and where those of each begin.
        self._draws, self._first = [], []
        for rank in range(max((len(c.watchers) for c in self._binding), default=0)):
            dice: list[str] = []
            first = {}
            for constraint in self._binding:
                for watcher in constraint.watchers[rank : rank + 1]:
                    first[constraint.name] = len(dice) * board.n_runs
                    dice += watcher.dice
            self._draws.append(board.dice.streams("uniform", dice))
            self._first.append(first)

    def judge(self) -> None:
        """Find the actors in breach today, and what the watchers record of it."""
        today, log = self._board.today, self._board.log
        for breaches in self._breaches:
            breaches()
        if not any_of(today.broke):
            return
        today.broke &= self._board.state.constraints.in_force.take(self._law, axis=0)
        place, violations = raised(today.broke), today.violations.reshape(-1)
        # For constraints other than ceasefires, a breach on a day counts as one violation.
        count = np.maximum(violations.take(place), 1.0)
        violations[place] = count
        broken = [*self._parts(place)]
        noted = self._count(broken, count)
        today.noted.reshape(-1)[place] = noted
        seen = place[noted > 0.0]
        for found in (today.recorded, today.blamed):
            found.reshape(-1)[seen] = True
        astray = self._attribute(seen) if self._blame.may_err else {}
        for constraint, *_ in broken:
            if log.asks("breach", constraint.name) or log.asks("recorded", constraint.name):
                constraint.tell(astray.get(constraint.name))

    def _count(self, broken: Sequence[Part], count: Floats) -> Floats:
        """The most of ``count`` violations at each place that any watcher counts; 0 where none sees any."""
        noted = np.zeros(count.shape)
        for rank, (draws, first) in enumerate(zip(self._draws, self._first, strict=True)):
            watched = [
                (constraint, constraint.watchers[rank], part, own)
                for constraint, part, own in broken
                if constraint.name in first
            ]
            chance, dice = np.zeros(count.shape), np.zeros(count.shape, dtype=np.int64)
            for constraint, watcher, part, own in watched:
                chance[part] = watcher.chance(own, constraint.stood if watcher.late else 0.0)
                np.add(own, first[constraint.name], out=dice[part])
            counted = laws.counted(count, chance, draws.at(dice))
            np.maximum(noted, counted, out=noted)
            for constraint, watcher, part, own in watched:
                self._board.today.tallies.append(Tally(constraint.name, watcher.name, own, counted[part]))
        return noted

    def _attribute(self, seen: Indices) -> dict[str, Indices]:
        """Let watchers err; gives by constraint what :meth:`ConstraintAgent.tell` tells of it."""
        place, other = self._blame.attribute(seen)
        found: dict[str, Indices] = {}
        if not self._board.log.told:
            return found
        for constraint, part, own in self._parts(place):
            start = constraint.rows.start
            astray = np.full((len(constraint.bound), self._board.n_runs), -1)
            astray.reshape(-1)[own] = np.maximum(other[part] - start, -1)
            found[constraint.name] = astray
        return found

    def _parts(self, place: Indices) -> Iterator[Part]:
        """The constraints to which some places belong, with their parts; the places are in order."""
        ends = pairwise(place.searchsorted(self._ends).tolist())
        for constraint, first, (start, stop) in zip(self._binding, self._ends[:-1], ends, strict=True):
            if start < stop:
                yield constraint, slice(start, stop), place[start:stop] - first
