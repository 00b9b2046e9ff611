"""How charts look: colours, letters and lines, as Vega-Lite has them."""

from __future__ import annotations

from typing import Any, TypeAlias

Spec: TypeAlias = dict[str, Any]
"""A Vega-Lite specification."""

ACCENT, SECOND, THIRD, QUIET = "#0B5C8A", "#C2500A", "#00795C", "#8A9097"
"""The colours of the first, second and third side, and of what is not sure."""
INKS = (ACCENT, SECOND, THIRD, "#7B4A9E", "#6E5A00", "#444444")
INK, PALE, GRID = "#22262B", "#565C63", "#E3E6E9"
FONT = "Arial, Liberation Sans, Helvetica Neue, DejaVu Sans, sans-serif"

CONFIG: Spec = {
    "aria": False,
    "background": "#FFFFFF",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": PALE,
        "titleColor": PALE,
        "titleFontWeight": "normal",
        "titleFontSize": 12,
        "labelFontSize": 12,
        "domainColor": "#9AA1A8",
        "tickColor": "#9AA1A8",
        "gridColor": GRID,
        "labelLimit": 230,
    },
    "axisX": {"labelFlush": True, "labelOverlap": True},
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": 12,
        "labelColor": INK,
        "labelLimit": 360,
        "columns": 1,
        "offset": 4,
    },
    "text": {"font": FONT, "fontSize": 12, "fill": INK},
}
