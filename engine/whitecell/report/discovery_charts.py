"""How a box of scenario discovery trades coverage for density, as a Vega-Lite specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whitecell.report.look import ACCENT, QUIET, SECOND, WIDTH, Spec, layer, specification

OWN, HELD, BASE = "points from which boxes were cut", "points that were kept out", "all points"
"""Names of the lines."""


def trade_off(
    peels: Sequence[Mapping[str, Any]], base: float, box: tuple[float, float], *, width: int = WIDTH
) -> Spec:
    """Density against coverage, from the whole space at the right to the smallest box.

    Parameters
    ----------
    peels : sequence of mapping
        ``coverage`` and ``density``, ``held_coverage`` and ``held_density``, which may be None.
    base : float
        Density of the whole space.
    box : (float, float)
        Coverage and density of the box that is reported; a diamond marks it.
    width : int
        Pixels.
    """
    rows: list[dict[str, Any]] = []
    for number, peel in enumerate(peels):
        for name, prefix in ((OWN, ""), (HELD, "held_")):
            at = {what: peel[prefix + what] for what in ("coverage", "density")}
            if None not in at.values():
                rows.append({"line": name, "order": number, **at})
    rows += [{"line": BASE, "order": k, "coverage": end, "density": base} for k, end in enumerate((0.0, 1.0))]
    axis: Spec = {"format": "~%", "tickCount": 5}
    scale: Spec = {"domain": [0, 1], "nice": False}
    x: Spec = {
        "field": "coverage", "type": "quantitative", "scale": scale, "axis": axis,
        "title": "coverage: share of what happens that lies in the box",
    }  # fmt: skip
    y: Spec = {
        "field": "density", "type": "quantitative", "scale": scale, "axis": {**axis, "domain": False},
        "title": ["density: share of the box", "in which it happens"],
    }  # fmt: skip
    looks = {OWN: (ACCENT, [1, 0]), HELD: (SECOND, [6, 3]), BASE: (QUIET, [2, 2])}
    channels: dict[str, Spec] = {
        name: {
            "field": "line", "type": "nominal", "title": None,
            "scale": {"domain": list(looks), "range": [look[k] for look in looks.values()]},
        }
        for k, name in enumerate(("color", "strokeDash"))
    }  # fmt: skip
    line = layer(
        "line", {"strokeWidth": 2}, x=x, y=y, order={"field": "order", "type": "quantitative"}, **channels
    )
    look: Spec = {"shape": "diamond", "filled": True, "size": 130, "opacity": 1, "color": ACCENT}
    chosen = layer("point", look, x={**x, "field": "box_coverage"}, y={**y, "field": "box_density"})
    told = {"values": [{"box_coverage": box[0], "box_density": box[1]}]}
    return specification(rows, [line, {"data": told, **chosen}], width, 300)
