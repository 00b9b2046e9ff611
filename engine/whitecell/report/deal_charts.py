"""Packages as pictures: where each party would sign, and what one side gains at the cost of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whitecell.report.look import ACCENT, INKS, PALE, QUIET, SECOND, WIDTH, Spec, layer, specification, titled
from whitecell.report.wording import clean

CELL = 46
"""Height of a row of cells in pixels."""
HALF = 0.5
"""From this share on a cell is so dark that its number is written in white."""


def acceptance(
    cells: Sequence[Mapping[str, Any]], across: str, down: str, lines: Sequence[Mapping[str, Any]] = (), *,
    width: int = WIDTH,
) -> Spec:  # fmt: skip
    """Shares of packages over two terms, as a table of shades with numbers, and red lines between cells.

    Parameters
    ----------
    cells : sequence of mapping
        ``x`` and ``y`` in words, ``share`` 0 to 1, ``mark`` to be written beside the number, and ``to``, the
        place in the page that a click on it goes to.
    across, down : str
        The titles of the two terms.
    lines : sequence of mapping
        ``axis`` (``x`` or ``y``); ``at``, the last value in words that is still signed; and ``end``, the side
        of the cell on which the line lies: 0 for left or top, 1 for right or bottom.
    """
    rows = [{**cell, "x": clean(cell["x"]), "y": clean(cell["y"])} for cell in cells]
    columns = list(dict.fromkeys(row["x"] for row in rows))
    down_to = list(dict.fromkeys(row["y"] for row in rows))
    for row in rows:
        row["said"] = f"{100 * row['share']:.0f} %{row['mark']}"
    height = CELL * len(down_to) + 60
    x: Spec = {"field": "x", "type": "ordinal", "title": titled(across, width - 80), "sort": columns,
               "axis": {"labelAngle": 0, "labelFlush": False, "domain": False, "ticks": False}}  # fmt: skip
    y: Spec = {"field": "y", "type": "ordinal", "title": titled(down, height - 40), "sort": down_to[::-1],
               "axis": {"domain": False, "ticks": False}}  # fmt: skip
    shade: Spec = {"field": "share", "type": "quantitative", "legend": None,
                   "scale": {"domain": [0, 1], "range": ["#F4F6F8", ACCENT]}}  # fmt: skip
    squares = layer("rect", {"stroke": "#fff", "strokeWidth": 2}, x=x, y=y, color=shade)
    ink: Spec = {"condition": {"test": f"datum.share >= {HALF}", "value": "#fff"}, "value": "#22262B"}
    numbers = layer("text", {"fontSize": 11}, x=x, y=y, text="said", color=ink, href="to")
    parts = [squares, numbers]
    beyond = {"strokeDash": [5, 3], "strokeWidth": 2, "color": SECOND}
    for line in lines:
        axis, base = ("x", x) if line["axis"] == "x" else ("y", y)
        data = {"values": [{axis: clean(line["at"])}]}
        at: Spec = {**base, "bandPosition": line["end"]}
        parts.append({"data": data, **layer("rule", beyond, **{axis: at})})
    return specification(rows, parts, width, height)


def along(
    rows: Sequence[Mapping[str, Any]], title: str, lines: Sequence[Mapping[str, Any]], *, width: int = WIDTH
) -> Spec:
    """Shares along one term, each side with its interval, and red lines.

    Parameters
    ----------
    rows : sequence of mapping
        ``side``, ``x``, ``share``, ``low`` and ``high``.
    title : str
        Of the term, with its unit.
    lines : sequence of mapping
        ``x`` and ``said``: a party's red line and its text.
    """
    sides = list(dict.fromkeys(clean(str(row["side"])) for row in rows))
    drawn = [{**row, "side": clean(str(row["side"]))} for row in rows]
    x: Spec = {"field": "x", "type": "quantitative", "title": titled(title, width - 60),
               "axis": {"grid": False, "tickCount": 6}, "scale": {"nice": False, "zero": False}}  # fmt: skip
    axis = {"format": "~%", "tickCount": 4, "domain": False, "ticks": False}
    y: Spec = {"field": "share", "type": "quantitative", "title": "share of runs", "axis": axis,
               "scale": {"domain": [0, 1]}}  # fmt: skip
    inks = [INKS[k % len(INKS)] for k in range(len(sides))]
    colour: Spec = {"field": "side", "type": "nominal", "legend": {},
                    "scale": {"domain": sides, "range": inks}}  # fmt: skip
    parts = [
        layer("area", {"opacity": 0.15}, x=x, y={**y, "field": "low"}, y2="high", color=colour),
        layer("line", {"strokeWidth": 2, "point": True}, x=x, y=y, color=colour),
    ]
    for line in lines:
        at = {"datum": line["x"]}
        parts.append(
            {"data": {"values": [{}]}, **layer("rule", {"strokeDash": [4, 4], "color": QUIET}, x=at)}
        )
        said = {"value": clean(str(line["said"]))}
        look = {"align": "left", "dx": 4, "dy": 8 + 12 * int(line["place"]), "fontSize": 10, "color": PALE}
        parts.append({"data": {"values": [{}]}, **layer("text", look, x=at, y={"value": 0}, text=said)})
    return specification(drawn, parts, width, 240)


def trade_off(rows: Sequence[Mapping[str, Any]], across: str, up: str, *, width: int = WIDTH) -> Spec:
    """The gains of two sides from packages, each package a point with its intervals.

    Parameters
    ----------
    rows : sequence of mapping
        ``number``, ``x``, ``x_low``, ``x_high``, ``y``, ``y_low``, ``y_high``, and ``kind``, one of
        ``undominated`` and ``others``. Better is to the right and up.
    across, up : str
        Titles of the axes.
    """
    kinds = ["undominated", "others"]
    x: Spec = {"field": "x", "type": "quantitative", "title": titled(across, width - 60),
               "axis": {"tickCount": 5, "grid": False}}  # fmt: skip
    y: Spec = {"field": "y", "type": "quantitative", "title": titled(up, 220),
               "axis": {"tickCount": 5, "domain": False}}  # fmt: skip
    colour: Spec = {"field": "kind", "type": "nominal", "legend": {},
                    "scale": {"domain": kinds, "range": [SECOND, QUIET]}}  # fmt: skip
    thin = {"opacity": 0.35, "strokeWidth": 1}
    parts = [
        layer("rule", thin, x={**x, "field": "x_low"}, x2="x_high", y=y, color=colour),
        layer("rule", thin, y={**y, "field": "y_low"}, y2="y_high", x=x, color=colour),
        layer("point", {"filled": True, "size": 45, "opacity": 1}, x=x, y=y, color=colour),
    ]
    named = layer("text", {"dx": 8, "dy": -7, "fontSize": 10, "color": PALE}, x=x, y=y, text="number")
    parts.append({**named, "transform": [{"filter": "datum.kind == 'undominated'"}]})
    for channel in ("x", "y"):
        nothing = {"datum": 0, "type": "quantitative"}
        parts.append(
            {"data": {"values": [{}]},
             **layer("rule", {"color": PALE, "strokeWidth": 1}, **{channel: nothing})}
        )  # fmt: skip
    return specification([{**row, "number": str(row["number"])} for row in rows], parts, width, 300)
