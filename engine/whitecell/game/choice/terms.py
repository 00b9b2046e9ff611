"""The terms that weigh in the choice of a main effort, one class each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, Floats, at, raised
from whitecell.game.board import Board
from whitecell.game.choice.menu import Menu, Options
from whitecell.game.choice.tables import Tables
from whitecell.game.choice.view import Outlook
from whitecell.game.clauses.clause import ConstraintAgent, in_force_over
from whitecell.game.clauses.exclusion import ExclusionAgent
from whitecell.game.clauses.obedience import Obedience
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.economy.corridor import CorridorAgent
from whitecell.game.state.sections import HOLD

Indices = NDArray[np.int64]


class Term(ABC):
    """A term of utility that counts for or against options.

    ``name`` is its name in a :class:`whitecell.game.record.Option`.
    """

    name: str
    gains = False
    """Whether it is a gain that an effort would bring."""

    @abstractmethod
    def weigh(self, menu: Menu, outlook: Outlook) -> Floats | None:
        """The part it adds to the utility of each pair, ``(n_pairs,)``; None if it never adds anything."""

    def concerns(self, actor: str) -> bool:
        """Whether it can matter to an actor; by default it matters to all."""
        return True


class Worth(Term):
    """The worth of a zone times the part that an effort wins; more if a text is about to close the zone."""

    name = "worth"
    gains = True

    def __init__(self, board: Board, options: Options, tables: Tables) -> None:
        setup, names = board.setup, board.setup.zones.names
        self._worth = setup.parameters.stack(
            [setup.cast[a].worth.get(names[z], 0.0) for a, z in options.pairs]
        )
        self._tables = tables
        # By the talks whose text would close zones: the options with these zones.
        self._closing: dict[tuple[str, ...], NDArray[np.bool_]] = {}
        for row, (_, zone) in enumerate(options.pairs):
            names = tables.closing(int(options.decider[row]), zone)
            if names:
                none = np.zeros(len(options), dtype=np.bool_)
                self._closing.setdefault(names, none)[row] = True

    def weigh(self, menu: Menu, outlook: Outlook) -> Floats:
        """Worth · stake, raised as a text that would close the zone nears signature."""
        stake = laws.stake(outlook.held, outlook.with_effort, outlook.without)
        worth: Floats = menu.of_option(self._worth) * stake
        for names, closed in self._closing.items():
            near = reduce(np.maximum, [self._tables.near[name] for name in names])
            pairs = raised(menu.spread(closed))
            worth[pairs] *= (1.0 + near * self._tables.eagerness).take(menu.run.take(pairs))
        return worth


class Losses(Term):
    """The part of the force that is exposed, weighted by the actor's caution."""

    name = "losses"

    def __init__(self, board: Board) -> None:
        setup = board.setup
        self._caution = setup.parameters.stack([spec.caution for spec in setup.cast])

    def weigh(self, menu: Menu, outlook: Outlook) -> Floats:
        """− caution · exposed share."""
        return np.asarray(-menu.of_actor(self._caution) * outlook.exposed)


class Wariness(Term):
    """The strikes that the actor expects in the zone, weighted by its fear."""

    name = "wariness"

    def __init__(self, board: Board) -> None:
        setup = board.setup
        self.fear = setup.parameters.stack([spec.fear for spec in setup.cast])
        self._wariness = board.state.forces.wariness

    def weigh(self, menu: Menu, outlook: Outlook) -> Floats:
        """− fear · wariness."""
        return np.asarray(-menu.of_actor(self.fear) * menu.places.read(self._wariness))


