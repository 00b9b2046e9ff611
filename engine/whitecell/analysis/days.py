"""Runs day by day: they are played again for the days that a stored batch does not keep.

A run is fixed to the bit by its scenario and seed, so its days can be had at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.quantiles import quantiles
from whitecell.analysis.recent import KINDS, Recent
from whitecell.analysis.side_by_side import in_pieces
from whitecell.game.axes import ByRun
from whitecell.game.play import result
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.readers.gauge import Gauge
from whitecell.game.record import Story
from whitecell.game.relations import STANCE
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

Floats = NDArray[np.float64]
Kind = Literal["share", "total", "highest", "level"]

WORDS = {place: word for word, place in STANCE.items()}
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of a band, lowest first."""


@dataclass(frozen=True, slots=True)
class Series:
    """The course of a measure over the days.

    Attributes
    ----------
    kind : str
        ``share`` for ``ever`` and ``first_day``: whether it has happened so far. ``total`` for ``count`` and
        ``days``: the sum so far. ``highest`` for ``peak``: the highest value so far. ``level`` for ``mean``,
        ``final`` and ``value``: today's value.
    values : array, shape ``(n_days, n_runs)``
        NaN where a run has no value.
    """

    kind: Kind
    values: Floats

    @property
    def mean(self) -> Floats:
        """Mean over runs, shape ``(n_days,)``; for a ``share`` this is the share of runs."""
        known = ~np.isnan(self.values)
        total = np.where(known, self.values, 0.0).sum(axis=1)
        return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)

    def bands(self, levels: Sequence[float] = LEVELS) -> Floats:
        """Quantiles over runs on each day, shape ``(n_levels, n_days)``; NaN on days without a value."""
        if not np.isnan(self.values).any():
            return quantiles(self.values, levels, axis=1)
        found = np.full((len(levels), len(self.values)), np.nan)
        for day, row in enumerate(self.values):
            if len(known := row[~np.isnan(row)]):
                found[:, day] = quantiles(known, levels)
        return found


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of the theatre at the end of a day, on average over runs; day 0 is the start.

    Attributes
    ----------
    day, runs : int
    control : dict of zone to dict of actor to float
        Shares held, 0 to 1; nobody holds the rest.
    fighters : dict of zone to dict of actor to float
        Arms that count in the unit of their actor are included; other arms go by ``actor.arm``.
    people : dict of zone to float
        Civilians at home.
    in_force : dict of constraint to float
        Share of runs in which it is in force.
    joined : dict of corridor to float
        Share of runs in which it is joined.
    efforts : dict of actor to dict of zone to float
        Share of runs in which the zone is its main effort.
    stances : dict of (str, str) to str
        For two actors whose relation effects can change, the relation in most runs: ``hostile``, ``allied``
        or ``neutral``.
    recent : dict of zone to dict of str to float
        By kind of :data:`whitecell.analysis.recent.KINDS`: share of runs in which it happened there in the
        seven days up to this one. Kinds that happened in no run are left out.
    """

    day: int
    runs: int
    control: Mapping[str, Mapping[str, float]]
    fighters: Mapping[str, Mapping[str, float]]
    people: Mapping[str, float]
    in_force: Mapping[str, float]
    joined: Mapping[str, float]
    efforts: Mapping[str, Mapping[str, float]]
    stances: Mapping[tuple[str, str], str] = field(default_factory=dict)
    recent: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(slots=True)
class Days:
    """Runs of a scenario, day by day.

    Sums over runs have row 0 for the start, and row *d* for the end of day *d*.

    Attributes
    ----------
    seeds : array, shape ``(n_runs,)``
    zones, actors : tuple of str
        Names along the axes of zones and of actors with forces or ground, their arms among them.
    columns : dict of str to array, shape ``(n_runs,)``
        The measures of the runs, as :func:`whitecell.game.play.play` gives them.
    series : dict of str to Series
        Every measure that is a number.
    control, fighters, efforts : array, shape ``(n_days + 1, n_actors, n_zones)``
        Sums over runs of shares held, of fighters, and of runs with their main effort there.
    people : array, shape ``(n_days + 1, n_zones)``
        Sums over runs of civilians at home.
    in_force, joined : dict of str to array, shape ``(n_days + 1,)``
        For each constraint and corridor: runs in which it is in force, or joined.
    rungs : dict of str to array, shape ``(n_days + 1, n_rungs)``
        For each rivalry: runs at each escalation level.
    stances : dict of (str, str) to array, shape ``(n_days + 1, 3)``
        For two actors whose relation effects can change: runs with each relation, in the order of
        ``whitecell.game.relations.STANCE``.
    recent : dict of str to array, shape ``(n_days + 1, n_zones)``
        For each kind of :data:`whitecell.analysis.recent.KINDS`: runs in which it happened in the seven days
        up to this one.
    """

    seeds: NDArray[np.int64]
    zones: tuple[str, ...]
    actors: tuple[str, ...]
    columns: dict[str, NDArray[Any]]
    series: dict[str, Series]
    control: Floats
    fighters: Floats
    efforts: Floats
    people: Floats
    in_force: dict[str, Floats] = field(default_factory=dict)
    joined: dict[str, Floats] = field(default_factory=dict)
    rungs: dict[str, Floats] = field(default_factory=dict)
    stances: dict[tuple[str, str], Floats] = field(default_factory=dict)
    recent: dict[str, Floats] = field(default_factory=dict)

    def standing(self, day: int) -> Standing:
        """The state of the theatre at the end of a day; 0 is the start."""
        n = float(len(self.seeds))

        def by_zone(sums: Floats) -> dict[str, dict[str, float]]:
            return {
                zone: {
                    actor: float(sums[day, a, z]) / n
                    for a, actor in enumerate(self.actors)
                    if sums[day, a, z] > 0.0
                }
                for z, zone in enumerate(self.zones)
            }

        return Standing(
            day,
            len(self.seeds),
            by_zone(self.control),
            by_zone(self.fighters),
            {zone: float(self.people[day, z]) / n for z, zone in enumerate(self.zones)},
            {name: float(runs[day]) / n for name, runs in self.in_force.items()},
            {name: float(runs[day]) / n for name, runs in self.joined.items()},
            {
                actor: {
                    zone: float(self.efforts[day, a, z]) / n
                    for z, zone in enumerate(self.zones)
                    if self.efforts[day, a, z] > 0.0
                }
                for a, actor in enumerate(self.actors)
            },
            {pair: WORDS[int(runs[day].argmax())] for pair, runs in self.stances.items()},
            {
                zone: {
                    kind: float(runs[day, z]) / n for kind, runs in self.recent.items() if runs[day, z] > 0.0
                }
                for z, zone in enumerate(self.zones)
            },
        )


def opening(scenario: Scenario) -> Standing:
    """The state of the theatre before the first turn; nothing is played."""
    with WarGame(scenario, np.zeros(1, dtype=np.int64)) as game:
        found = blank(game, 1)
        look(game, found, 0)
    return found.standing(0)


def replayed(
    scenario: Scenario,
    seeds: NDArray[np.int64],
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Days:
    """Play runs again and keep their days.

    The result depends on the scenario and the seeds only, not on ``jobs``. A thousand runs of some twenty
    measures over half a year hold about 30 MB.

    Parameters
    ----------
    scenario : Scenario
    seeds : integers, shape ``(n_runs,)``
        At least one.
    jobs : int
        Processes.
    progress : callable, optional
        Called with the number of runs played since its last call.
    """
    seeds = np.asarray(seeds, dtype=np.int64)
    return joined(in_pieces(partial(_played, scenario), seeds, jobs, progress))


def _played(scenario: Scenario, seeds: NDArray[np.int64]) -> Days:
    """Play a slab, looking at it at the start and at the end of every day."""
    days = scenario.days
    with WarGame(scenario, seeds) as game:
        found, recent = blank(game, days + 1), Recent(game)
        found.series = {
            name: Series(_kind(gauge), np.full((days, len(seeds)), np.nan))
            for name, gauge in game.gauges.items()
            if gauge.measure.statistic != "which"
        }
        look(game, found, 0)
        for _ in range(days):
            game.step()
            recent.look()
            look(game, found, game.day, recent)
            for name, series in found.series.items():
                series.values[game.day - 1] = _today(series.kind, game.gauges[name])
        found.columns = {name: gauge.result() for name, gauge in game.gauges.items()}
    return found


def followed(
    scenario: Scenario,
    seed: int,
    step: Callable[[WarGame], object] = WarGame.step,
    last: int | None = None,
) -> tuple[Story, Days]:
    """The story of one run, and its days; their sums are over this one run, without series and measures.

    ``step`` plays a day; ``last`` is the last day, by default that of the scenario.
    """
    chronicle, days = Chronicle(), scenario.days if last is None else last
    with WarGame(scenario, np.array([seed], dtype=np.int64), chronicle=chronicle) as game:
        found, recent = blank(game, days + 1), Recent(game)
        look(game, found, 0)
        for _ in range(days):
            step(game)
            recent.look()
            look(game, found, game.day, recent)
        return result(game, chronicle), found


def blank(game: WarGame, rows: int) -> Days:
    """Sums of nothing yet, for this many days, without measures or series."""
    setup = game.setup
    shape = (rows, len(setup.field), len(setup.zones))
    return Days(
        game.dice.seeds,
        setup.zones.names,
        setup.field.names,
        {},
        {},
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros((rows, len(setup.zones))),
        {name: np.zeros(rows) for name in game.pieces.constraints},
        {name: np.zeros(rows) for name in game.pieces.corridors},
        {name: np.zeros((rows, len(r.spec.rungs))) for name, r in game.pieces.rivalries.items()},
        {pair: np.zeros((rows, len(STANCE))) for pair in setup.relations.ties},
        {kind: np.zeros((rows, len(setup.zones))) for kind in KINDS},
    )


def look(game: WarGame, found: Days, day: int, recent: Recent | None = None) -> None:
    """Add the present state of all runs to the sums of a day, with recent events if ``recent`` is given."""
    forces, land = game.state.forces, game.state.land
    found.control[day] = land.control.sum(axis=2)
    found.fighters[day] = forces.fighters.sum(axis=2)
    for arm, owner in enumerate(game.setup.owner):
        if arm != owner and game.setup.unit(arm) == game.setup.unit(owner):
            found.fighters[day, owner] += found.fighters[day, arm]
            found.fighters[day, arm] = 0.0
    found.people[day] = land.people.sum(axis=1)
    zones = len(game.setup.zones)
    for a, effort in enumerate(forces.effort):
        if game.setup.owner[a] != a:
            continue
        found.efforts[day, a] = np.bincount(effort[effort >= 0], minlength=zones)
    for pair, stance in zip(found.stances, game.setup.relations.stance, strict=True):
        found.stances[pair][day] = np.bincount(stance, minlength=len(STANCE))
    for name, constraint in game.pieces.constraints.items():
        found.in_force[name][day] = constraint.in_force.sum()
    for name, corridor in game.pieces.corridors.items():
        found.joined[name][day] = corridor.joined.sum()
    for name, rivalry in game.pieces.rivalries.items():
        rungs = rivalry.rung.astype(np.int64)
        found.rungs[name][day] = np.bincount(rungs, minlength=len(rivalry.spec.rungs))
    if recent is not None:
        for kind, happened in recent.happened().items():
            found.recent[kind][day] = happened.sum(axis=1)


def _kind(gauge: Gauge) -> Kind:
    statistic = gauge.measure.statistic
    if statistic in ("ever", "first_day"):
        return "share"
    if statistic == "peak":
        return "highest"
    return "total" if statistic in ("count", "days") else "level"


def _today(kind: Kind, gauge: Gauge) -> ByRun:
    if kind == "level":
        return np.asarray(gauge.now(), dtype=np.float64)
    so_far = np.asarray(gauge.result(), dtype=np.float64)
    if gauge.measure.statistic == "first_day":
        return np.asarray(~np.isnan(so_far), dtype=np.float64)
    return so_far


def joined(parts: Sequence[Days]) -> Days:
    """Days of different seeds as one, in the order given."""
    first, *others = parts
    if not others:
        return first

    def added(name: str) -> Any:
        """Sums of all parts: arrays, or mappings of them."""
        mine = getattr(first, name)
        if isinstance(mine, dict):
            return {key: sum((getattr(o, name)[key] for o in others), sums) for key, sums in mine.items()}
        return sum((getattr(other, name) for other in others), mine)

    return replace(
        first,
        seeds=np.concatenate([part.seeds for part in parts]),
        columns={n: np.concatenate([part.columns[n] for part in parts]) for n in first.columns},
        series={
            name: Series(series.kind, np.concatenate([p.series[name].values for p in parts], axis=1))
            for name, series in first.series.items()
        },
        control=added("control"),
        fighters=added("fighters"),
        efforts=added("efforts"),
        people=added("people"),
        in_force=added("in_force"),
        joined=added("joined"),
        rungs=added("rungs"),
        stances=added("stances"),
        recent=added("recent"),
    )
