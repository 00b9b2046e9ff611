"""A batch as a table: each measure's estimate with its interval, its quantiles and a histogram."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whitecell.analysis.summary import MeasureSummary
from whitecell.report.histogram import bars, dot, gauge, joined
from whitecell.report.page import table
from whitecell.report.wording import MINUS, clean, figure, listed

if TYPE_CHECKING:
    from rich.console import RenderableType

HEADS = ("measure", "mean or share, 95 %", "unit", "median", "5–95 %", "spread", "key", "spread")
LAYOUTS = ((0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 7), (0, 1, 3, 4, 7), (0, 1, 4, 7))
"""Columns, from the widest layout to the narrowest; the first that fits is taken."""
KEY = 6
"""The column of the key by which a measure is typed."""
LABEL = 26
"""Least width of the column of labels in characters; below it, another column is left out."""
DOUBT = "?"
"""Marks an interval that depends on few runs."""
BAR = 20
"""Characters of the widest histogram, and of a share's bar; the last column is half as wide."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a measure, or of one of its categories."""

    cells: tuple[str, ...]

    def at(self, columns: Sequence[int]) -> list[Text]:
        """The cells of some of the columns."""
        return [Text(self.cells[k], style="dim" if k == KEY else "") for k in columns]


def summary_table(
    summaries: Iterable[MeasureSummary], width: int, plain: bool = False
) -> list[RenderableType]:
    """Lay out summaries for a console.

    Labels are broken over lines before a column is left out. Where the columns do not fit, the key that is
    typed for a measure goes first, then half the width of the histogram, then the unit, then the median. On
    the narrowest terminals everything stands below the name. Measures that are zero in every run are only
    named, below the table.

    Parameters
    ----------
    summaries : iterable of MeasureSummary
        In the order of rows.
    width : int
        Characters of a line.
    plain : bool
        Draw and write in ASCII characters only.
    """
    summaries = list(summaries)
    rows = [row for summary in summaries if not _nothing(summary) for row in _rows(summary, plain)]
    below = _folded([summary for summary in summaries if _nothing(summary)])
    if not rows:
        return below
    for columns in LAYOUTS:
        grid = _grid(rows, columns, plain)
        if _natural_width(rows, columns) <= width:
            return [grid, *below]
    stacked: list[RenderableType] = []
    for row in rows:
        name, estimate, unit, median, range_, spread = row.cells[:6]
        stacked.append(Text(name))
        quantiles = f"median {median}, 5{'-' if plain else '–'}95 % {range_}" if median else ""
        for line in (f"{estimate} {unit}", quantiles, spread):
            if line.strip():
                stacked.append(Padding(Text(line.rstrip()), (0, 0, 0, 4)))
    return [*stacked, *below]


def _nothing(summary: MeasureSummary) -> bool:
    """Whether a measure is zero, or did not happen, in every run."""
    if summary.kind == "category":
        return not any(name for name in summary.shares)
    if summary.kind in ("flag", "day"):
        return not summary.estimate
    return summary.estimate is None or (
        summary.estimate == 0.0 and not any(summary.quantiles.values()) and summary.low == summary.high
    )


def _folded(summaries: Sequence[MeasureSummary]) -> list[RenderableType]:
    names = listed(clean(summary.label) for summary in summaries)
    return [Text(f"Zero, or did not happen, in every run: {names}.")] if names else []


def _grid(rows: Sequence[Row], columns: Sequence[int], plain: bool) -> Table:
    heads = [HEADS[column].replace("–", "-") if plain else HEADS[column] for column in columns]
    grid = table(
        *heads,
        right=[k for k, c in enumerate(columns) if c in (1, 3, 4)],
        fixed=[k for k, c in enumerate(columns) if c in (2, 5, 6, 7)],
    )
    for row in rows:
        grid.add_row(*row.at(columns))
    return grid


def _natural_width(rows: Sequence[Row], columns: Sequence[int]) -> int:
    """Characters of a line if no cell is broken."""
    widths = [
        max(len(HEADS[column]), *(Text(row.cells[column]).cell_len for row in rows))
        if rows
        else len(HEADS[column])
        for column in columns
    ]
    widths[0] = min(widths[0], LABEL)
    return sum(widths) + 2 * len(columns)


