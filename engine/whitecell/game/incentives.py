"""What constraints, talks, agreements and corridors add to the reckoning of actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, Floats, at

if TYPE_CHECKING:
    from whitecell.game.agreement import AgreementAgent
    from whitecell.game.constraint import ConstraintAgent, ExclusionAgent
    from whitecell.game.corridor import CorridorAgent
    from whitecell.game.decision import Decisions, Reviews
    from whitecell.game.war_game import WarGame


class Incentives:
    """What is at stake for actors in zones, beside the zones themselves.

    Answers about options have shape ``(n_pairs,)``, the pairs being those of
    :class:`whitecell.game.decision.Reviews`. ``excluded`` marks the fielded actors that an
    exclusion binds, shape ``(n_actors,)``.
    """

    def __init__(self, game: WarGame) -> None:
        self.game = game
        value, names = game.ledger.value, game.ground.field.names
        self.weight = value(game.rules.restraint)
        self.eagerness = value(game.rules.preemption)
        self._at_the_table = {
            name: [
                (talks, clauses)
                for talks in game.talks.values()
                if (clauses := [c for c in talks.agreement.clauses if c.restrains and c.binds(name)])
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
        self.excluded: NDArray[np.bool_] = np.array(
            [any(exclusion.binds(name) for exclusion in game.exclusions) for name in names], dtype=np.bool_
        )
        self._near: dict[str, Floats] = {}

    def attend(self, decisions: Decisions) -> None:
        """Learn which options each constraint, agreement and corridor concerns.

        ``alarms`` are the agreements with the places of the deciders that review at once when one
        of them begins or ends.
        """
        game, names = self.game, [actor.name for actor in decisions.deciders]
        self.alarms: list[tuple[AgreementAgent, list[int]]] = [
            (agreement, [k for k, name in enumerate(names) if any(c.binds(name) for c in agreement.clauses)])
            for agreement in game.agreements.values()
        ]
        self._restraints: list[tuple[ConstraintAgent, NDArray[np.bool_], NDArray[np.int64]]] = []
        self._hastened: list[tuple[int, int, list[str]]] = []
        self._lacks: list[tuple[int, int, CorridorAgent, int]] = []
        self._upset: list[tuple[int, int, list[ConstraintAgent], ByRunOr1]] = []
        options = [
            (k, actor, list(enumerate(actor.options, decisions.rows[actor.place].start)))
            for k, actor in enumerate(decisions.deciders)
        ]
        actors = [names[k] for k in decisions.decider]
        considered = list(zip(decisions.actor.tolist(), decisions.zone.tolist(), strict=True))
        for constraint in game.constraints.values():
            constraint.consider(considered)
            bound = np.array([constraint.binds(actor) for actor in actors], dtype=np.bool_)
            concerned = bound & constraint.covers[decisions.zone]
            if constraint.restrains and concerned.any():
                number = [constraint.bound.index(actor) if constraint.binds(actor) else 0 for actor in actors]
                self._restraints.append((constraint, concerned, np.array(number) * game.n_runs))
        for k, actor, rows in options:
            for row, z in rows:
                near = [
                    t.name
                    for t, clauses in self._at_the_table[actor.name]
                    if any(c.covers[z] for c in clauses)
                ]
                if near:
                    self._hastened.append((row, k, near))
                for agreement, weight in self._left_out[actor.name]:
                    clauses = [c for c in agreement.clauses if c.restrains and c.covers[z]]
                    if clauses:
                        self._upset.append((row, k, clauses, weight))
                for corridor in game.corridors.values():
                    if actor.name in corridor.worth and z in corridor.stretches:
                        self._lacks.append((row, k, corridor, z))

    def look(self) -> None:
        """See how near signature the talks are this morning."""
        heard = {talks.name: talks for tables in self._at_the_table.values() for talks, _ in tables}
        self._near = {name: talks.nearness() for name, talks in heard.items()}

    def hurry(self, actor: str) -> Floats | None:
        """How much more often an actor reviews its effort as a text that binds it nears signature.

        None if no talks could bind it.
        """
        near: Floats | None = None
        for talks, _ in self._at_the_table[actor]:
            now = self._near[talks.name]
            near = now if near is None else np.maximum(near, now)
        return None if near is None else near * self.eagerness

    def concerns(self, actor: str) -> set[str]:
        """Names of the terms that can matter to an actor."""
        terms = {"worth", "losses", "wariness", "restraint"}
        if any(actor in corridor.worth for corridor in self.game.corridors.values()):
            terms.add("corridor")
        return terms | {"grievance"} if self._left_out[actor] else terms

    def hasten(self, reviews: Reviews, worth: Floats) -> None:
        """Raise the worth of zones that a text near signature would close to the actor."""
        for row, k, names in self._hastened:
            runs = reviews.runs[k]
            if len(runs):
                rise = self._near[names[0]].take(runs)
                for name in names[1:]:
                    rise = np.maximum(rise, self._near[name].take(runs))
                worth[reviews.of_row(row)] *= 1.0 + rise * at(self.eagerness, runs)

    def restraint(self, reviews: Reviews) -> Floats:
        """What breaking the constraints in force would cost at each option.

        Restraints of several constraints add up. A ceasefire restrains by the part of the foes in
        the zone that it protects.
        """
        cost = np.zeros(len(reviews.run))
        for constraint, concerned, first in self._restraints:
            if not constraint.standing:
                continue
            pairs = np.flatnonzero(reviews.spread(concerned))
            run = reviews.run.take(pairs)
            obeyed = constraint.obeyed.take(reviews.spread(first).take(pairs) + run)
            bite = constraint.bites(reviews.flat.take(pairs), reviews.post.take(pairs))
            cost[pairs] += obeyed * at(self.weight, run) * bite
        return cost

    def unease(self, against: list[ExclusionAgent], actor: str, runs: NDArray[np.int64]) -> Floats | float:
        """What staying where these exclusions forbid it costs an actor in some runs."""
        cost: Floats | float = 0.0
        for exclusion in against:
            cost = cost + exclusion.obedience[actor].take(runs) * at(self.weight, runs)
        return cost

    def further(self, reviews: Reviews) -> dict[str, Floats]:
        """Terms that only some scenarios have: ``corridor`` and ``grievance``."""
        terms = {}
        if self._lacks:
            terms["corridor"] = self._corridor_worth(reviews)
        if any(self._left_out.values()):
            terms["grievance"] = self._grievance(reviews)
        return terms

    def _corridor_worth(self, reviews: Reviews) -> Floats:
        """What each option would do for the corridors that the actor fights for."""
        gain = np.zeros(len(reviews.run))
        for row, k, corridor, zone in self._lacks:
            runs = reviews.runs[k]
            if len(runs):
                worth = corridor.worth[self.game.decisions.deciders[k].name]
                gain[reviews.of_row(row)] += at(worth, runs) * corridor.section.missing[
                    corridor.stretches[zone]
                ].take(runs)
        return gain

    def _grievance(self, reviews: Reviews) -> Floats:
        """What upsetting agreements that leave the actor out is worth at each option.

        Source: Stedman (1997), "Spoiler problems in peace processes", International Security 22.
        """
        gain = np.zeros(len(reviews.run))
        for row, k, clauses, weight in self._upset:
            runs = reviews.runs[k]
            if len(runs):
                bound = clauses[0].in_force.take(runs)
                for clause in clauses[1:]:
                    bound = bound | clause.in_force.take(runs)
                gain[reviews.of_row(row)] += bound * at(weight, runs)
        return gain

    def stayed_hand(self, striker: str) -> ByRunOr1:
        """What rivalries take off the log hazard of strikes by an enforcer."""
        stayed: ByRunOr1 = 0.0
        for rivalry in self.game.rivalries.values():
            stayed = stayed + rivalry.stays(striker)
        return stayed
