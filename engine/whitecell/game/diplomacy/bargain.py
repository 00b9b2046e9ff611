"""Talks over terms: positions at the table, the values at which terms are settled, and red lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, Floats
from whitecell.game.bargaining import gain, settlement
from whitecell.game.board import Board
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.policy import Question, in_run
from whitecell.game.record import Option, Weighing
from whitecell.scenario.matters import stances
from whitecell.scenario.quantity import Number

Patron = tuple[Number, FlagByRun | None]
"""The leverage of a patron at the table, and the runs in which it is the patron; None if in all runs."""


class Point:
    """One term at the table.

    Attributes
    ----------
    actors : tuple of str
        Actors whose positions count, in the order of the names of their dice.
    positions : array, shape ``(n_actors, n_runs)`` or ``(n_actors, 1)``
        The ideal value of each of them.
    draft : array, shape ``(n_runs,)``, or float
        The value to which the parties' wants of the agreement refer.
    """

    def __init__(
        self, board: Board, talks: str, agreement: AgreementAgent, name: str, parties: Sequence[str]
    ) -> None:
        setup, spec = board.setup, agreement.spec.terms[name]
        value, parameters = setup.value, setup.parameters
        low, high = setup.scenario.variables[name].limits
        self.name, self._agreement, self._row = name, agreement, agreement.terms.rows[name]
        self._limits, self._span, self._whole = (low, high), high - low, bool(spec.options)
        self.draft = agreement.terms.without(name) if spec.draft is None else value(spec.draft)
        self._tabled = None if spec.tabled is None else value(spec.tabled)
        rules = setup.scenario.rules
        self._spread, self._weight = value(rules.terms_spread), value(rules.terms_weight)
        self._stated = {party: spec.positions[party] for party in parties if party in spec.positions}
        voices = self._heard(board, parties)
        self.actors = tuple(voices)
        self.positions = parameters.stack([spec.positions[actor].ideal for actor in self.actors])
        self._cares: list[tuple[Number, Number, list[Patron]]] = [
            (spec.positions[actor].salience, agreement.spec.influence.get(actor, 1.0), patrons)
            for actor, patrons in voices.items()
        ]
        self._rows, self._board = parameters.rows, board
        self._options = stances(setup.scenario, name, spec)
        self._levels = np.linspace(low, high, len(self._options))
        self._luck = board.dice.streams("normal", [f"{talks}/{name}/settlement"])
        self._value = value

    def _heard(self, board: Board, parties: Sequence[str]) -> dict[str, list[Patron]]:
        """Actors that have a position and are heard, each with the patrons that speak for it.

        A party speaks for itself; an actor that is neither a party nor a party's client is not heard.
        """
        heard: dict[str, list[Patron]] = {}
        layout, relations = board.setup.layout, board.setup.relations
        stated = tuple(self._agreement.spec.terms[self.name].positions)
        for actor in layout.in_order(stated):
            through: list[Patron] = []
            for each in layout.patronages:
                if each.client == actor and each.patron in parties:
                    bond = relations.bond(each.patron, actor)
                    through.append((each.leverage, None if bond is None else relations.holds[bond]))
            if actor in parties:
                heard[actor] = []
            elif through:
                heard[actor] = through
        return heard

    @property
    def weights(self) -> Floats:
        """Influence × salience of each of ``actors``, ``(n_actors, n_runs)`` or ``(n_actors, 1)``.

        For an actor without a chair also × the leverage of the patron at the table that has most today.
        """
        rows: list[ByRunOr1] = []
        for salience, influence, patrons in self._cares:
            weight = self._value(salience) * self._value(influence)
            voices = [
                self._value(leverage) if holds is None else self._value(leverage) * holds
                for leverage, holds in patrons
            ]
            rows.append(np.asarray(weight * reduce(np.maximum, voices)) if voices else weight)
        return self._rows(rows)

    @property
    def value(self) -> ByRun:
        """The value on the table, shape ``(n_runs,)``."""
        row: ByRun = self._agreement.terms.settled[self._row]
        return row

    def open(self) -> None:
        """Put on the table the value that follows from positions without luck."""
        self.value[:] = self._made(0.0)

    def settle(self, runs: FlagByRun) -> None:
        """Settle it again in some runs."""
        self.value[runs] = np.broadcast_to(self._made(self._luck.today[0]), runs.shape)[runs]

    def _made(self, normal: ByRunOr1) -> ByRunOr1:
        """The settled value: as tabled in the scenario, else by the law; the draft where no weight counts."""
        if self._tabled is not None:
            return self._tabled
        if not self.actors:
            return self.draft
        found = settlement(self.stances(), self.weights, self._spread, normal)
        found = np.where(np.isnan(found), self.draft, found)
        return np.clip(np.rint(found) if self._whole else found, *self._limits)

    def stances(self) -> Floats:
        """The value for which each of ``actors`` stands today: its position, or as ordered."""
        rows: Floats = self.positions
        for k, actor in enumerate(self.actors):
            ordered = self._ordered(actor)
            if ordered is not None:
                rows = np.array(np.broadcast_to(rows, (len(self.actors), self._board.n_runs)))
                rows[k] = np.where(np.isnan(ordered), rows[k], ordered)
        return rows

    def _ordered(self, actor: str) -> ByRun | None:
        """The value for which an actor is ordered to stand, NaN without an order; None if it takes none."""
        choice = self._board.choice
        if not choice.guided(actor, "term"):
            return None
        picks = choice.picked(Question(self._board.day, actor, "term", self._options, self.name))
        return np.append(self._levels, np.nan)[picks]

    def part(self, party: str, value: ByRunOr1 | None = None) -> ByRunOr1 | None:
        """The part of a party's support from a value, or the one on the table; None if it has no position."""
        said = self._stated.get(party)
        if said is None:
            return None
        value = self.value if value is None else value
        won = gain(value, self.draft, self._value(said.ideal), self._value(said.salience), self._span)
        return self._weight * won

    def told(self, party: str) -> dict[str, ByRunOr1]:
        """The figures beside the value on the table, as in :class:`Settled`."""
        told: dict[str, ByRunOr1] = {}
        for actor, ideal, weight in zip(self.actors, self.positions, self.weights, strict=True):
            told[f"ideal {actor}"], told[f"weight {actor}"] = ideal.copy(), weight.copy()
            ordered = self._ordered(actor)
            if ordered is not None and not np.isnan(ordered).all():
                told[f"ordered {actor}"] = ordered
        won, said = self.part(party), self._stated.get(party)
        if won is not None:
            told["gain"] = won
        for key in ("at_least", "at_most") if said else ():
            line = getattr(said, key)
            if line is not None:
                told[key] = np.array(self._value(line))
        return told

    def refused(self, party: str, value: ByRunOr1 | None = None) -> FlagByRun | None:
        """Where a value, or the one on the table, is beyond a party's red line; None if it has none."""
        said = self._stated.get(party)
        if said is None or (said.at_least is None and said.at_most is None):
            return None
        value = self.value if value is None else value
        beyond = np.zeros(self.value.shape, dtype=np.bool_)
        if said.at_least is not None:
            beyond |= value < self._value(said.at_least)
        if said.at_most is not None:
            beyond |= value > self._value(said.at_most)
        return beyond

    def values(self) -> dict[str, float]:
        """The values for which an actor can be ordered to stand, by name."""
        return dict(zip(self._options, self._levels.tolist(), strict=True))


