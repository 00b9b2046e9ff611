"""A text as one package: the support that its clauses add, and the clauses struck to obtain a signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, limited
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.policy import Proposal, by_itself, obeyed
from whitecell.scenario.cast import states_want

Struck = Mapping[str, FlagByRun]
"""By clause: runs in which it is struck from the text."""


class Package:
    """The clauses of an agreement on which parties of some talks state a wish.

    A party weighs the text as a whole: each such clause that is on the table is a part of its support. A
    party strikes a clause only if it would not sign the text with it.
    """

    def __init__(
        self, board: Board, talks: str, agreement: AgreementAgent, parties: Sequence[str], slope: ByRunOr1
    ) -> None:
        self._board, self._talks, self._slope, self._agreement = board, talks, slope, agreement
        actors, value = board.setup.scenario.actors, board.setup.value
        self._weight = value(board.setup.scenario.rules.clause_weight)
        self._said = {
            party: [c for c in agreement.clauses if states_want(actors[party], c.name)] for party in parties
        }
        parameters = board.setup.parameters
        # Voices that do not move are computed once.
        self._voices = {
            (party, clause.name): parameters.voice(actors[party], clause.name)
            for party, said in self._said.items()
            if not parameters.voice_moves(actors[party])
            for clause in said
        }
        find = board.setup.layout.find
        self._shifts = {
            (party, clause.name): find("wishes", (party, clause.name))
            for party, said in self._said.items()
            for clause in said
        }
        # Wishes that neither move nor are shifted by effects.
        self._settled = {
            wish: limited(voice, -1.0, 1.0)
            for wish, voice in self._voices.items()
            if self._shifts[wish] is None
        }
        self.any = any(self._said.values())
        """Whether any party states a wish on a clause."""

    def parts(self, party: str, struck: Struck | None = None) -> dict[str, ByRunOr1]:
        """The parts of a party's support from clauses on the table; struck clauses add 0."""
        found: dict[str, ByRunOr1] = {}
        for clause in self._said[party]:
            on_table = self._tabled(clause)
            if struck:
                on_table = on_table & ~struck[clause.name]
            found[clause.name] = self._weight * self._want(party, clause) * np.asarray(on_table, np.float64)
        return found

    def strike(self, minds: Mapping[str, ByRun], support: Mapping[str, ByRunOr1], where: FlagByRun) -> Struck:
        """The clauses that some party rejects, at a session with a text to sign.

        Parameters
        ----------
        minds : mapping of str to array, shape ``(n_runs,)``
            The number that each party's chance to sign has to exceed.
        support : mapping of str to array or number
            Each party's support of the text without such clauses.
        where : array of bool, shape ``(n_runs,)``
            Runs with a text to sign.
        """
        struck = {c.name: ~where for said in self._said.values() for c in said}
        for runs in struck.values():
            runs[:] = False
        for party, clause in self._wishes():
            asked = where & self._tabled(clause)
            part = self._weight * self._want(party, clause)
            whole = support[party] + part
            chance: ByRunOr1 = laws.logistic(self._slope * whole)
            would = minds[party] < chance
            picks = self._board.choice.told(self._board.day, party, "clause", thing=clause.name)
            objects = asked & ~obeyed(picks, would)
            struck[clause.name] |= objects
            if not self._board.log.told:
                continue
            terms = {"wants": part, "rest": support[party]}
            self._board.log.weigh(
                Proposal(
                    party, "clause", clause.name, self._agreement.name, terms, whole,
                    chance, ("keeps", "strikes"), objects * 1, asked,
                    by_itself(picks, ~would * 1),
                )
            )  # fmt: skip
        return struck

    def seal(self, struck: Struck, signed: FlagByRun) -> None:
        """Store which clauses were struck, in runs in which the text is signed."""
        kept = self._board.state.constraints
        for clause in self._agreement.clauses:
            if clause.name in struck:
                row = kept.struck[clause.row]
                row[signed] = struck[clause.name][signed]

    def _wishes(self) -> Iterator[tuple[str, ConstraintAgent]]:
        for party, said in self._said.items():
            for clause in said:
                yield party, clause

    def _tabled(self, clause: ConstraintAgent) -> FlagByRun:
        """Runs in which a clause is on the table: drawn once for each run, by its chance."""
        tabled: FlagByRun = clause.adoption < self._board.setup.value(clause.spec.chance)
        return tabled

    def _want(self, party: str, clause: ConstraintAgent) -> ByRunOr1:
        """How far a party is for a clause, −1 to 1: its voice plus the shifts by effects."""
        board, wish = self._board, (party, clause.name)
        if wish in self._settled:
            return self._settled[wish]
        want = self._voices.get(wish)
        if want is None:
            want = board.setup.parameters.voice(board.setup.scenario.actors[party], clause.name)
        shift = self._shifts[wish]
        if shift is not None:
            want = want + board.state.effects.clause_shift[shift]
        return limited(want, -1.0, 1.0)
