"""Tables as a workbook (XLSX), with the meaning and unit of each column; needs the extra ``tables``.

Cells are written by type, so that XlsxWriter takes no text for a formula or a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import isfinite
from typing import Any

from whitecell.report.wording import clean

WIDEST, NARROWEST = 46, 9
"""Greatest and least width of a column in letters."""
LONGEST = 32_000
"""Most letters of a cell; the format takes 32,767."""
NOTES: Mapping[str, str] = {
    "against": "the side that is compared with the first",
    "measure": "the measure, by its key in the scenario",
    "category": "one of the names that the measure can have; none: runs without one",
    "label": "the measure, in words",
    "unit": "what the numbers of this row count",
    "kind": "flag: it happened or not; day: the day on which it first did; number; category",
    "n": "runs",
    "missing": "runs without a value",
    "estimate": "flag, day and category: share of runs; number: mean, in the unit",
    "low": "lower end of the 95 % interval",
    "high": "upper end of the 95 % interval",
    "minimum": "lowest value of a run",
    "maximum": "highest value of a run",
    "doubtful": "true where the interval rests on so few runs that it is too narrow",
    **{f"q{level:g}": f"quantile {level:.0%} over runs, in the unit; of a day over runs in which it came"
       for level in (0.05, 0.25, 0.5, 0.75, 0.95)},
    "aspect": "came: whether it happened at all; days until: mean days until it did, the whole game if never",
    "of": "share of runs, or mean",
    "pairs": "pairs of runs with the same seed in which both have a value",
    "first": "the first side: share or mean, or what it states",
    "second": "the second side",
    "difference": "second less first, in the unit",
    "superiority": "chance that the second of a pair is higher; ties count half",
    "superiority_low": "lower end of its 95 % interval",
    "superiority_high": "upper end of its 95 % interval",
    "p": "p-value of no difference, or of no rank correlation",
    "p_holm": "p-value after Holm's correction for all that is looked at together",
    "correlation": "of the two sides over pairs",
    "reduction": "how many times the variance would be with other seeds for each side",
    "effect": "difference over the pooled standard deviation",
    "differing": "pairs whose two values differ",
    "fact": "rows with the same text are one fact, whatever their names",
    "unlike": "what only one of the sides counts",
    "place": "where in the scenario",
    "only": "the one side that states it, if only one does",
    "cites": "claims that it rests on",
    "judgement": "why this number, where no source gives it",
    "cites_first": "claims on the first side",
    "judgement_first": "judgement on the first side",
    "seed": "the run",
    "day": "day of the run, from 1",
    "mean": "mean over points and seeds",
    "standard_error": "of the difference on that day",
    "share": "share of runs, or of points",
    "phase": "phase of the day in which the runs diverge",
    "actor": "who acts",
    "zone": "where",
    "thing": "the constraint, agreement, talks, corridor, rivalry or inject that it is about",
    "more_in": "the side in which there is more of it",
    "clear": "whether the influence can be told from none",
    "more_in_second": "above zero: more often in the second side",
    "variance_assumptions": "part of the variance that assumptions make, each alone",
    "variance_together": "part that assumptions make together",
    "variance_chance": "part that is chance",
    "assumption": "the assumption, by its key in the scenario",
    "index": "how far it drives the measure: share of variance; Morris: mean effect in standard deviations",
    "error": "half the width of the 95 % interval of the index; 0: not estimated",
    "total": "total index, with all that it does together with others",
    "total_error": "half the width of its 95 % interval",
    "rank": "Spearman's rank correlation with the measure; its sign says which way",
    "influence": "the larger of what is known of it, to put assumptions in order",
    "condition": "what happens",
    "coverage": "share of the cases that lie in the box",
    "density": "share of the box in which it is so",
    "mass": "share of all points that lie in the box",
    "if": "conditions of this leaf of the tree",
    "points": "points of the design",
    "point": "number of the point in the design",
    "option": "course of action",
    "stated": "mean of the runs at the stated values, in the unit",
    "ranges": "mean over all points of the ranges, in the unit",
    "percentile": "part of the points whose mean is less, 0 to 1",
    "grade": "best grade among the claims that it cites (Admiralty code), or judged",
    "weakness": "0: a claim graded A1; 1: judgement alone",
    "score": "influence times weakness: where research pays most",
}  # fmt: skip
"""The meaning of columns that occur in several tables."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, its rows with the same keys, and notes on columns beyond ``NOTES``."""

    name: str
    rows: Sequence[Mapping[str, Any]]
    notes: Mapping[str, str] = field(default_factory=dict)

    def note(self, column: str) -> str:
        """What a column means; empty if nothing is known."""
        return self.notes.get(column) or NOTES.get(column, "")


def workbook(title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook.

    The first sheet describes the workbook and each column. A sheet follows for each table that has rows, with
    a fixed head, filters, numbers with 16 digits, and each column's meaning as a note on its head.

    Parameters
    ----------
    title : str
    about : sequence of (str, str)
        Its sources: names and texts.
    sheets : sequence of Sheet
        With different names of 31 letters at most.
    """
    from xlsxwriter import Workbook

    paper = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(paper, {"in_memory": True, "nan_inf_to_errors": False, **plain}) as book:
        book.set_properties({"title": clean(title)[:255], "comments": "Written by whitecell"})
        big = book.add_format({"bold": True, "font_size": 14})
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_worksheet("About")
        first.set_column(0, 1, 22)
        first.set_column(2, 2, 100, wrap)
        first.write_string(0, 0, clean(title)[:LONGEST], big)
        line = 2
        for name, said in about:
            first.write_string(line, 0, clean(name), bold)
            first.write_string(line, 2, clean(said)[:LONGEST], wrap)
            line += 1
        line += 1
        for place, said in enumerate(("sheet", "column", "what it means")):
            first.write_string(line, place, said, head)
        for sheet in (sheet for sheet in sheets if sheet.rows):
            page = book.add_worksheet(sheet.name)
            columns = list(sheet.rows[0])
            for number, column in enumerate(columns):
                line += 1
                note = clean(sheet.note(column))
                for place, said in enumerate((sheet.name, clean(column), note)):
                    first.write_string(line, place, said, wrap if place == 2 else None)
                page.write_string(0, number, clean(column), head)
                if note:
                    page.write_comment(0, number, note, {"x_scale": 2})
                cells = [str(row.get(column, "")) for row in sheet.rows]
                longest = max(map(len, (column, *cells)))
                page.set_column(number, number, min(max(longest + 2, NARROWEST), WIDEST))
                for place, row in enumerate(sheet.rows, start=1):
                    _write(page, place, number, row.get(column))
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, len(sheet.rows), len(columns) - 1)
    return paper.getvalue()


def _write(page: Any, row: int, column: int, value: Any) -> None:
    """Write a plain value into a cell; a missing one leaves it empty."""
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        if isfinite(value):
            page.write_number(row, column, value)
    elif value not in (None, ""):
        page.write_string(row, column, clean(str(value))[:LONGEST])
