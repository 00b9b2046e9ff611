"""Games at a table, for tests: what is said, and whether two stand alike."""

from __future__ import annotations

import numpy as np

from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario
from whitecell.table.entries import Ordered, Step
from whitecell.table.folder import Folder, append
from whitecell.table.replay import Columns


def order(actor: str, choice: str, option: str, about: str = "", zone: str = "") -> Ordered:
    return Ordered(actor=actor, choice=choice, option=option, about=about, zone=zone)


def stepped(folder: Folder, turns: int = 1) -> Folder:
    for _ in range(turns):
        folder = append(folder, "white", Step())
    return folder


def same(one: WarGame, other: WarGame) -> bool:
    """Whether two games stand alike to the bit."""
    mine, theirs = one.state.arrays(), other.state.arrays()
    told = {name for name in (*mine, *theirs) if name.startswith("story.")}
    names = mine.keys() - told
    return names == theirs.keys() - told and all(mine[n].tobytes() == theirs[n].tobytes() for n in names)


def alike(one: Columns, other: Columns) -> bool:
    """Whether the same measures have the same values in all runs."""
    return one.keys() == other.keys() and all(
        list(one[n]) == list(other[n])
        if one[n].dtype == object
        else np.array_equal(one[n], other[n], equal_nan=True)
        for n in one
    )


def alone(scenario: Scenario, days: int, seed: int = 3) -> WarGame:
    game = WarGame(scenario, np.array([seed]))
    for _ in range(days):
        game.step()
    return game
