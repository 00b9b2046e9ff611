"""What constraints, talks, agreements and corridors add to an actor's reckoning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, FlagByRun, Floats, at

if TYPE_CHECKING:
    from whitecell.game.actor import Actor
    from whitecell.game.war_game import WarGame


class Incentives:
    """Answers an actor's questions about its options, for the runs in which it asks."""

    def __init__(self, game: WarGame) -> None:
        self.game = game
        value = game.ledger.value
        self.weight = value(game.rules.restraint)
        self.eagerness = value(game.rules.preemption)
        self._at_the_table = {
            name: [
                (talks, clause)
                for talks in game.talks.values()
                for clause in talks.agreement.clauses
                if clause.restrains and clause.binds(name)
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

    def unease(self, actor: Actor, zones: list[int], runs: NDArray[np.int64]) -> Floats | None:
        """What staying in each zone costs by the exclusions in force, ``(n_zones, k)``, or None."""
        found = None
        for exclusion in self.game.exclusions:
            if not exclusion.binds(actor.name):
                continue
            rows = [k for k, zone in enumerate(zones) if exclusion.covers[zone]]
            if rows:
                found = np.zeros((len(zones), len(runs))) if found is None else found
                found[rows] += exclusion.obedience[actor.name][runs] * at(self.weight, runs)
        return found

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
            for k, zone in enumerate(actor.options):
                bound = np.zeros(len(runs), dtype=np.bool_)
                for clause in agreement.clauses:
                    if clause.restrains and clause.covers[zone]:
                        bound |= clause.in_force[runs]
                found[k] += bound * at(weight, runs)
        return found

    def stayed_hand(self, striker: str) -> ByRunOr1:
        """What rivalries take off the log hazard of strikes by an enforcer."""
        stayed: ByRunOr1 = 0.0
        for rivalry in self.game.rivalries.values():
            stayed = stayed + rivalry.stays(striker)
        return stayed
