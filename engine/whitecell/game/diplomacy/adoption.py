"""Agreements enter into force with the clauses in their text, and lift the agreements that they replace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game.axes import FlagByRun, any_of, raised
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.clauses.pressure import Pressure
from whitecell.game.diplomacy.agreement import AgreementAgent


class Adoption:
    """Lets agreements enter into force, with the clauses that were tabled and not struck."""

    def __init__(self, board: Board, agreements: Sequence[AgreementAgent], pressure: Pressure) -> None:
        self._board, self._agreements, self._pressure = board, agreements, pressure

    def enter(self) -> None:
        """Put agreements into force where the delay is over, bring clauses, and lift replaced agreements."""
        state = self._board.state.agreements
        state.changed.fill(False)
        due = state.signed & ~state.in_force & (state.waits <= 0.0)
        state.waits -= 1.0
        if not any_of(due):
            return
        entering = np.asarray(due.any(axis=1))
        entered = [agreement for agreement in self._agreements if entering[agreement.row]]
        for agreement in entered:
            agreement.enter(due[agreement.row])
            if agreement.terms.rows:
                # Numbers that depend on its terms, such as its clauses' days, do so from its entry on.
                self._board.numbers.renew()
            for clause in agreement.clauses:
                self._bring(clause, due[agreement.row])
        for agreement in entered:
            for other in self._agreements:
                if other.name in agreement.spec.ends:
                    other.lift(due[agreement.row] & agreement.in_force)

    def _bring(self, clause: ConstraintAgent, runs: FlagByRun) -> None:
        """Bring a clause where it is in the text: tabled by its chance, and not struck."""
        board = self._board
        tabled = clause.adoption < board.setup.value(clause.spec.chance)
        adopted = tabled & ~board.state.constraints.struck[clause.row]
        brought = runs & adopted
        if any_of(brought):
            clause.bring(brought)
            self._pressure.press_in(clause, raised(brought))
        board.log.happened("clause_dropped", runs & ~adopted, thing=clause.name)