class Restraint(Term):
    """The cost of breaking the constraints in force; a ceasefire counts by the share of foes it protects."""

    name = "restraint"

    def __init__(
        self,
        board: Board,
        options: Options,
        constraints: Sequence[ConstraintAgent],
        obedience: Obedience,
    ) -> None:
        self._weight = board.setup.value(board.setup.scenario.rules.restraint)
        self._obeyed = obedience.obeyed
        names = [board.setup.field.names[a] for a in options.actor]
        rows: list[tuple[int, int]] = []
        # Constraints that may forbid some options in part only, and the rows of each.
        self._partly: list[tuple[ConstraintAgent, slice]] = []
        for constraint in constraints:
            constraint.consider(options.pairs)
            first = len(rows)
            if constraint.restrains:
                rows += [
                    (option, constraint.bound_row(name) * board.n_runs)
                    for option, (name, zone) in enumerate(zip(names, options.zone, strict=True))
                    if constraint.binds(name) and constraint.covers[zone]
                ]
            if constraint.partly and len(rows) > first:
                self._partly.append((constraint, slice(first, len(rows))))
        # For each constraint and option that it concerns: the option, and where its actor's obedience begins.
        self._option, self._first = np.array(rows, dtype=np.int64).reshape(-1, 2).T.copy()

    def weigh(self, menu: Menu, outlook: Outlook) -> Floats:
        """− the sum over constraints of obedience · weight · how far it forbids."""
        pairs, counts = menu.with_pairs(self._option)
        run, ends = menu.run.take(pairs), counts.cumsum()
        each = self._obeyed.take(self._first.repeat(counts) + run) * at(self._weight, run)
        for constraint, rows in self._partly:
            if constraint.standing:
                part = slice(ends[rows.start] - counts[rows.start], ends[rows.stop - 1])
                each[part] *= constraint.forbids(menu.option.take(pairs[part]), run[part])
        cost = np.zeros(len(menu))
        np.add.at(cost, pairs, each)
        return -cost

    def staying(
        self, exclusion: ExclusionAgent, actor: Indices, zones: Indices, row: Indices, run: Indices
    ) -> Floats:
        """The cost of staying where an exclusion forbids it: of some actors, in some zones and runs.

        ``row`` are places in ``zones`` and in ``actor``, where the obedience of each actor begins in the flat
        array of all that the exclusion binds.
        """
        obeyed = exclusion.obeyed.take(actor.take(row) + run) * at(self._weight, run)
        if exclusion.reached(int(zones[0])) is None:
            return np.asarray(obeyed)
        reached = np.array([exclusion.reached(zone) for zone in zones.tolist()])
        return np.asarray(obeyed * reached[row, run])


class CorridorWorth(Term):
    """The gain from taking the zone for the corridors that the actor fights for."""

    name = "corridor"
    gains = True

    def __init__(self, board: Board, options: Options, corridors: Sequence[CorridorAgent]) -> None:
        self._corridors, setup = corridors, board.setup
        self._missing, n_runs = board.state.corridors.missing, board.n_runs
        # For each corridor: the options that it wants taken, what it is worth there, and what a zone adds.
        self._wanting: list[tuple[NDArray[np.bool_], Floats, Indices]] = []
        pairs = [(setup.field.names[a], z) for a, z in options.pairs]
        for corridor in corridors:
            wanted = [name in corridor.spec.worth and z in corridor.stretches for name, z in pairs]
            worth = [corridor.spec.worth.get(name, 0.0) for name, _ in pairs]
            rows = [corridor.stretches.get(z, 0) * n_runs for _, z in pairs]
            if any(wanted):
                self._wanting.append((np.array(wanted), setup.parameters.stack(worth), np.array(rows)))

    def weigh(self, menu: Menu, outlook: Outlook) -> Floats | None:
        """Worth of the corridor · what the zone would add to the corridor."""
        if not self._wanting:
            return None
        gain = np.zeros(len(menu))
        for wanted, worth, rows in self._wanting:
            pairs = raised(menu.spread(wanted))
            missing = self._missing.take(rows.take(menu.option.take(pairs)) + menu.run.take(pairs))
            gain[pairs] += menu.of_option(worth).take(pairs) * missing
        return gain

    def concerns(self, actor: str) -> bool:
        """Whether the actor fights for a corridor."""
        return any(actor in corridor.spec.worth for corridor in self._corridors)


