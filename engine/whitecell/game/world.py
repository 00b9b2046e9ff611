"""What a package from outside gets to see and to write: the state and the day, and no game."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.game.axes import ByRunOr1
from whitecell.game.board import Board
from whitecell.game.dice import Law, Streams
from whitecell.game.state.state import State
from whitecell.game.state.today import Today
from whitecell.scenario.quantity import Number


class World:
    """A view of a game for packages; see :class:`whitecell.scenario.kinds.World`."""

    def __init__(self, board: Board) -> None:
        self._board = board

    @property
    def n_runs(self) -> int:
        """Runs that are played together."""
        return self._board.n_runs

    @property
    def day(self) -> int:
        """The day that is played; 0 before the first."""
        return self._board.day

    @property
    def state(self) -> State:
        """What survives midnight."""
        return self._board.state

    @property
    def today(self) -> Today:
        """What belongs to this day."""
        return self._board.today

    def actor(self, name: str) -> int:
        """Row of an actor that has forces or holds ground.

        Raises
        ------
        ValueError
            If it has and does neither.
        """
        return self._board.setup.field.index(name)

    def fielded(self, name: str) -> bool:
        """Whether an actor has a row."""
        return name in self._board.setup.field

    def zone(self, name: str) -> int:
        """Row of a zone."""
        return self._board.setup.zones.index(name)

    def value(self, number: Number) -> ByRunOr1:
        """Value of a number in each run, or one float if it is the same in all."""
        return self._board.setup.value(number)

    def streams(self, law: Law, names: Sequence[str]) -> Streams:
        """Dice under names of their own; ``today`` of the result has shape ``(n_names, n_runs)``."""
        return self._board.dice.streams(law, names)
