"""What a package from outside can see and write (the state and the day), and checks of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from whitecell.game.axes import ByRunOr1, FlagByRun, Floats
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
            If it has no forces and holds no ground.
        """
        return self._board.setup.field.index(name)

    def fielded(self, name: str) -> bool:
        """Whether an actor has a row."""
        return name in self._board.setup.field

    def post(self, actor: str, zone: str) -> int | None:
        """Row of an actor in a zone, in arrays of the day; None if its force can never stand there."""
        return self._board.setup.posts.row_of.get((self.actor(actor), self.zone(zone)))

    def zone(self, name: str) -> int:
        """Row of a zone."""
        return self._board.setup.zones.index(name)

    def value(self, number: Number) -> ByRunOr1:
        """Value of a number in each run, or one float if it is the same in all."""
        return self._board.setup.value(number)

    def streams(self, law: Law, names: Sequence[str]) -> Streams:
        """Dice under names of their own; ``today`` of the result has shape ``(n_names, n_runs)``."""
        return self._board.dice.streams(law, names)


def flags(value: Any, n_runs: int) -> FlagByRun:
    """Flags of shape ``(n_runs,)``.

    Raises
    ------
    ValueError
        If it is something else.
    """
    return np.asarray(_shaped(value, (n_runs,), np.bool_), dtype=np.bool_)


def numbers(value: Any, shape: tuple[int, ...]) -> Floats:
    """Finite numbers of a shape.

    Raises
    ------
    ValueError
        If it is something else.
    """
    found: Floats = np.asarray(_shaped(value, shape, np.float64), dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("it gives values that are not finite")
    return found


def _shaped(value: Any, shape: tuple[int, ...], dtype: type) -> Any:
    found = np.asarray(value)
    if found.shape != shape or not np.can_cast(found.dtype, dtype):
        wanted = f"({', '.join(map(str, shape))},)" if len(shape) == 1 else str(shape)
        raise ValueError(
            f"it gives {found.dtype} of shape {found.shape}, not {np.dtype(dtype)} of shape {wanted}"
        )
    return found
