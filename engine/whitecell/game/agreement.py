"""An agreement: it enters into force, lives on trust, and may collapse, lapse or spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, Floats
from whitecell.game.record import Event, Option, Weighing
from whitecell.game.state import Own
from whitecell.game.talks import voice
from whitecell.scenario.cast import states_want
from whitecell.scenario.clauses import Agreement

if TYPE_CHECKING:
    from whitecell.game.constraint import ConstraintAgent
    from whitecell.game.war_game import WarGame


class AgreementAgent(mesa.Agent):  # type: ignore[misc]
    """One agreement in every run.

    Attributes
    ----------
    signed, in_force, collapsed, lapsed : arrays of bool, shape ``(n_runs,)``
        Where it stands; the last three are of today's state, ``collapsed`` and ``lapsed`` mark the
        day itself.
    trust : array, shape ``(n_runs,)``
        0 to 1.
    age : array, shape ``(n_runs,)``
        Days in force.
    """

    signed = Own[np.bool_]()
    in_force = Own[np.bool_]()
    changed = Own[np.bool_]()
    waits = Own[np.float64]()
    age = Own[np.float64]()
    trust = Own[np.float64]()

    def __init__(self, game: WarGame, name: str, spec: Agreement) -> None:
        super().__init__(game)
        self.game, self.name, self.spec = game, name, spec
        self.section, self.row = game.state.agreements, game.layout.row("agreements", name)
        n, value = game.n_runs, game.ledger.value
        standing = spec.in_force == "from the start"
        self.signed, self.in_force = standing, standing
        self.signing: FlagByRun = np.zeros(n, dtype=np.bool_)
        self.collapsed: FlagByRun = np.zeros(n, dtype=np.bool_)
        self.lapsed: FlagByRun = np.zeros(n, dtype=np.bool_)
        self.age = value(spec.age) if standing else 0.0
        self.first_trust = value(spec.trust)
        self.trust = self.first_trust
        self.delay, self.term = value(spec.delay), value(spec.term)
        self.renewal = value(spec.renewal)
        self.gain, self.loss = value(spec.trust_gain), value(spec.trust_loss)
        self.hazard, self.trust_effect = value(spec.collapse.hazard), value(spec.collapse.trust)
        self.guarantors = value(spec.collapse.guarantor) * float(len(spec.guarantors))
        self.monitors = value(spec.collapse.monitors)
        self.spread_after = value(spec.spreads_after)
        self._end = game.dice.streams("uniform", [f"{name}/collapse", f"{name}/renewal"])
        self.clauses: list[ConstraintAgent] = []
        self._nowhere = np.zeros(n, dtype=np.bool_)

    def forget(self) -> None:
        """Forget what belongs to one day only; ``changed`` is read the next morning."""
        self.signing = self._nowhere

    def sign(self, runs: FlagByRun) -> None:
        """Let the parties sign it in these runs; it enters into force after its delay."""
        self.signed |= runs
        self.signing = self.signing | runs
        self.waits = np.where(runs, self.delay, self.waits)
        self.trust = np.where(runs, self.first_trust, self.trust)

    def enter(self) -> None:
        """Enter into force where the delay is over."""
        self.changed[:] = False
        due = self.signed & ~self.in_force & (self.waits <= 0.0)
        self.waits -= 1.0
        if not due.any():
            return
        self.in_force |= due
        self.age = np.where(due, 0.0, self.age)
        self.changed |= due
        if self.game.chronicle and due[0]:
            self.game.tell(Event(self.game.day, "negotiate", "in_force", thing=self.name))
        self._bring_clauses(due)

    def _bring_clauses(self, runs: FlagByRun) -> None:
        """Put its clauses into force, those in doubt by their chance.

        A clause enters the text with its chance, times the assent to it of every party that says
        how it stands to the clause.
        """
        game = self.game
        for clause in self.clauses:
            chance: ByRunOr1 = game.ledger.value(clause.spec.chance)
            for talks in game.talks.values():
                if talks.agreement is not self:
                    continue
                for party in talks.parties:
                    spec = game.plot.actors[party]
                    if states_want(spec, clause.name):
                        want = voice(game.ledger, spec, clause.name)
                        shift = game.layout.find("wishes", (party, clause.name))
                        if shift is not None:
                            want = want + game.state.effects.clause_shift[shift]
                        assent = laws.logistic(talks.slope * np.clip(want, -1.0, 1.0))
                        chance = chance * assent
                        if runs[0]:
                            self._weigh_clause(party, clause, want, assent)
            adopted = clause.adoption < chance
            clause.in_force = clause.in_force | (runs & adopted)
            clause.press()
            if game.chronicle and runs[0] and not adopted[0]:
                game.tell(Event(game.day, "negotiate", "clause_dropped", thing=clause.name))

    def _weigh_clause(self, party: str, clause: ConstraintAgent, want: ByRunOr1, assent: Floats) -> None:
        """Record how a party stood to a clause, in the one run that is told."""
        wish, chance = (float(np.asarray(value).reshape(-1)[0]) for value in (want, assent))
        option = Option(clause.name, {"wants": wish}, wish, chance)
        self.game.weigh(Weighing(self.game.day, party, "clause", (option,), clause.name, self.name))

    def detection(self) -> ByRun | float:
        """Chance that a breach is recorded, averaged over the watched clauses."""
        watched = [clause.detects for clause in self.clauses if clause.spec.watched_by]
        if not watched:
            return 0.0
        together = watched[0]
        for chance in watched[1:]:
            together = together + chance
        return together / float(len(watched))

    def judge(self) -> None:
        """Let trust answer the day's recorded breaches; collapse, lapse or be renewed."""
        self.collapsed = self.lapsed = self._nowhere
        if not self.in_force.any():
            return
        breached = np.zeros(self.game.n_runs)
        for clause in self.clauses:
            for seen in clause.recorded.values():
                breached += seen
        after = laws.trust_after(self.trust, breached, self.gain, self.loss)
        self.trust = np.where(self.in_force, after, self.trust)
        self.age += self.in_force
        supports = self.guarantors + self.monitors * self.detection()
        hazard = laws.collapse_hazard(self.hazard, self.trust_effect, self.trust, supports)
        roll = self._end.today
        self.collapsed = self.in_force & (roll[0] < laws.hazard_chance(hazard))
        due = self.in_force & (np.asarray(self.term) > 0.0) & (self.age >= self.term)
        renewed = due & (roll[1] < self.renewal * self.trust)
        self.lapsed = due & ~renewed & ~self.collapsed
        self.age = np.where(renewed, 0.0, self.age)
        ended = self.collapsed | self.lapsed
        if ended.any():
            self.in_force &= ~ended
            self.signed &= ~ended
            self.changed |= ended
            for clause in self.clauses:
                clause.in_force = clause.in_force & ~ended
        if self.game.chronicle:
            self._tell(bool(renewed[0] and not self.collapsed[0]))

    def _tell(self, renewed: bool) -> None:
        numbers = {"trust": float(self.trust[0]), "days": float(self.age[0])}
        for kind, so in (
            ("collapse", bool(self.collapsed[0])),
            ("lapse", bool(self.lapsed[0])),
            ("renewed", renewed),
        ):
            if so:
                self.game.tell(Event(self.game.day, "judge", kind, thing=self.name, numbers=numbers))

    def spread(self) -> None:
        """Open the talks to which it spreads, where it has held long enough to be copied."""
        talks = self.game.talks.get(self.spec.spreads_to)
        if talks is None:
            return
        opening = self.in_force & (self.age >= self.spread_after) & ~talks.open
        talks.open |= opening
        if self.game.chronicle and opening[0]:
            self.game.tell(Event(self.game.day, "judge", "spread", thing=talks.name))
