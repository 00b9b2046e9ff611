"""When a constraint binds: from or until a date, days after it was brought, or while a condition holds."""

from __future__ import annotations

from math import inf

import numpy as np

from whitecell.game.axes import ByRun, FlagByRun
from whitecell.game.board import Board
from whitecell.scenario.clauses import Constraint


class Period:
    """The days on which a constraint may bind where it is agreed.

    Attributes
    ----------
    first, last : float
        First and last day of the game on which it may bind; infinite where it states no date.
    after : array, shape ``(n_runs,)``, or number
        Days between the day on which it is brought and the first on which it binds.
    stage : int
        Steps of its agreement that must be taken before it binds.
    moves : bool
        Whether it can begin or end by itself.
    """

    def __init__(self, board: Board, name: str, spec: Constraint) -> None:
        self._board, scenario = board, board.setup.scenario
        self.first = float((spec.from_ - scenario.start).days) if spec.from_ else -inf
        self.last = float((spec.until - scenario.start).days) if spec.until else inf
        self.after = board.setup.value(spec.after)
        self._when = board.numbers.condition(spec.when) if spec.when else None
        late = board.setup.parameters.may_be(spec.after)
        self.moves = bool(spec.from_ or spec.until or spec.when or late)
        self.stage = scenario.agreements[spec.brought_by].stage(name) if spec.brought_by else 0
        self._row = board.setup.layout.row("agreements", spec.brought_by) if self.stage else 0

    def open(self, waits: ByRun) -> FlagByRun:
        """Runs in which it may bind today; ``waits`` are the days that it still has to wait."""
        may = (waits <= 0.0) & (self.first <= self._board.day <= self.last)
        if self.stage:
            may &= self._board.state.agreements.step[self._row] >= self.stage
        if self._when:
            may = may & self._when()
        return np.asarray(may)

    def ahead(self, waits: ByRun) -> FlagByRun:
        """Runs in which its days have not begun yet, if it has been brought."""
        return np.asarray((waits > 0.0) | (self._board.day < self.first))
