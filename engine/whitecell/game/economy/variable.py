"""Variables: quantities other than forces that change from day to day."""

from __future__ import annotations

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1
from whitecell.game.board import Board, Entity
from whitecell.scenario.variables import Variable


class VariableAgent(Entity):
    """One variable in every run; ``level`` has shape ``(n_runs,)``."""

    def __init__(self, board: Board, name: str, spec: Variable) -> None:
        super().__init__(board, name)
        setup = board.setup
        self.spec = spec
        self.level: ByRun = board.state.numbers.level[setup.layout.row("variables", name)]
        self._per_day = setup.value(spec.per_day)
        self._home: ByRunOr1 | None = None if spec.reverts_to is None else setup.value(spec.reverts_to)
        half = spec.half_life
        self._left = setup.parameters.made(lambda: laws.fade(setup.value(half)), half)

    def change(self) -> None:
        """Change by a day: part of the way back to its resting value, then by its daily amount, in bounds."""
        level = self.level
        if self._home is not None:
            level[:] = self._home + (level - self._home) * self._left
        level += self._per_day
        np.clip(level, *self.spec.limits, out=level)
