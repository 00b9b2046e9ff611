"""Gauges: the statistics that measures compute over a record's days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, any_of
from whitecell.game.pieces import Pieces
from whitecell.game.readers.measure import Reading, reading
from whitecell.scenario.model import Scenario
from whitecell.scenario.yardsticks import Measure


class Gauge:
    """One measure of a game: reads its record every day and computes its statistic."""

    def __init__(self, pieces: Pieces, name: str, measure: Measure) -> None:
        self._board, self.measure = pieces.board, measure
        layout = pieces.board.setup.layout
        self._reading = reading(pieces, measure)
        self._section = pieces.board.state.measures
        self._kept: ByRun = self._section.kept[layout.row("measures", name)]
        """The row of the state that keeps its value."""
        self._window = layout.find("windows", name)
        self._kept[:] = {"ever": -np.inf, "peak": -np.inf, "first_day": np.nan, "value": np.nan}.get(
            measure.statistic, 0.0
        )
        self._when = [
            (reading(pieces, record), key == "during")
            for key, record in measure.conditions.items()
            if key != "since"
        ]
        self._event = reading(pieces, measure.since) if measure.since else None
        self._since = layout.find("since", name)
        self._first, self._last = _span(measure, pieces.board.setup.scenario)
        # Functions, not methods: a bound method would make a reference cycle with the gauge.
        self._add = {
            "ever": Gauge._keep_peak,
            "peak": Gauge._keep_peak,
            "first_day": Gauge._keep_first,
            "days": Gauge._keep_days,
            "count": Gauge._keep_sum,
            "mean": Gauge._keep_sum,
            "final": Gauge._keep_last,
            "value": Gauge._keep_last,
        }[measure.statistic]

    def _days(self) -> ByRunOr1:
        """Number of days that have counted so far."""
        if self._window is None:
            return float(max(min(self._board.day, self._last) - self._first + 1, 0))
        return np.asarray(self._section.counted[self._window])

    def now(self) -> ByRun:
        """The record's value today, whether or not today counts; shape ``(n_runs,)``."""
        return self._reading()

    def read(self) -> None:
        """Update the statistic by today's value, where today counts."""
        begun = None if self._event is None else self._begun(self._event)
        if not self._first <= self._board.day <= self._last:
            return
        today = self._reading()
        if self._window is None:
            self._add(self, today, True)
            return
        counts = np.ones(self._board.n_runs, dtype=np.bool_)
        for condition, wanted in self._when:
            counts &= (condition() > 0.0) == wanted
        if begun is not None:
            counts &= begun > 0.0
            if self.measure.within is not None:
                counts &= self._board.day - begun < self.measure.within
        self._section.counted[self._window] += counts
        self._add(self, today, counts)

    def _begun(self, event: Reading) -> ByRun:
        """The day of the event for which it waits, 0 before it; it may precede all days that count."""
        begun = np.asarray(self._section.begun[self._since])
        begun[(begun == 0.0) & (event() > 0.0)] = self._board.day
        return begun

    def _keep_sum(self, today: ByRun, counts: FlagByRun | bool) -> None:
        self._kept += today if counts is True else today * counts

    def _keep_days(self, today: ByRun, counts: FlagByRun | bool) -> None:
        self._kept += today > 0.0 if counts is True else (today > 0.0) & counts

    def _keep_peak(self, today: ByRun, counts: FlagByRun | bool) -> None:
        np.maximum(self._kept, today, out=self._kept, where=counts)

    def _keep_first(self, today: ByRun, counts: FlagByRun | bool) -> None:
        so = today > 0.0 if counts is True else (today > 0.0) & counts
        if any_of(so):
            self._kept[so & np.isnan(self._kept)] = float(self._board.day)

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


def _span(measure: Measure, scenario: Scenario) -> tuple[int, int]:
    """The first and the last day of the game that can count."""
    first, last = 1, scenario.days
    if measure.on is not None:
        first = last = (measure.on - scenario.start).days
    if measure.last is not None:
        first = max(first, scenario.days - measure.last + 1)
    if measure.from_ is not None:
        first = max(first, (measure.from_ - scenario.start).days)
    if measure.until is not None:
        last = min(last, (measure.until - scenario.start).days)
    return first, last


class PathGauge(Gauge):
    """The path by which a corridor was first joined, a category."""

    def __init__(self, pieces: Pieces, name: str, measure: Measure) -> None:
        self._board, self.measure = pieces.board, measure
        self._corridor = pieces.corridors[measure.of[0]]

    def read(self) -> None:
        """The corridor itself keeps its first path."""

    def result(self) -> NDArray[Any]:
        """Name of the path in each run, None where the corridor was never joined."""
        names = np.array([None, *self._corridor.path_names], dtype=object)
        return np.asarray(names[self._corridor.via + 1])


def gauges(pieces: Pieces) -> dict[str, Gauge]:
    """A gauge for each measure of the game's scenario."""
    return {
        name: (PathGauge if measure.statistic == "which" else Gauge)(pieces, name, measure)
        for name, measure in pieces.board.setup.scenario.measures.items()
    }
