"""Measures: what the game can record, and the statistics made of a record's days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, total
from whitecell.game.board import Board
from whitecell.game.pieces import Pieces
from whitecell.game.world import World, numbers
from whitecell.scenario.formula import Reading as Asking
from whitecell.scenario.formulas import asked as things_of
from whitecell.scenario.kinds import RecordKind
from whitecell.scenario.plugins import RECORDS, asked, plugins
from whitecell.scenario.yardsticks import Measure, Record

Reading = Callable[[], ByRun]
"""Gives a record's value today, shape ``(n_runs,)``."""


def _sum(parts: Sequence[NDArray[Any]], n_runs: int) -> ByRun:
    """Parts added up in their order; of a single one it may be the part itself, which is only to be read."""
    if len(parts) == 1:
        return np.asarray(parts[0], dtype=np.float64)
    return total(parts) if parts else np.zeros(n_runs)


class Catalogue:
    """Everything that a measure can record: one method for each name, made for a game."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces, self._board = pieces, pieces.board

    def _zones(self, measure: Record) -> list[int]:
        zones = self._board.setup.zones
        return zones.indices(measure.zones) if measure.zones else list(range(len(zones)))

    def _fielded(self, measure: Record) -> list[int]:
        field = self._board.setup.field
        return field.indices(measure.of) if measure.of else list(range(len(field)))

    def _each(self, things: Mapping[str, Any], measure: Record, attribute: str) -> Reading:
        chosen = [things[name] for name in sorted(measure.of)]
        return lambda: _sum([getattr(thing, attribute) for thing in chosen], self._board.n_runs)

    def _logged(self, kind: str, things: Iterable[str], zones: Iterable[str] = ()) -> Reading:
        """How often a kind of happening is about some things today, in all zones or in some."""
        log, n, chosen, within = self._board.log, self._board.n_runs, frozenset(things), frozenset(zones)
        log.ask(kind)
        return lambda: _sum(
            [each.where for each in log.of(kind, chosen) if not within or each.zone in within], n
        )

    def signed(self, measure: Record) -> Reading:
        """Signature of agreements: 1 on the day."""
        return self._logged("signed", measure.of)

    def in_force(self, measure: Record) -> Reading:
        """Whether agreements or constraints are in force."""
        return self._each({**self._pieces.constraints, **self._pieces.agreements}, measure, "in_force")

    def collapsed(self, measure: Record) -> Reading:
        """Collapse of agreements: 1 on the day."""
        return self._logged("collapse", measure.of)

    def lapsed(self, measure: Record) -> Reading:
        """Agreements that lapse at the end of their term: 1 on the day."""
        return self._logged("lapse", measure.of)

    def lifted(self, measure: Record) -> Reading:
        """Agreements that end because another took their place: 1 on the day."""
        return self._logged("lifted", measure.of)

    def step(self, measure: Record) -> Reading:
        """Steps that agreements have taken; 0 while they are not in force."""
        return self._each(self._pieces.agreements, measure, "step")

    def trust(self, measure: Record) -> Reading:
        """Trust in agreements, 0 to 1."""
        return self._each(self._pieces.agreements, measure, "trust")

    def leaked(self, measure: Record) -> Reading:
        """Leak of secret talks: 1 on the day."""
        return self._logged("leak", measure.of)

    def sessions(self, measure: Record) -> Reading:
        """Sessions of talks: 1 on the day of each."""
        return self._logged("session", measure.of)

    def text(self, measure: Record) -> Reading:
        """How ready the text of talks is, 0 to 1."""
        return self._each(self._pieces.talks, measure, "text")

    def suspended(self, measure: Record) -> Reading:
        """Talks that break off and will resume: 1 on the day."""
        return self._logged("suspended", measure.of)

    def failed(self, measure: Record) -> Reading:
        """Talks that break off for good: 1 on the day."""
        return self._logged("failed", measure.of)

    def happened(self, measure: Record) -> Reading:
        """Injects that happen: 1 on the day."""
        return self._logged("inject", measure.of)

    def joined(self, measure: Record) -> Reading:
        """Whether corridors are joined."""
        return self._each(self._pieces.corridors, measure, "joined")

    def deliveries(self, measure: Record) -> Reading:
        """Fighters that corridors bring."""
        return self._each(self._pieces.corridors, measure, "delivered")

    def rung(self, measure: Record) -> Reading:
        """Rung of rivalries, from 0."""
        return self._each(self._pieces.rivalries, measure, "rung")

    def incidents(self, measure: Record) -> Reading:
        """Incidents that rivalries felt today, by their weights."""
        return self._each(self._pieces.rivalries, measure, "incidents")

    def support(self, measure: Record) -> Reading:
        """Chance that a party would sign: ``of`` names talks and the party."""
        talks = next(name for name in measure.of if name in self._pieces.talks)
        party = next(name for name in measure.of if name != talks)
        seat = self._pieces.talks[talks].seats[party]
        return lambda: self._board.today.assent[seat]

    def consent(self, measure: Record) -> Reading:
        """Chance that an actor would sign by its own word alone, at the table or not.

        ``of`` names talks and the actor: the logistic of what it wants of their agreement.
        """
        talks = self._pieces.talks[next(name for name in measure.of if name in self._pieces.talks)]
        actor = next(name for name in measure.of if name != talks.name)
        setup = self._board.setup
        wants = setup.parameters.voice(setup.scenario.actors[actor], talks.agreement.name)
        chance = laws.logistic(talks.slope * wants) + np.zeros(self._board.n_runs)
        return lambda: chance

    def arrivals(self, measure: Record) -> Reading:
        """Fighters who join actors: recruits, reinforcements and what corridors bring."""
        board = self._board
        rows = [board.setup.posts.row_of[post] for post in self._posts(measure)]
        return lambda: _sum([board.today.arrived[row] for row in rows], board.n_runs)

    def strikes(self, measure: Record) -> Reading:
        """Strikes that answer breaches of exclusions."""
        return self._logged("strike", measure.of, measure.zones)

    def turned_back(self, measure: Record) -> Reading:
        """Days on which somebody is turned back at exclusions."""
        return self._logged("turned_back", measure.of, measure.zones)

    def seized(self, measure: Record) -> Reading:
        """Days on which somebody is seized at exclusions."""
        return self._logged("seized", measure.of, measure.zones)

    def _breaches(self, measure: Record, kind: str) -> Reading:
        agreements = [self._pieces.agreements[n] for n in sorted(measure.of) if n in self._pieces.agreements]
        # A constraint may be named beside the agreement that brings it, and counts twice then.
        parts = [self._logged(kind, [clause.name for clause in each.clauses]) for each in agreements]
        parts.append(self._logged(kind, [name for name in measure.of if name in self._pieces.constraints]))
        return lambda: total([part() for part in parts])

    def breaches(self, measure: Record) -> Reading:
        """Actors in breach of agreements or constraints today."""
        return self._breaches(measure, "breach")

    def recorded_breaches(self, measure: Record) -> Reading:
        """Breaches that a watcher recorded today."""
        return self._breaches(measure, "recorded")

    def _posts(self, measure: Record) -> list[tuple[int, int]]:
        """Pairs of actor and zone in which the actor can ever stand."""
        posts, zones = self._board.setup.posts, self._zones(measure)
        return [(a, z) for a in self._fielded(measure) for z in zones if (a, z) in posts]

    def presence(self, measure: Record) -> Reading:
        """Fighters of actors in zones."""
        posts, forces = self._posts(measure), self._board.state.forces
        return lambda: _sum([forces.fighters[post] for post in posts], self._board.n_runs)

    def control(self, measure: Record) -> Reading:
        """Share of zones that actors hold together, averaged over the zones."""
        actors, zones, land = self._fielded(measure), self._zones(measure), self._board.state.land
        return lambda: (
            _sum([land.control[a, z] for a in actors for z in zones], self._board.n_runs) / float(len(zones))
        )

    def losses(self, measure: Record) -> Reading:
        """Fighters of actors put out of action in zones."""
        board = self._board
        rows = [board.setup.posts.row_of[post] for post in self._posts(measure)]
        return lambda: _sum([board.today.losses[row] for row in rows], board.n_runs)

    def level(self, measure: Record) -> Reading:
        """Level of variables."""
        rows = [self._board.setup.layout.row("variables", name) for name in measure.of]
        return lambda: _sum([self._board.state.numbers.level[row] for row in rows], self._board.n_runs)

    def taken(self, measure: Record) -> Reading:
        """Turns to another option in decisions: 1 on the day of each."""
        return self._logged("decision", measure.of)

    def stands(self, measure: Record) -> Reading:
        """Which option of a decision stands: its place among them, from 0."""
        rows = [self._board.setup.layout.row("decisions", name) for name in measure.of]
        return lambda: _sum([self._board.state.decisions.option[row] for row in rows], self._board.n_runs)

    def displaced(self, measure: Record) -> Reading:
        """People who flee their zones."""
        board, zones = self._board, self._zones(measure)
        return lambda: _sum([board.today.fled[z] for z in zones], board.n_runs)


def _reading(pieces: Pieces, record: Record) -> Reading:
    """What gives a record's value today: the catalogue's, or that of a package from outside."""
    own: Callable[[Record], Reading] | None = getattr(Catalogue(pieces), record.record, None)
    return own(record) if own else _outside_reading(pieces.board, record)


def _outside_reading(board: Board, record: Record) -> Reading:
    """A function that gives today's value of a record that a package adds."""
    kind: RecordKind = plugins().kinds[RECORDS][record.record]()
    today = asked(kind, "to get ready", kind.reading, World(board), record)
    return lambda: asked(kind, f"on day {board.day}", lambda: numbers(today(), (board.n_runs,)))


