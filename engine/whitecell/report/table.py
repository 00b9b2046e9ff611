"""A batch as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from whitecell.analysis.summary import Histogram, MeasureSummary
from whitecell.report.wording import clean, figure, sentence

BARS = " ▁▂▃▄▅▆▇█"
PLAIN_BARS = " .:-=+*#@"
FULL, MEDIUM = 100, 72
"""Columns of a terminal from which histograms, and quantiles, are shown."""


def bars(histogram: Histogram | None, plain: bool = False) -> str:
    """A histogram in characters, one a bin; ``plain`` uses ASCII only."""
    if histogram is None:
        return ""
    ramp, top = PLAIN_BARS if plain else BARS, max(histogram.counts)
    levels = [-(-count * (len(ramp) - 1) // top) if top else 0 for count in histogram.counts]
    return "".join(ramp[level] for level in levels)


def estimate(summary: MeasureSummary) -> str:
    """The estimate and its 95 % interval."""
    if summary.estimate is None:
        return "never" if summary.kind == "day" else "–"
    percent = summary.kind in ("flag", "day")
    show = (lambda v: f"{v:.1%}") if percent else figure
    text = show(summary.estimate)
    if summary.low is not None and summary.high is not None:
        text += f" [{show(summary.low)}, {show(summary.high)}]"
    return text


def spread(summary: MeasureSummary) -> str:
    """Median, and the range from the 5 % to the 95 % quantile."""
    q = summary.quantiles
    if not q:
        return ""
    return f"{figure(q['0.5'])} ({figure(q['0.05'])} – {figure(q['0.95'])})"


def batch_table(summaries: Sequence[MeasureSummary], width: int, plain: bool = False) -> Table:
    """The table of a batch, with as many columns as fit the width (in characters)."""
    from rich import box

    table = Table(box=box.ASCII2 if plain else box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("measure", overflow="fold")
    table.add_column("share or mean [95 %]", overflow="fold")
    quantiles, histograms = width >= MEDIUM, width >= FULL
    if quantiles:
        table.add_column("median (5 % – 95 %)", overflow="fold")
    if histograms:
        table.add_column("runs", no_wrap=True)
    for summary in summaries:
        for cells in _rows(summary, plain):
            kept = cells[: 2 + quantiles] + (cells[3:] if histograms else [])
            table.add_row(*[Text(cell) for cell in kept])
    return table


def _rows(summary: MeasureSummary, plain: bool) -> list[list[str]]:
    unit = f" ({summary.unit})" if summary.unit and summary.unit not in ("day", "share") else ""
    name = sentence(clean(summary.label)) + clean(unit)
    if summary.kind != "category":
        return [[name, estimate(summary), spread(summary), bars(summary.histogram, plain)]]
    rows = [[name, "", "", ""]]
    for category, (share, low, high) in summary.shares.items():
        text = f"{share:.1%} [{low:.1%}, {high:.1%}]"
        rows.append([f"  {clean(category) or 'none'}", text, "", ""])
    return rows
