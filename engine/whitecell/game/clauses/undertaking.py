"""Undertakings: what those bound see to, and when they have not."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.powers.patronage import Patronage
from whitecell.scenario.clauses import Undertaking


class UndertakingAgent(ConstraintAgent):
    """Is breached by all whom it binds on days whose morning finds its condition so; holds nobody back."""

    restrains = False

    def __init__(self, board: Board, name: str, spec: Undertaking, patronages: Sequence[Patronage]) -> None:
        super().__init__(board, name, spec, patronages)
        self._broken = board.numbers.condition(spec.breached_when)

    def act(self) -> None:
        """Find whether the morning had it broken, before the day changes what its condition reads."""
        if self.standing:
            self.board.today.broke[self.rows] |= self._broken() & self.in_force
