"""Rewards: how much a seat gains from turn to turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from whitecell.game.axes import ByRun
from whitecell.game.war_game import WarGame
from whitecell.scenario.aims import no_aim
from whitecell.scenario.model import Scenario

Aims = Mapping[str, float]
"""Measures, and the worth of one unit of each to a seat; negative for what it wants to avoid."""


class Reward:
    """The gain of a seat so far; a turn's reward is its change.

    With aims it is the sum of the present values of the measures, each times its worth. A measure without a
    value yet counts as 0, a first day that has not come as the day after the last. With empty aims the gain
    is 0. Without aims (None) it is what the actors want on the ground by the scenario: the worth of each zone
    times the share that their side holds, averaged over all days of the game.

    Raises
    ------
    ValueError
        If an aim is not a measure of the scenario or not numeric, or if the actors of a seat without aims
        want no ground.
    """

    def __init__(self, scenario: Scenario, seat: str, actors: Sequence[str], aims: Aims | None) -> None:
        self._scenario, self._aims = scenario, None if aims is None else dict(aims)
        for name in self._aims or ():
            if why := no_aim(scenario, name):
                raise ValueError(f"the seat '{seat}' aims at '{name}', which {why}")
        self._worth = [(actor, zone) for actor in actors for zone in scenario.actors[actor].worth]
        if self._aims is None and not self._worth:
            raise ValueError(
                f"the actors of the seat '{seat}' want no ground; give it aims: measures and their worth"
            )

    def start(self, game: WarGame) -> ByRun:
        """Its value at the start of a game, which is not rewarded; shape ``(n_runs,)``."""
        return np.zeros(game.n_runs) if self._aims is None else self._standing(game, self._aims)

    def after_day(self, game: WarGame, so_far: ByRun) -> ByRun:
        """Its value after one more day."""
        return so_far + self._ground(game) / self._scenario.days if self._aims is None else so_far

    def after_turn(self, game: WarGame, so_far: ByRun) -> ByRun:
        """Its value after a turn's last day."""
        return so_far if self._aims is None else self._standing(game, self._aims)

    def _standing(self, game: WarGame, aims: Aims) -> ByRun:
        total = np.zeros(game.n_runs)
        for name, worth in aims.items():
            value = game.gauges[name].result()
            first = self._scenario.measures[name].statistic == "first_day"
            missing = float(self._scenario.days + 1) if first else 0.0
            total += worth * np.where(np.isfinite(value), value, missing)
        return total

    def _ground(self, game: WarGame) -> ByRun:
        setup, control = game.setup, game.state.land.control
        total = np.zeros(game.n_runs)
        for actor, zone in self._worth:
            row, z = setup.field.index(actor), setup.zones.index(zone)
            held = np.zeros(game.n_runs)
            for friend in setup.side_of[row]:
                held += control[friend, z] * setup.relations.same_side(actor, setup.field.names[friend])
            total += setup.value(setup.cast[row].worth[zone]) * held
        return total
