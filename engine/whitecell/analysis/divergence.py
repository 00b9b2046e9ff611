"""Where two runs of the same seed diverge, and from which day on measures differ.

Both scenarios are played day by day side by side. The story of a run is its signals: what actors decided
and what happened (:mod:`whitecell.game.readers.signals`). Until the first signal differs, the two runs are
identical.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.readers.signals import Signal, Signals
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

LASTING = 7
"""Consecutive days on which a difference must be clear to have begun."""
CLEAR = 3.0
"""Standard errors from zero at which a mean difference is clear."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first mark by which the runs of a seed differ; ``way`` is 1 if it is higher in the second."""

    seed: int
    day: int
    mark: Signal
    way: int


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a measure's difference from day to day.

    ``mean`` and ``error`` have shape ``(n_days,)``: the mean paired difference and its standard error, of the
    measure's value so far (for a total, a peak or a first day) or of that day's level. ``final`` and
    ``final_error`` are those of the measure itself, which for a mean over days is not the last day's level.
    """

    measure: str
    mean: NDArray[np.float64]
    error: NDArray[np.float64]
    final: float = float("nan")
    final_error: float = float("nan")

    @property
    def _clear(self) -> NDArray[np.bool_]:
        return np.asarray((np.abs(self.mean) > CLEAR * self.error) & (self.mean != 0.0))

    def clear_on(self, day: int) -> bool:
        """Whether the difference is clear on a day, counted from 1."""
        return bool(self._clear[day - 1])

    @property
    def onset(self) -> int | None:
        """The first day from which the difference is clear for ``LASTING`` days, or None."""
        clear = self._clear
        span = min(LASTING, len(clear))
        for day in range(len(clear) - span + 1):
            if clear[day : day + span].all():
                return day + 1
        return None

    @property
    def peak(self) -> int | None:
        """The day with the largest clear difference, from the onset on."""
        if self.onset is None:
            return None
        size = np.where(self._clear, np.abs(self.mean), -1.0)
        size[: self.onset - 1] = -1.0
        return int(size.argmax()) + 1


@dataclass(slots=True)
class Trace:
    """The result of playing two scenarios side by side.

    ``moments[name]`` are sums over seeds of the difference of a measure on each day, and of its square,
    shape ``(2, n_days)``; so traces of different seeds add up. ``firsts[mark]`` is the first day on which
    a mark differs, shape ``(n_runs,)``: NaN where it never does, negative where it is lower in the second
    scenario. Marks that never differ are left out. ``finals[name]``, shape ``(3,)``, is the number of runs in
    which both have the measure, and the same two sums for its value at the end.
    """

    seeds: NDArray[np.int64]
    divergences: list[Divergence] = field(default_factory=list)
    firsts: dict[Signal, NDArray[np.float64]] = field(default_factory=dict)
    moments: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    finals: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def courses(self) -> list[Course]:
        """Day-by-day differences of each measure."""
        n = len(self.seeds)
        found = []
        for name, (total, squares) in self.moments.items():
            mean, error = _mean_and_error(n, total, squares)
            end, end_error = _mean_and_error(*self.finals[name])
            found.append(Course(name, mean, error, float(end), float(end_error)))
        return found


def _mean_and_error(n: float, total: Any, squares: Any) -> tuple[Any, Any]:
    """Mean and its standard error, from sums over ``n`` runs; NaN without any."""
    if n == 0:
        return float("nan"), float("nan")
    mean = total / n
    return mean, np.sqrt(np.maximum(squares / n - mean * mean, 0.0) / max(n - 1, 1))


def trace(first: Scenario, second: Scenario, seeds: NDArray[np.int64]) -> Trace:
    """Play two scenarios side by side for as many days as both have.

    Parameters
    ----------
    first, second : Scenario
    seeds : integers, shape ``(n_runs,)``

    Returns
    -------
    Trace
        Divergences in the order of seeds, without seeds whose runs never diverge; differences of the
        measures that both have by the same name, without categories.
    """
    with WarGame(first, seeds) as one, WarGame(second, seeds) as other:
        games = [one, other]
        signals = [Signals(game.pieces) for game in games]
        days = min(first.days, second.days)
        shared = [
            name
            for name, measure in first.measures.items()
            if name in second.measures and measure.statistic != "which"
        ]
        series = [{name: _Running(game, name) for name in shared} for game in games]
        found = Trace(seeds, moments={name: np.zeros((2, days)) for name in shared})
        for day in range(1, days + 1):
            for game in games:
                game.step()
            _part(signals, day, found.firsts)
            for name in shared:
                apart = series[1][name].today() - series[0][name].today()
                found.moments[name][:, day - 1] = apart.sum(), (apart * apart).sum()
        for name in shared:
            apart = series[1][name].result() - series[0][name].result()
            there = apart[~np.isnan(apart)]
            found.finals[name] = np.array([len(there), there.sum(), (there * there).sum()])
        found.divergences = _divergences(seeds, found.firsts)
    return found


def parting(first: Scenario, second: Scenario, seed: int) -> Divergence | None:
    """Play one seed in both scenarios side by side until the runs diverge, and no further.

    None if they do not diverge in the days that both have.
    """
    seeds = np.array([seed], dtype=np.int64)
    with WarGame(first, seeds) as one, WarGame(second, seeds) as other:
        games = [one, other]
        signals = [Signals(game.pieces) for game in games]
        firsts: dict[Signal, NDArray[np.float64]] = {}
        for day in range(1, min(first.days, second.days) + 1):
            for game in games:
                game.step()
            _part(signals, day, firsts)
            if firsts:
                return _divergences(seeds, firsts)[0]
    return None


def joined(traces: Sequence[Trace]) -> Trace:
    """Traces of different seeds as one, in the order given."""
    first = traces[0]
    return Trace(
        np.concatenate([t.seeds for t in traces]),
        [divergence for t in traces for divergence in t.divergences],
        {mark: np.concatenate([_first(t, mark) for t in traces]) for t in traces for mark in t.firsts},
        {name: np.sum([t.moments[name] for t in traces], axis=0) for name in first.moments},
        {name: np.sum([t.finals[name] for t in traces], axis=0) for name in first.finals},
    )


def _first(one: Trace, mark: Signal) -> NDArray[np.float64]:
    return one.firsts.get(mark, np.full(len(one.seeds), np.nan))


def _part(signals: Sequence[Signals], day: int, firsts: dict[Signal, NDArray[np.float64]]) -> None:
    """Record the signals that differ today for the first time."""
    one, other = (dict(each.today()) for each in signals)
    nothing: Any = np.zeros(signals[0].n_runs)
    for mark in {**one, **other}:
        before, after = one.get(mark, nothing), other.get(mark, nothing)
        differ = before != after
        if differ.any():
            first = firsts.setdefault(mark, np.full(signals[0].n_runs, np.nan))
            new = differ & np.isnan(first)
            first[new] = np.where(after > before, day, -day)[new]


def _divergences(seeds: NDArray[np.int64], firsts: dict[Signal, NDArray[np.float64]]) -> list[Divergence]:
    """The first mark that differs in each run: on the earliest day, in the earliest phase, by name."""
    order = {phase: number for number, phase in enumerate(WarGame.PHASES)}
    ranked = sorted(firsts, key=lambda m: (order[m.phase], str(m)))
    if not ranked:
        return []
    signed = np.stack([firsts[mark] for mark in ranked])
    days = np.where(np.isnan(signed), np.inf, np.abs(signed))
    return [
        Divergence(int(seed), int(days[first, run]), ranked[first], int(np.sign(signed[first, run])))
        for run, (seed, first) in enumerate(zip(seeds, days.argmin(axis=0), strict=True))
        if np.isfinite(days[first, run])
    ]


class _Running:
    """A measure's value so far, or that of the day if it is a level and not a total."""

    def __init__(self, game: WarGame, name: str) -> None:
        self.gauge = game.gauges[name]
        measure = game.setup.scenario.measures[name]
        self.flag = measure.statistic in ("ever", "first_day")
        self.level = measure.statistic in ("mean", "final", "value") and not measure.conditions

    def today(self) -> NDArray[np.float64]:
        if self.level:
            return np.asarray(self.gauge.now(), dtype=np.float64)
        return np.nan_to_num(self.result())

    def result(self) -> NDArray[np.float64]:
        """The measure over the days so far; for a flag or first day, whether it has happened."""
        values = np.asarray(self.gauge.result(), dtype=np.float64)
        return np.asarray(np.nan_to_num(values) > 0.0, dtype=np.float64) if self.flag else values


