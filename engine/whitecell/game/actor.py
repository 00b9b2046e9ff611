"""An actor with forces: where it may go, and what strikes teach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1
from whitecell.game.routes import RouteMap
from whitecell.game.state import Own
from whitecell.scenario.diplomacy import Reinforce

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame


class Actor(mesa.Agent):  # type: ignore[misc]
    """The view of one fielded actor on the ground, and its will.

    Its ``options`` are the zones that it gives a worth, and the zone of its reserve, to which it
    can always fall back. ``effort`` has shape ``(n_runs,)``: the zone of its main effort, or
    ``HOLD``, as the state has it. ``struck`` marks the zones in which it was struck today, shape
    ``(n_zones, n_runs)``.
    """

    effort = Own[np.int64]()
    alarmed = Own[np.bool_]()

    def __init__(self, game: WarGame, name: str) -> None:
        super().__init__(game)
        self.game = game
        self.section, self.row = game.state.forces, game.layout.row("actors", name)
        self.name = name
        self.spec = game.plot.actors[name]
        self.place = game.ground.field.index(name)
        ground, value = game.ground, game.ledger.value
        self.reserve = ground.zones.index(self.spec.reserve) if self.spec.reserve else None
        self.options = ground.zones.indices({*self.spec.worth, self.spec.reserve})
        self.option_names = tuple(ground.zones.names[z] for z in self.options)
        self.struck: NDArray[np.bool_] = np.zeros((len(ground.zones), game.n_runs), dtype=np.bool_)
        self.map = RouteMap(
            ground.zones,
            game.plot.routes,
            [game.ledger.default(route.days) for route in game.plot.routes],
            name,
        )
        landings = [
            effect.zone
            for inject in game.plot.injects.values()
            for effect in inject.effects
            if isinstance(effect, Reinforce) and effect.actor == name
        ]
        starts = ground.zones.indices([*self.spec.forces, self.spec.reserve, *landings])
        self.reach = self.map.reach(starts, self.options) if starts else []
        self.fire_chance, self.recruits = value(self.spec.fire), value(self.spec.recruits)
        self._recruits_any = bool(np.any(np.asarray(self.recruits) > 0.0))
        self.wary_zones = ground.zones.indices(self.spec.wariness)

    def recruit(self) -> None:
        """Take in new fighters where new fighters arrive."""
        if self._recruits_any:
            self.receive(self.recruits)

    def receive(self, fighters: ByRunOr1) -> None:
        """Let fighters join the force in the zone of the reserve."""
        if self.reserve is not None:
            self.game.ground.arrive(self.place, self.reserve, fighters)

    # learn -------------------------------------------------------------------------------------

    def learn(self) -> None:
        """Grow wary where struck today; let old wariness fade."""
        wariness = self.section.wariness[self.row]
        for z in self.wary_zones:
            wariness[z] *= self.game.wariness_left
            wariness[z] += self.game.wariness_gain * self.struck[z]
        if self.wary_zones:
            self.alarmed = self.struck.any(axis=0)
            self.struck[:] = False
        elif self.game.day == 1:
            self.alarmed = False
