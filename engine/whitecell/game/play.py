"""Playing a scenario: a slab of runs, or one run told as a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats
from whitecell.game.memory import undisturbed
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.record import Story, Value
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

WHOLE = frozenset({"ever", "first_day", "days"})
"""Statistics whose value is always a whole number."""


def play(
    scenario: Scenario,
    seeds: NDArray[np.int64],
    values: Mapping[str, Floats] | None = None,
) -> dict[str, NDArray[Any]]:
    """Play a slab of runs to the end.

    Parameters
    ----------
    scenario : Scenario
        A read scenario.
    seeds : integers, shape ``(n_runs,)``
        The runs, in any order. A run's result does not depend on the others.
    values : mapping of str to array, shape ``(n_runs,)``
        Assumptions that differ from run to run.

    Returns
    -------
    dict of str to array, shape ``(n_runs,)``
        Each measure in the scenario's order: floats, NaN where it did not happen; names or None
        for a category.

    Raises
    ------
    KeyError
        If ``values`` names no assumption of the scenario.
    """
    with undisturbed(), WarGame(scenario, np.asarray(seeds, dtype=np.int64), values) as game:
        for _ in range(scenario.days):
            game.step()
        return {name: gauge.result() for name, gauge in game.gauges.items()}


def tell(scenario: Scenario, seed: int, every_day: bool = False) -> Story:
    """Play one run and keep its story; its measures are the same to the bit as from :func:`play`.

    With ``every_day`` its events include each day of fighting and each day in breach.
    """
    chronicle = Chronicle(every_day)
    with undisturbed(), WarGame(scenario, np.array([seed], dtype=np.int64), chronicle=chronicle) as game:
        for _ in range(scenario.days):
            game.step()
        return result(game, chronicle)


def result(game: WarGame, chronicle: Chronicle) -> Story:
    """The story of a game of a single run that has been played to the end."""
    measures = {
        name: _plain(gauge.result()[0], game.setup.scenario, name) for name, gauge in game.gauges.items()
    }
    seed = int(game.dice.seeds[0])
    return Story(seed, measures, tuple(chronicle.events), tuple(chronicle.weighings))


def _plain(value: Any, scenario: Scenario, name: str) -> Value:
    """A measure of one run as a plain number, name or None."""
    if value is None or isinstance(value, str):
        return value
    if np.isnan(value):
        return None
    return int(value) if scenario.measures[name].statistic in WHOLE else float(value)
