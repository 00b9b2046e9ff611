"""Injects: dated events from outside, and what each kind of effect does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import numpy as np

from whitecell.game.axes import FlagByRun
from whitecell.game.board import Board, Entity
from whitecell.game.diplomacy.talks import TalksAgent
from whitecell.game.powers.patronage import Patronage
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.game.state.rows import Own
from whitecell.game.world import World
from whitecell.scenario.diplomacy import Inject
from whitecell.scenario.effects import Escalate, Expose, Postpone, Reinforce, ShiftWants, ShiftWill
from whitecell.scenario.plugins import asked


def in_order(injects: Mapping[str, Inject]) -> list[str]:
    """Names of injects, each after those on which it depends, else in the order of names."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name in sorted(injects):
        sorter.add(name, *sorted({*injects[name].if_happened, *injects[name].unless_happened}))
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom effects can reach, beside the state."""

    board: Board
    talks: Mapping[str, TalksAgent]
    rivalries: Mapping[str, RivalryAgent]
    patronages: Sequence[Patronage]


class InjectAgent(Entity):
    """One inject in every run; ``happened`` has shape ``(n_runs,)``."""

    happened = Own[np.bool_]()

    def __init__(self, reach: Reach, name: str, spec: Inject) -> None:
        super().__init__(reach.board, name)
        board, self.spec, self._reach = reach.board, spec, reach
        self.section, self.row = board.state.effects, board.setup.layout.row("injects", name)
        self.due = (spec.on - board.setup.scenario.start).days
        self._chance = board.setup.value(spec.chance)
        self._roll = board.dice.once("uniform", f"{name}/happens")

    def fall_due(self) -> None:
        """On its day: happen or not, and take effect."""
        if self.board.day != self.due:
            return
        happened, row = self.section.happened, self.board.setup.layout.row
        so = self._roll < self._chance
        for name in self.spec.if_happened:
            so &= happened[row("injects", name)]
        for name in self.spec.unless_happened:
            so &= ~happened[row("injects", name)]
        self.happened = so
        self.board.log.happened("inject", so, thing=self.name)
        self.board.log.happened("inject_missed", ~so, thing=self.name)
        for effect in self.spec.effects:
            EFFECTS.get(type(effect), _from_outside)(self._reach, effect, so)


def _shift_wants(reach: Reach, effect: ShiftWants, runs: FlagByRun) -> None:
    setup, state = reach.board.setup, reach.board.state
    by = np.where(runs, setup.value(effect.by), 0.0)
    if effect.toward in setup.scenario.constraints:
        state.effects.clause_shift[setup.layout.row("wishes", (effect.actor, effect.toward))] += by
    for talks in reach.talks.values():
        if talks.spec.signs == effect.toward and effect.actor in talks.parties:
            talks.sway(effect.actor, by)


def _shift_will(reach: Reach, effect: ShiftWill, runs: FlagByRun) -> None:
    for patronage in reach.patronages:
        if (patronage.patron, patronage.client) == (effect.patron, effect.client):
            patronage.sway(np.where(runs, reach.board.setup.value(effect.by), 0.0))


def _postpone(reach: Reach, effect: Postpone, runs: FlagByRun) -> None:
    talks = reach.talks[effect.talks]
    talks.until = talks.until + np.where(runs, reach.board.setup.value(effect.days), 0.0)


def _expose(reach: Reach, effect: Expose, runs: FlagByRun) -> None:
    talks = reach.talks[effect.talks]
    talks.expose(runs & talks.open & ~talks.known)


def _escalate(reach: Reach, effect: Escalate, runs: FlagByRun) -> None:
    reach.rivalries[effect.rivalry].move(runs, reach.board.setup.value(effect.by))


def _reinforce(reach: Reach, effect: Reinforce, runs: FlagByRun) -> None:
    setup = reach.board.setup
    fighters = np.where(runs, setup.value(effect.fighters), 0.0)
    reach.board.arrive(setup.field.index(effect.actor), setup.zones.index(effect.zone), fighters)


def _from_outside(reach: Reach, effect: Any, runs: FlagByRun) -> None:
    """Let an effect of a package happen."""
    asked(effect, f"on day {reach.board.day}", effect.happen, World(reach.board), runs.copy())


EFFECTS: dict[type, Callable[[Reach, Any, FlagByRun], None]] = {
    ShiftWants: _shift_wants,
    ShiftWill: _shift_will,
    Postpone: _postpone,
    Expose: _expose,
    Escalate: _escalate,
    Reinforce: _reinforce,
}
"""What each kind of effect does to the game in the runs where its inject happened."""
