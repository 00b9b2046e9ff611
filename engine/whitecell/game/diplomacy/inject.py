"""Injects: events from outside, when each happens, and how it turns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

import numpy as np

from whitecell.game.axes import ByRunOr1, FlagByRun, IndexByRun, any_of
from whitecell.game.board import Entity
from whitecell.game.diplomacy.effects import Reach, amounts, take_effect
from whitecell.game.log.log import Which
from whitecell.game.state.rows import Own
from whitecell.scenario.injects import Inject
from whitecell.scenario.targets import happenings_in


def in_order(injects: Mapping[str, Inject]) -> list[str]:
    """Names of injects, each after those on which it depends, otherwise sorted by name."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name in sorted(injects):
        sorter.add(name, *sorted(happenings_in(injects[name].when)))
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order


class InjectAgent(Entity):
    """One inject in every run.

    Attributes
    ----------
    happened : array of bool, shape ``(n_runs,)``
        Whether it ever happened.
    decided : array, shape ``(n_runs,)``
        The day on which its happening was last decided.
    """

    happened = Own[np.bool_]()
    decided = Own[np.float64]()

    def __init__(self, reach: Reach, name: str, spec: Inject) -> None:
        super().__init__(reach.board, name)
        board, self.spec, self._reach = reach.board, spec, reach
        self.section, self.row = board.state.effects, board.setup.layout.row("injects", name)
        value, start = board.setup.value, board.setup.scenario.start
        self._first = (spec.first - start).days if spec.first else 1
        self._last = (spec.last - start).days if spec.last else board.setup.scenario.days
        self._when = board.numbers.condition(spec.when) if spec.when else None
        self._chance = value(spec.chance if spec.chance_per_day is None else spec.chance_per_day)
        self._rest = None if spec.again_after is None else value(spec.again_after)
        self._roll = board.dice.once("uniform", f"{name}/happens") if spec.on else None
        self._daily = board.dice.streams("uniform", [] if spec.on else [f"{name}/happens"])
        self._turns = board.dice.streams("uniform", [f"{name}/outcome"] if spec.outcomes else [])
        self._ways = sorted(spec.outcomes)
        self._weights = [value(spec.outcomes[way].weight) for way in self._ways]
        self._today: FlagByRun | None = None

    def decide(self) -> None:
        """Decide where it happens today; nothing changes yet, so that all injects see the same morning."""
        self._today = None
        if not self._first <= self.board.day <= self._last:
            return
        due = self._due()
        if not any_of(due):
            return
        roll = self._daily.today[0] if self._roll is None else self._roll
        so = due & (roll < self._chance)
        self._today = so
        self.happened |= so
        per_day = self.spec.chance_per_day is not None
        self.decided[so if per_day else due] = float(self.board.day)
        self.board.log.happened("inject_missed", due & ~so & (self.spec.on is not None), thing=self.name)

    def _due(self) -> FlagByRun:
        """Where its happening is to be decided today."""
        never = self.decided < 0.0
        due = never if self._rest is None else never | (self.board.day >= self.decided + self._rest)
        return due & self._when() if self._when else due

    def take_effect(self) -> None:
        """Let its effects happen, where it happens today."""
        so = self._today
        if so is None or not any_of(so):
            return
        self.board.numbers.touch()  # formulas may ask whether it happened
        way = self._way(so)
        numbers = amounts(self._reach, self.spec.effects)
        for name in self._ways:
            numbers |= amounts(self._reach, self.spec.outcomes[name].effects, f"outcomes.{name}.")
        turned = Which(tuple(self._ways), way)
        self.board.log.happened("inject", so, thing=self.name, others=turned, numbers=numbers)
        here = ("injects", self.name)
        take_effect(self._reach, self.spec.effects, here, so)
        for k, name in enumerate(self._ways):
            chosen = way == k
            if any_of(chosen):
                take_effect(self._reach, self.spec.outcomes[name].effects, (*here, "outcomes", name), chosen)

    def _way(self, so: FlagByRun) -> IndexByRun:
        """Its outcome in each run, as a place among outcomes; −1 where it does not happen or has none."""
        if not self._ways:
            return np.full(self.board.n_runs, -1, dtype=np.int64)
        weights: Sequence[ByRunOr1] = self._weights
        reached: ByRunOr1 = 0.0
        whole = sum(weights[1:], start=weights[0])
        spin = self._turns.today[0] * whole
        way = np.zeros(self.board.n_runs, dtype=np.int64)
        for weight in weights[:-1]:
            reached = reached + weight
            way += spin >= reached
        return np.where(so & (np.asarray(whole) > 0.0), way, -1)
