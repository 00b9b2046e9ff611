"""What a worker plays for the page: some runs and where they leave the theatre, or one told run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from whitecell.analysis.days import Days, blank, look
from whitecell.game.dice import DrawCache
from whitecell.game.play import result
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.record import Story
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

Stopped = Callable[[], bool]
"""Called every day; returns true once the runs are not wanted any more."""


class StoppedError(Exception):
    """Playing was stopped before the end."""


@dataclass(frozen=True, eq=False, slots=True)
class Telling:
    """A told run and its days; their sums are over this one run, row 0 is the start."""

    story: Story
    days: Days


def play_part(scenario: Scenario, draws: DrawCache, stopped: Stopped) -> Days:
    """Play the runs of a cache of draws to the end: their measures, and sums of one row, for the last day.

    Raises
    ------
    StoppedError
        If they are not wanted any more.
    """
    with WarGame(scenario, draws.seeds, cache=draws) as game:
        for _ in range(scenario.days):
            _step(game, stopped)
        found = blank(game, 1)
        look(game, found, 0)
        found.columns = {name: gauge.result() for name, gauge in game.gauges.items()}
        return found


def tell_run(scenario: Scenario, seed: int, stopped: Stopped) -> Telling:
    """Play one run and keep its story and its days.

    Raises
    ------
    StoppedError
        If it is not wanted any more.
    """
    chronicle = Chronicle()
    with WarGame(scenario, np.array([seed], dtype=np.int64), chronicle=chronicle) as game:
        found = blank(game, scenario.days + 1)
        look(game, found, 0)
        for _ in range(scenario.days):
            _step(game, stopped)
            look(game, found, game.day)
        return Telling(result(game, chronicle), found)


def _step(game: WarGame, stopped: Stopped) -> None:
    if stopped():
        raise StoppedError
    game.step()
