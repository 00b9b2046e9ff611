"""A batch's result for each measure: an estimate, its interval, and the spread of runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.histogram import Histogram, histogram
from whitecell.analysis.intervals import doubtful, mean_interval, plain_mean, wilson
from whitecell.analysis.quantiles import quantiles
from whitecell.scenario.model import Scenario
from whitecell.scenario.yardsticks import Measure, Statistic

__all__ = ["Histogram", "MeasureSummary", "as_json", "kind_of", "once", "summarise"]

Kind = Literal["flag", "number", "day", "category"]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantiles that a summary gives."""
NOBODY = ""
"""Stands for runs without a category."""


def kind_of(statistic: Statistic) -> Kind:
    """The kind of values that a measure's statistic gives."""
    kinds: dict[str, Kind] = {"ever": "flag", "first_day": "day", "which": "category"}
    return kinds.get(statistic, "number")


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """A measure over the runs of a batch.

    Attributes
    ----------
    name, label, unit : str
        As in the scenario; without a label, one is made from the name.
    kind : str
        ``flag``: 1 if it happened, else 0. ``number``. ``day``: the day on which it came, counted
        from 1, missing if it never did. ``category``: a name, missing if there was none.
    n, missing : int
        Runs, and those of them without a value.
    estimate : float or None
        Flag: share of the runs with a value in which it happened. Day: share of all runs in which
        it came. Number: mean of the runs with a value, in ``unit``. Category: None, see
        ``shares``.
    low, high : float or None
        95 % interval of the estimate: Wilson's for shares, Student's for means. None for a single
        run.
    quantiles : dict of str to float
        Level → value, for numbers and days, over the runs with a value (for a day: those in which
        it came). Between two values it is interpolated linearly: definition 7 of Hyndman & Fan
        (1996), doi:10.1080/00031305.1996.10473566, NumPy's default. Empty if no run has a value.
    minimum, maximum : float or None
        Over the runs with a value, for numbers and days.
    histogram : Histogram or None
        For numbers and days.
    shares : dict of str to (share, low, high)
        For categories: the share of all runs with its 95 % interval (Wilson). The most frequent
        comes first, equal ones by name; runs without a category come last, under the empty name.
    doubtful : bool
        For a number: whether its spread comes from so few runs that the interval is too narrow,
        see :func:`whitecell.analysis.intervals.doubtful`.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    n: int
    missing: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    quantiles: dict[str, float] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    histogram: Histogram | None = None
    shares: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    doubtful: bool = False

    @property
    def median(self) -> float | None:
        """The median; for a day, over the runs in which it came."""
        return self.quantiles.get("0.5")

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON; None where there is no number, never NaN."""
        return asdict(self)


def once(scenario: Scenario, found: Sequence[MeasureSummary]) -> list[MeasureSummary]:
    """Measures, without days for which a flag already says whether they came."""
    told = {"statistic": "ever", "label": "", "unit": "", "cites": (), "note": ""}
    about = {name: m.model_copy(update=told) for name, m in scenario.measures.items()}
    flags = {about[name] for name, m in scenario.measures.items() if m.statistic == "ever"}
    return [s for s in found if s.kind != "day" or about[s.name] not in flags]


def summarise(scenario: Scenario, columns: Mapping[str, NDArray[Any]]) -> list[MeasureSummary]:
    """Summarise a batch's columns, in the scenario's order of measures.

    Sums go over the columns in the order of seeds, so the same runs give the same digits whoever
    played them.

    Parameters
    ----------
    scenario : Scenario
        The scenario that states the measures.
    columns : mapping of str to array, shape ``(n_runs,)``
        A batch's columns, or some of them: floats with NaN where it did not happen, or names and
        None.

    Raises
    ------
    ValueError
        If a column is not a measure of the scenario, or holds an infinite number.
    """
    if unknown := [name for name in columns if name not in scenario.measures]:
        raise ValueError(f"the scenario '{scenario.title}' has no measures {unknown}")
    return [
        _summary(name, measure, columns[name])
        for name, measure in scenario.measures.items()
        if name in columns
    ]


def as_json(summaries: Iterable[MeasureSummary]) -> dict[str, Any]:
    """Summaries as plain values for JSON: measure → its fields."""
    return {summary.name: summary.as_json() for summary in summaries}


def _summary(name: str, measure: Measure, column: NDArray[Any]) -> MeasureSummary:
    kind, n = kind_of(measure.statistic), len(column)
    label = measure.label or name.replace("_", " ")
    if kind == "category":
        shares = _shares(column)
        missing = sum(value is None for value in column)
        return MeasureSummary(name, label, measure.unit, kind, n, missing, shares=shares)

    values = np.asarray(column, dtype=np.float64)
    there = values[~np.isnan(values)]
    if infinite := int(np.isinf(there).sum()):
        raise ValueError(
            f"measure '{name}' is infinite in {infinite} of {n} runs; "
            "an assumption may be at an end of its range where a law divides by zero"
        )
    missing = n - len(there)
    if kind == "flag":
        estimate, low, high = _share(int(np.count_nonzero(there)), len(there))
    elif kind == "day":
        estimate, low, high = _share(len(there), n)
    else:
        estimate, low, high = _mean(there)
    if kind == "flag" or len(there) == 0:
        return MeasureSummary(name, label, measure.unit, kind, n, missing, estimate, low, high)
    points = quantiles(there, LEVELS).tolist()
    return MeasureSummary(
        name,
        label,
        measure.unit,
        kind,
        n,
        missing,
        estimate,
        low,
        high,
        quantiles={f"{level:g}": point for level, point in zip(LEVELS, points, strict=True)},
        minimum=float(there.min()),
        maximum=float(there.max()),
        histogram=histogram(there),
        doubtful=kind == "number" and doubtful(there),
    )


Estimate = tuple[float | None, float | None, float | None]
"""A number and the ends of its interval; None where there is none."""


def _share(count: int, n: int) -> Estimate:
    """Give a share of runs and its interval; a single run has none."""
    if n == 0:
        return None, None, None
    return (count / n, *(wilson(count, n) if n > 1 else (None, None)))


def _mean(there: NDArray[np.float64]) -> Estimate:
    """Give the mean of the runs with a value, and its interval."""
    if len(there) == 0:
        return None, None, None
    return (plain_mean(there), *(mean_interval(there) or (None, None)))


def _shares(column: NDArray[Any]) -> dict[str, tuple[float, float, float]]:
    counts = Counter(NOBODY if value is None else value for value in column)
    ordered = sorted(counts.items(), key=lambda item: (item[0] == NOBODY, -item[1], item[0]))
    n = len(column)
    return {category: (count / n, *wilson(count, n)) for category, count in ordered}
