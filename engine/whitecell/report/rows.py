"""Results as flat rows of plain values, for CSV files and data frames."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, Any, TypeAlias

from whitecell.analysis.summary import LEVELS, Estimate, MeasureSummary

if TYPE_CHECKING:
    from whitecell.analysis.divergence import Later
    from whitecell.analysis.exploration import Exploration
    from whitecell.analysis.fitting import Fit
    from whitecell.analysis.paired import Contrast
    from whitecell.analysis.response import Response
    from whitecell.report.divergence import Chain
    from whitecell.scenario.difference import Difference

Row: TypeAlias = dict[str, Any]
NESTED = ("quantiles", "histogram", "shares")
"""Fields of a summary that have rows or columns of their own."""


def summary_rows(summaries: Iterable[MeasureSummary]) -> list[Row]:
    """A row for each measure, or for each name of a category; quantiles are ``q0.05`` and so on."""
    rows = []
    for summary in summaries:
        stated = summary.as_json()
        plain = {key: value for key, value in stated.items() if key not in NESTED}
        quantiles = {f"q{level:g}": summary.quantiles.get(f"{level:g}") for level in LEVELS}
        parts: Mapping[str, Estimate] = summary.shares or {"": (summary.estimate, summary.low, summary.high)}
        for category, (estimate, low, high) in parts.items():
            found = {"estimate": estimate, "low": low, "high": high, **quantiles}
            name = category if summary.kind != "category" else category or "none"
            rows.append({"measure": plain["name"], "category": name, **plain, **found})
            del rows[-1]["name"]
    return rows


def contrast_rows(found: Iterable[tuple[str, Sequence[Contrast]]]) -> list[Row]:
    """A row for each contrast; ``against`` names the second side."""
    return [{"against": label, **contrast.as_json()} for label, family in found for contrast in family]


def comparison_rows(
    found: Iterable[tuple[str, Sequence[Contrast], Sequence[Difference], Chain | None]],
) -> Mapping[str, list[Row]]:
    """The tables of a comparison by name: measures, stated differences, and the divergences of its chain.

    ``against`` names the second side. ``partings`` has a row for each seed, ``later`` one for each mark that
    differs later, ``days`` one for each measure and day.
    """
    from whitecell.analysis.divergence import following
    from whitecell.report.divergence import divergence_rows

    tables: dict[str, list[Row]] = {name: [] for name in ("measures", "stated", "partings", "later", "days")}
    for label, family, stated, chain in found:
        side = {"against": label}
        tables["measures"] += contrast_rows([(label, family)])
        tables["stated"] += [{**side, **_flat(difference.as_json())} for difference in stated]
        if chain is None:
            continue
        tables["partings"] += [{**side, **row} for row in divergence_rows(chain.trace)]
        tables["later"] += [{**side, **later_row(later)} for later in following(chain.trace)]
        tables["days"] += [
            {
                **side,
                "measure": c.measure,
                "day": day,
                "difference": float(mean),
                "standard_error": float(error),
            }
            for c in chain.trace.courses()
            for day, (mean, error) in enumerate(zip(c.mean, c.error, strict=True), start=1)
        ]
    return tables


def _flat(stated: Row) -> Row:
    """The row, with JSON for values that are not plain."""
    return {
        key: json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        if isinstance(value, dict | list | tuple)
        else value
        for key, value in stated.items()
    }


def later_row(later: Later) -> Row:
    """A mark that differs after runs have diverged: its words, share of runs, median day and direction."""
    return {**asdict(later.mark), "share": later.share, "day": later.day, "more_in_second": later.way}


def _variance(response: Response) -> Row:
    """Shares of a response's variance; the columns are empty if they are unknown."""
    found = response.components
    names = ("assumptions", "together", "chance")
    return {f"variance_{name}": getattr(found, name) if found else None for name in names}


def fit_rows(found: Fit) -> Mapping[str, list[Row]]:
    """The tables of a fit by name: assumptions, facts, and points with their weights."""
    from whitecell.analysis.fitting import as_json

    content = as_json(found)
    facts = [{**row, "drivers": " ".join(row["drivers"])} for row in content["facts"]]
    assumptions = []
    for row in content["assumptions"]:
        name, stated, fitted = (row.pop(key) for key in ("assumption", "stated", "fitted"))
        ends = {"stated_low": stated[0], "stated_high": stated[1]}
        ends |= {"fitted_low": fitted[0], "fitted_high": fitted[1]}
        assumptions.append({"assumption": name, **ends, **row, "facts": " ".join(row["facts"])})
    points = [
        {**dict(zip(found.design.names, map(float, point), strict=True)), "weight": float(weight)}
        for point, weight in zip(found.design.points, found.weights, strict=True)
    ]
    return {"assumptions": assumptions, "facts": facts, "points": points}


def exploration_rows(found: Exploration) -> Mapping[str, list[Row]]:
    """The tables of an exploration by name.

    ``drivers``, ``swings``, ``regret``, ``foundations`` and ``stated``; ``boxes`` has a row for each side of
    each box, ``peels`` one for each box on the way to it, ``trees`` one for each leaf, and ``points`` one for
    each point of the design: its assumptions and the mean of each measure over the seeds.
    """
    drivers = [
        {"measure": r.name, **_variance(r), **d.as_json()}
        for r in found.responses
        for d in found.drivers[r.name]
    ]
    boxes = [
        {
            "condition": str(d.condition),
            "share": d.share,
            "coverage": d.box.coverage,
            "density": d.box.density,
            "mass": d.box.mass,
            **side,
        }
        for d in found.discoveries
        if d.box
        for side in d.box.as_json()["sides"]
    ]
    trees = [
        {
            "condition": str(d.condition),
            "if": " and ".join(f"{name} {sign} {value:.6g}" for name, sign, value in leaf.conditions),
            "share": leaf.share,
            "points": leaf.points,
        }
        for d in found.discoveries
        for leaf in d.leaves
    ]
    made = found.design
    columns = {
        **dict(zip(made.names, made.points.T, strict=True)),
        **{r.name: r.means for r in found.responses},
    }
    points = [
        {name: None if value != value else value for name, value in zip(columns, row, strict=True)}
        for row in zip(*(column.tolist() for column in columns.values()), strict=True)
    ]
    return {
        "drivers": drivers,
        "swings": [{"measure": name, **s.as_json()} for name, each in found.swings.items() for s in each],
        "boxes": boxes,
        "peels": [
            {"condition": str(d.condition), "peel": number, **peel.as_json()}
            for d in found.discoveries
            for number, peel in enumerate(d.peels)
        ],
        "trees": trees,
        "regret": [{"measure": name, **r.as_json()} for name, rs in found.regrets.items() for r in rs],
        "foundations": [f.as_json() for f in found.foundations],
        "stated": [s.as_json() for s in found.standings],
        "points": [{"point": number, **row} for number, row in enumerate(points)],
    }


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV, full precision; text that a spreadsheet takes for a formula is quoted, in heads too."""
    paper = StringIO()
    if rows:
        writer = csv.writer(paper, lineterminator="\n")
        writer.writerow(map(_safe, rows[0]))
        writer.writerows([_safe(row.get(key, "")) for key in rows[0]] for row in rows)
    return paper.getvalue()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