class Gauge:
    """One measure of a game: reads its record every day and makes the statistic of it."""

    def __init__(self, pieces: Pieces, name: str, measure: Measure) -> None:
        self._board, self.measure = pieces.board, measure
        layout = pieces.board.setup.layout
        self._reading = _reading(pieces, measure)
        self._section, self._row = pieces.board.state.measures, layout.row("measures", name)
        self._window = layout.find("windows", name)
        self._kept[:] = {"ever": -np.inf, "peak": -np.inf, "first_day": np.nan}.get(measure.statistic, 0.0)
        conditions = [(measure.during, True), (measure.unless, False)]
        self._when = [(_reading(pieces, record), wanted) for record, wanted in conditions if record]
        last = measure.last
        self._from = 1 if last is None else pieces.board.setup.scenario.days - last + 1
        # Functions, not methods: a method would hold the gauge that holds it.
        self._add = {
            "ever": Gauge._keep_peak,
            "peak": Gauge._keep_peak,
            "first_day": Gauge._keep_first,
            "days": Gauge._keep_days,
            "count": Gauge._keep_sum,
            "mean": Gauge._keep_sum,
            "final": Gauge._keep_last,
        }[measure.statistic]

    @property
    def _kept(self) -> ByRun:
        """What the state has of it."""
        return np.asarray(self._section.kept[self._row])

    def _days(self) -> ByRunOr1:
        """Days that counted so far."""
        if self._window is None:
            return float(max(self._board.day - self._from + 1, 0))
        return np.asarray(self._section.counted[self._window])

    def now(self) -> ByRun:
        """What the record says today, whether or not today counts; shape ``(n_runs,)``."""
        return self._reading()

    def read(self) -> None:
        """Take in today's value, where today counts."""
        if self._board.day < self._from:
            return
        today = self._reading()
        if self._window is None:
            self._add(self, today, True)
            return
        counts = np.ones(self._board.n_runs, dtype=np.bool_)
        for reading, wanted in self._when:
            counts &= (reading() > 0.0) == wanted
        self._section.counted[self._window] += counts
        self._add(self, today, counts)

    def _keep_sum(self, today: ByRun, counts: FlagByRun | bool) -> None:
        kept = self._kept
        kept += today if counts is True else today * counts

    def _keep_days(self, today: ByRun, counts: FlagByRun | bool) -> None:
        kept = self._kept
        kept += today > 0.0 if counts is True else (today > 0.0) & counts

    def _keep_peak(self, today: ByRun, counts: FlagByRun | bool) -> None:
        kept = self._kept
        np.maximum(kept, today, out=kept, where=counts)

    def _keep_first(self, today: ByRun, counts: FlagByRun | bool) -> None:
        so = (today > 0.0) & counts
        if so.any():
            kept = self._kept
            kept[so & np.isnan(kept)] = float(self._board.day)

    def _keep_last(self, today: ByRun, counts: FlagByRun | bool) -> None:
        np.copyto(self._kept, today, where=counts)

    def result(self) -> NDArray[Any]:
        """The measure of each run, shape ``(n_runs,)``, a copy; NaN where it did not happen."""
        statistic, kept, days = self.measure.statistic, self._kept, self._days()
        if statistic == "ever":
            return (kept > 0.0).astype(np.float64)
        none = np.asarray(days) <= 0.0
        if statistic == "mean":
            return np.where(none, np.nan, kept / np.where(none, 1.0, days))
        if statistic in ("peak", "final"):
            return np.where(none, np.nan, kept)
        return kept.copy()


