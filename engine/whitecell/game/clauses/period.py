"""When a constraint binds: from a date, until a date, some days after it was brought, from a step on."""

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
        Days of the game from and until which it binds; infinite where it states no date.
    after : array, shape ``(n_runs,)``, or number
        Days between the day on which it is brought and the first on which it binds.
    stage : int
        Steps of its agreement that must be taken before it binds.
    moves : bool
        Whether it can begin or end by itself.
    """

    def __init__(self, board: Board, name: str, spec: Constraint) -> None:
        self._board, scenario = board, board.setup.scenario
        self.first = float((spec.begins - scenario.start).days) if spec.begins else -inf
        self.last = float((spec.until - scenario.start).days) if spec.until else inf
        self.after = board.setup.value(spec.after)
        self.moves = bool(spec.begins or spec.until or np.any(np.asarray(self.after) > 0.0))
        self.stage = scenario.agreements[spec.brought_by].stage(name) if spec.brought_by else 0
        self._row = board.setup.layout.row("agreements", spec.brought_by) if self.stage else 0

    def open(self, waits: ByRun) -> FlagByRun:
        """Runs in which it may bind today, ``waits`` being the days it still has to wait."""
        may = (waits <= 0.0) & (self.first <= self._board.day <= self.last)
        if self.stage:
            may &= self._board.state.agreements.step[self._row] >= self.stage
        return np.asarray(may)

    def ahead(self, waits: ByRun) -> FlagByRun:
        """Runs in which it does not bind yet and will, once it was brought."""
        return np.asarray((waits > 0.0) | (self._board.day < self.first))
