"""Draw the dice of a game and do nothing else, to measure the time of a slab's dice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from whitecell.game.dice import Dice
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario


def roller(scenario: Scenario, runs: int) -> Callable[[], None]:
    """A function that only draws all dice of a slab, as the game does."""
    groups = [(group.law, group.names) for group in WarGame(scenario, np.arange(1)).dice._groups]

    def roll() -> None:
        dice = Dice(np.arange(runs), days=scenario.days)
        drawn = [dice.streams(law, names) for law, names in groups]
        for _ in range(scenario.days):
            dice.roll()
            for group in drawn:
                _ = group.today  # dice are drawn when they are read

    return roll
