"""Agreements enter into force with the clauses in their text, and lift the agreements that they replace."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.game.axes import FlagByRun, any_of
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.diplomacy.agreement import AgreementAgent


class Adoption:
    """Lets agreements enter into force, with the clauses that were tabled and not struck."""

    def __init__(self, board: Board, agreements: Sequence[AgreementAgent]) -> None:
        self._board, self._agreements = board, agreements

    def enter(self) -> None:
        """Put agreements into force where the delay is over, bring clauses, and lift replaced agreements."""
        entered = []
        for agreement in self._agreements:
            due = agreement.enter()
            if due is not None:
                entered.append((agreement, due))
                if agreement.terms.rows:
                    # Numbers that depend on its terms, such as its clauses' days, do so from its entry on.
                    self._board.numbers.renew()
                for clause in agreement.clauses:
                    self._bring(clause, due)
        for agreement, due in entered:
            for other in self._agreements:
                if other.name in agreement.spec.ends:
                    other.lift(due & agreement.in_force)

    def _bring(self, clause: ConstraintAgent, runs: FlagByRun) -> None:
        """Bring a clause where it is in the text: tabled by its chance, and not struck."""
        board = self._board
        tabled = clause.adoption < board.setup.value(clause.spec.chance)
        adopted = tabled & ~board.state.constraints.struck[clause.row]
        brought = runs & adopted
        if any_of(brought):
            clause.bring(brought)
            clause.press()
        board.log.happened("clause_dropped", runs & ~adopted, thing=clause.name)
