"""Forces in a zone, of several actors together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game.axes import ByRun, Floats, divisor, total
from whitecell.game.board import Board
from whitecell.game.state.sections import Forces


def presence(forces: Forces, actors: Sequence[int], zone: int) -> ByRun:
    """Fighters of fielded actors in a zone, ``(n_runs,)``."""
    if not actors:
        return np.zeros(forces.fighters.shape[2])
    return total([forces.fighters[a, zone] for a in actors])


def lose(board: Board, actors: Sequence[int], zone: int, fighters: Floats) -> None:
    """Spread losses over forces in a zone, by their numbers."""
    there = presence(board.state.forces, actors, zone)
    share = fighters / divisor(there)
    for a in actors:
        board.today.losses[a, zone] += share * board.state.forces.fighters[a, zone]
