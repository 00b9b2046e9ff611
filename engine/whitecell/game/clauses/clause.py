"""Constraints: which actors they bind in which zones, how they are breached, and which breaches are seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRunOr1, FlagByRun, Floats, any_of
from whitecell.game.board import Board, Entity
from whitecell.game.clauses.period import Period
from whitecell.game.clauses.watcher import Watcher
from whitecell.game.flights import Flights
from whitecell.game.log.log import Which
from whitecell.game.places import Places
from whitecell.game.powers.patronage import Patronage
from whitecell.game.state.rows import Own
from whitecell.scenario.clauses import Constraint


class ConstraintAgent(Entity):
    """What every kind of constraint does: it binds, is breached, and is watched.

    A kind is defined by its *hooks*, which have defaults: :meth:`forbids`, :meth:`spares`, :meth:`calms`,
    :meth:`breaches` and :meth:`act`, and for air forces :meth:`spares_from_air`, :meth:`coordinates` and
    :meth:`rations`. The code that decides, fights, fires or flies asks only these.

    Attributes
    ----------
    in_force : array of bool, shape ``(n_runs,)``
        Part of the state; assign it when it changes, never write into it.
    agreed : array of bool, shape ``(n_runs,)``
        Where it is in force or will enter into force by itself: from the start, or while its agreement is in
        force.
    period : Period
        The days on which it binds where it is agreed.
    standing : bool
        Whether it is in force in any run.
    bound : tuple of str
        Actors that have to keep it, with all their forces or with an arm only.
    forces : frozenset of str
        Actors and arms that it binds; if it binds an actor, the actor's arms are included.
    rows : slice
        Rows of the bound actors in arrays of the day.
    zones : list of int
    covers : array of bool, shape ``(n_zones,)``
    obeyed : array, shape ``(n_bound, n_runs)``
        How far each actor bound obeys today, 0 to 1; 0 while not in force. ``obedience`` gives its rows by
        actor; an arm has the row of its actor.
    adoption : array, shape ``(n_runs,)``
        A number drawn once: a clause enters the text where its chance is larger than this number.
    watchers : list of Watcher
    detects : array, shape ``(n_runs,)``, or float
        Chance that a breach is recorded, once all watchers are fully deployed.
    restrains : bool
        Whether it forbids anything on the ground.
    partly : bool
        Whether it may forbid some of the options that were considered in part only; see :meth:`forbids`.
    """

    restrains = True
    partly = False
    agreed = Own[np.bool_]()
    waits = Own[np.float64]()

    def __init__(self, board: Board, name: str, spec: Constraint, patronages: Sequence[Patronage]) -> None:
        super().__init__(board, name)
        setup, n = board.setup, board.n_runs
        self.spec = spec
        self.bound, self.forces = setup.layout.actors_of(spec.applies_to), frozenset(spec.applies_to)
        self._owners = setup.layout.owners
        self.agreement = spec.brought_by
        self.section, self.row = board.state.constraints, setup.layout.row("constraints", name)
        self._in_force: FlagByRun = self.section.in_force[self.row]
        first = setup.layout.row("bound", (name, self.bound[0])) if self.bound else 0
        self.rows = slice(first, first + len(self.bound))
        self._row_of = {actor: first + k for k, actor in enumerate(self.bound)}
        self.hold(np.zeros((len(self.bound), n)))
        self.changes = 0
        """How often it may have changed where it is in force."""
        self.period = Period(board, name, spec)
        self._fielded = setup.field.indices(self.bound)
        self.in_force = np.zeros(n, dtype=np.bool_)
        if not self.agreement:
            self.bring(np.ones(n, dtype=np.bool_))
        self.zones = setup.zones.indices(spec.zones)
        self.covers: NDArray[np.bool_] = np.zeros(len(setup.zones), dtype=np.bool_)
        self.covers[self.zones] = True
        self.watchers = [Watcher(board, name, each, self.bound, k) for k, each in enumerate(spec.watchers)]
        numbers = [each.detects for each in spec.watchers]
        # With a single watcher this is the watcher's own number, which may move.
        several = len(numbers) > 1
        self.detects = setup.parameters.made(self._together, *numbers) if several else self._together()
        self.adoption = board.dice.once("uniform", f"{name}/adopted")

    @property
    def in_force(self) -> FlagByRun:
        """Runs in which it is in force."""
        return self._in_force

    @in_force.setter
    def in_force(self, runs: FlagByRun) -> None:
        self._in_force[...], self.standing = runs, any_of(runs)
        self.changes += 1

    def hold(self, obeyed: Floats) -> None:
        """Show from now on, as obedience to it, these rows of an array, one for each actor bound."""
        self.obeyed = obeyed
        self.obedience = dict(zip(self.bound, obeyed, strict=True))
        arms = self.forces.intersection(self._owners)
        self.obedience.update({arm: self.obedience[self._owners[arm]] for arm in arms})

    def rebuild(self) -> None:
        """Drop what was derived from a state that has been replaced."""
        self.standing = any_of(self.in_force)
        self.changes += 1

    def bring(self, runs: FlagByRun, since: ByRunOr1 = 0.0) -> None:
        """Make it agreed in some runs, ``since`` days ago; it binds there once its period is open."""
        self.agreed |= runs
        self.waits = np.where(runs, self.period.after - since, self.waits)
        self.in_force = self.in_force | (runs & self.period.open(self.waits))

    def lift(self, runs: FlagByRun) -> None:
        """Take it out of the agreement in some runs."""
        self.agreed &= ~runs
        self.in_force = self.in_force & ~runs

    def turn(self) -> None:
        """Begin or end by itself in the morning; bound actors review their main effort then."""
        before = self.in_force.copy()
        self.waits -= 1.0
        self._become(self.agreed & self.period.open(self.waits))
        self.board.log.happened("clause_began", self.in_force & ~before, thing=self.name)
        self.board.log.happened("clause_ended", before & ~self.in_force, thing=self.name)

    def reach(self, runs: FlagByRun) -> None:
        """Note that the step for which it waits is taken this morning; from now on it binds once it may."""
        self.waits = np.where(runs, self.period.after, self.waits)
        self._become(self.in_force | (runs & self.agreed & self.period.open(self.waits)))

    def _become(self, in_force: FlagByRun) -> None:
        """Be in force in exactly these runs from this morning; bound actors review where this is a change."""
        changed = in_force != self.in_force
        if any_of(changed):
            self.in_force = in_force
            self.board.state.forces.alarmed[self._fielded] |= changed

    def upheld(self) -> tuple[FlagByRun, FlagByRun]:
        """Runs without a recorded breach of it today, and runs in which it is not still waiting to begin."""
        recorded = np.asarray(self.board.today.recorded[self.rows].any(axis=0))
        return ~recorded, ~(self.agreed & self.period.ahead(self.waits))

    def binds(self, force: str) -> bool:
        """Whether it binds this actor as a whole, or this arm."""
        return force in self.forces

    def obliges(self, actor: str) -> bool:
        """Whether this actor has to keep it, if only with an arm."""
        return actor in self._row_of

    def bound_row(self, force: str) -> int:
        """Row of a bound actor, or of a bound arm's actor, in arrays of the day by bound actor."""
        return self._row_of[self._owners.get(force, force)]

    @property
    def broke(self) -> dict[str, FlagByRun]:
        """By actor bound: runs in which the actor breached it today."""
        return {actor: self.board.today.broke[row] for actor, row in self._row_of.items()}

    @property
    def recorded(self) -> dict[str, FlagByRun]:
        """By actor bound: runs in which a watcher recorded the actor's breach today."""
        return {actor: self.board.today.recorded[row] for actor, row in self._row_of.items()}

    @property
    def blamed(self) -> dict[str, FlagByRun]:
        """By actor bound: runs in which a breach recorded today is attributed to the actor."""
        return {actor: self.board.today.blamed[row] for actor, row in self._row_of.items()}

    def in_force_at(self, zone: int) -> FlagByRun:
        """Runs in which it is in force for one of its zones."""
        return self.in_force

    # hooks -------------------------------------------------------------------------------------

    def consider(self, options: Sequence[tuple[int, int]]) -> None:
        """Prepare for the options of all deciders, each given as actor and zone (indices); called once."""

    def forbids(self, option: NDArray[np.int64], run: NDArray[np.int64]) -> Floats | float:
        """How far it forbids some options in some runs, 0 to 1.

        ``option`` are places among those that were considered; all have shape ``(n,)``.
        """
        return 1.0

    def spares(self, attackers: Places, foes: Places) -> NDArray[np.bool_] | None:
        """Which attacks it prevents today, a flag for each; None if it can never prevent any."""
        return None

    def spares_from_air(self, actor: str, zone: int, target: int) -> FlagByRun | None:
        """Where it prevents sorties today; None if it does not apply to them."""
        return None

    def calms(self, actor: str) -> Floats | None:
        """How far it calms the fire of an actor bound, in all its zones, 0 to 1; None if it does not."""
        return None

    def coordinates(self, one: Flights, other: Flights) -> FlagByRun | None:
        """Where it keeps flights of two commands apart; None if it does not apply to them."""
        return None

    def rations(self, flight: Flights) -> ByRunOr1 | None:
        """The factor by which it multiplies the sorties of flights; None if it does not apply to them."""
        return None

    def breaches(self) -> None:
        """Mark in ``today.broke`` the actors that breach it today, unless this is already done."""

    def by_means(self, bound: int) -> dict[str, ByRunOr1]:
        """How often one of the bound actors breached it today, by means; for the story."""
        return {}

    def act(self) -> None:
        """Do what it does by itself, after all forces have moved."""

    # what all kinds do -------------------------------------------------------------------------

    def tell(self, astray: NDArray[np.int64] | None) -> None:
        """Log today's breaches and what is recorded of them.

        ``astray`` is the actor to which each actor's breach is wrongly attributed, as a place among those
        bound, −1 for none, shape ``(n_bound, n_runs)``; None if no watcher erred.
        """
        today, log = self.board.today, self.board.log
        pairs = zip(self.bound, today.broke[self.rows], today.recorded[self.rows], strict=True)
        for k, (actor, where, seen) in enumerate(pairs):
            if not any_of(where):
                continue
            numbers: dict[str, ByRunOr1] = {"recorded": seen, **(self.by_means(k) if log.told else {})}
            others = () if astray is None else Which(self.bound, astray[k])
            log.happened("breach", where, actor=actor, thing=self.name, others=others, numbers=numbers)
            log.happened("recorded", seen, actor=actor, thing=self.name)

    @property
    def stood(self) -> ByRunOr1:
        """Days since its agreement entered into force, over all terms; without one, since the start."""
        if not self.agreement:
            return float(self.board.day - 1)
        stood: Floats = self.board.state.agreements.stood
        days: Floats = stood[self.board.setup.layout.row("agreements", self.agreement)]
        return days

    def _together(self) -> ByRunOr1:
        """Chance that a breach is recorded by any watcher, once all are fully deployed."""
        chance: ByRunOr1 = 0.0
        for k, watcher in enumerate(self.watchers):
            chance = chance + watcher.detects * (1.0 - chance) if k else watcher.detects
        return chance


def binding(constraints: Sequence[ConstraintAgent]) -> list[ConstraintAgent]:
    """Those that bind anybody, in the order of their rows in arrays by actor bound."""
    return sorted((c for c in constraints if c.bound), key=lambda c: c.rows.start)


def answering(clauses: Sequence[ConstraintAgent], question: str) -> list[ConstraintAgent]:
    """Those whose kind has an answer of its own to a question, the name of a method."""
    common = getattr(ConstraintAgent, question)
    return [clause for clause in clauses if getattr(type(clause), question) is not common]


def in_force_over(clauses: Sequence[ConstraintAgent], zone: int) -> FlagByRun:
    """Runs in which any of the clauses is in force for a zone."""
    bound = clauses[0].in_force_at(zone)
    for clause in clauses[1:]:
        bound = bound | clause.in_force_at(zone)
    return bound
