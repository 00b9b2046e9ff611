"""The measures of a batch in a report: short answers, a table, and two pictures of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Days
from whitecell.analysis.summary import MeasureSummary, once
from whitecell.report import charts, lined
from whitecell.report.drawing import Chart
from whitecell.report.look import WIDTH
from whitecell.report.paper.blocks import (
    Block,
    Card,
    Cards,
    Figure,
    Figures,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
)
from whitecell.report.table import margin_decimals
from whitecell.report.wording import MINUS, calendar, capital, clean, date_of, figure
from whitecell.scenario.model import Scenario

CARDS = 6
"""Most short answers at the head of a report: the first measures, since the analyst put them first."""
POINTS = 120
"""Most days of a fan that are drawn, about."""


def answers(scenario: Scenario, found: Sequence[MeasureSummary]) -> Cards:
    """The first measures as short answers, without days whose flag is among them."""
    return Cards([_card(scenario, s) for s in once(scenario, found)[:CARDS]])


def _card(scenario: Scenario, s: MeasureSummary) -> Card:
    label = capital(clean(s.label))
    if s.kind == "category":
        if not s.shares:
            return Card(label, "none")
        name, (share, *_) = next(iter(s.shares.items()))
        return Card(label, _category(name), ["in ", _percent(share), " of runs"])
    if s.estimate is None:
        return Card(label, "none", "no run has a value")
    if s.kind == "number":
        spread: list[str | Span] = []
        if s.quantiles:
            low, high = s.quantiles["0.05"], s.quantiles["0.95"]
            spread = ["mean; nine in ten runs from ", Span(_rounded(low, high, low), value=low), " to ",
                      Span(_rounded(low, high, high), value=high)]  # fmt: skip
        return Card(label, _mean(s), spread, clean(s.unit))
    more: list[str | Span] = []
    if s.kind == "day" and s.median is not None:
        day = round(s.median)
        more.append(f"in the middle of these on {calendar(date_of(scenario.start, day))}, day {day}; ")
    if s.low is not None and s.high is not None:
        more += ["95 % interval ", Span(f"{100 * s.low:.1f}", value=s.low), " to ",
                 Span(f"{100 * s.high:.1f} %", value=s.high)]  # fmt: skip
    return Card(label, _percent(s.estimate), more, "of runs")


def _category(name: str) -> str:
    return clean(name.replace("_", " ")) or "none"


def _percent(share: float) -> Span:
    return Span(f"{100 * share:.1f} %", value=share)


def _rounded(low: float, high: float, value: float) -> str:
    largest = max(abs(low), abs(high))
    decimals = 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest >= 1 else 3
    return figure(round(value, decimals))


def _mean(s: MeasureSummary) -> Span:
    """The mean, to the digits that its interval supports."""
    assert s.estimate is not None
    if s.low is None or s.high is None:
        return Span(figure(s.estimate), value=s.estimate)
    decimals = margin_decimals((s.high - s.low) / 2)
    return Span(f"{s.estimate:,.{decimals}f}".replace("-", MINUS), value=s.estimate)


def estimate(s: MeasureSummary) -> Inline:
    """A mean or share with its interval; the spans hold the full numbers."""
    if s.estimate is None:
        return "none"
    if s.kind == "number":
        middle, decimals = _mean(s), margin_decimals(((s.high or 0.0) - (s.low or 0.0)) / 2)
        ends = [f"{v:,.{decimals}f}".replace("-", MINUS) for v in (s.low, s.high) if v is not None]
    else:
        middle = _percent(s.estimate)
        ends = [f"{100 * v:.1f}" for v in (s.low, s.high) if v is not None]
    if len(ends) < 2:
        return [middle]
    return [middle, " [", Span(ends[0], value=s.low), ", ", Span(ends[1], value=s.high), "]"]


def table(found: Sequence[MeasureSummary]) -> Table:
    """Every measure with its estimate and quantiles."""
    rows: list[Sequence[Inline]] = []
    for s in found:
        name: list[str | Span] = [clean(s.label), " ", Span(clean(s.name), code=True)]
        if s.kind == "category":
            for category, (share, low, high) in s.shares.items():
                part: Inline = [
                    _percent(share), " [", Span(f"{100 * low:.1f}", value=low), ", ",
                    Span(f"{100 * high:.1f}", value=high), "]",
                ]  # fmt: skip
                rows.append(([*name, f": {_category(category)}"], part, "of runs", "", "", ""))
            continue
        unit = clean(s.unit) if s.kind == "number" else "of runs; day" if s.kind == "day" else "of runs"
        cells: list[Inline] = ["", "", ""]
        if s.quantiles:
            low, high = s.quantiles["0.05"], s.quantiles["0.95"]
            cells = [
                Span(_rounded(low, high, s.quantiles[q]), value=s.quantiles[q])
                for q in ("0.5", "0.05", "0.95")
            ]
        rows.append((name, estimate(s), unit, *cells))
    heads = ("measure", "mean or share, 95 %", "unit", "median", "5 %", "95 %")
    return Table(
        "Every measure; quantiles of a day are over the runs in which it came", heads, rows,
        frozenset({1, 3, 4, 5}),
    )  # fmt: skip


def shares(scenario: Scenario, found: Sequence[MeasureSummary]) -> list[Block]:
    """Shares of runs in which things happen, in one picture."""
    yes = [s for s in once(scenario, found) if s.kind in ("flag", "day") and s.estimate is not None]
    if not yes:
        return []
    said = "; ".join(f"{clean(s.label)} {100 * (s.estimate or 0.0):.1f} %" for s in yes)
    narrow = Chart(lined.shares(yes, width=WIDTH), "shares-n", said)
    wide = Chart(lined.shares(yes), "shares-w", said)
    return [
        Figure("shares", wide, "In how many runs it happened, or a day came, with the 95 % interval.", narrow)
    ]


def pictures(
    scenario: Scenario, found: Sequence[MeasureSummary], columns: Mapping[str, NDArray[Any]], days: Days
) -> list[Block]:
    """The spread of each measure over runs, and its course over the days."""
    blocks: list[Block] = []
    for s in found:
        drawn: list[Figure] = []
        label, key = capital(clean(s.label)), f"m{len(blocks)}"
        if s.kind == "category":
            parts = [(_category(name), 100 * ends[0]) for name, ends in s.shares.items()]
            said = "; ".join(f"{name} {share:.1f} %" for name, share in parts)
            picture = Chart(lined.categories(s), f"{key}-c", f"{label}: {said}")
            drawn.append(Figure(f"{s.name}-shares", picture, "Shares of runs with the 95 % interval."))
        elif s.histogram is not None:
            values = np.asarray(columns[s.name], dtype=np.float64)
            unit = "day" if s.kind == "day" else s.unit
            said = _spread(s)
            picture = Chart(charts.distribution(unit, {"runs": values}), f"{key}-d", f"{label}: {said}")
            drawn.append(Figure(f"{s.name}-spread", picture, said))
        if s.name in days.series:
            drawn.append(_fan(scenario, s, days, key, label))
        blocks += [Heading(label, 3), Figures(drawn)]
    return blocks


def _fan(scenario: Scenario, s: MeasureSummary, days: Days, key: str, label: str) -> Figure:
    series = days.series[s.name]
    said = {
        "share": "Share of runs in which it has happened so far.",
        "total": "The total so far, day by day.",
        "highest": "The highest so far, day by day.",
        "level": "What it is, day by day.",
    }[series.kind]
    last = series.mean[-1] if series.kind == "share" else series.bands()[2, -1]
    text = f"{100 * last:.1f} %" if series.kind == "share" else f"median {figure(float(last))}"
    spec = charts.fan(s.unit, {"runs": series}, scenario.start, every=max(scenario.days // POINTS + 1, 1))
    picture = Chart(spec, f"{key}-f", f"{label} over the days; {text} on the last")
    return Figure(f"{s.name}-days", picture, said)


def _spread(s: MeasureSummary) -> str:
    q = s.quantiles
    low, high = q["0.05"], q["0.95"]
    middle = f"Median {_rounded(low, high, q['0.5'])}, middle half {_rounded(low, high, q['0.25'])} to "
    middle += f"{_rounded(low, high, q['0.75'])}"
    if s.missing:
        middle += f"; without a value in {s.missing:,} of {s.n:,} runs"
    return f"{middle}."


def how_to_read() -> Paragraph:
    """How to read the pictures of measures."""
    return Paragraph(
        "Left how the runs spread at the end; right how they go from day to day: the line is the median, the "
        "dark band holds the middle half of the runs, the light one nine in ten.",
        "note",
    )
