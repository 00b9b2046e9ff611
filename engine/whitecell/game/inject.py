"""Injects: dated events from outside, and what each kind of effect does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from whitecell.game.axes import FlagByRun
from whitecell.game.outside import take_effect
from whitecell.game.record import Event
from whitecell.game.state import Own
from whitecell.scenario.diplomacy import (
    Escalate,
    Expose,
    Inject,
    Postpone,
    Reinforce,
    ShiftWants,
    ShiftWill,
)

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame


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


class InjectAgent(mesa.Agent):  # type: ignore[misc]
    """One inject in every run; ``happened`` has shape ``(n_runs,)``."""

    happened = Own[np.bool_]()

    def __init__(self, game: WarGame, name: str, spec: Inject) -> None:
        super().__init__(game)
        self.game, self.name, self.spec = game, name, spec
        self.section, self.row = game.state.effects, game.layout.row("injects", name)
        self.due = (spec.on - game.plot.start).days
        self.chance = game.ledger.value(spec.chance)
        self.roll = game.dice.once("uniform", f"{name}/happens")
        self._nowhere = np.zeros(game.n_runs, dtype=np.bool_)
        self.today: FlagByRun = self._nowhere

    def fall_due(self) -> None:
        """On its day: happen or not, and take effect."""
        if self.game.day != self.due:
            self.today = self._nowhere
            return
        so = self.roll < self.chance
        for name in self.spec.if_happened:
            so &= self.game.injects[name].happened
        for name in self.spec.unless_happened:
            so &= ~self.game.injects[name].happened
        self.happened = self.today = so
        if self.game.chronicle:
            kind = "inject" if so[0] else "inject_missed"
            self.game.tell(Event(self.game.day, "injects", kind, thing=self.name))
        for effect in self.spec.effects:
            EFFECTS.get(type(effect), take_effect)(self.game, effect, so)


def _shift_wants(game: WarGame, effect: ShiftWants, runs: FlagByRun) -> None:
    by = np.where(runs, game.ledger.value(effect.by), 0.0)
    if effect.toward in game.constraints:
        game.state.effects.clause_shift[game.layout.row("wishes", (effect.actor, effect.toward))] += by
    for talks in game.talks.values():
        if talks.spec.signs == effect.toward and effect.actor in talks.parties:
            talks.sway(effect.actor, by)


def _shift_will(game: WarGame, effect: ShiftWill, runs: FlagByRun) -> None:
    for patronage in game.patrons_of.get(effect.client, ()):
        if patronage.patron == effect.patron:
            by = np.where(runs, game.ledger.value(effect.by), 0.0)
            patronage.sway(by)


def _postpone(game: WarGame, effect: Postpone, runs: FlagByRun) -> None:
    talks = game.talks[effect.talks]
    talks.until = talks.until + np.where(runs, game.ledger.value(effect.days), 0.0)


def _expose(game: WarGame, effect: Expose, runs: FlagByRun) -> None:
    talks = game.talks[effect.talks]
    talks.expose(runs & talks.open & ~talks.known)


def _escalate(game: WarGame, effect: Escalate, runs: FlagByRun) -> None:
    game.rivalries[effect.rivalry].move(runs, game.ledger.value(effect.by))


def _reinforce(game: WarGame, effect: Reinforce, runs: FlagByRun) -> None:
    fighters = np.where(runs, game.ledger.value(effect.fighters), 0.0)
    ground = game.ground
    ground.arrive(ground.field.index(effect.actor), ground.zones.index(effect.zone), fighters)


EFFECTS: dict[type, Callable[[WarGame, Any, FlagByRun], None]] = {
    ShiftWants: _shift_wants,
    ShiftWill: _shift_will,
    Postpone: _postpone,
    Expose: _expose,
    Escalate: _escalate,
    Reinforce: _reinforce,
}
"""What each kind of effect does to the game in the runs where its inject happened."""
