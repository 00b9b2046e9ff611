"""An agreement: it enters into force, depends on trust, and may collapse, lapse, be lifted or spread."""

from __future__ import annotations

import numpy as np

from whitecell.game.axes import FlagByRun, any_of
from whitecell.game.board import Board, Entity
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.diplomacy.terms import Terms
from whitecell.game.state.rows import Own
from whitecell.scenario.agreements import Agreement


class AgreementAgent(Entity):
    """One agreement in every run.

    Attributes
    ----------
    signed, in_force : arrays of bool, shape ``(n_runs,)``
    trust : array, shape ``(n_runs,)``
        0 to 1.
    age : array, shape ``(n_runs,)``
        Days in force.
    step, since, clean : arrays, shape ``(n_runs,)``
        Steps taken, days since the last step or entry, and consecutive days since then that were kept.
    stood, usual : arrays, shape ``(n_runs,)``
        Days in force over all its terms, and the usual number of recorded breaches a day.
    clauses : list of ConstraintAgent
        The constraints that it brings.
    terms : Terms
        The variables that it fixes.
    """

    signed = Own[np.bool_]()
    in_force = Own[np.bool_]()
    changed = Own[np.bool_]()
    waits = Own[np.float64]()
    age = Own[np.float64]()
    trust = Own[np.float64]()
    step = Own[np.float64]()
    since = Own[np.float64]()
    clean = Own[np.float64]()
    stood = Own[np.float64]()
    usual = Own[np.float64]()

    def __init__(self, board: Board, name: str, spec: Agreement, clauses: list[ConstraintAgent]) -> None:
        super().__init__(board, name)
        self.spec, self.clauses = spec, clauses
        self.section, self.row = board.state.agreements, board.setup.layout.row("agreements", name)
        agreements = board.setup.scenario.agreements
        self._replacing = [
            board.setup.layout.row("agreements", n) for n, s in agreements.items() if name in s.ends
        ]
        value = board.setup.value
        standing = spec.in_force == "from the start"
        self.signed, self.in_force = standing, standing
        self.age = value(spec.age) if standing else 0.0
        self.step, self.since = float(spec.steps_taken) if standing else 0.0, self.age
        self.stood = self.age
        self.first_trust = value(spec.trust)
        self.trust = self.first_trust
        self.delay = value(spec.delay)
        self.spread_after = value(spec.spreads_after)
        self._spreads_to = {name: board.setup.layout.row("talks", name) for name in spec.spreads_to}
        self.terms = Terms(board, name, spec)
        for clause in clauses:
            clause.bring(self.in_force, self.age)

    def sign(self, runs: FlagByRun) -> None:
        """Let the parties sign it in these runs; it enters into force after its delay."""
        self.signed |= runs
        self.waits = np.where(runs, self.delay, self.waits)
        self.trust = np.where(runs, self.first_trust, self.trust)

    def enter(self, due: FlagByRun) -> None:
        """Enter into force in some runs, in which its delay is over."""
        self.in_force |= due
        for days in (self.age, self.since, self.clean, self.stood, self.usual):
            days[due] = 0.0
        self.changed |= due
        self.terms.fix(due)
        self.board.log.happened("in_force", due, thing=self.name)

    def replaced(self) -> FlagByRun | None:
        """Runs in which an agreement is in force that ends this one; None if there is no such agreement."""
        if not self._replacing:
            return None
        return np.asarray(self.section.in_force[self._replacing].any(axis=0))

    def lift(self, runs: FlagByRun) -> None:
        """End in runs where another replaces it; where it is only signed, it does not enter into force."""
        lifted = self.signed & runs
        days = np.where(self.in_force, self.age, 0.0)
        self.leave(lifted)
        self.board.log.happened("lifted", lifted, thing=self.name, numbers={"days": days})

    def end(self, runs: FlagByRun) -> None:
        """End in some runs, by an effect."""
        ended = runs & (self.in_force | self.signed)
        self.leave(ended)
        self.board.log.happened("ended", ended, thing=self.name)

    def leave(self, ended: FlagByRun) -> None:
        """Take it and its clauses out of force in some runs."""
        if any_of(ended):
            self.in_force &= ~ended
            self.signed &= ~ended
            self.changed |= ended
            self.step = np.where(ended, 0.0, self.step)
            self.terms.release(ended)
            for clause in self.clauses:
                clause.lift(ended)

    def spread(self) -> None:
        """Open the talks to which it spreads, where it has been in force long enough to be copied."""
        talks = self.board.state.talks
        for name, table in self._spreads_to.items():
            shut = ~(talks.open[table] | talks.closed[table])
            if any_of(shut):
                opening = self.in_force & (self.age >= self.spread_after) & shut
                talks.open[table] |= opening
                self.board.log.happened("spread", opening, thing=name)
