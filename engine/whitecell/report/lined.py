"""Charts in which each thing has a line with its name: shares, differences, drivers, swings, boxes.

Names and numbers do not cover marks. Where there is room, names stand at the left of the line and numbers in
a column at the right; on narrow charts both stand above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from whitecell.analysis.summary import MeasureSummary
from whitecell.report.letters import text_width, wrapped
from whitecell.report.look import (
    ACCENT,
    GRID,
    INK,
    PALE,
    QUIET,
    SECOND,
    SIZE,
    WIDTH,
    Spec,
    layer,
    specification,
    titled,
)
from whitecell.report.wording import clean

SMALL = 11
"""Size of the letters of numbers in pixels."""
LINE = 14
"""Pixels from one line of a name to the next."""
TICK: Spec = {"color": INK, "height": 16, "thickness": 1.2}
"""The stroke that marks zero on a line."""
PART = 0.4
"""Largest share of a chart's width for names beside the lines."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Things on lines of their own, with their names.

    Attributes
    ----------
    rows : list of dict
        Safe to show; ``line`` is the number of the line as text.
    y : dict
        The encoding of lines.
    written : list of dict
        Layers of names and numbers.
    height : int
        Pixels of all lines.
    beside : bool
        Whether names and numbers stand beside the lines or above them.
    """

    rows: list[dict[str, Any]]
    y: Spec
    written: list[Spec]
    height: int
    beside: bool


def _lines(rows: Sequence[Mapping[str, Any]], width: int, least: int = 28) -> Lines:
    """Lay out rows with ``what`` and, if a number is to stand there, ``said``, from the top."""
    beside = width > WIDTH
    shown = [{k: clean(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows]
    numbers = [wrapped(row.get("said", ""), width / (5 if beside else 3), SMALL, lines=3) for row in shown]
    reach = max((text_width(said, SMALL) for lines in numbers for said in lines), default=0.0)
    room = PART * width if beside else width - 12 - (reach + 12 if reach else 0)
    names = [wrapped(row["what"], room, SIZE, lines=4) for row in shown]
    for k, (row, name, number) in enumerate(zip(shown, names, numbers, strict=True)):
        row |= {"line": str(k), "what": "\n".join(name), "said": "\n".join(number)}
    most = max((max(map(len, pair)) for pair in zip(names, numbers, strict=True)), default=1)
    y: Spec = {
        "field": "line", "type": "nominal", "title": None, "axis": None,
        "scale": {"domain": [row["line"] for row in shown]},
    }  # fmt: skip
    if beside:
        wide = max((text_width(said, SIZE) for lines in names for said in lines), default=0.0)
        y["axis"] = {"labels": False, "ticks": False, "domain": False, "minExtent": round(wide) + 10}
        high = max(least, LINE * most + 8)
    else:
        high = 28 + LINE if most == 1 else 2 * (LINE * most + 9)
    written: list[Spec] = []
    for field, size, align, x in (
        ("what", SIZE, "right" if beside else "left", 0),
        ("said", SMALL, "left" if beside else "right", "width"),
    ):
        texts = [{"line": row["line"], field: row[field]} for row in shown if row[field]]
        for count in sorted({text[field].count("\n") for text in texts}):
            some = [text for text in texts if text[field].count("\n") == count]
            look: Spec = {"align": align, "fontSize": size, "lineHeight": LINE}
            # The lower end of several lines: the first of them stands where the baseline says.
            look |= {"dx": 8 if x else -8} if beside else {"baseline": "bottom", "dy": -9 - LINE * count}
            part = layer("text", look, y=y, x={"value": x}, text=field)
            written.append({"data": {"values": some}, **part})
    return Lines(shown, y, written, high * max(len(shown), 1), beside)


def shares(found: Sequence[MeasureSummary], *, width: int = 2 * WIDTH) -> Spec:
    """For flags and days: the share of runs in which each happened, with its interval."""
    ends = [(s.label, s.estimate, s.low, s.high) for s in found if s.estimate is not None]
    return _dots(ends, width)


def categories(summary: MeasureSummary, *, width: int = WIDTH) -> Spec:
    """The categories of a measure: shares of runs with their intervals."""
    ends = [(name.replace("_", " ") or "none", *ends) for name, ends in summary.shares.items()]
    return _dots(ends, width)


def _dots(found: Sequence[tuple[str, float, float | None, float | None]], width: int) -> Spec:
    """A dot with its interval on each line, and its number."""
    rows = [
        {
            "what": what, "share": share, "low": share if low is None else low,
            "high": share if high is None else high, "said": f"{100 * share:.1f} %",
        }
        for what, share, low, high in found
    ]  # fmt: skip
    axis = {"format": "~%", "tickCount": 5}
    title = "share of runs, 95 % interval"
    x = {"type": "quantitative", "title": title, "scale": {"domain": [0, 1]}, "axis": axis}
    lines = _lines(rows, width)
    look = {"strokeWidth": 3, "color": ACCENT, "opacity": 0.45}
    rule = layer("rule", look, y=lines.y, x={**x, "field": "low"}, x2="high")
    look = {"filled": True, "size": 70, "color": ACCENT, "opacity": 1}
    dot = layer("point", look, y=lines.y, x={**x, "field": "share"})
    return specification(lines.rows, [rule, dot, *lines.written], width, lines.height + 46)


def ranked(rows: Sequence[Mapping[str, Any]], title: str, *, width: int = 2 * WIDTH) -> Spec:
    """The largest differences: a dot with its interval on each line, left or right of no difference.

    Parameters
    ----------
    rows : sequence of mapping
        ``what``; ``middle``, ``low`` and ``high`` on a common scale; ``said``, the difference in its own
        unit; ``sure``, a flag. The first is on top.
    title : str
        Title of the common scale.
    """
    reach = max((abs(float(row[end])) for row in rows for end in ("low", "high")), default=0.0) or 1.0
    scale = {"domain": [-reach, reach], "nice": True}
    x = {
        "type": "quantitative",
        "title": titled(title, width * (0.5 if width > WIDTH else 0.9)),
        "scale": scale,
        "axis": {"tickCount": 7, "labelFlush": False},
    }
    lines = _lines(rows, width)
    colour = {"condition": {"test": "datum.sure", "value": ACCENT}, "value": QUIET}
    shape = {"condition": {"test": "datum.sure", "value": "circle"}, "value": "diamond"}
    # On a narrow chart names stand above the lines, so a short stroke on each marks no difference.
    zero = layer("rule", {"color": INK}, x={"datum": 0, "type": "quantitative"})
    if not lines.beside:
        zero = layer("tick", TICK, y=lines.y, x={**x, "datum": 0})
    look: Spec = {"strokeWidth": 3, "opacity": 0.5}
    rule = layer("rule", look, y=lines.y, x={**x, "field": "low"}, x2="high", color=colour)
    look = {"filled": True, "size": 70, "opacity": 1}
    dot = layer("point", look, y=lines.y, x={**x, "field": "middle"}, color=colour, shape=shape)
    return specification(lines.rows, [zero, rule, dot, *lines.written], width, lines.height + 50)


def bars(rows: Sequence[Mapping[str, Any]], title: str, *, width: int = WIDTH) -> Spec:
    """The drivers of a measure: a bar on each line with its whole interval.

    Parameters
    ----------
    rows : sequence of mapping
        ``what``, ``index``, ``low``, ``high``, and ``way``: ``raises it`` or ``lowers it``.
    title : str
    """
    lines = _lines(rows, width)
    x = {"type": "quantitative", "title": titled(title, width * 0.9), "axis": {"tickCount": 5}}
    scale = {"domain": ["raises it", "lowers it"], "range": [ACCENT, SECOND]}
    colour = {"field": "way", "type": "nominal", "scale": scale, "legend": {"columns": 2, "offset": 10}}
    look: Spec = {"height": 12, "opacity": 0.85}
    bar = layer("bar", look, y=lines.y, x={**x, "field": "index"}, x2={"datum": 0}, color=colour)
    look = {"color": INK, "strokeWidth": 1.4}
    rule = layer("rule", look, y=lines.y, x={**x, "field": "low"}, x2="high")
    zero = layer("tick", TICK, y=lines.y, x={**x, "datum": 0})
    return specification(lines.rows, [bar, rule, zero, *lines.written], width, lines.height + 82)


def tornado(
    rows: Sequence[Mapping[str, Any]],
    title: str,
    middle: float,
    *,
    percent: bool = False,
    width: int = 2 * WIDTH,
) -> Spec:
    """How far each assumption moves a measure: its mean at either end of the range, with 95 % intervals.

    Parameters
    ----------
    rows : sequence of mapping
        ``what``; ``low`` and ``high``, means where the assumption is low and where it is high, with
        ``low_error`` and ``high_error``; ``said``. The first stands on top.
    title : str
        The measure and its unit.
    middle : float
        The mean over all points, a dashed line.
    percent : bool
        Whether it is a share, written in percent.
    """
    lines = _lines(rows, width)
    least, most = (0.0, 1.0) if percent else (-inf, inf)
    names = {"low": "where the assumption is low", "high": "where it is high"}
    axis = {"tickCount": 5, **({"format": "~%"} if percent else {})}
    scale: Spec = {"zero": False, "nice": True}
    x: Spec = {
        "type": "quantitative", "title": titled(title, width * (0.5 if width > WIDTH else 0.9)),
        "axis": axis, "scale": scale,
    }  # fmt: skip
    ends = [
        {
            "line": row["line"], "end": names[end], "at": row[end],
            "from": max(row[end] - row[f"{end}_error"], least),
            "to": min(row[end] + row[f"{end}_error"], most),
        }
        for row in lines.rows
        for end in names
    ]  # fmt: skip
    colour: Spec = {
        "field": "end", "type": "nominal",
        "scale": {"domain": list(names.values()), "range": [SECOND, ACCENT]},
        "legend": {"columns": 2 if width > WIDTH else 1, "offset": 10, "symbolOpacity": 1},
    }  # fmt: skip
    shape = {**colour, "scale": {**colour["scale"], "range": ["diamond", "circle"]}}
    look: Spec = {"height": 10, "color": GRID}
    bar = layer("bar", look, y=lines.y, x={**x, "field": "low"}, x2="high")
    mean = layer("rule", {"color": PALE, "strokeDash": [4, 3]}, x={"datum": middle, "type": "quantitative"})
    if not lines.beside:
        mean = layer("tick", TICK, y=lines.y, x={**x, "datum": middle})
    marks = []
    for end, up in (("low", -3), ("high", 3)):
        told = {"values": [row for row in ends if row["end"] == names[end]]}
        look = {"strokeWidth": 2, "opacity": 0.6, "yOffset": up}
        rule = layer("rule", look, y=lines.y, x={**x, "field": "from"}, x2="to", color=colour)
        look = {"filled": True, "size": 60, "opacity": 1, "yOffset": up}
        dot = layer("point", look, y=lines.y, x={**x, "field": "at"}, color=colour, shape=shape)
        marks += [{"data": told, **rule}, {"data": told, **dot}]
    return specification(lines.rows, [bar, mean, *marks, *lines.written], width, lines.height + 82)


def variances(rows: Sequence[Mapping[str, Any]], *, width: int = 2 * WIDTH) -> Spec:
    """The sources of variance of measures: a bar on each line, whose parts add up to the whole.

    Parameters
    ----------
    rows : sequence of mapping
        ``what`` and ``assumptions``, ``together`` and ``chance``, which add up to one.
    """
    parts = {"assumptions": ACCENT, "both together": SECOND, "chance": QUIET}
    lines, shown = _lines(rows, width), []
    for row in lines.rows:
        start = 0.0
        for part in parts:
            size = row["together" if part == "both together" else part]
            shown.append({"line": row["line"], "part": part, "low": start, "high": start + size})
            start += size
    axis = {"format": "~%", "tickCount": 5}
    x = {"type": "quantitative", "title": "share of the variance", "axis": axis, "scale": {"domain": [0, 1]}}
    scale = {"domain": list(parts), "range": list(parts.values())}
    legend = {"columns": 3, "offset": 10, "columnPadding": 16}
    colour = {"field": "part", "type": "nominal", "scale": scale, "title": None, "legend": legend}
    bar = layer("bar", {"height": 12}, y=lines.y, x={**x, "field": "low"}, x2="high", color=colour)
    return specification(shown, [bar, *lines.written], width, lines.height + 82)


def ranges(rows: Sequence[Mapping[str, Any]], *, width: int = 2 * WIDTH) -> Spec:
    """A box of scenario discovery: on each line, the part of its range in which an assumption has to lie.

    Parameters
    ----------
    rows : sequence of mapping
        ``what``; ``low`` and ``high``, 0 to 1 along the range; ``said``, the condition; ``first`` and
        ``last``, the ends of the range as text.
    """
    lines = _lines(rows, width, least=40)
    axis = {"labels": False, "ticks": False, "grid": False, "domain": False}
    title, scale = "along the range of the assumption", {"domain": [0, 1]}
    x = {"type": "quantitative", "title": title, "scale": scale, "axis": axis}
    y = lines.y
    layers = [
        layer("bar", {"height": 5, "color": GRID}, y=y, x={**x, "datum": 0}, x2={"datum": 1}),
        layer("bar", {"height": 11, "color": ACCENT}, y=y, x={**x, "field": "low"}, x2="high"),
        *lines.written,
    ]
    for at, field, align in ((0, "first", "left"), (1, "last", "right")):
        look = {"align": align, "dy": 15, "color": PALE, "fontSize": SMALL}
        layers.append(layer("text", look, y=y, x={**x, "datum": at}, text=field))
    return specification(lines.rows, layers, width, lines.height + 30)
