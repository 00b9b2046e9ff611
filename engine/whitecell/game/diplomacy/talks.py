"""Talks: sessions, a text that ripens, secrets that leak, and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun
from whitecell.game.board import Board, Entity
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.diplomacy.package import Package, Struck
from whitecell.game.policy import Proposal
from whitecell.game.powers.patronage import Patronage
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.game.state.rows import Own
from whitecell.scenario.diplomacy import Talks


class TalksAgent(Entity):
    """One set of talks in every run.

    Attributes
    ----------
    open, known, closed : arrays of bool, shape ``(n_runs,)``
        Whether talks go on, are known to the public, and broke off.
    text : array, shape ``(n_runs,)``
        How ready the text is, 0 to 1.
    wants : dict of str to array, shape ``(n_runs,)``
        How far each party is for the agreement, −1 to 1.
    assent : dict of str to array, shape ``(n_runs,)``
        Chance that each party would sign today.
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
        self.spec, self.agreement, self._rivalries = spec, agreement, rivalries
        setup, dice, value = board.setup, board.dice, board.setup.value
        self.section, self.row = board.state.talks, setup.layout.row("talks", name)
        self.parties = setup.layout.in_order(spec.parties)
        self.seats = {party: setup.layout.row("seats", (name, party)) for party in self.parties}
        self.open, self.known = spec.opens == "from the start", not spec.secret
        self.text, self.held = value(spec.text), float(spec.sessions_held)
        self.gap, self.fixed = value(spec.gap), value(spec.gap_fixed)
        self.progress, self.setback = value(spec.progress), value(spec.setback)
        self.slope = value(spec.slope)
        self._resumes_after = None if spec.resumes_after is None else value(spec.resumes_after)
        self._kept = value(spec.text_kept)
        leaks = spec.leaks
        self.leak_chance = value(leaks.chance) if leaks else 0.0
        self.hurts = {a: value(h) for a, h in leaks.hurts.items()} if leaks else {}
        self.exposure_left: ByRunOr1 = 0.0
        if leaks:
            fades = leaks.fades
            self.exposure_left = setup.parameters.made(lambda: laws.fade(value(fades)), fades)
        self._voices = {p: setup.parameters.voice(setup.scenario.actors[p], spec.signs) for p in self.parties}
        self._moves = [p for p in self.parties if setup.parameters.voice_moves(setup.scenario.actors[p])]
        self.wants: dict[str, ByRun] = {p: np.zeros(board.n_runs) for p in self.parties}
        self.rebuild()
        self._required = {
            party: next(
                (p for p in patronages if (p.client, p.patron) == (required.on, required.pressure_of)), None
            )
            for party, required in spec.requires.items()
        }
        self._leak = dice.streams("uniform", [f"{name}/leak"])
        self._pace = dice.streams("uniform", [f"{name}/progress"])
        self._next_gap = dice.streams("exponential", [f"{name}/gap"])
        keys = [setup.actor_key(p) for p in self.parties]
        self._hands = dice.streams("uniform", [f"{name}/{key}/sign" for key in keys])
        self._thinks = dice.streams("uniform", [f"{name}/{key}/thinks again" for key in keys])
        for party, key in zip(self.parties, keys, strict=True):
            self.section.mind[self.seats[party]] = dice.once("uniform", f"{name}/{key}/mind")
        self._lag = dice.streams("uniform", [f"{name}/lag"])
        rules = setup.scenario.rules
        self._second_thoughts = value(rules.second_thoughts)
        self._entry = value(rules.signed_at_once), value(rules.days_to_entry), value(rules.entry_shape)
        self._package = Package(board, name, agreement, self.parties, self.slope)
        first = dice.once("exponential", f"{name}/first gap")
        # The exponential part of a gap has no memory: what is left of it after any wait is as long
        # as at its beginning. Only the fixed part wears off.
        fixed = np.maximum(self.gap * self.fixed - value(spec.since_last), 0.0)
        self.until = np.maximum(fixed + self.gap * (1.0 - np.asarray(self.fixed)) * first, 1.0)
        self.weigh()

    @property
    def assent(self) -> dict[str, ByRun]:
        """Chance that each party would sign today."""
        return {party: self.board.today.assent[seat] for party, seat in self.seats.items()}

    def sway(self, party: str, by: ByRunOr1) -> None:
        """Shift what a party wants of the agreement."""
        self.section.sway[self.seats[party]] += by
        self._want(party)

    def _want(self, party: str) -> None:
        """Set how far a party is for the agreement: its voice, and how far it was shifted."""
        wants = self._voices[party] + self.section.sway[self.seats[party]]
        np.clip(wants, -1.0, 1.0, out=self.wants[party])

    def rebuild(self) -> None:
        """Make anew what is derived from the state."""
        for party in self.parties:
            self._want(party)

    def _spell(self, exponential: ByRun) -> ByRun:
        """Days to the next session, with mean ``gap``: a fixed part and an exponential one."""
        return np.asarray(self.gap * (self.fixed + (1.0 - self.fixed) * exponential))

    def _pressure(self, party: str) -> ByRunOr1 | None:
        """What the pressure that a party asks of somebody adds to its support; None if it asks for none."""
        patronage = self._required.get(party)
        if patronage is None:
            return None
        required, value = self.spec.requires[party], self.board.setup.value
        toward = (self.agreement.name, *(clause.name for clause in self.agreement.clauses))
        shown = np.maximum(patronage.pressing(*toward), 0.0)
        return value(required.weight) * (shown - value(required.enough))

    def _terms(self, party: str, struck: Struck | None = None) -> dict[str, ByRunOr1]:
        """Terms of a party's support of the text as a whole, but for the clauses that are struck."""
        terms: dict[str, ByRunOr1] = {"wants": self.wants[party]}
        pressure = self._pressure(party)
        if pressure is not None:
            terms["pressure"] = pressure
        if party in self.hurts:
            terms["exposure"] = -self.hurts[party] * self.exposure
        for rivalry in self._rivalries:
            chill = rivalry.chill(self.name, party)
            if chill is not None:
                terms[rivalry.name] = -chill
        if self._package.any:
            terms |= self._package.parts(party, struck)
        return terms

    def weigh(self) -> None:
        """Set the chance that each party would sign: the logistic of its support.

        The cost of exposure borrows from audience costs: Fearon (1994), "Domestic political
        audiences", American Political Science Review 88; Tomz (2007), International Organization
        61. They speak of threats that are backed down from; the step to leaks is ours.
        """
        for party, seat in self.seats.items():
            self.board.today.assent[seat] = self._chance(party)

    def _chance(self, party: str, struck: Struck | None = None) -> ByRunOr1:
        """Chance that a party would sign, with the clauses on the table that are not struck."""
        support = reduce(add, self._terms(party, struck).values())
        chance: ByRunOr1 = laws.logistic(self.slope * support)
        return self.board.choice.chance(self.board.day, party, "assent", chance, thing=self.name)

    def nearness(self) -> ByRun:
        """How near signature is, 0 to 1: how ready the text is, while talks are open."""
        return np.asarray(np.minimum(self.text, 1.0) * self._going_on())

    def _going_on(self) -> FlagByRun:
        """Runs in which they meet: talks are open, and what they sign is neither signed nor replaced."""
        going_on = self.open & ~self.agreement.signed
        replaced = self.agreement.replaced()
        return going_on if replaced is None else going_on & ~replaced

    def fade(self) -> None:
        """Let the cost of exposure fade overnight."""
        self.exposure *= self.exposure_left

    def hear(self) -> None:
        """Take in what parties want today, where that moves."""
        for party in self._moves:
            self._want(party)

    def negotiate(self) -> None:
        """Leak, meet, draft and sign, as the day brings it."""
        if self._resumes_after is not None:
            self._resume()
        self.expose(self.open & ~self.known & (self._leak.today[0] < self.leak_chance))
        self.weigh()
        active = self._going_on()
        self.until -= active
        session = active & (self.until <= 0.0)
        if not session.any():
            return
        self.held += session
        drafted = self.progress * (0.5 + self._pace.today[0])
        self.text = np.where(session, np.minimum(self.text + drafted, 1.0), self.text)
        ready = session & (self.text >= 1.0)
        self._think_again(ready)
        struck = self._strike(ready)
        assent, minds = self.assent, self._minds
        refused = {party: ready & ~(minds[party] < assent[party]) for party in self.parties}
        signed = ready.copy()
        for no in refused.values():
            signed &= ~no
        self.text = np.where(ready & ~signed, np.maximum(self.text - self.setback, 0.0), self.text)
        self.text = np.where(signed, 0.0, self.text)
        self.until = np.where(session, self._spell(self._next_gap.today[0]), self.until)
        if signed.any():
            self._sign(signed, struck)
        self._say(session, ready, signed, refused, struck)
        if self.spec.fails_after is not None:
            self._break_off(ready & ~signed, signed, float(self.spec.fails_after))

    @property
    def _minds(self) -> dict[str, ByRun]:
        """What the chance of each party to sign has to exceed today."""
        return {party: self.section.mind[seat] for party, seat in self.seats.items()}

    def _think_again(self, ready: FlagByRun) -> None:
        """Let parties make up their minds anew, some of them, before a text that they may sign."""
        for k, seat in enumerate(self.seats.values()):
            anew = ready & (self._thinks.today[k] < self._second_thoughts)
            mind = self.section.mind[seat]
            mind[anew] = self._hands.today[k][anew]

    def _strike(self, ready: FlagByRun) -> Struck:
        """Strike what somebody will not have from a ready text, and let all weigh what is left."""
        if not self._package.any or not ready.any():
            return {}
        whole = {party: self._terms(party) for party in self.parties}
        clauses = {party: self._package.parts(party) for party in self.parties}
        rest = {
            party: reduce(add, (term for name, term in terms.items() if name not in clauses[party]))
            for party, terms in whole.items()
        }
        struck = self._package.strike(self._minds, rest, ready)
        if any(runs.any() for runs in struck.values()):
            for party, seat in self.seats.items():
                self.board.today.assent[seat] = self._chance(party, struck)
        return struck

    def _sign(self, signed: FlagByRun, struck: Struck) -> None:
        """Sign what is left of the text; it enters into force after its delay, or when the orders are out."""
        self._package.seal(struck, signed)
        self.agreement.sign(signed)
        lag = laws.entry_lag(self._lag.today[0], *self._entry)
        self.agreement.waits = np.where(signed, np.maximum(self.agreement.waits, lag), self.agreement.waits)

    def _break_off(self, balked: FlagByRun, signed: FlagByRun, most: float) -> None:
        """Close where the ready text was refused too often in a row, for good or for some days."""
        self.balks = np.where(signed, 0.0, self.balks + balked)
        over = balked & (self.balks >= most)
        if not over.any():
            return
        self.balks = np.where(over, 0.0, self.balks)
        self.open &= ~over
        self.closed |= over
        if self._resumes_after is not None:
            self.rests = np.where(over, self._resumes_after, self.rests)
        self.board.log.happened(
            "failed" if self._resumes_after is None else "suspended", over, thing=self.name
        )

    def _resume(self) -> None:
        """Open again where the days of rest are over, with what is left of the text."""
        self.rests -= 1.0
        back = self.closed & (self.rests <= 0.0)
        if not back.any():
            return
        self.open |= back
        self.closed &= ~back
        self.text = np.where(back, self.text * self._kept, self.text)
        self.board.log.happened("resumed", back, thing=self.name, numbers={"text": self.text.copy()})

    def _say(
        self,
        session: FlagByRun,
        ready: FlagByRun,
        signed: FlagByRun,
        refused: dict[str, FlagByRun],
        struck: Struck,
    ) -> None:
        """Say what came of a session."""
        log, drafted = self.board.log, np.where(ready, 1.0, self.text)
        numbers: dict[str, ByRunOr1] = {"number": self.held.copy(), "text": drafted}
        log.happened("session", session, thing=self.name, numbers=numbers)
        for party, assent in self.assent.items():
            terms = self._terms(party, struck)
            outcome = ready * (1 + refused[party].astype(np.int64))
            log.weigh(
                Proposal(
                    party, "assent", "assent", self.agreement.name, terms, reduce(add, terms.values()),
                    assent, ("meets", "signs", "refuses"), outcome, session,
                )
            )  # fmt: skip
        log.happened("signed", signed, thing=self.agreement.name, others=self.parties)
        log.happened("balk", ready & ~signed, thing=self.name, others=refused)

    def expose(self, runs: FlagByRun) -> None:
        """Make the talks known; from now on it costs those who have to fear it."""
        self.known |= runs
        self.exposure = np.where(runs, 1.0, self.exposure)
        self.board.log.happened("leak", runs, thing=self.name)
