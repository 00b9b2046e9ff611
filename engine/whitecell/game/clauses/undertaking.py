"""Undertakings: duties that are breached while a stated condition holds."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.powers.patronage import Patronage
from whitecell.scenario.clauses import Undertaking


class UndertakingAgent(ConstraintAgent):
    """Is breached by all actors bound when its condition holds in the morning; it restrains nobody."""

    restrains = False

    def __init__(self, board: Board, name: str, spec: Undertaking, patronages: Sequence[Patronage]) -> None:
        super().__init__(board, name, spec, patronages)
        self._broken = board.numbers.condition(spec.breached_when)

    def act(self) -> None:
        """Find whether its condition holds, before the day changes the values that the condition reads."""
        if self.standing:
            self.board.today.broke[self.rows] |= self._broken() & self.in_force
