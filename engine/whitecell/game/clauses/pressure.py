"""Patrons and constraints: how hard patrons press clients to obey, and how they answer breaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, any_of
from whitecell.game.board import Board
from whitecell.game.clauses.ceasefire import CeasefireAgent
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.clauses.keeping import Keeping
from whitecell.game.clauses.obedience import Obedience
from whitecell.game.policy import FREE, in_run
from whitecell.game.powers.patronage import LET_BE, Patronage
from whitecell.game.record import Option, Weighing


class Pressure:
    """Sets obedience under patrons' pressure in the morning; in the evening lets patrons answer breaches."""

    def __init__(
        self, board: Board, constraints: Sequence[ConstraintAgent], patronages: Sequence[Patronage]
    ) -> None:
        self._board, self._patronages = board, patronages
        # Constraints that bind the client and on which the patron states a will.
        self._pushed = {
            patronage: [
                c
                for c in constraints
                if c.obliges(patronage.client) and patronage.concern(c.name, c.agreement)
            ]
            for patronage in patronages
        }
        self.obedience = Obedience(board, constraints, patronages)
        truces = [c for c in constraints if isinstance(c, CeasefireAgent)]
        self.keeping = Keeping(board, truces, self.obedience)
        self._answers: list[tuple[Patronage, int, ByRunOr1]] = []
        for patronage in patronages:
            for constraint in constraints:
                reply = constraint.spec.answered_by
                if reply is None or reply.by != "pressure" or reply.actor != patronage.patron:
                    continue
                if constraint.obliges(patronage.client):
                    row = constraint.bound_row(patronage.client)
                    self._answers.append((patronage, row, board.setup.value(reply.effect)))

    def press(self) -> None:
        """Set how far bound actors obey each constraint, and let them decide whether they keep truces."""
        for patronage in self._patronages:
            patronage.hear()
        self.obedience.press()
        self.keeping.decide()
        self._board.log.weigh(self)

    def press_in(self, clause: ConstraintAgent, runs: NDArray[np.int64]) -> None:
        """The same for a clause in runs in which it was just brought."""
        self.obedience.press_in(clause, runs)
        if isinstance(clause, CeasefireAgent):
            self.keeping.begin(clause, runs)

    def answer(self) -> None:
        """Let added pressure fade, then press harder after breaches attributed to clients."""
        for patronage in self._patronages:
            patronage.relent()
        everyone = self._board.today.blamed
        if any_of(everyone):
            for patronage, row, effect in self._answers:
                if any_of(blamed := everyone[row]):
                    patronage.answer(blamed, effect)

    def in_run(self, run: int, day: int) -> Iterator[Weighing]:
        """How hard each patron presses in one run."""
        for patronage in self._patronages:
            picks = patronage.told()
            told = FREE if picks is None else int(picks[run])
            options = []
            for constraint in self._pushed[patronage]:
                if not constraint.in_force[run]:
                    continue
                push = in_run(patronage.willing(constraint.name, constraint.agreement), run)
                if push != 0.0:
                    leverage = in_run(patronage.leverage, run)
                    terms = {"will": push, "leverage": leverage}
                    name = f"{patronage.client}: {constraint.name}"
                    options.append(Option(name, terms, push * leverage, 1.0))
            if options:
                pressed, own = patronage.client, patronage.client if told != FREE else ""
                chosen = "let be" if told == LET_BE else pressed
                yield Weighing(day, patronage.patron, "press", tuple(options), chosen, pressed, own)
