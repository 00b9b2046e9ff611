"""A patron presses a client to obey."""

from __future__ import annotations

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, FlagByRun, Floats, IndexByRun
from whitecell.game.board import Board, Entity
from whitecell.game.state.rows import Own
from whitecell.scenario.cast import Relation

LET_BE = 1
"""The place of the option to let a client be."""


def wanted(wish: Floats, cost: ByRunOr1, added: Floats) -> Floats:
    """How hard patrons want to press, −1 to 1; all arguments are broadcast.

    The fear of losing the client (``cost``) weakens a will to restrain (``wish``), and recorded breaches that
    call for an answer strengthen it (``added``); neither affects a will to urge on (negative).
    """
    pressure: Floats = np.maximum(wish - cost, 0.0)
    pressure += added
    np.copyto(pressure, wish, where=wish <= 0.0)
    return pressure.clip(-1.0, 1.0, out=pressure)


class Patronage(Entity):
    """A patron presses a client to obey: willingness times leverage.

    Willingness and capacity are separate, so a patron may want to restrain its client and be unable to.
    Source: Salehyan (2010), "The delegation of war to rebel organizations", Journal of Conflict Resolution
    54; Berman & Lake, eds (2019), "Proxy Wars".
    """

    shift = Own[np.float64]()
    added = Own[np.float64]()

    def __init__(self, board: Board, row: int, spec: Relation) -> None:
        super().__init__(board, f"{spec.patron}/{spec.client}")
        self.section, self.row = board.state.patronages, row
        self.spec, self.patron, self.client = spec, spec.patron, spec.client
        relations = board.setup.relations
        bond = relations.bond(spec.patron, spec.client)
        self.holds = None if bond is None else relations.holds[bond]
        """Where it holds; None if in all runs. It is updated in place."""
        value = board.setup.value
        self.leverage = value(spec.leverage)
        self.will = {toward: value(number) for toward, number in spec.will.items()}
        self.cost = value(spec.alliance_cost)
        fades, parameters = board.setup.scenario.rules.pressure_fades, board.setup.parameters
        self._left = parameters.made(lambda: laws.fade(value(fades)), fades)
        self._moves = parameters.moves(spec.leverage, spec.alliance_cost, *spec.will.values())
        self.turns = 0
        """How many times its will or added pressure may have changed."""
        self._answered = False
        """Whether it has ever added pressure that may fade."""
        self._willing: dict[str, tuple[int, Floats]] = {}

    def rebuild(self) -> None:
        """Drop what was derived from a state that has been replaced."""
        self._answered = bool(self.added.any())
        self.turns += 1

    def hear(self) -> None:
        """Note that its will and leverage may have changed today, if they move."""
        self.turns += self._moves

    def concern(self, *toward: str) -> str:
        """The first of these on which it states a will; empty if it states none."""
        return next((name for name in toward if name in self.will), "")

    def willing(self, *toward: str) -> ByRunOr1:
        """How hard it wants to press, −1 to 1, for the first of these on which it states a will.

        It is 0 while the patronage does not hold, else as :func:`wanted` gives it.
        """
        name = self.concern(*toward)
        if not name:
            return 0.0
        found = self._willing.get(name)
        if found is None or found[0] != self.turns:
            willing = wanted(self.will[name] + self.shift, self.cost, self.added)
            if self.holds is not None:
                willing *= self.holds
            self._willing[name] = found = self.turns, willing
        return found[1]

    def pressing(self, *toward: str) -> ByRunOr1:
        """How hard it presses today: by its will, or 0 where it is ordered to let its client be."""
        willing, picks = self.willing(*toward), self.told()
        return willing if picks is None else willing * (picks != LET_BE)

    def told(self) -> IndexByRun | None:
        """Whether it is ordered to press today, 0, or to let its client be, 1; None if it takes no orders."""
        return self.board.choice.told(self.board.day, self.patron, "press", thing=self.client)

    def answer(self, blamed: FlagByRun, effect: ByRunOr1) -> None:
        """Press harder where a breach was attributed to the client, if the patronage holds then."""
        if self.holds is not None:
            blamed = blamed & self.holds
        self.added += blamed * effect * (1.0 - self.added)
        self._answered = True
        self.turns += 1

    def sway(self, by: ByRunOr1) -> None:
        """Shift its will."""
        self.shift = self.shift + by
        self.turns += 1

    def turn(self) -> None:
        """Note that it may have begun or ended."""
        self.turns += 1

    def relent(self) -> None:
        """Let pressure that was added after breaches fade."""
        if self._answered:
            self.added *= self._left
            self.turns += 1
