"""When a constraint binds: from a date, until a date, and some days after it was brought."""

from __future__ import annotations

from math import inf

import numpy as np

from whitecell.game.axes import ByRun, FlagByRun
from whitecell.game.setup import Setup
from whitecell.scenario.clauses import Constraint


class Period:
    """The days on which a constraint may bind where it is agreed.

    Attributes
    ----------
    first, last : float
        Days of the game from and until which it binds; infinite where it states no date.
    after : array, shape ``(n_runs,)``, or number
        Days between the day on which it is brought and the first on which it binds.
    moves : bool
        Whether it can begin or end by itself.
    """

    def __init__(self, setup: Setup, spec: Constraint) -> None:
        start = setup.scenario.start
        self.first = float((spec.begins - start).days) if spec.begins else -inf
        self.last = float((spec.until - start).days) if spec.until else inf
        self.after = setup.value(spec.after)
        self.moves = bool(spec.begins or spec.until or np.any(np.asarray(self.after) > 0.0))

    def open(self, day: int, waits: ByRun) -> FlagByRun:
        """Runs in which it may bind on a day, ``waits`` being the days it still has to wait."""
        return np.asarray((waits <= 0.0) & (self.first <= day <= self.last))