class Grievance(Term):
    """The worth of upsetting agreements that leave the actor out.

    Source: Stedman (1997), "Spoiler problems in peace processes", International Security 22.
    """

    name = "grievance"
    gains = True

    def __init__(self, board: Board, options: Options, agreements: Sequence[AgreementAgent]) -> None:
        field = board.setup.field
        self._left_out = {name for each in agreements for name in each.spec.left_out if name in field}
        # For each agreement: the options in zones that its clauses cover, of actors that it leaves out; for
        # each option where the flags of its zone begin; its weight; and by zone the clauses.
        self._upset: list[tuple[NDArray[np.bool_], Indices, Floats, dict[int, list[ConstraintAgent]]]] = []
        names = [field.names[a] for a in options.actor]
        for agreement in agreements:
            covers: dict[int, list[ConstraintAgent]] = {}
            for name, z in zip(names, options.zone.tolist(), strict=True):
                clauses = [c for c in agreement.clauses if c.restrains and c.covers[z]]
                if clauses and name in agreement.spec.left_out:
                    covers[z] = clauses
            if not covers:
                continue
            out = [name in agreement.spec.left_out for name in names]
            places = {z: place * board.n_runs for place, z in enumerate(covers)}
            upset = np.array(out, dtype=np.bool_) & np.isin(options.zone, list(covers))
            first = np.array([places.get(z, 0) for z in options.zone.tolist()], dtype=np.int64)
            weight = board.setup.parameters.stack([agreement.spec.left_out.get(name, 0.0) for name in names])
            self._upset.append((upset, first, weight, covers))

    def weigh(self, menu: Menu, outlook: Outlook) -> Floats | None:
        """The actor's grievance, where any clause that covers the zone is in force."""
        if not self._left_out:
            return None
        gain = np.zeros(len(menu))
        for upset, first, weight, covers in self._upset:
            if any(clause.standing for clauses in covers.values() for clause in clauses):
                bound = np.array([in_force_over(clauses, zone) for zone, clauses in covers.items()])
                pairs = raised(menu.spread(upset))
                place = menu.spread(first).take(pairs) + menu.run.take(pairs)
                gain[pairs] += bound.take(place) * menu.of_option(weight).take(pairs)
        return gain

    def concerns(self, actor: str) -> bool:
        """Whether an agreement leaves the actor out."""
        return actor in self._left_out


class Turning(Term):
    """The cost of turning from the present effort: a prepared offensive is lost.

    The first choice of a game costs nothing, nor does a choice on the morning after a force of the actor
    broke.
    """

    name = "turning"

    def __init__(self, board: Board) -> None:
        self._board = board
        self._turns: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self.cost = board.setup.value(board.setup.scenario.rules.turning_cost)

    def weigh(self, menu: Menu, outlook: Outlook) -> Floats:
        """− the cost of turning, at all options except the present effort."""
        self._turns = menu.places.of_actor(self._board.state.forces.effort) != menu.places.zone
        free = menu.places.of_actor(self._board.state.forces.beaten)
        return np.asarray(-((self._turns & ~free) * self._now(menu.run)))

    def halting(self, menu: Menu) -> Floats:
        """− the cost of turning, for actors that have an effort and would hold instead; ``(n_reviews,)``."""
        forces = self._board.state.forces
        moving = (forces.effort.take(menu.effort) != HOLD) & ~forces.beaten.take(menu.effort)
        return np.asarray(-(moving * self._now(menu.effort % self._board.n_runs)))

    def negligible(self, menu: Menu, gain: Floats) -> NDArray[np.bool_]:
        """Options that win nothing, or less than turning to them costs; ``(n_pairs,)``.

        ``menu`` is the one that was weighed last.
        """
        return np.asarray((gain <= 0.0) | (self._turns & (gain < at(self.cost, menu.run))))

    def _now(self, run: Indices) -> ByRunOr1:
        return at(self.cost, run) if self._board.day > 1 else 0.0
