"""Judging: which actors are in breach today, what watchers record of it, and whom they blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import any_of, raised
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent, answering
from whitecell.game.state.today import Tally

Indices = NDArray[np.int64]


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
        self._binding = sorted((c for c in constraints if c.bound), key=lambda c: c.rows.start)
        self._law = np.array([c.row for c in self._binding for _ in c.bound], dtype=np.int64)
        self._may_err = any(c.may_err for c in self._binding)
        ends = [0, *(c.rows.stop for c in self._binding)]
        self._ends: Indices = np.array(ends, dtype=np.int64) * board.n_runs

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
        noted, broken = np.zeros(place.shape), [*self._parts(place)]
        for constraint, part, own in broken:
            here = noted[part]
            for watcher in constraint.watchers:
                stood = constraint.stood if watcher.late else 0.0
                counted = watcher.count(own, count[part], stood)
                np.maximum(here, counted, out=here)
                today.tallies.append(Tally(constraint.name, watcher.name, own, counted))
        today.noted.reshape(-1)[place] = noted
        seen = place[noted > 0.0]
        for found in (today.recorded, today.blamed):
            found.reshape(-1)[seen] = True
        astray: dict[str, Indices | None] = {}
        if self._may_err:
            astray = {constraint.name: constraint.mistake(own) for constraint, _, own in self._parts(seen)}
        for constraint, *_ in broken:
            if log.asks("breach", constraint.name) or log.asks("recorded", constraint.name):
                constraint.tell(astray.get(constraint.name))

    def _parts(self, place: Indices) -> Iterator[tuple[ConstraintAgent, slice, Indices]]:
        """The constraints to which some places belong, and their part of these; the places are in order.

        Also gives the places of the part, flat over the actors that the constraint itself binds.
        """
        ends = pairwise(place.searchsorted(self._ends).tolist())
        for constraint, first, (start, stop) in zip(self._binding, self._ends[:-1], ends, strict=True):
            if start < stop:
                yield constraint, slice(start, stop), place[start:stop] - first
