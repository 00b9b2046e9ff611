"""The look of charts: colours of report and live page, and Vega-Lite's settings for letters and lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from whitecell.report.letters import wrapped
from whitecell.report.wording import clean

Spec: TypeAlias = dict[str, Any]
"""A Vega-Lite specification."""

ACCENT, SECOND, THIRD, QUIET = "#0B5C8A", "#C2500A", "#00795C", "#8A9097"
"""The colours of the first, second and third side, and of results that are not significant."""
INKS = (ACCENT, SECOND, THIRD, "#7B4A9E", "#6E5A00", "#444444")
INK, PALE, AXIS, GRID = "#22262B", "#565C63", "#9AA1A8", "#E3E6E9"
PAPER = "#FFFFFF"
DARK = {
    PAPER: "#15181B", INK: "#E8EAEC", PALE: "#AAB1B8", AXIS: "#757C84", GRID: "#363C42", QUIET: "#8F969D",
    ACCENT: "#6CB6E8", SECOND: "#F08A4B", THIRD: "#4CC3A0",
    INKS[3]: "#C79BE6", INKS[4]: "#D1BE5A", INKS[5]: "#BBBFC3",
}  # fmt: skip
"""Each colour on a dark screen."""
WIDTH, SIZE = 400, 12
"""Default width of a chart in pixels, for two side by side on a page, and the size of its letters."""
FONT = "Arial, Liberation Sans, Helvetica Neue, DejaVu Sans, sans-serif"

CONFIG: Spec = {
    "aria": False,
    "lineBreak": "\n",
    "background": PAPER,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": PALE,
        "titleColor": PALE,
        "titleFontWeight": "normal",
        "titleFontSize": SIZE,
        "labelFontSize": SIZE,
        "domainColor": AXIS,
        "tickColor": AXIS,
        "gridColor": GRID,
        "labelLimit": 230,
    },
    "axisX": {"labelFlush": True, "labelOverlap": True},
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": SIZE,
        "labelColor": INK,
        "labelLimit": 360,
        "columns": 1,
        "offset": 4,
    },
    "text": {"font": FONT, "fontSize": SIZE, "fill": INK},
}


def properties() -> str:
    """The colours as custom properties of a style sheet, for the report and the live page."""
    return f":root {{ {_named(lambda colour: colour)} }}\n"


def _named(shade: Callable[[str], str]) -> str:
    colours = {"ink": INK, "pale": PALE, "accent": ACCENT, "quiet": QUIET, "axis": AXIS}
    return " ".join(f"--{name}: {shade(colour)};" for name, colour in colours.items())


def dark() -> str:
    """Rules of a style sheet for a dark screen: the properties, and the colours of charts one by one.

    In charts of the class ``drawn`` no colour's lightness stands for a number, so other colours do not change
    their meaning. Other charts stay as they are.
    """
    rules = [f":root {{ {_named(DARK.__getitem__)} }}"]
    for light, shade in DARK.items():
        for paint in ("fill", "stroke"):
            rules.append(f'svg.drawn [{paint}="{light}" i] {{ {paint}: {shade}; }}')
    return "\n".join(rules)


def specification(rows: Sequence[Mapping[str, Any]], layers: list[Spec], width: int, height: int) -> Spec:
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


def layer(mark: str, look: Spec, **encoding: Any) -> Spec:
    """Marks of a kind; an encoding given as a text is the field of that name."""
    channels = {name: {"field": e} if isinstance(e, str) else e for name, e in encoding.items()}
    return {"mark": {"type": mark, **look}, "encoding": channels}


def titled(title: str, room: float) -> list[str] | None:
    """A title of an axis in lines that fit into ``room`` pixels."""
    return wrapped(clean(title), room, SIZE, lines=2) if clean(title) else None
