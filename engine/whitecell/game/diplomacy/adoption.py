"""Which clauses enter the text of an agreement as it enters into force."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, FlagByRun, limited
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.diplomacy.talks import TalksAgent
from whitecell.game.policy import Proposal
from whitecell.scenario.cast import states_want


class Adoption:
    """Lets agreements enter into force, with those clauses that their parties accept."""

    def __init__(
        self, board: Board, agreements: Sequence[AgreementAgent], talks: Sequence[TalksAgent]
    ) -> None:
        self._board = board
        self._tables = [(each, [t for t in talks if t.agreement is each]) for each in agreements]

    def enter(self) -> None:
        """Enter into force where the delay is over, bring clauses, and lift what is replaced."""
        entered = []
        for agreement, tables in self._tables:
            due = agreement.enter()
            if due is not None:
                entered.append((agreement, due))
                for clause in agreement.clauses:
                    self._bring(clause, agreement, tables, due)
        for agreement, due in entered:
            for other, _ in self._tables:
                if other.name in agreement.spec.ends:
                    other.lift(due & agreement.in_force)

    def _bring(
        self,
        clause: ConstraintAgent,
        agreement: AgreementAgent,
        tables: Sequence[TalksAgent],
        runs: FlagByRun,
    ) -> None:
        """Put a clause into force, if in doubt by its chance.

        A clause enters the text with its chance, times the assent to it of every party that says
        how it stands to the clause.
        """
        board = self._board
        chance: ByRunOr1 = board.setup.value(clause.spec.chance)
        for talks in tables:
            for party in talks.parties:
                if states_want(board.setup.scenario.actors[party], clause.name):
                    chance = chance * self._assent(party, clause, agreement, talks.slope, runs)
        adopted = clause.adoption < chance
        clause.bring(runs & adopted)
        clause.press()
        board.log.happened("clause_dropped", runs & ~adopted, thing=clause.name)

    def _assent(
        self,
        party: str,
        clause: ConstraintAgent,
        agreement: AgreementAgent,
        slope: ByRunOr1,
        runs: FlagByRun,
    ) -> ByRunOr1:
        """Chance that a party accepts a clause: the logistic of what it wants of it."""
        board, layout = self._board, self._board.setup.layout
        want = board.setup.parameters.voice(board.setup.scenario.actors[party], clause.name)
        shift = layout.find("wishes", (party, clause.name))
        if shift is not None:
            want = want + board.state.effects.clause_shift[shift]
        assent: ByRunOr1 = laws.logistic(slope * limited(want, -1.0, 1.0))
        assent = board.choice.chance(board.day, party, "clause", assent, thing=clause.name)
        terms = {"wants": want}
        board.log.weigh(
            Proposal(
                party, "clause", clause.name, agreement.name, terms, want, assent, (clause.name,), where=runs
            )
        )
        return assent
