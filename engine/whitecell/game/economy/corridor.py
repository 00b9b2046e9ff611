"""A corridor: paths, each as strong as its weakest zone, that bring fighters and goods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game.axes import ByRun, Floats, any_of, columns, divisor, raise_to, raised, total
from whitecell.game.board import Board, Entity
from whitecell.game.log.log import Which
from whitecell.game.picks import picking
from whitecell.game.products import Sparse
from whitecell.game.state.rows import Daily, Own
from whitecell.scenario.diplomacy import Corridor


class CorridorAgent(Entity):
    """One corridor in every run.

    The strength of a path is that of its weakest zone. Either the best path counts (the max–min or widest
    path: Pollack 1960, "The maximum capacity through a network", Operations Research 8), or all paths add up.

    Attributes
    ----------
    strength : array, shape ``(n_runs,)``
        Strength of the best path, 0 to 1, or of all paths together.
    joined : array of bool, shape ``(n_runs,)``
    via : array of int, shape ``(n_runs,)``
        Index of the best path at the moment the corridor was first joined; −1 if it never was.
    delivered : array, shape ``(n_runs,)``
        Fighters that it brings today.
    stretches : dict of int to int
        For each of its zones the row of the state that holds the worth of taking it, 0 to 1.
    """

    strength = Own[np.float64]()
    joined = Own[np.bool_]()
    via = Own[np.int64]()
    delivered = Daily[np.float64]("delivered")

    def __init__(self, board: Board, name: str, spec: Corridor) -> None:
        super().__init__(board, name)
        self.section, self.row = board.state.corridors, board.setup.layout.row("corridors", name)
        self.spec, setup = spec, board.setup
        zone = setup.zones.index
        self.keepers = setup.field.indices(spec.friends)
        self.path_names = tuple(sorted(spec.paths))
        self.paths = [[zone(z) for z in spec.paths[p]] for p in self.path_names]
        self._zones = sorted({z for path in self.paths for z in path})
        self.stretches = {z: setup.layout.row("stretches", (name, z)) for z in self._zones}
        rows = list(self.stretches.values())
        self._missing: Floats = self.section.missing[rows[0] : rows[0] + len(rows)]
        self._lay()
        self._held, self._stopped = self._of(self.keepers), self._of(setup.field.indices(spec.stopped_by))
        self._half = setup.value(spec.half_stopped)
        self._carried = [
            (board.state.numbers.level[setup.layout.row("variables", name)], setup.value(amount),
             setup.stated.variables[name].limits)
            for name, amount in sorted(spec.carries.items())
        ]  # fmt: skip
        self.threshold = setup.value(spec.threshold)
        self.supplies = {a: setup.value(spec.supplies[a]) for a in sorted(spec.supplies, key=setup.actor_key)}
        self.survey()

    def _lay(self) -> None:
        """Number the steps of all paths, one path after another."""
        index = {zone: place for place, zone in enumerate(self._zones)}
        places = [[index[zone] for zone in path] for path in self.paths]
        steps = [(path, place) for path, zones in enumerate(places) for place in zones]
        # For each step its path and its zone, as a place among the corridor's.
        self._path, self._place = np.array(steps, dtype=np.int64).T.copy()
        along = [(path, step) for step, (path, _) in enumerate(steps)]
        self._along = picking(along, (len(self.paths), len(steps)))
        # The first zone of each path, then the second; the first step in each zone, then the second.
        self._zones_of = columns(places)
        self._steps_in = columns(
            [[k for k, (_, place) in enumerate(steps) if place == zone] for zone in index.values()]
        )

    def _of(self, actors: Sequence[int]) -> Sparse:
        """A matrix that adds up values of some actors in each of its zones, actor after actor."""
        n_actors, n_zones = len(self.board.setup.field), len(self.board.setup.zones)
        picked = [(row, a * n_zones + z) for row, z in enumerate(self._zones) for a in actors]
        return picking(picked, (len(self._zones), n_actors * n_zones))

    @property
    def missing(self) -> dict[int, ByRun]:
        """The worth to the corridor of taking each zone, 0 to 1."""
        return {zone: self.section.missing[row] for zone, row in self.stretches.items()}

    def survey(self) -> None:
        """Measure every path: its strength, and what each of its zones lacks.

        The missing strength of a path is divided among its zones in proportion to what each lacks. A zone on
        several paths counts for the path on which its share is largest.
        """
        openness, before = self._openness(), self.joined.copy()
        strengths = openness.take(self._zones_of, axis=0).min(axis=0)
        widest = self.spec.combine == "widest"
        self.strength = strengths.max(axis=0) if widest else total(strengths)
        share = 1.0 - openness.take(self._place, axis=0)
        whole = raise_to(self._along @ share, 1.0)
        share /= whole.take(self._path, axis=0)
        short = 1.0 - (self.strength if widest else strengths.take(self._path, axis=0))
        share *= short
        share.take(self._steps_in, axis=0).max(axis=0, out=self._missing)
        self.joined = self.strength >= self.threshold
        changed = raised(self.joined != before)
        if not len(changed):
            return
        best = np.zeros(before.shape, dtype=np.int64)
        best[changed] = strengths.take(changed, axis=1).argmax(axis=0)
        self.via = np.where(self.joined & (self.via < 0), best, self.via)
        for kind, turned in (("joined", self.joined & ~before), ("cut", before & ~self.joined)):
            if any_of(turned):
                which = Which(self.path_names, best)
                self.board.log.happened(kind, turned, thing=self.name, others=which)

    def _openness(self) -> Floats:
        """How open each of its zones is, 0 to 1, ``(n_zones, n_runs)``.

        Of free traffic, ``n`` fighters that may stop it stop the part ``n / (n + half)``, where ``n`` is
        reduced by the number of escorts. This is the saturation of a search (Holling 1959, "Some
        characteristics of simple types of predation and parasitism", The Canadian Entomologist 91); that one
        escort cancels one fighter is our own.
        """
        n = self.board.n_runs
        if self.spec.open_by == "control":
            return np.minimum(self._held @ self.board.state.land.control.reshape(-1, n), 1.0)
        fighters = self.board.state.forces.fighters.reshape(-1, n)
        friends, stopping = self._held @ fighters, self._stopped @ fighters
        if self.spec.open_by == "presence":
            return np.asarray(friends / divisor(friends + stopping))
        beyond = np.maximum(stopping - friends, 0.0)
        return np.asarray(1.0 - beyond / divisor(beyond + self._half))

    def deliver(self) -> None:
        """Bring fighters and goods over a joined corridor; one that is not joined brings none."""
        for level, amount, limits in self._carried:
            np.clip(level + amount * self.strength * self.joined, *limits, out=level)
        if not any_of(self.joined):
            return
        delivered = self.delivered
        for actor, fighters in self.supplies.items():
            load = fighters * self.strength * self.joined
            self.board.receive(actor, load)
            delivered += load
