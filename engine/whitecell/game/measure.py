"""Measures: what the game can record, and the statistics made of a record's days."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, total
from whitecell.game.outside import outside_reading
from whitecell.game.talks import voice
from whitecell.scenario.yardsticks import Measure, Record

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame

Reading = Callable[[], ByRun]
"""Gives a record's value today, shape ``(n_runs,)``."""


def _sum(parts: list[ByRun], n_runs: int) -> ByRun:
    """Parts added up in their order; of a single one it may be the part itself, which is only to be read."""
    if len(parts) == 1:
        return np.asarray(parts[0], dtype=np.float64)
    return total(parts) if parts else np.zeros(n_runs)


class Catalogue:
    """Everything that a measure can record: one method for each name, made for a game."""

    def __init__(self, game: WarGame) -> None:
        self.game = game

    def _zones(self, measure: Record) -> list[int]:
        zones = self.game.ground.zones
        return zones.indices(measure.zones) if measure.zones else list(range(len(zones)))

    def _fielded(self, measure: Record) -> list[int]:
        field = self.game.ground.field
        return field.indices(measure.of) if measure.of else list(range(len(field)))

    def _each(self, things: dict[str, Any], measure: Record, attribute: str) -> Reading:
        chosen = [things[name] for name in sorted(measure.of)]
        return lambda: _sum([getattr(thing, attribute) for thing in chosen], self.game.n_runs)

    def signed(self, measure: Record) -> Reading:
        """Signature of agreements: 1 on the day."""
        return self._each(self.game.agreements, measure, "signing")

    def in_force(self, measure: Record) -> Reading:
        """Whether agreements or constraints are in force."""
        return self._each({**self.game.constraints, **self.game.agreements}, measure, "in_force")

    def collapsed(self, measure: Record) -> Reading:
        """Collapse of agreements: 1 on the day."""
        return self._each(self.game.agreements, measure, "collapsed")

    def lapsed(self, measure: Record) -> Reading:
        """Agreements that lapse at the end of their term: 1 on the day."""
        return self._each(self.game.agreements, measure, "lapsed")

    def trust(self, measure: Record) -> Reading:
        """Trust in agreements, 0 to 1."""
        return self._each(self.game.agreements, measure, "trust")

    def leaked(self, measure: Record) -> Reading:
        """Leak of secret talks: 1 on the day."""
        return self._each(self.game.talks, measure, "leaking")

    def sessions(self, measure: Record) -> Reading:
        """Sessions of talks: 1 on the day of each."""
        return self._each(self.game.talks, measure, "session")

    def text(self, measure: Record) -> Reading:
        """How ready the text of talks is, 0 to 1."""
        return self._each(self.game.talks, measure, "text")

    def happened(self, measure: Record) -> Reading:
        """Injects that happen: 1 on the day."""
        return self._each(self.game.injects, measure, "today")

    def joined(self, measure: Record) -> Reading:
        """Whether corridors are joined."""
        return self._each(self.game.corridors, measure, "joined")

    def deliveries(self, measure: Record) -> Reading:
        """Fighters that corridors bring."""
        return self._each(self.game.corridors, measure, "delivered")

    def rung(self, measure: Record) -> Reading:
        """Rung of rivalries, from 0."""
        return self._each(self.game.rivalries, measure, "rung")

    def support(self, measure: Record) -> Reading:
        """Chance that a party would sign: ``of`` names talks and the party."""
        talks = next(name for name in measure.of if name in self.game.talks)
        party = next(name for name in measure.of if name != talks)
        return lambda: self.game.talks[talks].assent[party]

    def consent(self, measure: Record) -> Reading:
        """Chance that an actor would sign by its own word alone, at the table or not.

        ``of`` names talks and the actor: the logistic of what it wants of their agreement.
        """
        talks = self.game.talks[next(name for name in measure.of if name in self.game.talks)]
        actor = next(name for name in measure.of if name != talks.name)
        wants = voice(self.game.ledger, self.game.plot.actors[actor], talks.agreement.name)
        chance = laws.logistic(talks.slope * wants) + np.zeros(self.game.n_runs)
        return lambda: chance

    def arrivals(self, measure: Record) -> Reading:
        """Fighters who join actors: recruits, reinforcements and what corridors bring."""
        ground, posts = self.game.ground, self._posts(measure)
        return lambda: _sum([ground.arrived[post] for post in posts], self.game.n_runs)

    def strikes(self, measure: Record) -> Reading:
        """Strikes that answer breaches of exclusions."""
        chosen = [c for c in self.game.exclusions if c.name in measure.of]
        zones = self._zones(measure)
        return lambda: _sum([c.strikes[z] for c in chosen for z in zones], self.game.n_runs)

    def _breaches(self, measure: Record, attribute: str) -> Reading:
        game = self.game
        agreements = [game.agreements[n] for n in sorted(measure.of) if n in game.agreements]
        chosen = [c for a in agreements for c in a.clauses]
        chosen += [game.constraints[n] for n in sorted(measure.of) if n in game.constraints]
        return lambda: _sum([flag for c in chosen for flag in getattr(c, attribute).values()], game.n_runs)

    def breaches(self, measure: Record) -> Reading:
        """Actors in breach of agreements or constraints today."""
        return self._breaches(measure, "broke")

    def recorded_breaches(self, measure: Record) -> Reading:
        """Breaches that a watcher recorded today."""
        return self._breaches(measure, "recorded")

    def _posts(self, measure: Record) -> list[tuple[int, int]]:
        """Pairs of actor and zone in which the actor can ever stand."""
        ground, zones = self.game.ground, self._zones(measure)
        reach = {divmod(int(post), len(ground.zones)) for post in ground.posts}
        return [(a, z) for a in self._fielded(measure) for z in zones if (a, z) in reach]

    def presence(self, measure: Record) -> Reading:
        """Fighters of actors in zones."""
        posts, ground = self._posts(measure), self.game.ground
        return lambda: _sum([ground.forces.fighters[post] for post in posts], self.game.n_runs)

    def control(self, measure: Record) -> Reading:
        """Share of zones that actors hold together, averaged over the zones."""
        actors, zones, ground = self._fielded(measure), self._zones(measure), self.game.ground
        return lambda: (
            _sum([ground.land.control[a, z] for a in actors for z in zones], self.game.n_runs)
            / float(len(zones))
        )

    def losses(self, measure: Record) -> Reading:
        """Fighters of actors put out of action in zones."""
        posts, ground = self._posts(measure), self.game.ground
        return lambda: _sum([ground.losses[post] for post in posts], self.game.n_runs)

    def displaced(self, measure: Record) -> Reading:
        """People who flee their zones."""
        ground, zones = self.game.ground, self._zones(measure)
        rows = [row for row, z in enumerate(ground.peopled) if z in zones]
        return lambda: _sum([ground.fled[row] for row in rows], self.game.n_runs)


