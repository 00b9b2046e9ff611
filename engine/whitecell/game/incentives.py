"""What constraints, talks, agreements and corridors add to the reckoning of actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, FlagByRun, Floats

if TYPE_CHECKING:
    from whitecell.game.constraint import ConstraintAgent
    from whitecell.game.decision import Decisions
    from whitecell.game.war_game import WarGame


class Incentives:
    """What is at stake for actors in zones, beside the zones themselves.

    Answers about options have shape ``(n_options, n_runs)``, the options being the rows of
    :class:`whitecell.game.decision.Decisions`. ``excluded`` marks the fielded actors that an
    exclusion binds, shape ``(n_actors,)``.
    """

    def __init__(self, game: WarGame) -> None:
        self.game = game
        value, names = game.ledger.value, game.ground.field.names
        self.weight = value(game.rules.restraint)
        self.eagerness = value(game.rules.preemption)
        self._restrained: list[tuple[ConstraintAgent, int, list[int], list[int]]] | None = None
        self._at_the_table = {
            name: [
                (talks, clause)
                for talks in game.talks.values()
                for clause in talks.agreement.clauses
                if clause.restrains and clause.binds(name)
            ]
            for name in names
        }
        self._left_out = {
            name: [
                (agreement, value(agreement.spec.left_out[name]))
                for agreement in game.agreements.values()
                if name in agreement.spec.left_out
            ]
            for name in names
        }
        self._bound_by = {
            name: [
                agreement
                for agreement in game.agreements.values()
                if any(clause.binds(name) for clause in agreement.clauses)
            ]
            for name in names
        }
        self.excluded: NDArray[np.bool_] = np.array(
            [any(exclusion.binds(name) for exclusion in game.exclusions) for name in names], dtype=np.bool_
        )

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

    def concerns(self, actor: str) -> set[str]:
        """Names of the terms that can matter to an actor."""
        terms = {"worth", "losses", "wariness", "restraint"}
        if any(actor in corridor.worth for corridor in self.game.corridors.values()):
            terms.add("corridor")
        return terms | {"grievance"} if self._left_out[actor] else terms

    def _none(self, decisions: Decisions) -> Floats:
        return np.zeros((len(decisions.actor), self.game.n_runs))

    def preemption(self, decisions: Decisions) -> Floats:
        """Rise of the worth of zones that a text near signature would close to the actor."""
        rise = self._none(decisions)
        for actor in decisions.deciders:
            for talks, clause in self._at_the_table[actor.name]:
                near = talks.nearness() * self.eagerness
                for row, zone in enumerate(actor.options, decisions.rows[actor.place].start):
                    if clause.covers[zone]:
                        np.maximum(rise[row], near, out=rise[row])
        return rise

    def restraint(self, decisions: Decisions) -> Floats:
        """What breaking the constraints in force would cost at each option.

        Restraints of several constraints add up. A ceasefire restrains by the part of the foes in
        the zone that it protects.
        """
        cost = self._none(decisions)
        for constraint, a, rows, zones in self._restraints(decisions):
            if constraint.in_force.any():
                obedience = constraint.obedience[self.game.ground.field.names[a]]
                cost[rows] += obedience * self.weight * constraint.bites(a, zones)
        return cost

    def _restraints(self, decisions: Decisions) -> list[tuple[ConstraintAgent, int, list[int], list[int]]]:
        """Each constraint with each actor that it may restrain, and the rows and zones of the options."""
        if self._restrained is None:
            self._restrained = []
            for constraint in self.game.constraints.values():
                for actor in decisions.deciders:
                    if not constraint.restrains or not constraint.binds(actor.name):
                        continue
                    start = decisions.rows[actor.place].start
                    rows = [row for row, z in enumerate(actor.options, start) if constraint.covers[z]]
                    zones = [int(decisions.zone[row]) for row in rows]
                    if rows:
                        self._restrained.append((constraint, actor.place, rows, zones))
        return self._restrained

    def unease(self) -> Floats:
        """What staying at each post costs by the exclusions in force, ``(n_posts, n_runs)``."""
        ground = self.game.ground
        cost = np.zeros((len(ground.posts), self.game.n_runs))
        for exclusion in self.game.exclusions:
            if not exclusion.in_force.any():
                continue
            for row, (a, z) in enumerate(zip(ground.post_actor, ground.post_zone, strict=True)):
                name = ground.field.names[a]
                if exclusion.covers[z] and exclusion.binds(name):
                    cost[row] += exclusion.obedience[name] * self.weight
        return cost

    def corridor_worth(self, decisions: Decisions) -> Floats:
        """What each option would do for the corridors that the actor fights for."""
        gain = self._none(decisions)
        for corridor in self.game.corridors.values():
            for actor in decisions.deciders:
                if actor.name in corridor.worth:
                    for row, zone in enumerate(actor.options, decisions.rows[actor.place].start):
                        if zone in corridor.missing:
                            gain[row] += corridor.worth[actor.name] * corridor.missing[zone]
        return gain

    def grievance(self, decisions: Decisions) -> Floats:
        """What upsetting agreements that leave the actor out is worth at each option.

        Source: Stedman (1997), "Spoiler problems in peace processes", International Security 22.
        """
        gain = self._none(decisions)
        for actor in decisions.deciders:
            for agreement, weight in self._left_out[actor.name]:
                for row, zone in enumerate(actor.options, decisions.rows[actor.place].start):
                    bound = np.zeros(self.game.n_runs, dtype=np.bool_)
                    for clause in agreement.clauses:
                        if clause.restrains and clause.covers[zone]:
                            bound |= clause.in_force
                    gain[row] += bound * weight
        return gain

    def stayed_hand(self, striker: str) -> ByRunOr1:
        """What rivalries take off the log hazard of strikes by an enforcer."""
        stayed: ByRunOr1 = 0.0
        for rivalry in self.game.rivalries.values():
            stayed = stayed + rivalry.stays(striker)
        return stayed
