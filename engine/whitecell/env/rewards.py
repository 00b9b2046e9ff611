"""Rewards: how far things go a seat's way from turn to turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from whitecell.game.axes import ByRun
from whitecell.game.war_game import WarGame
from whitecell.scenario.aims import no_aim
from whitecell.scenario.model import Scenario

Aims = Mapping[str, float]
"""Measures, and what one unit of each is worth to a seat; below 0 for what it would rather not see."""


class Reward:
    """What a seat has gained so far, of which a turn's reward is the change.

    With aims it is the sum of its measures as they stand, each times its worth. A measure that says nothing
    yet counts as 0, and a first day that has not come as the day after the last; with aims that are empty it
    is nothing. Without aims (None) it is what the scenario says that its actors want on the ground: the worth
    of each zone times the share of it that their side holds, on the average of all days of the game.

    Raises
    ------
    ValueError
        If an aim is not a measure of the scenario, or not a number; or if the actors of a seat without aims
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
        """What it has at the start of a game, which is no gain; shape ``(n_runs,)``."""
        return np.zeros(game.n_runs) if self._aims is None else self._standing(game, self._aims)

    def after_day(self, game: WarGame, so_far: ByRun) -> ByRun:
        """What it has after one more day."""
        return so_far + self._ground(game) / self._scenario.days if self._aims is None else so_far

    def after_turn(self, game: WarGame, so_far: ByRun) -> ByRun:
        """What it has after a turn's last day."""
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
