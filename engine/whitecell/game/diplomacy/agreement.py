"""An agreement: it enters into force, depends on trust, and may collapse, lapse, be lifted or spread."""

from __future__ import annotations

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, any_of, total
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
        self.delay, self.term = value(spec.delay), value(spec.term)
        self.renewal, self._may_lapse = value(spec.renewal), board.setup.parameters.may_be(spec.term)
        self.gain, self.loss = value(spec.trust_gain), value(spec.trust_loss)
        rules, collapse, parameters = board.setup.scenario.rules, spec.collapse, board.setup.parameters
        hazard, trust = collapse.hazard, collapse.trust
        self.hazard = value(rules.collapse_hazard if hazard is None else hazard)
        self.trust_effect = value(rules.trust_protects if trust is None else trust)
        each = rules.guarantor_protects if collapse.guarantor is None else collapse.guarantor
        self.guarantors = parameters.made(lambda: value(each) * float(len(spec.guarantors)), each)
        self.monitors = value(rules.monitors_protect if collapse.monitors is None else collapse.monitors)
        self._watched = any(clause.watchers for clause in clauses)
        self._settles, self._hardens = value(rules.agreement_settles), value(rules.agreement_hardens)
        self._wear, self._usual_after, after = (
            value(rules.monitors_wear),
            value(rules.usual_after),
            rules.usual_after,
        )
        self._still_new = parameters.made(lambda: laws.left(value(after), 1.0), after)
        # The usual number before the start is not known: the first day stands for the days before it.
        self._unknown = standing and parameters.may_be(spec.age)
        self.spread_after = value(spec.spreads_after)
        self._end = board.dice.streams("uniform", [f"{name}/collapse", f"{name}/renewal"])
        self.terms = Terms(board, name, spec)
        for clause in clauses:
            clause.bring(self.in_force, self.age)

    def sign(self, runs: FlagByRun) -> None:
        """Let the parties sign it in these runs; it enters into force after its delay."""
        self.signed |= runs
        self.waits = np.where(runs, self.delay, self.waits)
        self.trust = np.where(runs, self.first_trust, self.trust)

    def enter(self) -> FlagByRun | None:
        """Enter into force where the delay is over; gives these runs, None if there are none."""
        self.changed[:] = False
        due = self.signed & ~self.in_force & (self.waits <= 0.0)
        self.waits -= 1.0
        if not any_of(due):
            return None
        self.in_force |= due
        self.age = np.where(due, 0.0, self.age)
        self.since, self.clean = np.where(due, 0.0, self.since), np.where(due, 0.0, self.clean)
        self.stood, self.usual = np.where(due, 0.0, self.stood), np.where(due, 0.0, self.usual)
        self.changed |= due
        self.terms.fix(due)
        self.board.log.happened("in_force", due, thing=self.name)
        return due

    def replaced(self) -> FlagByRun | None:
        """Runs in which an agreement is in force that ends this one; None if there is no such agreement."""
        if not self._replacing:
            return None
        return np.asarray(self.section.in_force[self._replacing].any(axis=0))

    def lift(self, runs: FlagByRun) -> None:
        """End in runs where another replaces it; where it is only signed, it does not enter into force."""
        lifted = self.signed & runs
        days = np.where(self.in_force, self.age, 0.0)
        self._end_where(lifted)
        self.board.log.happened("lifted", lifted, thing=self.name, numbers={"days": days})

    def detection(self) -> ByRun | float:
        """Chance that a breach is recorded, averaged over the watched clauses."""
        watched = [clause.detects for clause in self.clauses if clause.watchers]
        if not watched:
            return 0.0
        together = watched[0]
        for chance in watched[1:]:
            together = together + chance
        return together / float(len(watched))

    def judge(self) -> None:
        """Update trust by today's recorded breaches; collapse, lapse or be renewed."""
        if not any_of(self.in_force):
            return
        self._believe()
        supports = self.guarantors
        if self._watched:
            supports = supports + self.monitors * self.detection() * laws.left(self._wear, self.stood)
        hardened = laws.hardened(self.stood, self._settles, self._hardens)
        hazard = laws.collapse_hazard(self.hazard, self.trust_effect, self.trust, supports, hardened)
        self.age += self.in_force
        self.stood += self.in_force
        roll = self._end.today
        collapsed = self.in_force & (roll[0] < laws.hazard_chance(hazard))
        ends = {"collapse": collapsed}
        if self._may_lapse:
            due = self.in_force & (np.asarray(self.term) > 0.0) & (self.age >= self.term)
            renewed = due & (roll[1] < self.renewal * self.trust)
            ends |= {"lapse": due & ~renewed & ~collapsed, "renewed": renewed & ~collapsed}
            self.age = np.where(renewed, 0.0, self.age)
            self._end_where(collapsed | ends["lapse"])
        else:
            self._end_where(collapsed)
        for kind, so in ends.items():
            if any_of(so):
                numbers: dict[str, ByRunOr1] = {"trust": self.trust.copy(), "days": self.age.copy()}
                self.board.log.happened(kind, so, thing=self.name, numbers=numbers)

    def _believe(self) -> None:
        """Let trust fall after unusually many or grave breaches, else rise; update the usual level."""
        today, count = self.board.today, np.zeros(self.board.n_runs)
        grave = np.zeros(self.board.n_runs, dtype=np.bool_)
        for clause in self.clauses:
            recorded = today.recorded[clause.rows]
            if any_of(recorded):
                count += total(today.noted[clause.rows])
                grave |= np.logical_or.reduce(recorded & today.grave[clause.rows])
        if self._unknown and self.board.day == 1:
            self.usual = count * (1.0 - laws.left(self._usual_after, self.stood))
        worse = np.maximum(laws.unusual(count, self.usual), grave)
        after = laws.trust_after(self.trust, worse, self.gain, self.loss)
        self.trust = np.where(self.in_force, after, self.trust)
        self.usual = count + (self.usual - count) * self._still_new

    def end(self, runs: FlagByRun) -> None:
        """End in some runs, by an effect."""
        ended = runs & (self.in_force | self.signed)
        self._end_where(ended)
        self.board.log.happened("ended", ended, thing=self.name)

    def _end_where(self, ended: FlagByRun) -> None:
        """Take it and its clauses out of force."""
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
        talks, row = self.board.state.talks, self.board.setup.layout.row
        for name in self.spec.spreads_to:
            table = row("talks", name)
            shut = ~(talks.open[table] | talks.closed[table])
            opening = self.in_force & (self.age >= self.spread_after) & shut
            talks.open[table] |= opening
            self.board.log.happened("spread", opening, thing=name)
