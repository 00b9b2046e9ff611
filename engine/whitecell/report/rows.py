"""Results as flat rows of plain values: what CSV files and data frames are made of."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, TypeAlias

from whitecell.analysis.summary import LEVELS, Estimate, MeasureSummary

if TYPE_CHECKING:
    from whitecell.analysis.exploration import Exploration
    from whitecell.analysis.paired import Contrast

Row: TypeAlias = dict[str, Any]
NESTED = ("quantiles", "histogram", "shares")
"""Fields of a summary that have rows or columns of their own."""


def summary_rows(summaries: Iterable[MeasureSummary]) -> list[Row]:
    """A row for each measure, for a category one for each of its names; quantiles are ``q0.05`` and so on."""
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


def exploration_rows(found: Exploration) -> Mapping[str, list[Row]]:
    """The tables of an exploration by name: drivers, foundations and regret."""
    drivers = [
        {"measure": r.name, "dice": None if r.noise != r.noise else r.noise, **d.as_json()}
        for r in found.responses
        for d in found.drivers[r.name]
    ]
    return {
        "drivers": drivers,
        "foundations": [f.as_json() for f in found.foundations],
        "regret": [{"measure": name, **r.as_json()} for name, rs in found.regrets.items() for r in rs],
    }


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV, full precision; text that a spreadsheet would take for a formula is quoted."""
    paper = StringIO()
    if rows:
        writer = csv.DictWriter(paper, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _safe(value) for key, value in row.items()} for row in rows)
    return paper.getvalue()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
