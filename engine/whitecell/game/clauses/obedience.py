"""Obedience: how far each bound actor obeys each constraint, by its own wish and by its patrons' pressure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats, at_rows
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent, binding
from whitecell.game.picks import picking
from whitecell.game.powers.patronage import LET_BE, Patronage, wanted


class Obedience:
    """Sets the obedience of all actors to all constraints together, each morning.

    A *pull* is a patron and a matter on which it states a will; it moves its client by its pressure times
    leverage.

    Parameters
    ----------
    board : Board
    constraints : sequence of ConstraintAgent
    patronages : sequence of Patronage

    Attributes
    ----------
    obeyed : array, shape ``(n_bound, n_runs)``
        How far each actor bound obeys today, 0 to 1; 0 where the constraint is not in force. Constraints show
        their rows of it.
    """

    def __init__(
        self, board: Board, constraints: Sequence[ConstraintAgent], patronages: Sequence[Patronage]
    ) -> None:
        self._board, self._constraints = board, constraints
        stack, moves = board.setup.parameters.stack, board.setup.parameters.moves
        by_row = binding(constraints)
        bound = [(constraint, actor) for constraint in by_row for actor in constraint.bound]
        self.obeyed: Floats = np.zeros((len(bound), board.n_runs))
        for constraint in by_row:
            constraint.hold(self.obeyed[constraint.rows])
        self._law = np.array([constraint.row for constraint, _ in bound], dtype=np.int64)
        found = [
            (row, place, matter)
            for row, (constraint, actor) in enumerate(bound)
            for place, patronage in enumerate(patronages)
            if patronage.client == actor
            and (matter := patronage.concern(constraint.name, constraint.agreement))
        ]
        pulls = sorted({(place, matter) for _, place, matter in found})
        self._patrons = [patronages[place] for place, _ in pulls]
        self._concerned = list(dict.fromkeys(self._patrons))
        specs = [patron.spec for patron in self._patrons]
        own = [constraint.spec.obedience.get(actor, 0.0) for constraint, actor in bound]
        wills = [spec.will[matter] for spec, (_, matter) in zip(specs, pulls, strict=True)]
        costs, leverages = [spec.alliance_cost for spec in specs], [spec.leverage for spec in specs]
        self._moves = moves(*own, *wills, *costs, *leverages)
        self._own, self._will, self._cost, self._leverage = (
            stack(each) for each in (own, wills, costs, leverages)
        )
        self._of = np.array([patron.row for patron in self._patrons], dtype=np.int64)
        self._held = [(k, p.holds) for k, p in enumerate(self._patrons) if p.holds is not None]
        # What each actor wishes itself, then what each pull adds.
        columns = {pull: len(bound) + k for k, pull in enumerate(pulls)}
        entries = [(row, row) for row in range(len(bound))]
        entries += [(row, columns[place, matter]) for row, place, matter in found]
        self._parts = np.empty((len(bound) + len(pulls), board.n_runs))
        self._added_up = picking(entries, (len(bound), len(self._parts)))
        self._pressure: Floats = np.zeros((len(pulls), board.n_runs))
        self._changes = -1
        """When it was set: a count of changes in patrons' will and in where constraints are in force."""

    def press(self) -> None:
        """Set how far each actor obeys, if anything on which this depends may have changed."""
        changes = sum([c.changes for c in self._constraints]) + sum([p.turns for p in self._concerned])
        if changes == self._changes and not self._moves and self._board.choice.idle:
            return
        self._changes = changes
        n_bound, in_force = len(self.obeyed), self._board.state.constraints.in_force
        np.copyto(self._parts[:n_bound], self._own)
        self._pressure = self._pressing_today()
        np.multiply(self._pressure, self._leverage, out=self._parts[n_bound:])
        (self._added_up @ self._parts).clip(0.0, 1.0, out=self.obeyed)
        self.obeyed *= in_force.take(self._law, axis=0)

    def press_in(self, clause: ConstraintAgent, runs: NDArray[np.int64]) -> None:
        """Set how far the actors bound by a clause obey in runs in which it was just brought.

        Patrons press as they did this morning. Elsewhere all is as it was.
        """
        n_bound, parts = len(self.obeyed), self._parts.take(runs, axis=1)
        parts[:n_bound] = at_rows(self._own, runs)
        parts[n_bound:] = self._pressure.take(runs, axis=1) * at_rows(self._leverage, runs)
        obeys = (self._added_up @ parts)[clause.rows].clip(0.0, 1.0)
        self.obeyed[clause.rows][:, runs] = obeys * clause.in_force[runs]

    def _pressing_today(self) -> Floats:
        """How hard each pull presses today, as :meth:`whitecell.game.powers.patronage.Patronage.pressing`."""
        patronages = self._board.state.patronages
        wish = self._will + patronages.shift.take(self._of, axis=0)
        pressure = wanted(wish, self._cost, patronages.added.take(self._of, axis=0))
        for k, holds in self._held:
            pressure[k] *= holds
        if not self._board.choice.idle:
            for k, patron in enumerate(self._patrons):
                picks = patron.told()
                if picks is not None:
                    pressure[k] *= picks != LET_BE
        return pressure
