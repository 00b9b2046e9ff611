"""The spread of runs and their course over the days, as Vega-Lite specifications: pure functions of results.

The live page draws its own charts, see decision 0015. Names from a scenario are data and titles in them,
never expressions or field names. Colour-blind people can distinguish the colours, also in grey print;
certain results are also written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil, floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Series
from whitecell.analysis.histogram import histogram
from whitecell.report.letters import wrapped
from whitecell.report.look import (
    ACCENT,
    INKS,
    PAPER,
    QUIET,
    SECOND,
    SIZE,
    WIDTH,
    Spec,
    layer,
    specification,
    titled,
)
from whitecell.report.wording import clean, date_of

HEIGHT = 180
"""Default height of a chart in pixels."""
PARTS = ((0, 4, 0.18), (1, 3, 0.32))
"""For 90 % and for half of the runs: the quantile rows that bound the area, and its opacity."""
UNITLESS = "a number without a unit"
"""Title of an axis of a measure that states no unit."""
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [10, 4])


def _side(channel: Sequence[str], values: Sequence[Any], legend: bool) -> Spec:
    """An encoding by side."""
    return {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": list(channel), "range": [values[k % len(values)] for k in range(len(channel))]},
        "legend": {} if legend else None,
    }


def _colours(sides: Sequence[str]) -> Spec:
    """Colour by side; no legend if there is only one."""
    return _side(sides, INKS, len(sides) > 1)


def _called(side: str) -> str:
    """Name of a side in a legend, in lines."""
    return "\n".join(wrapped(clean(side), 310.0, SIZE))


def _whole(values: NDArray[np.float64]) -> bool:
    """Whether only whole numbers occur (levels, days, counts), so that no tick should lie between them."""
    known = values[~np.isnan(values)]
    return bool((known == np.floor(known)).all())


def whole_ticks(low: float, high: float, most: int) -> list[int]:
    """At most about ``most`` whole numbers, a round step apart.

    They go from the last at or below ``low`` to the first at or above ``high``.
    """
    wanted = max((high - low) / most, 1.0)
    size = 10 ** floor(log10(wanted))
    step = next(size * m for m in (1, 2, 5, 10) if size * m >= wanted)
    return list(
        range(floor(low / step) * step, (max(ceil(high / step), floor(low / step) + 1)) * step + 1, step)
    )


def distribution(
    unit: str, values: Mapping[str, NDArray[np.float64]], *, width: int = WIDTH, height: int = HEIGHT
) -> Spec:
    """The spread of runs: a histogram; several sides have the same bins, and the first is filled.

    Parameters
    ----------
    unit : str
        Written under the axis.
    values : mapping of str to array, shape ``(n_runs,)``
        Side → values; NaN where a run has none. Such runs are in no bin, but count among all runs.
    """
    known = {_called(side): column[~np.isnan(column)] for side, column in values.items()}
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
    ticks: Spec = {"tickCount": 6}
    if _whole(pooled):
        ticks = {
            "format": ",d",
            "values": [tick for tick in whole_ticks(edges[0], edges[-1], 6) if edges[0] <= tick <= edges[-1]],
        }
    x = {
        "type": "quantitative",
        "title": titled(unit or UNITLESS, width - 60),
        "axis": {"grid": False, **ticks},
        "scale": {"zero": False, "nice": False},
    }
    axis = {"format": "~%", "tickCount": 4, "domain": False, "ticks": False}
    y = {"field": "runs", "type": "quantitative", "title": "share of runs", "axis": axis, "stack": None}
    look = {"fillOpacity": 0.75, "stroke": PAPER, "strokeWidth": 1.2}
    filled = layer(
        "bar", look, x={**x, "field": "low"}, x2="high", y=y, y2={"datum": 0}, color=_colours(sides)
    )
    outline = layer(
        "line", {"interpolate": "step-after", "strokeWidth": 2}, x={**x, "field": "edge"}, y=y,
        color=_colours(sides),
    )  # fmt: skip
    return specification(rows, [filled, outline] if len(sides) > 1 else [filled], width, height)


def placed(
    pits: Sequence[float], band: Sequence[tuple[float, float]], *, width: int = WIDTH, height: int = WIDTH
) -> Spec:
    """Where observations fall among the runs, from the least to the most, against even places.

    The points lie on the line if observations spread as the runs do. If the runs are too narrow, they lie
    below it in the low half and above it in the high half; if too wide, the other way round; if biased, on
    one side.

    Parameters
    ----------
    pits : sequence of float
        Transforms of the observations, 0 to 1.
    band : sequence of (float, float)
        For each rank, where most of the model's own histories have it; points outside have a mark of their
        own. It may be empty.
    """
    rows: list[dict[str, Any]] = [{"even": even, "line": even} for even in (0.0, 1.0)]
    for place, pit in enumerate(sorted(pits)):
        low, high = band[place] if band else (0.0, 1.0)
        even = (place + 0.5) / len(pits)
        rows.append({"even": even, "pit": pit, "low": low, "high": high, "out": not low <= pit <= high})
    axis: Spec = {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2~f"}
    scale: Spec = {"domain": [0, 1], "nice": False}
    said = titled("if observations spread as the runs do", width - 60)
    x: Spec = {"field": "even", "type": "quantitative", "title": said, "axis": {**axis, "grid": False},
               "scale": scale}  # fmt: skip
    said = titled("part of the runs below", height - 60)
    y: Spec = {"type": "quantitative", "title": said, "axis": {**axis, "domain": False, "ticks": False},
               "scale": scale}  # fmt: skip
    quiet = {"color": QUIET, "strokeDash": [4, 4], "strokeWidth": 1.2}
    area = layer("area", {"color": ACCENT, "opacity": PARTS[0][2]}, x=x, y={**y, "field": "low"}, y2="high")
    line = layer("line", quiet, x=x, y={**y, "field": "line"})
    look = {"filled": True, "size": 50, "opacity": 1}
    marks = [
        (layer("point", {**look, "color": ink, "shape": shape}, x=x, y={**y, "field": "pit"}), out)
        for ink, shape, out in ((ACCENT, "circle", "!datum.out"), (SECOND, "diamond", "datum.out"))
    ]
    filtered = [
        *([(area, "isValid(datum.pit)")] if band else []),
        (line, "isValid(datum.line)"),
        *((mark, f"isValid(datum.pit) && {out}") for mark, out in marks),
    ]
    layers = [{**one, "transform": [{"filter": where}]} for one, where in filtered]
    return specification(rows, layers, width, height)


def course(
    unit: str, points: Sequence[tuple[date, float]], *, width: int = WIDTH, height: int = HEIGHT
) -> Spec:
    """The course of a number in steps, from one day on which it is known to the next.

    Parameters
    ----------
    unit : str
    points : sequence of (date, float)
    """
    rows = [{"day": day.isoformat(), "value": value} for day, value in points]
    axis: Spec = {"format": "%-d %b", "tickCount": min(len(points), 5), "grid": False, "labelOverlap": True}
    x = {"field": "day", "type": "temporal", "title": None, "axis": axis}
    title = titled(unit or UNITLESS, height - 40)
    axis = {"tickCount": 4, "domain": False, "ticks": False}
    y = {"field": "value", "type": "quantitative", "title": title, "axis": axis}
    look: Spec = {"interpolate": "step-after", "strokeWidth": 2, "color": ACCENT, "point": {"color": ACCENT}}
    return specification(rows, [layer("line", look, x=x, y=y)], width, height)


def fan(
    unit: str,
    series: Mapping[str, Series],
    start: date,
    *,
    width: int = WIDTH,
    height: int = HEIGHT,
    every: int = 1,
) -> Spec:
    """The course of a measure over the days: the median, the middle half and nine tenths of the runs.

    For something that happens or not, it is the share of runs in which it has happened so far. With several
    sides the outer band is left out.

    Parameters
    ----------
    unit : str
    series : mapping of str to Series
        Side → days.
    start : date
        The day before the first turn.
    every : int
        Draw only one day in this many, counted back from the last.
    """
    sides, rows = [_called(side) for side in series], []
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
    # Shares of runs, counts and levels have no values between days, so they are drawn in steps.
    stepped = share or all(_whole(one.values) for one in series.values())
    way = {"interpolate": "step-after"} if stepped else {}
    few = {"interval": "day", "step": 1} if len({row["day"] for row in rows}) <= 6 else 5
    axis: Spec = {"format": "%-d %b", "tickCount": few, "grid": False, "labelOverlap": True}
    x = {"field": "day", "type": "temporal", "title": None, "axis": axis}
    axis = {"tickCount": 4, "domain": False, "ticks": False, **({"format": "~%"} if share else {})}
    scale: Spec = {"domain": [0, 1]} if share else {"zero": False, "nice": True}
    if rows and not share and stepped:
        ends = [value for row in rows for name, value in row.items() if name not in ("side", "day")]
        axis |= {"format": ",d", "values": whole_ticks(min(ends), max(ends), 4)}
        scale = {"domain": [axis["values"][0], axis["values"][-1]]}
    y = {
        "type": "quantitative",
        "title": "share of runs" if share else titled(unit or UNITLESS, height - 40),
        "axis": axis,
        "scale": scale,
    }
    layers = []
    for low, high, opacity in parts:
        for side, ink in zip(sides, INKS, strict=False):
            look = {"opacity": opacity if len(sides) == 1 else opacity / 2, "color": ink, **way}
            area = layer("area", look, x=x, y={**y, "field": f"q{low}"}, y2=f"q{high}")
            layers.append({**area, "transform": [{"filter": {"field": "side", "equal": side}}]})
    dashes = {"strokeDash": _side(sides, DASHES, legend=True)} if len(sides) > 1 else {}
    layers.append(
        layer(
            "line",
            {"strokeWidth": 2, **way},
            x=x,
            y={**y, "field": "middle"},
            color=_colours(sides),
            **dashes,
        )
    )
    return specification(rows, layers, width, height)
