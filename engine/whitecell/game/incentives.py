"""What constraints, talks, agreements and corridors add to an actor's reckoning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, FlagByRun, Floats

if TYPE_CHECKING:
    from whitecell.game.actor import Actor
    from whitecell.game.constraint import CeasefireAgent
    from whitecell.game.war_game import WarGame


def at(value: ByRunOr1, runs: NDArray[np.int64]) -> ByRunOr1:
    """A value in some of the runs only."""
    return value[runs] if isinstance(value, np.ndarray) else value


class Incentives:
    """Answers an actor's questions about its options, for the runs in which it asks."""

    def __init__(self, game: WarGame) -> None:
        self.game = game
        value = game.ledger.value
        self.weight = value(game.rules.restraint)
        self.calm = value(game.rules.ceasefire_calm)
        self.eagerness = value(game.rules.preemption)
        self.truces: list[CeasefireAgent] = game.ceasefires
        self._at_the_table = {
            name: [
                (talks, clause)
                for talks in game.talks.values()
                for clause in talks.agreement.clauses
                if clause.binds(name)
            ]
            for name in game.ground.field.names
        }
        self._left_out = {
            name: [
                (agreement, value(agreement.spec.left_out[name]))
                for agreement in game.agreements.values()
                if name in agreement.spec.left_out
            ]
            for name in game.ground.field.names
        }
        self._bound_by = {
            name: [
                agreement
                for agreement in game.agreements.values()
                if any(clause.binds(name) for clause in agreement.clauses)
            ]
            for name in game.ground.field.names
        }

    def hurry(self, actor: str) -> Floats | float:
        """How much more often an actor reviews its effort as a text that binds it nears signature."""
        near: Floats | float = 0.0
        for talks, _ in self._at_the_table[actor]:
            near = np.maximum(near, talks.nearness())
        return near * self.eagerness

    def alarm(self, actor: str) -> FlagByRun:
        """Runs in which an agreement that binds an actor began or ended."""
        changed = np.zeros(self.game.n_runs, dtype=np.bool_)
        for agreement in self._bound_by[actor]:
            changed |= agreement.changed
        return changed

    def preemption(self, actor: Actor, runs: NDArray[np.int64]) -> Floats:
        """Rise of the worth of zones that a text near signature would close, ``(n_options, k)``."""
        rise = np.zeros((len(actor.options), len(runs)))
        for talks, clause in self._at_the_table[actor.name]:
            near = talks.nearness()[runs] * at(self.eagerness, runs)
            for k, zone in enumerate(actor.options):
                if clause.covers[zone]:
                    rise[k] = np.maximum(rise[k], near)
        return rise

    def restraint(self, actor: Actor, runs: NDArray[np.int64]) -> Floats:
        """What breaking the constraints in force would cost at each option, ``(n_options, k)``.

        Restraints of several constraints add up. A ceasefire restrains by the part of the foes in
        the zone that it protects.
        """
        cost = np.zeros((len(actor.options), len(runs)))
        for constraint in self.game.constraints.values():
            if not constraint.binds(actor.name):
                continue
            rows = [k for k, zone in enumerate(actor.options) if constraint.covers[zone]]
            if not rows:
                continue
            obedience = constraint.obedience[actor.name][runs] * at(self.weight, runs)
            if not obedience.any():
                continue
            zones = [actor.options[k] for k in rows]
            cost[rows] += obedience * constraint.bites(actor, zones, runs)
        return cost

    def held_back(self, actor: Actor, foe: int, zone: NDArray[np.int64], runs: NDArray[np.int64]) -> Floats:
        """Part of an attack on a foe that ceasefires hold back, 0 to 1, shape ``(k,)``."""
        free = np.ones(len(runs))
        for truce in self.truces:
            if truce.binds(actor.name) and truce.protects(foe):
                free *= 1.0 - truce.obedience[actor.name][runs] * truce.covers[zone]
        return 1.0 - free

    def fire_chance(self, actor: Actor, zones: list[int]) -> Floats:
        """Daily chance of harassing fire in each zone, ``(n_zones, n_runs)``."""
        calm = np.zeros((len(zones), self.game.n_runs))
        for truce in self.truces:
            if truce.binds(actor.name):
                for k, zone in enumerate(zones):
                    if truce.covers[zone]:
                        calm[k] += truce.obedience[actor.name]
        calm *= -np.asarray(self.calm)
        return actor.fire_chance * np.exp(calm)

    def corridor_worth(self, actor: Actor, runs: NDArray[np.int64]) -> Floats | None:
        """What each option would do for the corridors that the actor fights for, or None."""
        found = None
        for corridor in self.game.corridors.values():
            if actor.name not in corridor.worth:
                continue
            found = np.zeros((len(actor.options), len(runs))) if found is None else found
            for k, zone in enumerate(actor.options):
                if zone in corridor.missing:
                    found[k] += at(corridor.worth[actor.name], runs) * corridor.missing[zone][runs]
        return found

    def grievance(self, actor: Actor, runs: NDArray[np.int64]) -> Floats | None:
        """What upsetting agreements that leave the actor out is worth at each option, or None.

        Source: Stedman (1997), "Spoiler problems in peace processes", International Security 22.
        """
        if not self._left_out[actor.name]:
            return None
        found = np.zeros((len(actor.options), len(runs)))
        for agreement, weight in self._left_out[actor.name]:
            there = agreement.in_force[runs] * at(weight, runs)
            for k, zone in enumerate(actor.options):
                if any(clause.covers[zone] for clause in agreement.clauses):
                    found[k] += there
        return found

    def stayed_hand(self, striker: str) -> ByRunOr1:
        """What rivalries take off the log hazard of strikes by an enforcer."""
        stayed: ByRunOr1 = 0.0
        for rivalry in self.game.rivalries.values():
            stayed = stayed + rivalry.stays(striker)
        return stayed
