"""What a worker plays for the page: some runs and the state they end in, or one run with its story.

A change is played on the same seeds as the base, so a worker keeps their dice. It stops when the runs are no
longer wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Days, blank, followed, look
from whitecell.analysis.recent import WEEK, Recent
from whitecell.batch.workers import StoppedError, stopped
from whitecell.game.dice import DrawCache
from whitecell.game.record import Story
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

Values = Mapping[str, float]
"""Assumptions that differ from the base, by name."""


@dataclass(frozen=True, eq=False, slots=True)
class Telling:
    """A run with its story and its days; the days' sums are over this one run, and row 0 is the start."""

    story: Story
    days: Days


def changed(scenario: Scenario, values: Values) -> Scenario:
    """The scenario with other values of some assumptions; the values are not checked."""
    if not values:
        return scenario
    assumptions = dict(scenario.assumptions)
    for name, value in values.items():
        assumptions[name] = assumptions[name].model_copy(update={"value": value})
    return scenario.model_copy(update={"assumptions": assumptions})


def play_part(scenario: Scenario, values: Values, seeds: NDArray[np.int64]) -> Days:
    """Play runs with some assumptions changed: their measures, and sums of one row, for the last day.

    Raises
    ------
    StoppedError
        If the runs are no longer wanted.
    """
    draws = _draws(seeds.tobytes())
    with WarGame(changed(scenario, values), draws.seeds, cache=draws) as game:
        recent = play_out(game)
        found = blank(game, 1)
        look(game, found, 0, recent)
        found.columns = {name: gauge.result() for name, gauge in game.gauges.items()}
        return found


def tell_run(scenario: Scenario, values: Values, seed: int) -> Telling:
    """Play one run with some assumptions changed, and keep its story and its days.

    Raises
    ------
    StoppedError
        If the run is no longer wanted.
    """
    return Telling(*followed(changed(scenario, values), seed, step))


@lru_cache(maxsize=1)
def _draws(seeds: bytes) -> DrawCache:
    """The dice of some seeds; dice kept for other seeds are dropped."""
    return DrawCache(np.frombuffer(seeds, dtype=np.int64).copy())


def step(game: WarGame) -> None:
    """Play a day.

    Raises
    ------
    StoppedError
        If the runs are no longer wanted.
    """
    if stopped():
        raise StoppedError("nobody waits for these runs")
    game.step()


def play_out(game: WarGame) -> Recent:
    """Play all days, and give the events of the last week.

    Raises
    ------
    StoppedError
        If the runs are no longer wanted.
    """
    recent, last = Recent(game), game.setup.scenario.days
    for _ in range(last):
        step(game)
        if game.day > last - WEEK:
            recent.look()
        else:
            recent.pass_over()
    return recent
