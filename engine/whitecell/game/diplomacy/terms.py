"""The terms of an agreement: variables that it fixes while it is in force."""

from __future__ import annotations

from whitecell.game.axes import FlagByRun, Floats
from whitecell.game.board import Board
from whitecell.scenario.agreements import Agreement


class Terms:
    """What an agreement fixes: variables take their settled values at entry, and their old ones at its end.

    Attributes
    ----------
    rows : dict of str to int
        By variable, in the order of names: its row among all terms.
    """

    def __init__(self, board: Board, name: str, spec: Agreement) -> None:
        layout, numbers = board.setup.layout, board.state.numbers
        self._board = board
        self.rows = {term: layout.row("terms", (name, term)) for term in sorted(spec.terms)}
        self._level = {row: numbers.level[layout.row("variables", term)] for term, row in self.rows.items()}
        # Values without the agreement are those at the start, or those before it.
        self._without = {row: level.copy() for row, level in self._level.items()}
        if spec.in_force == "from the start":
            for term, row in self.rows.items():
                draft = spec.terms[term].draft
                if draft is not None:
                    self._level[row][:] = board.setup.value(draft)

    @property
    def settled(self) -> Floats:
        """Values of the terms of all agreements, as on the table or signed; ``(n_terms, n_runs)``."""
        values: Floats = self._board.state.agreements.settled
        return values

    def without(self, term: str) -> Floats:
        """The value of a term without the agreement, shape ``(n_runs,)``."""
        levels: Floats = self._without[self.rows[term]]
        return levels

    def fix(self, runs: FlagByRun) -> None:
        """Set the variables to their settled values in these runs."""
        for row, level in self._level.items():
            level[runs] = self.settled[row][runs]
        self._board.numbers.touch()

    def release(self, runs: FlagByRun) -> None:
        """Set the variables in these runs to their values without the agreement."""
        for row, level in self._level.items():
            level[runs] = self._without[row][runs]
        self._board.numbers.touch()
