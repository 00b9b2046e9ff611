"""Records that formulas read: each night's value is kept in the state for the next morning."""

from __future__ import annotations

from whitecell.game.pieces import Pieces
from whitecell.game.readers.measure import reading
from whitecell.scenario.formula import Reading
from whitecell.scenario.formulas import asked
from whitecell.scenario.yardsticks import Record


class Asked:
    """A record that formulas read: its value each night is kept in the state for the next morning."""

    def __init__(self, pieces: Pieces, asked_for: Reading) -> None:
        of, zones = asked(asked_for, pieces.board.setup.stated)
        self._reading = reading(pieces, Record(record=asked_for.record, of=of, zones=zones))
        self._numbers = pieces.board.state.numbers
        self._row = pieces.board.setup.layout.row("readings", asked_for)

    def take(self) -> None:
        """Store its present value."""
        self._numbers.readings[self._row] = self._reading()


def records(pieces: Pieces) -> list[Asked]:
    """All records that the formulas of the game's scenario read."""
    asked_for = pieces.board.setup.layout.axes["readings"]
    return [Asked(pieces, each) for each in asked_for if isinstance(each, Reading)]