def _rows(summary: MeasureSummary, plain: bool) -> list[Row]:
    name, label = clean(summary.name), clean(summary.label)
    label = label if label != name else name.replace("_", " ")
    if summary.kind == "category":
        rows = [Row((label, "", "", "", "", "", name, ""))]
        rows += [_category(name, share, plain) for name, share in summary.shares.items()]
        return rows
    unit = clean(summary.unit)
    if summary.kind in ("flag", "day"):
        estimate = share_with_interval(summary.estimate, summary.low, summary.high)
        unit = "of runs; day" if summary.kind == "day" else "of runs"
    else:
        estimate = mean_with_interval(summary.estimate, summary.low, summary.high, plain)
        estimate += DOUBT if summary.doubtful else ""
    wide, half = (_drawn(summary, width, plain) for width in (BAR, BAR // 2))
    return [Row((label, estimate, unit, *_quantiles(summary, plain), wide, name, half))]


def _category(category: str, share: tuple[float, float, float], plain: bool) -> Row:
    """A category of a measure; the empty name stands for runs without one."""
    name = f"  {clean(category.replace('_', ' ')) or 'none'}"
    share_of, low, high = share
    wide, half = (dot(low, share_of, high, (0.0, 1.0), width, plain) for width in (BAR, BAR // 2))
    return Row((name, share_with_interval(*share), "of runs", "", "", wide, "", half))


def _quantiles(summary: MeasureSummary, plain: bool) -> tuple[str, str]:
    """The median, and the 5 and 95 % quantiles."""
    if not summary.quantiles:
        return "", ""
    points = [summary.quantiles[level] for level in ("0.05", "0.5", "0.95")]
    largest = max(map(abs, points))
    decimals = 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest >= 1 else 3
    low, median, high = (round(point, decimals) for point in points)
    dash = " to " if low < 0 else "-" if plain else "–"
    return ascii_minus(figure(median), plain), ascii_minus(f"{figure(low)}{dash}{figure(high)}", plain)


def _drawn(summary: MeasureSummary, width: int, plain: bool) -> str:
    """A histogram for numbers and days, a bar for a share; at most ``width`` characters wide."""
    if summary.histogram is not None:
        return bars(joined(summary.histogram.counts, width), plain)
    if summary.kind == "flag" and summary.estimate is not None:
        return gauge(summary.estimate, width, plain)
    return ""


def ascii_minus(text: str, plain: bool) -> str:
    """The text, with hyphens for minus signs if it is to be plain."""
    return text.replace(MINUS, "-") if plain else text


def share_with_interval(share: float | None, low: float | None, high: float | None) -> str:
    """A share of runs in percent: ``62.3 % [59.2, 65.3]``; no interval if there is none."""
    if share is None:
        return "none"
    text = f"{100 * share:.1f} %"
    return text if low is None or high is None else f"{text} [{100 * low:.1f}, {100 * high:.1f}]"


def mean_with_interval(mean: float | None, low: float | None, high: float | None, plain: bool = False) -> str:
    """A mean and the half-width of its interval, to the digits that the half-width supports."""
    if mean is None:
        return "none"
    if low is None or high is None:
        return ascii_minus(figure(mean), plain)
    half = (high - low) / 2
    decimals = margin_decimals(half)
    seen = sensible_decimals(max(abs(mean), half), decimals)
    decimals = seen if round(half, seen) else decimals
    sign = "+/-" if plain else "±"
    text = f"{mean:,.{decimals}f} {sign} {half:,.{decimals}f}"
    return text if plain else text.replace("-", MINUS)


def doubt_said(of: str) -> str:
    """The meaning of the mark behind a doubtful interval."""
    return f"{DOUBT} rests on few {of}: the interval is narrower than it should be; more runs would tell."


def sensible_decimals(value: float, decimals: int) -> int:
    """At most ``decimals``, and no more than show four significant digits of a value."""
    return max(0, min(decimals, 3 - floor(log10(abs(value))))) if value else decimals


def margin_decimals(half: float) -> int:
    """Decimals at which a half-width shows two significant digits, none for ten and more."""
    if half <= 0:
        return 0
    place = floor(log10(half))
    return min(max(0, 1 - place), 6)
