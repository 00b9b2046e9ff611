"""Strike coordination: air forces work together, and spread their effort."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game.axes import ByRunOr1, FlagByRun
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.flights import Flights
from whitecell.game.powers.patronage import Patronage
from whitecell.scenario.clauses import StrikeCoordination


class CoordinationAgent(ConstraintAgent):
    """Makes air forces work together; it cannot be breached, only be in force or not."""

    restrains = False

    def __init__(
        self, board: Board, name: str, spec: StrikeCoordination, patronages: Sequence[Patronage]
    ) -> None:
        super().__init__(board, name, spec, patronages)
        self.shared_effort = board.setup.value(spec.shared_effort)
        self.against = frozenset(board.setup.field.indices(spec.against))

    def coordinates(self, one: Flights, other: Flights) -> FlagByRun | None:
        """Where it is in force, if it binds both actors and covers their zone."""
        if {one.actor, other.actor} <= set(self.bound) and self.covers[one.zone]:
            return self.in_force
        return None

    def rations(self, flight: Flights) -> ByRunOr1 | None:
        """The factor of the shared effort, for flights against the actors at which it is directed."""
        if self.binds(flight.actor) and self.covers[flight.zone] and self.against & set(flight.targets):
            return np.where(self.in_force, self.shared_effort, 1.0)
        return None
