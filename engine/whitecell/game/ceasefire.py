"""Ceasefires: whom they protect where, and who keeps them today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from whitecell.game.axes import FlagByRun, Floats, divisor
from whitecell.game.constraint import ConstraintAgent
from whitecell.scenario.clauses import Ceasefire

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame


class CeasefireAgent(ConstraintAgent):
    """Stops attacks and fire in zones, except on exempt groups."""

    def __init__(self, game: WarGame, name: str, spec: Ceasefire) -> None:
        super().__init__(game, name, spec)
        self.exempt = frozenset(game.ground.field.indices(spec.exempt))
        field, n = game.ground.field, game.n_runs
        self.protected = np.array([k not in self.exempt for k in range(len(field))], dtype=np.bool_)
        # Which foes in which zones it protects, by the flat place of actor and zone.
        self.shields: NDArray[np.bool_] = np.outer(self.protected, self.covers).reshape(-1)
        self._on_field = [(field.index(actor), actor) for actor in self.bound if actor in field]
        self._exempting: csr_array | None = None
        self._attacks: NDArray[np.bool_] = np.zeros((len(field), n), dtype=np.bool_)
        self._flights: dict[str, FlagByRun] = {}
        keys = [f"{name}/{game.actor_key(actor)}/keeps" for actor in self.bound]
        self._keeps = game.dice.streams("uniform", keys)

    def forget(self) -> None:
        """Forget today's attacks."""
        super().forget()
        self._attacks[:] = False
        self._flights = {}

    def consider(self, options: list[tuple[int, int]]) -> None:
        """Learn at which options there can be foes that it does not protect."""
        ground = self.game.ground
        foes = [(row, foe, z) for row, (a, z) in enumerate(options) for foe in ground.foes_at(a, z)]
        exempt = [(row, foe, z) for row, foe, z in foes if foe in self.exempt and self.covers[z]]
        self._exempting = ground.picking(exempt, len(options)) if exempt else None

    def bites(self, option: NDArray[np.int64], post: NDArray[np.int64]) -> Floats | float:
        """Share of the foes' strength in the zones of options that it protects."""
        if self._exempting is None:
            return 1.0
        ground = self.game.ground
        exempt: Floats = (self._exempting @ ground.posted_strength).take(option)
        return 1.0 - exempt / divisor(ground.threat.take(post))

    def keeping(self, actor: str) -> FlagByRun:
        """Runs in which a bound actor keeps it today, as far as attacks go: with chance obedience.

        A day's attack, on the ground or from the air, is made in full or not at all.
        """
        return np.asarray(self._keeps.today[self.bound.index(actor)] < self.obedience[actor])

    def kept(self) -> NDArray[np.bool_]:
        """Which fielded actors keep it today, ``(n_actors, n_runs)``; who is not bound does not."""
        kept = np.zeros_like(self._attacks)
        for place, actor in self._on_field:
            kept[place] = self.keeping(actor)
        return kept

    def note(self, sides: NDArray[np.int64]) -> None:
        """Remember attacks by fielded actors on those it protects, each by its flat place."""
        self._attacks.reshape(-1)[sides] = True

    def note_flights(self, actor: str, runs: FlagByRun) -> None:
        """Remember attacks from the air by a bound actor, who need not be on the field."""
        self._flights[actor] = self._flights[actor] | runs if actor in self._flights else runs

    def find_breaches(self) -> None:
        """Whoever attacked or fired at a protected foe today."""
        if not self.standing:
            return
        for actor, runs in self._flights.items():
            self.broke[actor] = runs
        for place, actor in self._on_field:
            self.broke[actor] = self.broke[actor] | self._attacks[place]
