"""All drivers at a glance: measures × assumptions on one scale, as a Vega-Lite specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atanh, ceil, sqrt, tanh
from typing import Any

from whitecell.report.letters import wrapped
from whitecell.report.look import ACCENT, GRID, INK, SECOND, SIZE, WIDTH, Spec, layer, specification
from whitecell.report.wording import MINUS, clean

CELL, HIGH = 34, 22
"""Pixels of a cell."""
ROOM = 200
"""Pixels of the names of assumptions beside the cells, and of those of measures above them."""
SLANT = 130
"""Pixels that slanted names of measures reach to the right, where there is room for it."""
MOST, FEWER = 16, 10
"""Most assumptions of a wide and of a narrow picture."""
STRONG = 0.85
"""From this correlation on the colour is so dark that its number is written in white."""
Z = 1.959964
"""Standard deviations of half of a 95 % interval."""
WIDE = 0.15
"""A design has few points if the interval of a correlation near 0 has at least this half-width."""


def unsure(points: int) -> float:
    """Half-width of the 95 % interval of a rank correlation near 0 over this many points.

    Source: Fisher (1921), On the probable error of a coefficient of correlation, Metron 1, 3–32, with the
    variance of Spearman's coefficient as Fieller, Hartley & Pearson (1957), doi:10.1093/biomet/44.3-4.470,
    have it.
    """
    return tanh(Z * sqrt(1.06 / (points - 3))) if points > 4 else 1.0


def few(points: int) -> str:
    """The warning about a design with few points; nothing if it has enough."""
    half = unsure(points)
    if half <= WIDE:
        return ""
    return (
        f"Too few points: with {points:,} a rank correlation is known to within ±{half:.2f} only, so that "
        f"weaker drivers are missed. With {_enough():,} it would be ±{WIDE:.2f}."
    )


def _enough() -> int:
    """The number of points that is enough for a design, to the next ten."""
    return ceil((1.06 * (Z / atanh(WIDE)) ** 2 + 3.0) / 10.0) * 10


def heat(rows: Sequence[Mapping[str, Any]], *, width: int = 2 * WIDTH) -> tuple[Spec, list[str], list[str]]:
    """Rank correlations of assumptions with measures: blue raises, orange lowers, pale is near zero.

    Only correlations above noise have a colour and a number. The strongest assumptions are on top and the
    most strongly driven measures on the left, as many as there is room for.

    Parameters
    ----------
    rows : sequence of mapping
        ``measure``, ``what`` (the assumption), ``rank``, −1 to 1, and ``clear``: whether it is more than
        noise.
    width : int
        Pixels.

    Returns
    -------
    spec, measures, assumptions
        The names that are shown.
    """
    clear = [row for row in rows if row["clear"]]
    order = {axis: _by_weight(clear, axis) for axis in ("measure", "what")}
    wide = width > WIDTH
    beside = SLANT if wide else 0
    measures = order["measure"][: max((width - ROOM - beside - 20) // CELL, 1)]
    assumptions = order["what"][: MOST if wide else FEWER]
    names = (*measures, *assumptions)
    called = {name: "".join(wrapped(clean(name), ROOM - 14.0, SIZE, lines=1)) for name in names}
    shown = [
        {
            "measure": called[row["measure"]],
            "what": called[row["what"]],
            "rank": float(row["rank"]),
            "said": f"{row['rank']:+.2f}".replace("-", MINUS).replace("0.", "."),
            "strong": abs(row["rank"]) > STRONG,
        }
        for row in clear
        if row["measure"] in measures and row["what"] in assumptions
    ]
    quiet: Spec = {"domain": False, "ticks": False, "labelLimit": ROOM, "labelColor": INK}
    angle = -50 if wide else -90
    x: Spec = {
        "field": "measure", "type": "nominal", "title": None, "sort": [called[m] for m in measures],
        "axis": {**quiet, "orient": "top", "labelAngle": angle, "labelAlign": "left", "labelFlush": False,
                 "labelOverlap": False},
        "scale": {"paddingInner": 0.06},
    }  # fmt: skip
    y: Spec = {
        "field": "what", "type": "nominal", "title": None, "sort": [called[a] for a in assumptions],
        "axis": {**quiet, "labelOverlap": False}, "scale": {"paddingInner": 0.08},
    }  # fmt: skip
    ends: Spec = {"domain": [-1, 0, 1], "range": [SECOND, "#FFFFFF", ACCENT], "interpolate": "rgb"}
    colour: Spec = {"field": "rank", "type": "quantitative", "scale": ends, "legend": None}
    ink = {"condition": {"test": "datum.strong", "value": "#FFFFFF"}, "value": INK}
    ground = layer("rect", {"stroke": GRID, "strokeWidth": 1}, x=x, y=y, color=colour)
    number = layer("text", {"fontSize": 10, "baseline": "middle"}, x=x, y=y, text="said", color=ink)
    across = ROOM + CELL * max(len(measures), 1) + beside + 12
    spec = specification(shown, [ground, number], across, HIGH * max(len(assumptions), 1) + ROOM)
    return {**spec, "padding": {"left": 4, "top": 4, "bottom": 4, "right": 4 + beside}}, measures, assumptions


def _by_weight(rows: Sequence[Mapping[str, Any]], axis: str) -> list[str]:
    """Names along an axis, those with the largest sum of squared correlations first."""
    sums: dict[str, float] = {}
    for row in rows:
        sums[row[axis]] = sums.get(row[axis], 0.0) + float(row["rank"]) ** 2
    return sorted(sums, key=lambda name: -sums[name])
