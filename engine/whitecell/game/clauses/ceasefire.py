"""Ceasefires: which foes they protect in which zones, and which actors keep them today."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, FlagByRun, Floats, any_of, divisor, tally
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.picks import Picking
from whitecell.game.places import Places
from whitecell.game.powers.patronage import Patronage
from whitecell.scenario.clauses import Ceasefire


class CeasefireAgent(ConstraintAgent):
    """Stops attacks and fire in zones, except on exempt groups.

    Who breaks it is found for all ceasefires together (:class:`whitecell.game.clauses.counting.Counting`).

    Attributes
    ----------
    shields : array of bool, shape ``(n_actors, n_zones)``
        The foes that it protects in each zone.
    """

    def __init__(self, board: Board, name: str, spec: Ceasefire, patronages: Sequence[Patronage]) -> None:
        super().__init__(board, name, spec, patronages)
        setup = board.setup
        unnamed = set(setup.field.names).difference(spec.toward) if spec.toward else set()
        self._exempt = frozenset(setup.field.indices({*spec.exempt, *unnamed}))
        self._protected = np.array([k not in self._exempt for k in range(len(setup.field))], dtype=np.bool_)
        self.shields: NDArray[np.bool_] = np.outer(self._protected, self.covers)
        self._exempting: Picking | None = None
        # Forces that decide whether to keep it on the ground, with their rows; others cannot break it so.
        fielded = [(place, force) for place, force in enumerate(setup.field.names) if force in self.forces]
        rows = [(place, self._disposition(force, "ground")) for place, force in fielded]
        self._decides = [place for place, row in rows if row is not None]
        self._decided = np.array([row for _, row in rows if row is not None], dtype=np.int64)
        self._cannot = [place for place, row in rows if row is None]

    def consider(self, options: Sequence[tuple[int, int]]) -> None:
        """Find the options at which there can be foes that it does not protect."""
        posts = self.board.setup.posts
        foes = [(row, foe, z) for row, (a, z) in enumerate(options) for foe in posts.foes_at(a, z)]
        as_foes = self.board.setup.as_foes
        exempt = [
            (row, posts.row_of[foe, z], int(as_foes[options[row][0], foe]))
            for row, foe, z in foes
            if foe in self._exempt and self.covers[z]
        ]
        self._exempting = posts.picked(exempt, len(options)) if exempt else None
        self.partly = bool(exempt)
        self._view_of = np.array([posts.view_of[option] for option in options], dtype=np.int64)

    def forbids(self, option: NDArray[np.int64], run: NDArray[np.int64]) -> Floats | float:
        """Share of the foes' strength in the zones of options that belongs to foes it protects."""
        if self._exempting is None:
            return 1.0
        morning, n = self.board.today.morning, self.board.n_runs
        exempt: Floats = (self._exempting @ morning.strength).take(option * n + run)
        threat = morning.threat.take(self._view_of.take(option) * n + run)
        return 1.0 - exempt / divisor(threat)

    def _disposition(self, force: str, means: str) -> int | None:
        """The row of an actor's or arm's disposition to keep it by one means; None if it decides nothing."""
        owner = self._owners.get(force, force)
        return self.board.setup.layout.find("keeping", (self.name, owner, means))

    def _kept(self, force: str, means: str) -> FlagByRun:
        """Runs in which an actor or arm that it binds does not break it by one means today."""
        row = self._disposition(force, means)
        return self.in_force if row is None else self.board.today.kept[row]

    def spares(self, attackers: Places, foes: Places) -> NDArray[np.bool_] | None:
        """Attacks on protected foes by actors that keep it today."""
        if not self.standing:
            return None
        protected = foes.flags_of_pair(self.shields)
        if not any_of(protected):
            return None
        kept = np.zeros((len(self._protected), self.board.n_runs), dtype=np.bool_)
        kept[self._decides] = self.board.today.kept.take(self._decided, axis=0)
        kept[self._cannot] = self.in_force
        return np.asarray(protected & attackers.of_actor(kept))

    def spares_from_air(self, actor: str, zone: int, target: int) -> FlagByRun | None:
        """Where a bound actor complies today; None unless it covers the zone and protects the target."""
        if self.standing and self.covers[zone] and self.binds(actor) and self._protected[target]:
            return self._kept(actor, "air")
        return None

    def calms(self, actor: str) -> Floats | None:
        """1 where the actor keeps it with its fire today, or an arm at range with its guns; else 0."""
        means = "guns" if self.board.setup.layout.far(actor) else "fire"
        return self._kept(actor, means).astype(np.float64) if self.standing else None

    def by_means(self, bound: int) -> dict[str, ByRunOr1]:
        """Today's violations by one of the bound actors, by means."""
        told: dict[str, ByRunOr1] = {}
        for acts in self.board.today.acts:
            if acts.constraint == self.name:
                his = acts.actor == bound
                count = tally(acts.run[his], acts.count[his], self.board.n_runs)
                told[acts.means] = told.get(acts.means, 0.0) + count
        return told
