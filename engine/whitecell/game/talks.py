"""Talks: sessions, a text that ripens, secrets that leak, and signatures."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import mesa
import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun
from whitecell.game.record import Event, Option, Weighing
from whitecell.game.state import Own
from whitecell.scenario.cast import Actor as ActorSpec
from whitecell.scenario.diplomacy import Talks

if TYPE_CHECKING:
    from whitecell.game.agreement import AgreementAgent
    from whitecell.game.ledger import Ledger
    from whitecell.game.ties import Patronage
    from whitecell.game.war_game import WarGame


def voice(ledger: Ledger, spec: ActorSpec, toward: str) -> ByRunOr1:
    """How far an actor is for something, −1 to 1: its own word, or its members' weighted mean.

    A member that says nothing on the matter counts as indifferent. Source for an actor of several
    voices: Putnam (1988), "Diplomacy and domestic politics", International Organization 42.
    """
    if toward in spec.wants:
        return ledger.value(spec.wants[toward])
    if not spec.members:
        return 0.0
    said: ByRunOr1 = 0.0
    weight: ByRunOr1 = 0.0
    for name in sorted(spec.members):
        member = spec.members[name]
        share = ledger.value(member.weight)
        weight = weight + share
        said = said + share * ledger.value(member.wants.get(toward, 0.0))
    return said / np.maximum(weight, 1e-12)


class TalksAgent(mesa.Agent):  # type: ignore[misc]
    """One set of talks in every run.

    Attributes
    ----------
    open, known, session : arrays of bool, shape ``(n_runs,)``
        Whether talks go on, are known to the public, and meet today.
    text : array, shape ``(n_runs,)``
        How ready the text is, 0 to 1.
    assent : dict of str to array, shape ``(n_runs,)``
        Chance that each party would sign today.
    """

    open = Own[np.bool_]()
    known = Own[np.bool_]()
    exposure = Own[np.float64]()
    text = Own[np.float64]()
    held = Own[np.float64]()
    until = Own[np.float64]()

    def __init__(self, game: WarGame, name: str, spec: Talks) -> None:
        super().__init__(game)
        self.game, self.name, self.spec = game, name, spec
        self.section, self.row = game.state.talks, game.layout.row("talks", name)
        n, value = game.n_runs, game.ledger.value
        self.agreement: AgreementAgent = game.agreements[spec.signs]
        self.parties = game.layout.in_order(spec.parties)
        self.seats = {party: game.layout.row("seats", (name, party)) for party in self.parties}
        self.open, self.known = spec.opens == "from the start", not spec.secret
        self.leaking: FlagByRun = np.zeros(n, dtype=np.bool_)
        self.text, self.held = value(spec.text), float(spec.sessions_held)
        self.session: FlagByRun = np.zeros(n, dtype=np.bool_)
        self.gap, self.fixed = value(spec.gap), value(spec.gap_fixed)
        self.progress, self.setback = value(spec.progress), value(spec.setback)
        self.slope = value(spec.slope)
        leaks = spec.leaks
        self.leak_chance = value(leaks.chance) if leaks else 0.0
        self.hurts = {a: value(h) for a, h in leaks.hurts.items()} if leaks else {}
        self.exposure_left = laws.fade(value(leaks.fades)) if leaks else 0.0
        for party, seat in self.seats.items():
            self.section.wants[seat] = voice(game.ledger, game.plot.actors[party], spec.signs)
        self._leak = game.dice.streams("uniform", [f"{name}/leak"])
        self._pace = game.dice.streams("uniform", [f"{name}/progress"])
        self._next_gap = game.dice.streams("exponential", [f"{name}/gap"])
        keys = [game.actor_key(p) for p in self.parties]
        self._hands = game.dice.streams("uniform", [f"{name}/{key}/sign" for key in keys])
        first = game.dice.once("exponential", f"{name}/first gap")
        # The exponential part of a gap has no memory: what is left of it after any wait is as long
        # as at its beginning. Only the fixed part wears off.
        fixed = np.maximum(self.gap * self.fixed - value(spec.since_last), 0.0)
        self.until = np.maximum(fixed + self.gap * (1.0 - np.asarray(self.fixed)) * first, 1.0)
        self.assent: dict[str, ByRun] = {}
        self.weigh()

    @property
    def wants(self) -> dict[str, ByRun]:
        """How far each party is for the agreement, −1 to 1."""
        return {party: self.section.wants[seat] for party, seat in self.seats.items()}

    def sway(self, party: str, by: ByRunOr1) -> None:
        """Shift what a party wants of the agreement, within −1 and 1."""
        wants = self.section.wants[self.seats[party]]
        np.clip(wants + by, -1.0, 1.0, out=wants)

    def _spell(self, exponential: ByRun) -> ByRun:
        """Days to the next session, with mean ``gap``: a fixed part and an exponential one."""
        return np.asarray(self.gap * (self.fixed + (1.0 - self.fixed) * exponential))

    def _requirement(self, party: str) -> tuple[Patronage | None, ByRunOr1, ByRunOr1]:
        """The patronage that a party looks at, the pressure it sees, and what that adds."""
        required = self.spec.requires.get(party)
        if required is None:
            return None, 0.0, 0.0
        for patronage in self.game.patrons_of.get(required.on, ()):
            if patronage.patron == required.pressure_of:
                toward = (self.agreement.name, *self.agreement_clauses)
                shown = np.maximum(patronage.willing(*toward), 0.0)
                value = self.game.ledger.value
                return patronage, shown, value(required.weight) * (shown - value(required.enough))
        return None, 0.0, 0.0

    @property
    def agreement_clauses(self) -> tuple[str, ...]:
        """Names of the clauses on the table."""
        return tuple(clause.name for clause in self.agreement.clauses)

    def _terms(self, party: str) -> dict[str, ByRunOr1]:
        """Terms of a party's support."""
        terms: dict[str, ByRunOr1] = {"wants": self.section.wants[self.seats[party]]}
        patronage, _, gained = self._requirement(party)
        if patronage is not None:
            terms["pressure"] = gained
        if party in self.hurts:
            terms["exposure"] = -self.hurts[party] * self.exposure
        for rivalry in self.game.rivalries.values():
            chill = rivalry.chill(self.name, party)
            if chill is not None:
                terms[rivalry.name] = -chill
        return terms

    def weigh(self) -> None:
        """Set the chance that each party would sign: the logistic of its support.

        The cost of exposure borrows from audience costs: Fearon (1994), "Domestic political
        audiences", American Political Science Review 88; Tomz (2007), International Organization
        61. They speak of threats that are backed down from; the step to leaks is ours.
        """
        for party in self.parties:
            support = reduce(add, self._terms(party).values())
            chance = laws.logistic(self.slope * support)
            self.assent[party] = np.broadcast_to(chance, (self.game.n_runs,))

    def nearness(self) -> ByRun:
        """How near signature is, 0 to 1: how ready the text is, while talks are open."""
        return np.asarray(np.minimum(self.text, 1.0) * self.open * ~self.agreement.signed)

    def forget(self) -> None:
        """Forget what belongs to one day only."""
        self.leaking = np.zeros(self.game.n_runs, dtype=np.bool_)
        self.session = np.zeros(self.game.n_runs, dtype=np.bool_)
        self.exposure *= self.exposure_left

    def negotiate(self) -> None:
        """Leak, meet, draft and sign, as the day brings it."""
        game = self.game
        self.expose(self.open & ~self.known & (self._leak.today[0] < self.leak_chance))
        self.weigh()
        active = self.open & ~self.agreement.signed
        self.until -= active
        self.session = active & (self.until <= 0.0)
        if not self.session.any():
            return
        self.held += self.session
        least = self.assent[self.parties[0]]
        for party in self.parties[1:]:
            least = np.minimum(least, self.assent[party])
        drafted = self.progress * least * (0.5 + self._pace.today[0])
        self.text = np.where(self.session, np.minimum(self.text + drafted, 1.0), self.text)
        ready = self.session & (self.text >= 1.0)
        refused = {
            party: ready & ~(self._hands.today[k] < self.assent[party])
            for k, party in enumerate(self.parties)
        }
        signed = ready.copy()
        for no in refused.values():
            signed &= ~no
        self.text = np.where(ready & ~signed, np.maximum(self.text - self.setback, 0.0), self.text)
        self.text = np.where(signed, 0.0, self.text)
        self.until = np.where(self.session, self._spell(self._next_gap.today[0]), self.until)
        self.agreement.sign(signed)
        if game.chronicle and self.session[0]:
            self._tell(bool(ready[0]), bool(signed[0]), refused)

    def expose(self, runs: FlagByRun) -> None:
        """Make the talks known; from now on it costs those who have to fear it."""
        self.known |= runs
        self.leaking |= runs
        self.exposure = np.where(runs, 1.0, self.exposure)
        if self.game.chronicle and runs[0]:
            self.game.tell(Event(self.game.day, "negotiate", "leak", thing=self.name))

    def _tell(self, ready: bool, signed: bool, refused: dict[str, FlagByRun]) -> None:
        game = self.game
        numbers = {"number": float(self.held[0]), "text": 1.0 if ready else float(self.text[0])}
        game.tell(Event(game.day, "negotiate", "session", thing=self.name, numbers=numbers))
        for party in self.parties:
            terms = {k: float(np.asarray(v).reshape(-1)[0]) for k, v in self._terms(party).items()}
            support, chance = sum(terms.values()), float(self.assent[party][0])
            chosen = "meets"
            if ready:
                chosen = "refuses" if refused[party][0] else "signs"
            option = Option("assent", terms, support, chance)
            game.weigh(Weighing(game.day, party, "assent", (option,), chosen, self.agreement.name))
        if signed:
            event = Event(game.day, "negotiate", "signed", thing=self.agreement.name, others=self.parties)
            game.tell(event)
        elif ready:
            noes = tuple(party for party in self.parties if refused[party][0])
            game.tell(Event(game.day, "negotiate", "balk", thing=self.name, others=noes))
