"""A war game under observation: it plays as ever, and what a day's phases found and left is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from happenings import listen
from numpy.typing import NDArray

from whitecell.game.war_game import Phase, WarGame
from whitecell.scenario.model import Scenario

Floats = NDArray[np.float64]


class Watched(WarGame):
    """Keeps the forces, shape ``(n_actors, n_zones, n_runs)``, at three moments of the day.

    ``dawn`` is before anything happens, ``before`` and ``moved`` stand around the march. ``road`` and
    ``moved_road`` are those who are on their way to each zone then, in the same shape.
    ``binding`` is which constraints are in force during the day, before the judgement of the evening.
    """

    dawn: Floats
    before: Floats
    moved: Floats
    road: Floats
    moved_road: Floats
    binding: dict[str, NDArray[np.bool_]]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        listen(self)
        move = next(k for k, phase in enumerate(self.phases) if phase.name == "move")
        watch = Phase("watch", [self._before]), self.phases[move], Phase("watch", [self._after])
        self.phases = (*self.phases[:move], *watch, *self.phases[move + 1 :])

    def _before(self) -> None:
        self.before = self.state.forces.fighters.copy()
        self.road = self._on_road()

    def _after(self) -> None:
        self.moved = self.state.forces.fighters.copy()
        self.moved_road = self._on_road()
        self.binding = {name: each.in_force.copy() for name, each in self.pieces.constraints.items()}

    def _on_road(self) -> Floats:
        road = np.zeros(self.state.forces.fighters.shape)
        self.setup.posts.write(road, self.state.forces.on_road)
        return road

    def everyone(self) -> Floats:
        """Fighters of each actor, in zones and on the road, ``(n_actors, n_runs)``."""
        return np.asarray((self.state.forces.fighters + self._on_road()).sum(axis=1))

    def step(self) -> None:
        """Play a day."""
        self.dawn = self.state.forces.fighters.copy()
        super().step()

    def days(self) -> Iterator[int]:
        """Play to the end, a day at a time."""
        for _ in range(self.setup.scenario.days):
            self.step()
            yield self.day


def open_roads(scenario: Scenario, actor: str) -> NDArray[np.bool_]:
    """Which zones an actor can pass between in one hop, ``(n_zones, n_zones)`` in the game's order."""
    names = sorted(scenario.zones, key=lambda name: (scenario.zones[name].dice or name, name))
    joined = np.zeros((len(names), len(names)), dtype=np.bool_)
    for route in scenario.routes:
        if actor not in route.closed_to:
            a, b = (names.index(name) for name in route.between)
            joined[a, b] = joined[b, a] = True
    return joined