class Bargain:
    """All terms of the agreement that some talks may sign."""

    def __init__(self, board: Board, talks: str, agreement: AgreementAgent, parties: Sequence[str]) -> None:
        self._agreement = agreement.name
        self.points = [Point(board, talks, agreement, name, parties) for name in agreement.terms.rows]
        for point in self.points:
            point.open()

    def settle(self, runs: FlagByRun) -> None:
        """Settle every term again in some runs, one draw each."""
        for point in self.points:
            point.settle(runs)

    def parts(self, party: str) -> dict[str, ByRunOr1]:
        """The parts that the terms on the table add to a party's support, by variable."""
        parts = {point.name: point.part(party) for point in self.points}
        return {name: part for name, part in parts.items() if part is not None}

    def refused(self, party: str, beside: Mapping[str, ByRunOr1] | None = None) -> FlagByRun | None:
        """Where any term is beyond a party's red line; None if it has none.

        ``beside`` gives values of some terms to be tested instead of those on the table.
        """
        tried = beside or {}
        lines = [
            line for point in self.points if (line := point.refused(party, tried.get(point.name))) is not None
        ]
        return reduce(np.logical_or, lines) if lines else None

    def values(self) -> dict[str, ByRunOr1]:
        """The values on the table, by variable."""
        return {point.name: point.value.copy() for point in self.points}

    def weighed(self, party: str, where: FlagByRun) -> Settled:
        """The terms before a party, for the story."""
        told = {point.name: point.told(party) for point in self.points}
        return Settled(party, self._agreement, self.values(), told, where)


@dataclass(frozen=True, slots=True)
class Settled:
    """The terms before one party in every run: values on the table, and the figures beside each.

    ``told`` has, by variable, ``ideal …`` and ``weight …`` for each actor whose position counts, and for the
    party its gain (``gain``) and its red lines, ``at_least`` and ``at_most``.
    """

    party: str
    agreement: str
    values: Mapping[str, ByRunOr1]
    told: Mapping[str, Mapping[str, ByRunOr1]]
    where: FlagByRun

    def in_run(self, run: int, day: int) -> Iterator[Weighing]:
        """The terms in one run; nothing where there was no text to sign."""
        if self.where[run]:
            options = tuple(
                Option(name, {key: in_run(value, run) for key, value in told.items()},
                       in_run(self.values[name], run), 1.0)
                for name, told in self.told.items()
            )  # fmt: skip
            yield Weighing(day, self.party, "terms", options, "", self.agreement)
