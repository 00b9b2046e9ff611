"""Charts as Vega-Lite specifications: pure functions of result tables, the same for report and live page.

Names from a scenario are data and titles in them, never expressions or field names. Colours can be told
apart by colour-blind people and on grey paper; what is certain is also written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Series
from whitecell.analysis.histogram import histogram
from whitecell.analysis.summary import MeasureSummary
from whitecell.report.look import ACCENT, CONFIG, GRID, INK, INKS, PALE, QUIET, SECOND, Spec
from whitecell.report.wording import clean, date_of

WIDTH, HEIGHT = 400, 180
"""Pixels of a chart's picture, if nobody says: two stand beside each other on a page."""
PARTS = ((0, 4, 0.18), (1, 3, 0.32))
"""Rows of a band's quantiles that bound an area, and its opacity: nine tenths of runs, the middle half."""
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [10, 4])


def _spec(rows: Sequence[Mapping[str, Any]], layers: list[Spec], width: int, height: int) -> Spec:
    """A chart of layers over the same rows."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [dict(row) for row in rows]},
        "width": width,
        "height": height,
        "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": layers,
        "config": CONFIG,
    }


def _layer(mark: str, look: Spec, **encoding: Any) -> Spec:
    """Marks of a kind; an encoding that is a text is the field of that name."""
    channels = {name: {"field": e} if isinstance(e, str) else e for name, e in encoding.items()}
    return {"mark": {"type": mark, **look}, "encoding": channels}


def _side(channel: Sequence[str], values: Sequence[Any], legend: bool) -> Spec:
    """A look by side."""
    return {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": list(channel), "range": [values[k % len(values)] for k in range(len(channel))]},
        "legend": {} if legend else None,
    }


def _colours(sides: Sequence[str]) -> Spec:
    """Colour by side; no legend if there is one only."""
    return _side(sides, INKS, len(sides) > 1)


def _lines(width: int) -> tuple[Spec, list[Spec], int]:
    """A line for each thing, in the order of rows: how it is placed, its name, and pixels of its height.

    Names stand left of the axis where there is room, else above their line; none is cut.
    """
    y: Spec = {"field": "what", "type": "nominal", "sort": None, "title": None}
    if width > WIDTH:
        axis = {"domain": False, "ticks": False, "labelColor": INK, "labelLimit": width // 2}
        return {**y, "axis": axis}, [], 28
    look = {"align": "left", "baseline": "bottom", "dy": -9, "fontSize": 12}
    return {**y, "axis": None}, [_layer("text", look, y=y, x={"value": 0}, text="what")], 42


def _shown(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with texts that are safe to show."""
    return [{k: clean(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows]


def distribution(
    unit: str, values: Mapping[str, NDArray[np.float64]], *, width: int = WIDTH, height: int = HEIGHT
) -> Spec:
    """How runs spread: a histogram, of several sides with the same bins, the first filled.

    Parameters
    ----------
    unit : str
        Under the axis.
    values : mapping of str to array, shape ``(n_runs,)``
        Side → values; NaN where a run has none, which takes no part in the bins but is of all runs.
    """
    known = {clean(side): column[~np.isnan(column)] for side, column in values.items()}
    pooled = np.concatenate(list(known.values()))
    sides, rows = list(known), []
    edges = histogram(pooled).edges if len(pooled) else (0.0, 1.0)
    for (side, column), whole in zip(known.items(), values.values(), strict=True):
        places = np.clip(np.searchsorted(edges, column, side="right") - 1, 0, len(edges) - 2)
        parts = (np.bincount(places, minlength=len(edges) - 1) / max(len(whole), 1)).tolist()
        if side == sides[0]:
            ends = zip(edges[:-1], edges[1:], parts, strict=True)
            rows += [{"side": side, "low": a, "high": b, "runs": part} for a, b, part in ends]
        else:
            steps = zip((*edges, edges[-1]), (*parts, parts[-1], 0.0), strict=True)
            rows.append({"side": side, "edge": edges[0], "runs": 0.0})
            rows += [{"side": side, "edge": edge, "runs": part} for edge, part in steps]
    x = {
        "type": "quantitative",
        "title": clean(unit) or None,
        "axis": {"grid": False, "tickCount": 6},
        "scale": {"zero": False, "nice": False},
    }
    axis = {"format": ".0%", "tickCount": 4, "domain": False, "ticks": False}
    y = {"field": "runs", "type": "quantitative", "title": "share of runs", "axis": axis, "stack": None}
    look = {"fillOpacity": 0.75, "stroke": "#fff", "strokeWidth": 1.2}
    filled = _layer(
        "bar", look, x={**x, "field": "low"}, x2="high", y=y, y2={"datum": 0}, color=_colours(sides)
    )
    outline = _layer(
        "line", {"interpolate": "step-after", "strokeWidth": 2}, x={**x, "field": "edge"}, y=y,
        color=_colours(sides),
    )  # fmt: skip
    return _spec(rows, [filled, outline] if len(sides) > 1 else [filled], width, height)


def fan(
    unit: str,
    series: Mapping[str, Series],
    start: date,
    *,
    width: int = WIDTH,
    height: int = HEIGHT,
    every: int = 1,
) -> Spec:
    """How a measure goes over the days: the median, the middle half and nine tenths of the runs.

    Of something that happens or not, the share of runs in which it has so far. Of several sides, the outer
    band is left out.

    Parameters
    ----------
    unit : str
    series : mapping of str to Series
        Side → days.
    start : date
        The day before the first turn.
    every : int
        Draw only one day in so many, the last among them.
    """
    sides, rows = [clean(side) for side in series], []
    share = next(iter(series.values())).kind == "share"
    parts = () if share else PARTS if len(sides) == 1 else PARTS[1:]
    for side, one in zip(sides, series.values(), strict=True):
        bands = one.mean[None] if share else one.bands()
        drawn = ~np.isnan(bands[0])
        drawn &= np.arange(len(drawn))[::-1] % every == 0
        for day in np.flatnonzero(drawn).tolist():
            row: dict[str, Any] = {"side": side, "day": date_of(start, day + 1).isoformat()}
            row["middle"] = float(bands[len(bands) // 2, day])
            for low, high, _ in parts:
                row[f"q{low}"], row[f"q{high}"] = float(bands[low, day]), float(bands[high, day])
            rows.append(row)
    axis: Spec = {"format": "%-d %b", "tickCount": 5, "grid": False, "labelOverlap": True}
    x = {"field": "day", "type": "temporal", "title": None, "axis": axis}
    axis = {"tickCount": 4, "domain": False, "ticks": False, **({"format": ".0%"} if share else {})}
    y = {
        "type": "quantitative",
        "title": "share of runs" if share else clean(unit) or None,
        "axis": axis,
        "scale": {"domain": [0, 1]} if share else {"zero": False, "nice": True},
    }
    layers = []
    for low, high, opacity in parts:
        for side, ink in zip(sides, INKS, strict=False):
            look = {"opacity": opacity if len(sides) == 1 else opacity / 2, "color": ink}
            area = _layer("area", look, x=x, y={**y, "field": f"q{low}"}, y2=f"q{high}")
            layers.append({**area, "transform": [{"filter": {"field": "side", "equal": side}}]})
    dashes = {"strokeDash": _side(sides, DASHES, legend=True)} if len(sides) > 1 else {}
    layers.append(
        _layer("line", {"strokeWidth": 2}, x=x, y={**y, "field": "middle"}, color=_colours(sides), **dashes)
    )
    return _spec(rows, layers, width, height)


def shares(found: Sequence[MeasureSummary], *, width: int = 2 * WIDTH) -> Spec:
    """Of what happens or not, and of days: the share of runs in which it came, with its interval."""
    ends = [(s.label, s.estimate, s.low, s.high) for s in found if s.estimate is not None]
    return _dots(ends, width)


def categories(summary: MeasureSummary, *, width: int = WIDTH) -> Spec:
    """The categories of a measure: shares of runs with their intervals."""
    ends = [(name.replace("_", " ") or "none", *ends) for name, ends in summary.shares.items()]
    return _dots(ends, width)


def _dots(found: Sequence[tuple[str, float, float | None, float | None]], width: int) -> Spec:
    """A dot with its interval on each line, and its number at the right."""
    rows = [
        {
            "what": clean(what), "share": share, "low": share if low is None else low,
            "high": share if high is None else high, "said": f"{100 * share:.1f} %",
        }
        for what, share, low, high in found
    ]  # fmt: skip
    axis = {"format": ".0%", "tickCount": 5}
    title = "share of runs, 95 % interval"
    x = {"type": "quantitative", "title": title, "scale": {"domain": [0, 1]}, "axis": axis}
    y, named, high = _lines(width)
    look = {"strokeWidth": 3, "color": ACCENT, "opacity": 0.45}
    rule = _layer("rule", look, y=y, x={**x, "field": "low"}, x2="high")
    look = {"filled": True, "size": 70, "color": ACCENT, "opacity": 1}
    dot = _layer("point", look, y=y, x={**x, "field": "share"})
    look = {"align": "left", "dx": 8, "fontSize": 11}
    said = _layer("text", look, y=y, x={**x, "field": "high"}, text="said")
    return _spec(rows, [rule, dot, said, *named], width, high * len(rows) + 46)


def ranked(rows: Sequence[Mapping[str, Any]], title: str, *, width: int = 2 * WIDTH) -> Spec:
    """What differs most: a dot with its interval on each line, left or right of no difference.

    Parameters
    ----------
    rows : sequence of mapping
        ``what``; ``middle``, ``low`` and ``high`` on a common scale; ``said``, the difference in its own
        unit; ``sure``, a flag. The first stands on top.
    title : str
        Of the common scale.
    """
    reach = max((abs(float(row[end])) for row in rows for end in ("low", "high")), default=0.0) or 1.0
    scale = {"domain": [-reach, reach], "nice": True}
    x = {"type": "quantitative", "title": clean(title), "scale": scale, "axis": {"tickCount": 7}}
    y, named, high = _lines(width)
    colour = {"condition": {"test": "datum.sure", "value": ACCENT}, "value": QUIET}
    shape = {"condition": {"test": "datum.sure", "value": "circle"}, "value": "diamond"}
    zero = _layer("rule", {"color": INK}, x={"datum": 0, "type": "quantitative"})
    look: Spec = {"strokeWidth": 3, "opacity": 0.5}
    rule = _layer("rule", look, y=y, x={**x, "field": "low"}, x2="high", color=colour)
    look = {"filled": True, "size": 70, "opacity": 1}
    dot = _layer("point", look, y=y, x={**x, "field": "middle"}, color=colour, shape=shape)
    look = {"dy": 13 if named else -10, "fontSize": 11}
    said = _layer("text", look, y=y, x={**x, "field": "middle"}, text="said")
    return _spec(_shown(rows), [zero, rule, dot, said, *named], width, (high + 6) * len(rows) + 50)


def bars(rows: Sequence[Mapping[str, Any]], title: str, *, width: int = WIDTH) -> Spec:
    """What drives a measure: a bar on each line with its interval.

    Parameters
    ----------
    rows : sequence of mapping
        ``what``, ``index``, ``low``, ``high``, and ``way``: ``raises it`` or ``lowers it``.
    title : str
    """
    y, named, high = _lines(width)
    x = {"type": "quantitative", "title": clean(title), "scale": {"domainMin": 0}, "axis": {"tickCount": 5}}
    scale = {"domain": ["raises it", "lowers it"], "range": [ACCENT, SECOND]}
    colour = {"field": "way", "type": "nominal", "scale": scale, "legend": {"columns": 2}}
    look: Spec = {"height": 12, "opacity": 0.85}
    bar = _layer("bar", look, y=y, x={**x, "field": "index"}, color=colour)
    look = {"color": INK, "strokeWidth": 1.4}
    rule = _layer("rule", look, y=y, x={**x, "field": "low"}, x2="high")
    return _spec(_shown(rows), [bar, rule, *named], width, high * len(rows) + 76)


def variances(rows: Sequence[Mapping[str, Any]], *, width: int = 2 * WIDTH) -> Spec:
    """What makes measures differ from run to run: a bar on each line, its parts adding up to the whole.

    Parameters
    ----------
    rows : sequence of mapping
        ``what`` and ``assumptions``, ``together`` and ``chance``, which add up to one.
    """
    parts = {"assumptions": ACCENT, "both together": SECOND, "chance": QUIET}
    shown = []
    for row in _shown(rows):
        start = 0.0
        for part in parts:
            size = row["together" if part == "both together" else part]
            shown.append({"what": row["what"], "part": part, "low": start, "high": start + size})
            start += size
    y, named, high = _lines(width)
    axis = {"format": "%", "tickCount": 5}
    x = {"type": "quantitative", "title": "share of the variance", "axis": axis, "scale": {"domain": [0, 1]}}
    scale = {"domain": list(parts), "range": list(parts.values())}
    colour = {"field": "part", "type": "nominal", "scale": scale, "title": None, "legend": {"columns": 3}}
    bar = _layer("bar", {"height": 12}, y=y, x={**x, "field": "low"}, x2="high", color=colour)
    return _spec(shown, [bar, *named], width, high * len(rows) + 76)


def ranges(rows: Sequence[Mapping[str, Any]], *, width: int = 2 * WIDTH) -> Spec:
    """A box of scenario discovery: on each line, where in its range an assumption has to be.

    Parameters
    ----------
    rows : sequence of mapping
        ``what``; ``low`` and ``high``, 0 to 1 along the range; ``said``, the condition; ``first`` and
        ``last``, the ends of the range as text.
    """
    shown = [{**row, "middle": (row["low"] + row["high"]) / 2} for row in _shown(rows)]
    y, named, high = _lines(width)
    axis = {"labels": False, "ticks": False, "grid": False, "domain": False}
    title, scale = "along the range of the assumption", {"domain": [-0.08, 1.08]}
    x = {"type": "quantitative", "title": title, "scale": scale, "axis": axis}
    layers = [
        _layer("bar", {"height": 5, "color": GRID}, y=y, x={**x, "datum": 0}, x2={"datum": 1}),
        _layer("bar", {"height": 11, "color": ACCENT}, y=y, x={**x, "field": "low"}, x2="high"),
        _layer(
            "text",
            {"dy": 15 if named else -12, "fontSize": 11},
            y=y,
            x={**x, "field": "middle"},
            text="said",
        ),
        *named,
    ]
    for at, field, align, shift in ((0, "first", "right", -6), (1, "last", "left", 6)):
        look = {"align": align, "dx": shift, "color": PALE, "fontSize": 11}
        layers.append(_layer("text", look, y=y, x={**x, "datum": at}, text=field))
    return _spec(shown, layers, width, (high + 10) * len(rows) + 30)
