"""What a batch says of each measure: an estimate with its interval, quantiles and a histogram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.intervals import student, wilson
from whitecell.scenario.model import Scenario

Kind = Literal["flag", "number", "day", "category"]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
BINS = 16


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of values between edges; ``len(edges) == len(counts) + 1``."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """One measure over all runs of a batch.

    Attributes
    ----------
    kind : str
        ``flag``: the estimate is the share of runs; ``number``: the mean; ``day``: the share of
        runs in which it happened, and quantiles of the day among those; ``category``: shares.
    n, missing : int
        Runs, and those in which it did not happen.
    estimate, low, high : float or None
        With its 95 % interval; no interval for a single run.
    quantiles : dict of str to float
        By level, linear between values (Hyndman & Fan 1996, type 7).
    shares : dict of str to (share, low, high)
        Of each category; the empty name stands for runs without one.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    n: int
    missing: int
    estimate: float | None
    low: float | None
    high: float | None
    quantiles: dict[str, float] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    histogram: Histogram | None = None
    shares: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def kind_of(scenario: Scenario, name: str) -> Kind:
    """What sort of number a measure is."""
    kinds: dict[str, Kind] = {"ever": "flag", "first_day": "day", "which": "category"}
    return kinds.get(scenario.measures[name].statistic, "number")


def summarise(scenario: Scenario, columns: Mapping[str, NDArray[Any]]) -> list[MeasureSummary]:
    """Summarise every measure of a batch, in the scenario's order."""
    return [_summarise(scenario, name, column) for name, column in columns.items()]


def _summarise(scenario: Scenario, name: str, column: NDArray[Any]) -> MeasureSummary:
    kind, measure, n = kind_of(scenario, name), scenario.measures[name], len(column)
    label = measure.label or name.replace("_", " ")
    if kind == "category":
        return _categories(name, label, column)
    came = column[~np.isnan(column)]
    missing = n - len(came)
    if kind == "flag" or kind == "day":
        hits = int(came.sum()) if kind == "flag" else len(came)
        low, high = wilson(hits, n)
        estimate: float | None = hits / n
        interval: tuple[float, float] | None = (low, high)
    else:
        estimate = float(came.mean()) if len(came) else None
        spread = float(came.std(ddof=1)) if len(came) > 1 else 0.0
        interval = student(estimate, spread, len(came)) if estimate is not None else None
    values = came if kind != "flag" else came[:0]
    return MeasureSummary(
        name,
        label,
        measure.unit,
        kind,
        n,
        missing,
        estimate,
        interval[0] if interval else None,
        interval[1] if interval else None,
        _quantiles(values),
        float(values.min()) if len(values) else None,
        float(values.max()) if len(values) else None,
        _histogram(values),
    )


def _quantiles(values: NDArray[Any]) -> dict[str, float]:
    if not len(values):
        return {}
    found = np.quantile(values, LEVELS)
    return {f"{level:g}": float(q) for level, q in zip(LEVELS, found, strict=True)}


def _histogram(values: NDArray[Any]) -> Histogram | None:
    """Counts in bins of equal width; whole numbers get bins of whole width."""
    if not len(values):
        return None
    low, high = float(values.min()), float(values.max())
    if np.array_equal(values, np.round(values)):
        width = max(1.0, float(np.ceil((high - low + 1) / BINS)))
        bins = int(np.ceil((high - low + 1) / width))
        edges = low - 0.5 + width * np.arange(bins + 1)
    elif low == high:
        edges = np.array([low - 0.5, low + 0.5])
    else:
        edges = np.linspace(low, high, BINS + 1)
    counts, _ = np.histogram(values, edges)
    return Histogram(tuple(map(float, edges)), tuple(map(int, counts)))


def _categories(name: str, label: str, column: NDArray[Any]) -> MeasureSummary:
    names = ["" if value is None else str(value) for value in column]
    counts = {category: names.count(category) for category in sorted(set(names))}
    ordered = sorted(counts, key=lambda c: (c == "", -counts[c], c))
    shares = {c: (counts[c] / len(names), *wilson(counts[c], len(names))) for c in ordered}
    missing = counts.get("", 0)
    return MeasureSummary(name, label, "", "category", len(names), missing, None, None, None, shares=shares)