def _reading(game: WarGame, record: Record) -> Reading:
    """What gives a record's value today: the catalogue's, or that of a package from outside."""
    own: Callable[[Record], Reading] | None = getattr(Catalogue(game), record.record, None)
    return own(record) if own else outside_reading(game, record)


class Gauge:
    """One measure of a game: reads its record every day and makes the statistic of it."""

    def __init__(self, game: WarGame, name: str, measure: Measure) -> None:
        self.game, self.measure = game, measure
        self._reading = _reading(game, measure)
        self._section, self._row = game.state.measures, game.layout.row("measures", name)
        self._window = game.layout.find("windows", name)
        self._kept[:] = {"ever": -np.inf, "peak": -np.inf, "first_day": np.nan}.get(measure.statistic, 0.0)
        conditions = [(measure.during, True), (measure.unless, False)]
        self._when = [(_reading(game, record), wanted) for record, wanted in conditions if record]
        last = measure.last
        self._from = 1 if last is None else game.plot.days - last + 1
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
            return float(max(self.game.day - self._from + 1, 0))
        return np.asarray(self._section.counted[self._window])

    def now(self) -> ByRun:
        """What the record says today, whether or not today counts; shape ``(n_runs,)``."""
        return self._reading()

    def read(self) -> None:
        """Take in today's value, where today counts."""
        if self.game.day < self._from:
            return
        today = self._reading()
        if self._window is None:
            self._add(self, today, True)
            return
        counts = np.ones(self.game.n_runs, dtype=np.bool_)
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
            kept[so & np.isnan(kept)] = float(self.game.day)

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


class PathGauge(Gauge):
    """The path by which a corridor was first joined, a category."""

    def __init__(self, game: WarGame, name: str, measure: Measure) -> None:
        self.game, self.measure = game, measure
        self._corridor = game.corridors[measure.of[0]]

    def read(self) -> None:
        """The corridor itself keeps its first path."""

    def result(self) -> NDArray[Any]:
        """Name of the path in each run, None where the corridor never was joined."""
        names = np.array([None, *self._corridor.path_names], dtype=object)
        return np.asarray(names[self._corridor.via + 1])


def gauges(game: WarGame) -> dict[str, Gauge]:
    """A gauge for each measure of the game's scenario."""
    return {
        name: (PathGauge if measure.statistic == "which" else Gauge)(game, name, measure)
        for name, measure in game.plot.measures.items()
    }
