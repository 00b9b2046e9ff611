"""Talks: sessions, a text that ripens, secrets that leak, and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, Floats, IndexByRun, any_of, at, raised
from whitecell.game.board import Board, Entity
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.diplomacy.package import Struck
from whitecell.game.diplomacy.support import Beside, Support
from whitecell.game.policy import FREE, Proposal, by_itself, obeyed
from whitecell.game.powers.patronage import Patronage
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.game.state.rows import Own
from whitecell.scenario.diplomacy import Talks


class TalksAgent(Entity):
    """One set of talks in every run.

    Attributes
    ----------
    open, known, closed : arrays of bool, shape ``(n_runs,)``
        Whether talks are open, are known to the public, and have broken off.
    text : array, shape ``(n_runs,)``
        How ready the text is, 0 to 1.
    wants : dict of str to array, shape ``(n_runs,)``
        How far each party is for the agreement, −1 to 1.
    assent : dict of str to array, shape ``(n_runs,)``
        Chance that each party would sign today: as weighed at the table, or as it is now if nothing was
        weighed today.
    watched : bool
        Whether something reads every day what parties weigh.
    support : Support
    """

    open = Own[np.bool_]()
    known = Own[np.bool_]()
    exposure = Own[np.float64]()
    text = Own[np.float64]()
    held = Own[np.float64]()
    until = Own[np.float64]()
    balks = Own[np.float64]()
    closed = Own[np.bool_]()
    rests = Own[np.float64]()

    def __init__(
        self,
        board: Board,
        name: str,
        spec: Talks,
        agreement: AgreementAgent,
        patronages: Sequence[Patronage],
        rivalries: Sequence[RivalryAgent],
    ) -> None:
        super().__init__(board, name)
        self.spec, self.agreement = spec, agreement
        setup, dice, value = board.setup, board.dice, board.setup.value
        self.section, self.row = board.state.talks, setup.layout.row("talks", name)
        self.parties = setup.layout.in_order(spec.parties)
        self.open, self.known = spec.opens == "from the start", not spec.secret
        self.text, self.held = value(spec.text), float(spec.sessions_held)
        self.gap, self.fixed = value(spec.gap), value(spec.gap_fixed)
        self.slope = value(spec.slope)
        self.progress, self.setback = value(spec.progress), value(spec.setback)
        rules = setup.scenario.rules
        self._most = value(rules.refusals if spec.fails_after is None else spec.fails_after)
        self._rest = value(rules.talks_rest if spec.resumes_after is None else spec.resumes_after)
        self._kept = value(rules.text_kept if spec.text_kept is None else spec.text_kept)
        leaks = spec.leaks
        self.leak_chance = value(leaks.chance) if leaks else 0.0
        self.exposure_left: ByRunOr1 = 0.0
        if leaks:
            fades = leaks.fades
            self.exposure_left = setup.parameters.made(lambda: laws.fade(value(fades)), fades)
        self.support = Support(board, name, spec, agreement, patronages, rivalries)
        self.seats, self.wants = self.support.seats, self.support.wants
        self._leak = dice.streams("uniform", [f"{name}/leak"])
        self._pace = dice.streams("uniform", [f"{name}/progress"])
        self._next_gap = dice.streams("exponential", [f"{name}/gap"])
        keys = [setup.actor_key(p) for p in self.parties]
        self._hands = dice.streams("uniform", [f"{name}/{key}/sign" for key in keys])
        self._thinks = dice.streams("uniform", [f"{name}/{key}/thinks again" for key in keys])
        self._mind: Floats = self.section.mind[self.support.rows]
        for mind, key in zip(self._mind, keys, strict=True):
            mind[:] = dice.once("uniform", f"{name}/{key}/mind")
        self._lag = dice.streams("uniform", [f"{name}/lag"])
        self._second_thoughts = value(rules.second_thoughts)
        self._entry = value(rules.signed_at_once), value(rules.days_to_entry), value(rules.entry_shape)
        first = dice.once("exponential", f"{name}/first gap")
        # The exponential part of a gap has no memory: after any wait its expected rest is as long as at the
        # beginning. Only the fixed part is shortened.
        fixed = np.maximum(self.gap * self.fixed - value(spec.since_last), 0.0)
        self.until = np.maximum(fixed + self.gap * (1.0 - np.asarray(self.fixed)) * first, 1.0)
        self.watched, self._weighed = False, 0
        self._weigh()

    @property
    def assent(self) -> dict[str, ByRun]:
        """Chance that each party would sign today."""
        if self._weighed != self.board.day:
            self._weigh()
        return {party: self.board.today.assent[seat] for party, seat in self.seats.items()}

    def _spell(self, exponential: ByRun) -> ByRun:
        """Days to the next session, with mean ``gap``: a fixed part and an exponential one."""
        return np.asarray(self.gap * (self.fixed + (1.0 - self.fixed) * exponential))

    def _weigh(self) -> Beside:
        """Set the chance that each party would sign; gives the terms of its support except clauses."""
        beside = self.support.beside()
        self.support.weigh(beside)
        self._weighed = self.board.day
        return beside

    def rebuild(self) -> None:
        """Recompute what was derived from a state that has been replaced."""
        self.support.rebuild()
        self._weigh()

    def nearness(self) -> ByRun:
        """How near signature is, 0 to 1: how ready the text is, while the parties meet."""
        return np.asarray(np.minimum(self.text, 1.0) * self._going_on())

    def _going_on(self) -> FlagByRun:
        """Runs in which parties meet: talks are open, and their agreement is neither signed nor replaced."""
        going_on = self.open & ~self.agreement.signed
        replaced = self.agreement.replaced()
        return going_on if replaced is None else going_on & ~replaced

    def fade(self) -> None:
        """Let the cost of exposure fade overnight."""
        self.exposure *= self.exposure_left

    def feel(self) -> None:
        """Update urgency in the evening; where the agreement has ended, all parties decide again."""
        ended = self.support.urgency.feel()
        if any_of(ended):
            np.copyto(self._mind, self._hands.today, where=ended)

    def negotiate(self) -> None:
        """Play the day's leak, session, drafting and signature, where each happens."""
        if not self.spec.for_good:
            self._resume()
        secret = self.open & ~self.known
        if any_of(secret):
            self.expose(secret & (self._leak.today[0] < self.leak_chance))
        beside: Beside = {}
        if self.watched:
            beside = self._weigh()
        active = self._going_on()
        if not any_of(active):
            return
        self.until -= active * (self.support.urgency.pace() + self.support.mediation.pace)
        session = active & (self.until <= 0.0)
        if self.board.day in self.support.urgency.meetings:
            session = active
        if not any_of(session):
            return
        self.held += session
        drafted = self.progress * (0.5 + self._pace.today[0])
        text, until = self.text, self.until
        np.copyto(text, np.minimum(text + drafted, 1.0), where=session)
        ready = session & (text >= 1.0)
        struck: Struck = {}
        would = refused = dict.fromkeys(self.parties, ready)
        bargained = bool(self.support.bargain.points) and any_of(ready)
        if bargained:
            self.support.bargain.settle(ready)
        if bargained or (not self.watched and (any_of(ready) or self.board.log.told)):
            beside = self._weigh()
        if any_of(ready):
            self._think_again(ready)
            struck = self.support.strike(self._minds, ready, beside)
            assent, minds = self.assent, self._minds
            would = {party: minds[party] < assent[party] for party in self.parties}
            refused = {party: ready & ~obeyed(self._told(party), would[party]) for party in self.parties}
        signed = ready.copy()
        for no in refused.values():
            signed &= ~no
        balked = ready & ~signed
        np.copyto(text, np.maximum(text - self.setback, 0.0), where=balked)
        np.copyto(text, self._kept, where=signed)
        np.copyto(until, self._spell(self._next_gap.today[0]), where=session)
        if any_of(signed):
            self._sign(signed, struck)
        self._say(session, ready, signed, refused, would, struck, beside)
        self._break_off(balked, signed)

    def _told(self, party: str) -> IndexByRun | None:
        """Whether a party is ordered to sign today: 0 to sign, 1 to refuse; None if nobody may order it."""
        return self.board.choice.told(self.board.day, party, "assent", thing=self.name)

    @property
    def _minds(self) -> dict[str, ByRun]:
        """The number that each party's chance to sign has to exceed today."""
        return dict(zip(self.parties, self._mind, strict=True))

    def _think_again(self, ready: FlagByRun) -> None:
        """Let some parties decide again about a text that they may sign."""
        again = ready & (self._thinks.today < self._second_thoughts)
        np.copyto(self._mind, self._hands.today, where=again)

    def _sign(self, signed: FlagByRun, struck: Struck) -> None:
        """Sign the text without struck clauses; it enters into force after its delay or, if longer, a lag."""
        self.support.package.seal(struck, signed)
        self.agreement.sign(signed)
        runs, waits = raised(signed), self.agreement.waits
        lag = laws.entry_lag(self._lag.today[0].take(runs), *(at(number, runs) for number in self._entry))
        waits[runs] = np.maximum(waits.take(runs), lag)

    def _break_off(self, balked: FlagByRun, signed: FlagByRun) -> None:
        """Break off talks where the ready text was refused too often in a row, for good or for some days."""
        balks = self.balks
        balks += balked
        np.copyto(balks, 0.0, where=signed)
        over = balked & (balks >= self._most)
        if not any_of(over):
            return
        np.copyto(balks, 0.0, where=over)
        self.open &= ~over
        self.closed |= over
        np.copyto(self.rests, self._rest, where=over)
        self.board.log.happened("failed" if self.spec.for_good else "suspended", over, thing=self.name)

    def _resume(self) -> None:
        """Resume talks where the days of rest are over, with the part of the text that is kept."""
        rests = self.rests
        rests -= 1.0
        if not any_of(self.closed):
            return
        back = self.closed & (rests <= 0.0)
        if not any_of(back):
            return
        self.open |= back
        self.closed &= ~back
        np.copyto(self.text, self.text * self._kept, where=back)
        self.board.log.happened("resumed", back, thing=self.name, numbers={"text": self.text.copy()})

    def _say(
        self,
        session: FlagByRun,
        ready: FlagByRun,
        signed: FlagByRun,
        refused: dict[str, FlagByRun],
        would: dict[str, FlagByRun],
        struck: Struck,
        beside: Beside,
    ) -> None:
        """Log the result of a session."""
        log = self.board.log
        if log.asks("session", self.name):
            drafted = np.where(ready, 1.0, self.text)
            numbers: dict[str, ByRunOr1] = {"number": self.held.copy(), "text": drafted}
            log.happened("session", session, thing=self.name, numbers=numbers)
        for party, assent in self.assent.items() if log.told else ():
            terms = self.support.terms(party, beside, struck)
            outcome = ready * (1 + refused[party].astype(np.int64))
            own = by_itself(self._told(party), np.where(ready, 2 - would[party], FREE))
            log.weigh(
                Proposal(
                    party, "assent", "assent", self.agreement.name, terms, reduce(add, terms.values()),
                    assent, ("meets", "signs", "refuses"), outcome, session, own,
                )
            )  # fmt: skip
        bargain = self.support.bargain
        if log.told and bargain.points:
            for party in self.parties:
                log.weigh(bargain.weighed(party, ready))
        terms = bargain.values()
        log.happened("signed", signed, thing=self.agreement.name, others=self.parties, numbers=terms)
        log.happened("balk", ready & ~signed, thing=self.name, others=refused, numbers=terms)

    def expose(self, runs: FlagByRun) -> None:
        """Make the talks public; from now on this costs the parties that are hurt by exposure."""
        self.known |= runs
        np.copyto(self.exposure, 1.0, where=runs)
        self.board.log.happened("leak", runs, thing=self.name)
