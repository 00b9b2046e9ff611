"""Constraints of packages from outside: their hooks are called, and the shapes of their answers checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import FlagByRun, Floats
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.places import Places
from whitecell.game.powers.patronage import Patronage
from whitecell.game.world import World, flags, numbers
from whitecell.scenario.kinds import ConstraintKind
from whitecell.scenario.plugins import asked


class OutsideClause:
    """The part of a constraint that its kind can see; see :class:`whitecell.scenario.kinds.Clause`."""

    def __init__(self, agent: ConstraintAgent, world: World) -> None:
        self.name, self.bound, self.zones = agent.name, agent.bound, tuple(agent.zones)
        self.world = world
        self._agent = agent

    @property
    def in_force(self) -> FlagByRun:
        """Runs in which it is in force, a copy."""
        return self._agent.in_force.copy()

    @property
    def obedience(self) -> dict[str, Floats]:
        """By actor bound: how far the actor obeys today, 0 to 1; copies."""
        return {actor: self._agent.obedience[actor].copy() for actor in self.bound}


class OutsideAgent(ConstraintAgent):
    """A constraint of a kind that a package adds; the kind defines it hook by hook."""

    def __init__(
        self, board: Board, name: str, spec: ConstraintKind, patronages: Sequence[Patronage]
    ) -> None:
        super().__init__(board, name, spec, patronages)
        self.kind = spec
        self.restrains, self.partly = spec.restrains, True
        self._clause = OutsideClause(self, World(board))
        self._ready = asked(spec, "to get ready", spec.prepare, self._clause)

    def _ask(self, hook: Callable[..., Any], *words: Any) -> Any:
        return asked(self.kind, f"on day {self.board.day}", hook, self._clause, self._ready, *words)

    def _held(self, hold: Callable[..., Any], *words: Any) -> Any:
        return asked(self.kind, f"on day {self.board.day}", hold, *words)

    def consider(self, options: Sequence[tuple[int, int]]) -> None:
        """Find the row of each option's zone among the zones that it covers."""
        place = {zone: k for k, zone in enumerate(self.zones)}
        self._rows = np.array([place.get(zone, 0) for _, zone in options], dtype=np.int64)

    def forbids(self, option: NDArray[np.int64], run: NDArray[np.int64]) -> Floats | float:
        """The kind's answer, the same for all options of a zone."""
        found = self._ask(self.kind.forbids)
        if found is None:
            return 1.0
        shares = self._held(numbers, found, (len(self.zones), self.board.n_runs))
        return np.asarray(np.clip(shares[self._rows.take(option), run], 0.0, 1.0))

    def spares(self, attackers: Places, foes: Places) -> NDArray[np.bool_] | None:
        """The kind's answer in its zones, by attacker and foe."""
        if not self.standing:
            return None
        found = self._ask(self.kind.spares)
        if not found:
            return None
        field, n = self.board.setup.field, self.board.n_runs
        spared = np.zeros(attackers.run.shape, dtype=np.bool_)
        for (attacker, foe), runs in found.items():
            where = self._held(flags, runs, n) & self.in_force
            if attacker in field and foe in field:
                pair = self._of(attackers, attacker) & self._of(foes, foe)
                spared |= pair & self.covers[foes.zone] & where[foes.run]
        return spared

    def _of(self, places: Places, force: str) -> NDArray[np.bool_]:
        """Which places are of an actor or one of its arms, or of an arm."""
        return np.isin(places.actor, self.board.setup.rows_of(force))

    def calms(self, actor: str) -> Floats | None:
        """The kind's answer where it is in force, else 0."""
        if not self.standing:
            return None
        found = self._ask(self.kind.calms, self._owners.get(actor, actor))
        if found is None:
            return None
        calmed: Floats = self._held(numbers, found, (self.board.n_runs,))
        return np.clip(calmed, 0.0, 1.0) * self.in_force

    def act(self) -> None:
        """Let the kind act today."""
        self._ask(self.kind.act)

    def breaches(self) -> None:
        """Mark the actors that breach it, as the kind says."""
        found = self._ask(self.kind.breached)
        self._held(self._take, found)

    def _take(self, found: Any) -> None:
        for actor, runs in found.items():
            if not self.obliges(actor):
                raise ValueError(f"it says that '{actor}' breaches '{self.name}', which does not bind it")
            self.board.today.broke[self.bound_row(actor)] = flags(runs, self.board.n_runs)