class Asked:
    """A record that formulas ask for: what it says each night stands in the state for the next morning."""

    def __init__(self, pieces: Pieces, asked_for: Asking) -> None:
        of, zones = things_of(asked_for, pieces.board.setup.stated)
        self._reading = _reading(pieces, Record(record=asked_for.record, of=of, zones=zones))
        self._numbers = pieces.board.state.numbers
        self._row = pieces.board.setup.layout.row("readings", asked_for)

    def take(self) -> None:
        """Take in what it says now."""
        self._numbers.readings[self._row] = self._reading()


class PathGauge(Gauge):
    """The path by which a corridor was first joined, a category."""

    def __init__(self, pieces: Pieces, name: str, measure: Measure) -> None:
        self._board, self.measure = pieces.board, measure
        self._corridor = pieces.corridors[measure.of[0]]

    def read(self) -> None:
        """The corridor itself keeps its first path."""

    def result(self) -> NDArray[Any]:
        """Name of the path in each run, None where the corridor never was joined."""
        names = np.array([None, *self._corridor.path_names], dtype=object)
        return np.asarray(names[self._corridor.via + 1])


def gauges(pieces: Pieces) -> dict[str, Gauge]:
    """A gauge for each measure of the game's scenario."""
    return {
        name: (PathGauge if measure.statistic == "which" else Gauge)(pieces, name, measure)
        for name, measure in pieces.board.setup.scenario.measures.items()
    }


def records(pieces: Pieces) -> list[Asked]:
    """All records that the formulas of the game's scenario ask for."""
    asked_for = pieces.board.setup.layout.axes["readings"]
    return [Asked(pieces, each) for each in asked_for if isinstance(each, Asking)]
