"""What happened on a day of a game under test."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from whitecell.game.board import Board
from whitecell.game.log.log import PHASES

Game = TypeVar("Game", bound=Board)


def listen(game: Game) -> Game:
    """Let the log of a game keep everything."""
    game.log.ask(*PHASES)
    return game


def seen(game: Board, kind: str, thing: str, zone: str = "") -> NDArray[np.int64]:
    """How often a kind of happening was about a thing today, anywhere or in a zone; shape ``(n_runs,)``."""
    count = np.zeros(game.n_runs, dtype=np.int64)
    for happening in game.log.of(kind, [thing]):
        if not zone or happening.zone == zone:
            count += happening.where
    return count
