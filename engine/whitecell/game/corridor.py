"""A corridor: alternative paths, as strong as their weakest zone, that bring fighters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from whitecell.game.axes import ByRun, total
from whitecell.game.record import Event
from whitecell.game.state import Own
from whitecell.scenario.diplomacy import Corridor

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame


class CorridorAgent(mesa.Agent):  # type: ignore[misc]
    """One corridor in every run.

    The strength of a path is that of its weakest zone, and the best path counts (the max–min or
    widest path: Pollack 1960, "The maximum capacity through a network", Operations Research 8).

    Attributes
    ----------
    strength : array, shape ``(n_runs,)``
        Of the best path, 0 to 1.
    joined : array of bool, shape ``(n_runs,)``
    via : array of int, shape ``(n_runs,)``
        Index of the best path at the moment the corridor was first joined; −1 if it never was.
    stretches : dict of int to int
        For each of its zones: the row of the state in which stands what taking it is worth, 0 to 1.
    """

    strength = Own[np.float64]()
    joined = Own[np.bool_]()
    via = Own[np.int64]()

    def __init__(self, game: WarGame, name: str, spec: Corridor) -> None:
        super().__init__(game)
        self.game, self.name, self.spec = game, name, spec
        self.section, self.row = game.state.corridors, game.layout.row("corridors", name)
        ground, value = game.ground, game.ledger.value
        self.keepers = ground.field.indices(spec.friends)
        self.path_names = tuple(sorted(spec.paths))
        self.paths = [[ground.zones.index(z) for z in spec.paths[p]] for p in self.path_names]
        self._zones = sorted({z for path in self.paths for z in path})
        self.stretches = {z: game.layout.row("stretches", (name, z)) for z in self._zones}
        self._rows = list(self.stretches.values())
        self._steps = [[self._zones.index(z) for z in path] for path in self.paths]
        self._held = np.ix_(self.keepers, self._zones)
        self.threshold = value(spec.threshold)
        self.supplies = {a: value(spec.supplies[a]) for a in sorted(spec.supplies, key=game.actor_key)}
        self.worth = {actor: value(worth) for actor, worth in spec.worth.items()}
        self.delivered: ByRun = np.zeros(game.n_runs)
        self.survey()

    @property
    def missing(self) -> dict[int, ByRun]:
        """What taking each zone is worth to the corridor, 0 to 1."""
        return {zone: self.section.missing[row] for zone, row in self.stretches.items()}

    def survey(self) -> None:
        """Look along every path: how strong it is, and which of its zones are missing.

        What is missing on a path is shared among its zones by how much each lacks; a zone on
        several paths counts for the one on which it decides most.
        """
        ground, n = self.game.ground, self.game.n_runs
        held = total(ground.land.control[self._held]) if self.keepers else np.zeros((len(self._zones), n))
        openness = np.minimum(held, 1.0)
        lack = 1.0 - openness
        before = bool(self.joined[0])
        strengths = np.array([openness[steps].min(axis=0) for steps in self._steps])
        best = np.argmax(strengths, axis=0)
        self.strength = np.max(strengths, axis=0)
        short = 1.0 - self.strength
        missing = np.zeros_like(lack)
        for steps in self._steps:
            lacking = lack[steps]
            share = lacking / np.maximum(total(lacking), 1.0) * short
            missing[steps] = np.maximum(missing[steps], share)
        self.section.missing[self._rows] = missing
        self.joined = self.strength >= self.threshold
        self.via = np.where(self.joined & (self.via < 0), best, self.via)
        if self.game.chronicle and before != self.joined[0]:
            kind = "joined" if self.joined[0] else "cut"
            path_name = self.path_names[int(best[0])]
            self.game.tell(Event(self.game.day, "settle", kind, thing=self.name, others=(path_name,)))

    def deliver(self) -> None:
        """Bring fighters over a joined corridor; a closed one brings none."""
        self.delivered = np.zeros(self.game.n_runs)
        for actor, fighters in self.supplies.items():
            load = fighters * self.strength * self.joined
            self.game.actor_on_field(actor).receive(load)
            self.delivered += load
