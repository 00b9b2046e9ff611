"""The terms of a party's support of a text, and the chance to sign that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, any_of
from whitecell.game.board import Board
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.diplomacy.bargain import Bargain
from whitecell.game.diplomacy.mediation import Mediation
from whitecell.game.diplomacy.package import Package, Struck
from whitecell.game.diplomacy.urgency import Urgency
from whitecell.game.powers.patronage import Patronage
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.scenario.diplomacy import Talks

Beside = Mapping[str, Mapping[str, ByRunOr1]]
"""By party: terms of its support of a text, by name, without the clauses on which a party states a wish."""


class Support:
    """The support of every party of some talks, term by term.

    Attributes
    ----------
    wants : dict of str to array, shape ``(n_runs,)``
        How far each party is for the agreement, −1 to 1.
    seats : dict of str to int
        Rows of the parties in arrays by seat.
    rows : slice
        All these rows.
    urgency : Urgency
    mediation : Mediation
    package : Package
    bargain : Bargain
    """

    def __init__(
        self,
        board: Board,
        name: str,
        spec: Talks,
        agreement: AgreementAgent,
        patronages: Sequence[Patronage],
        rivalries: Sequence[RivalryAgent],
    ) -> None:
        setup, value = board.setup, board.setup.value
        self._board, self._name = board, name
        self._state, self._row = board.state.talks, setup.layout.row("talks", name)
        self._rivalries = rivalries
        parties = setup.layout.in_order(spec.parties)
        self.seats = {party: setup.layout.row("seats", (name, party)) for party in parties}
        self.rows = slice(self.seats[parties[0]], self.seats[parties[-1]] + 1)
        self._slope = value(spec.slope)
        self._hurts = {a: value(h) for a, h in spec.leaks.hurts.items()} if spec.leaks else {}
        actors = setup.scenario.actors
        self._voices = {p: setup.parameters.voice(actors[p], spec.signs) for p in parties}
        self._moves = [p for p in parties if setup.parameters.voice_moves(actors[p])]
        self.wants: dict[str, ByRun] = {p: np.zeros(board.n_runs) for p in parties}
        self.rebuild()
        # By party that asks for pressure: the patronage, the weight of the pressure, and how much is enough.
        self._required = {
            party: (patronage, value(required.weight), value(required.enough))
            for party, required in spec.requires.items()
            for patronage in patronages
            if (patronage.client, patronage.patron) == (required.on, required.pressure_of)
        }
        self._toward = (agreement.name, *(clause.name for clause in agreement.clauses))
        self.package = Package(board, name, agreement, parties, self._slope)
        self.bargain = Bargain(board, name, agreement, parties)
        self.urgency = Urgency(board, name, spec, agreement)
        self.mediation = Mediation(board, spec, parties)

    def sway(self, party: str, by: ByRunOr1) -> None:
        """Shift how far a party is for the agreement."""
        self._state.sway[self.seats[party]] += by
        self._want(party)

    def _want(self, party: str) -> None:
        """Set how far a party is for the agreement: its voice plus the shifts by effects."""
        wants = self._voices[party] + self._state.sway[self.seats[party]]
        np.clip(wants, -1.0, 1.0, out=self.wants[party])

    def rebuild(self) -> None:
        """Recompute what is derived from the state."""
        for party in self.seats:
            self._want(party)

    def hear(self) -> None:
        """Update what parties want today, if it moves."""
        for party in self._moves:
            self._want(party)

    def _pressure(self, party: str) -> ByRunOr1 | None:
        """The part of a party's support from pressure that it asks of a patron; None if it asks for none."""
        if party not in self._required:
            return None
        patronage, weight, enough = self._required[party]
        shown = np.maximum(patronage.pressing(*self._toward), 0.0)
        return weight * (shown - enough)

    def _beside_clauses(self, party: str, urgency: Mapping[str, ByRunOr1]) -> dict[str, ByRunOr1]:
        """Terms of a party's support of the text without the clauses on which a party states a wish."""
        terms: dict[str, ByRunOr1] = {"wants": self.wants[party]}
        pressure = self._pressure(party)
        if pressure is not None:
            terms["pressure"] = pressure
        if party in self._hurts:
            terms["exposure"] = -self._hurts[party] * self._state.exposure[self._row]
        for rivalry in self._rivalries:
            chill = rivalry.chill(self._name, party)
            if chill is not None:
                terms[rivalry.name] = -chill
        brokered = self.mediation.support(party)
        if brokered is not None:
            terms["mediation"] = brokered
        return {**terms, **self.bargain.parts(party), **urgency}

    def beside(self) -> Beside:
        """By party: terms of its support today without the clauses on which a party states a wish."""
        urgency = self.urgency.terms()
        return {party: self._beside_clauses(party, urgency) for party in self.seats}

    def terms(self, party: str, beside: Beside, struck: Struck | None = None) -> dict[str, ByRunOr1]:
        """Terms of a party's support of the whole text; struck clauses add 0."""
        return {**beside[party], **self.package.parts(party, struck)}

    def weigh(self, beside: Beside, struck: Struck | None = None) -> None:
        """Set the chance that each party would sign by itself: the logistic of its support.

        Beyond a party's red line the chance is 0, whatever its support. The cost of exposure borrows from
        audience costs: Fearon (1994), "Domestic political audiences", American Political Science Review 88;
        Tomz (2007), International Organization 61. They treat threats that leaders back down from; the
        application to leaks is ours.
        """
        assent = self._board.today.assent[self.rows]
        for seat, party in zip(assent, self.seats, strict=True):
            seat[:] = reduce(add, self.terms(party, beside, struck).values())
        assent[:] = laws.logistic(self._slope * assent)
        for seat, party in zip(assent, self.seats, strict=True):
            beyond = self.bargain.refused(party)
            if beyond is not None:
                seat *= ~beyond

    def acceptance(self, party: str) -> dict[str, dict[str, tuple[ByRunOr1, ByRunOr1]]]:
        """A party's support and chance to sign, by term on which it has a position and by value of the term.

        The other terms stay as they are on the table. Other actors' positions are not revealed.
        """
        terms = self.terms(party, self.beside())
        found: dict[str, dict[str, tuple[ByRunOr1, ByRunOr1]]] = {}
        for point in self.bargain.points:
            for name, value in point.values().items():
                part = point.part(party, value)
                if part is None:  # no position on this term
                    continue
                support = reduce(add, {**terms, point.name: part}.values())
                beyond = self.bargain.refused(party, {point.name: value})
                chance = laws.logistic(self._slope * support)
                told = chance if beyond is None else chance * ~beyond
                found.setdefault(point.name, {})[name] = support, told
        return found

    def strike(self, minds: dict[str, ByRun], ready: FlagByRun, beside: Beside) -> Struck:
        """Strike the clauses that a party rejects from a ready text, and let all parties weigh the rest."""
        if not self.package.any:
            return {}
        rest = {party: reduce(add, terms.values()) for party, terms in beside.items()}
        struck = self.package.strike(minds, rest, ready)
        if any(any_of(runs) for runs in struck.values()):
            self.weigh(beside, struck)
        return struck
