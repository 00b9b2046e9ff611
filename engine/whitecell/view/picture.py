"""The page's picture of a changed case: its distributions beside the base's, and paired differences."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.comparison import Arm, identical
from whitecell.analysis.days import Days
from whitecell.analysis.intervals import wilson
from whitecell.analysis.paired import Contrast, contrasts, corrected
from whitecell.analysis.quantiles import quantiles
from whitecell.analysis.summary import kind_of
from whitecell.batch.table import Columns
from whitecell.report.comparison import SURE, cells, standardised
from whitecell.report.names import Names
from whitecell.report.outcome import label
from whitecell.report.table import doubt_said
from whitecell.report.typical import extreme_run, typical_run
from whitecell.report.wording import capital, clean, figure, percent
from whitecell.scenario.model import Scenario
from whitecell.view import chart
from whitecell.view.bins import SEEDS, bins

NONE = "none"
"""Stands for runs without a category."""


def picture(scenario: Scenario, base: Days, case: Days, changed: bool) -> dict[str, Any]:
    """The picture of two batches as plain values for JSON; charts are SVG.

    Differences are paired over the seeds that both have; the base's distributions are over all its runs.

    Parameters
    ----------
    scenario : Scenario
        The base.
    base, case : Days
        The case's seeds are among the base's.
    changed : bool
        Whether the case differs from the base.
    """
    found = _contrasts(scenario, base, case) if changed else []
    return {
        "runs": len(case.seeds),
        "changed": changed,
        "cards": [_card(scenario, name, base, case, changed) for name in base.columns],
        "differences": _differences(scenario, found),
        "apart": _apart(base, case) if changed else [],
        "doubt": doubt_said("pairs") if any(c.doubtful for c in found) else "",
        "runs_to_read": {"base": _to_read(scenario, base), "case": _to_read(scenario, case)},
    }


def _apart(base: Days, case: Days) -> list[int]:
    """Some seeds at which any measure differs between the two."""
    rows = np.searchsorted(base.seeds, case.seeds)
    differ = np.zeros(len(case.seeds), dtype=np.bool_)
    for name, column in case.columns.items():
        before = base.columns[name][rows]
        both = (column != column) & (before != before)  # neither has a value
        differ |= (column != before) & ~both
    return _some(case.seeds[differ])


def _to_read(scenario: Scenario, days: Days) -> list[dict[str, Any]]:
    """The most representative run, and those at the ends of the first measure that is a number."""
    if not days.columns:
        return [{"seed": int(days.seeds[0]), "why": "First"}]
    found = [{"seed": int(days.seeds[typical_run(days.columns)]), "why": "Typical"}]
    first = next((n for n in days.columns if kind_of(scenario.measures[n].statistic) == "number"), None)
    for highest, word in ((True, "Most"), (False, "Least")):
        row = extreme_run(days.columns, first, highest) if first else None
        if first and row is not None and int(days.seeds[row]) != found[0]["seed"]:
            found.append({"seed": int(days.seeds[row]), "why": f"{word}: {label(scenario, first)}"})
    return found


def _contrasts(scenario: Scenario, base: Days, case: Days) -> list[Contrast]:
    if not base.columns:
        return []
    rows = np.searchsorted(base.seeds, case.seeds)
    paired = {name: column[rows] for name, column in base.columns.items()}
    if len(case.seeds) < 2 or _same(scenario, case.seeds, paired, case.columns):
        return []
    family = contrasts(scenario, paired, case.columns, scenario.days)
    return corrected([family])[0]


def _same(scenario: Scenario, seeds: NDArray[np.int64], one: Columns, other: Columns) -> bool:
    return identical(Arm("base", scenario, seeds, one), Arm("case", scenario, seeds, other))


def _differences(scenario: Scenario, found: list[Contrast]) -> list[dict[str, Any]]:
    """The clear differences first, then by size; measures that are the same in every run are left out."""
    moved = [c for c in found if c.pairs and c.differing]
    moved.sort(key=lambda c: (c.p_holm >= SURE, -abs(c.effect)))
    spreads = [standardised(c) for c in moved]
    reach = max((max(abs(low), abs(high)) for low, _, high in spreads), default=1.0)
    rows, names = [], Names(scenario)
    for contrast, (low, middle, high) in zip(moved, spreads, strict=True):
        _, first, second, difference, unit, *_ = cells(contrast)
        sure = contrast.p_holm < SURE
        rows.append(
            {
                "measure": contrast.measure,
                "label": capital(names.response(contrast.name)),
                "first": first,
                "second": second,
                "difference": difference,
                "unit": clean(unit),
                "sure": sure,
                "svg": chart.whisker(middle, low, high, reach, sure),
            }
        )
    return rows


def _card(scenario: Scenario, name: str, base: Days, case: Days, changed: bool) -> dict[str, Any]:
    measure = scenario.measures[name]
    kind, unit = kind_of(measure.statistic), clean(measure.unit)
    said = capital(label(scenario, name))
    columns = base.columns[name], case.columns[name]
    seeds = base.seeds, case.seeds
    if kind == "category":
        svg, summary = _categories(said, columns, seeds, changed)
    elif kind == "flag":
        svg, summary = _flag(said, columns, seeds, changed)
    else:
        unit = "day" if kind == "day" else unit
        svg, summary = _numbers(said, unit, kind == "day", columns, seeds, changed)
    return {"name": name, "label": said, "summary": summary, "svg": svg}


Pair = tuple[NDArray[Any], NDArray[Any]]


def _numbers(said: str, unit: str, day: bool, columns: Pair, seeds: Pair, changed: bool) -> tuple[str, str]:
    found = bins(columns[0], columns[1], seeds)
    missing = [np.isnan(column) for column in columns]
    if found is None:
        return "", "It came in no run." if day else "No run has a value."
    middles = [
        float(quantiles(c[~m], [0.5])[0]) if not m.all() else None
        for c, m in zip(columns, missing, strict=True)
    ]
    never = None
    if day:
        gone = seeds[1][missing[1]][:SEEDS].tolist() or seeds[0][missing[0]][:SEEDS].tolist()
        never = float(missing[0].mean()), float(missing[1].mean()), gone
    words = ["none" if m is None else figure(_round(m)) for m in middles]
    summary = f"median {words[0]} → {words[1]}" if changed else f"median {words[0]}"
    if day and never is not None:
        came = [percent(1.0 - share) for share in never[:2]]
        summary = f"came in {came[0]} → {came[1]} of runs" if changed else f"came in {came[0]} of runs"
    drawn = chart.spread(found, f"{said}: {summary}", unit, (middles[0], middles[1]), never, changed)
    return drawn, f"{summary} {unit}".rstrip() if not day else summary


def _round(value: float) -> float:
    size = abs(value)
    return round(value) if size >= 100 else round(value, 1) if size >= 10 else round(value, 3)


def _flag(said: str, columns: Pair, seeds: Pair, changed: bool) -> tuple[str, str]:
    there = [column[~np.isnan(column)] for column in columns]
    share = [float(np.mean(column > 0)) if len(column) else 0.0 for column in there]
    count = int((there[1] > 0).sum())
    interval = wilson(count, len(there[1])) if len(there[1]) else (0.0, 0.0)
    yes, no = (_some(seeds[1][test]) for test in (columns[1] > 0, columns[1] == 0))
    rows = [("yes", share[0], share[1], yes), ("no", 1 - share[0], 1 - share[1], no)]
    summary = f"{percent(share[0])} → {percent(share[1])} of runs" if changed else (
        f"{percent(share[0])} of runs"
    )  # fmt: skip
    mirrored = (1 - interval[1], 1 - interval[0])
    return chart.shares(rows, f"{said}: {summary}", changed, (interval, mirrored)), summary


def _categories(said: str, columns: Pair, seeds: Pair, changed: bool) -> tuple[str, str]:
    names = sorted({str(v) for column in columns for v in column if v is not None})
    tests = [[column == name for column in columns] for name in names]
    tests.append([np.array([v is None for v in column], dtype=np.bool_) for column in columns])
    rows = []
    for name, (one, other) in zip([*names, NONE], tests, strict=True):
        base, case = float(np.mean(one)), float(np.mean(other))
        if base or case:
            shown = clean(name.replace("_", " "))
            rows.append((shown, base, case, _some(seeds[1][other]) or _some(seeds[0][one])))
    rows.sort(key=lambda row: (row[0] == NONE, -row[1], row[0]))
    summary = "; ".join(f"{name} {percent(case if changed else base)}" for name, base, case, _ in rows)
    return chart.shares(rows, f"{said}: {summary}", changed), ""


def _some(seeds: NDArray[np.int64]) -> list[int]:
    found: list[int] = seeds[:SEEDS].tolist()
    return found