def chief(divergences: Sequence[Divergence]) -> list[tuple[Signal, list[Divergence]]]:
    """Divergences by mark, the most frequent first."""
    groups: dict[Signal, list[Divergence]] = defaultdict(list)
    for divergence in divergences:
        groups[divergence.mark].append(divergence)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), str(item[0])))


@dataclass(frozen=True, slots=True)
class Later:
    """A mark that differs after the runs have diverged.

    ``share`` is that of all runs, ``day`` the median of the first day, and ``way`` the share of these runs in
    which the mark is higher in the second.
    """

    mark: Signal
    share: float
    day: float
    way: float


def following(found: Trace) -> list[Later]:
    """The marks that differ after the runs have diverged, the most frequent first.

    Marks of the same kind, actor and thing are combined over zones; the first of them counts.
    """
    start = {divergence.seed: divergence.mark for divergence in found.divergences}
    groups: dict[Signal, NDArray[np.float64]] = {}
    for mark, first in found.firsts.items():
        mine = np.array([start.get(int(seed)) == mark for seed in found.seeds])
        later = np.where(mine, np.nan, first)
        whole = Signal(mark.phase, mark.kind, mark.actor, "", mark.thing)
        if whole in groups:
            there = groups[whole]
            earlier = np.isnan(there) | (np.abs(later) < np.abs(there))
            later = np.where(earlier, later, there)
        groups[whole] = later
    told = [
        Later(
            mark, float(known.mean()), float(np.median(np.abs(days[known]))), float((days[known] > 0).mean())
        )
        for mark, days in groups.items()
        if (known := ~np.isnan(days)).any()
    ]
    return sorted(told, key=lambda item: (-item.share, item.day, str(item.mark)))
