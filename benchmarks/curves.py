"""Pictures of the model against data: curves of shares over days, and counted shares with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.pages import DOCS
from whitecell.report.drawing import png, svg
from whitecell.report.look import INKS, Spec, layer, specification, titled

FOLDER = DOCS / "pictures"
WIDTH, HEIGHT = 640, 300
"""Pixels of a picture on a page; its file has twice as many each way."""
CAP = 7
"""Pixels of the bars at the ends of an interval."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A share of the data, counted by some day, with its 95 % interval."""

    day: float
    share: float
    low: float
    high: float


def against(
    model: Mapping[str, Sequence[float]],
    data: Mapping[str, Sequence[Counted]],
    days: str,
    shares: str,
    *,
    ticks: Sequence[int],
    floor: float = 0.0,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Spec:
    """Shares of runs as steps over the days, and the counted shares in the same colours.

    Parameters
    ----------
    model : mapping of str to sequence
        Kind → share on days 0, 1, 2, …
    data : mapping of str to sequence of Counted
        Kind → counted shares, for kinds that the model has.
    days, shares : str
        Titles of the axes.
    ticks : sequence of int
        Days that are labelled; the picture ends at the last.
    floor : float
        The share at which the axis begins.
    """
    kinds, last = list(model), ticks[-1]
    rows: list[dict[str, Any]] = [
        {"kind": kind, "day": day, "model": share}
        for kind, curve in model.items()
        for day, share in enumerate(curve)
        if day <= last
    ]
    # Intervals of two kinds on one day are drawn beside each other.
    apart = last / 90.0
    for kind, counted in data.items():
        beside = apart * (kinds.index(kind) - (len(kinds) - 1) / 2.0)
        for one in counted:
            place = {"kind": kind, "day": one.day + beside}
            rows.append({**place, "share": one.share, "low": one.low, "high": one.high})
    x: Spec = {
        "field": "day",
        "type": "quantitative",
        "title": titled(days, width - 80),
        "scale": {"domain": [-2.0 * apart, last + 2.0 * apart], "nice": False},
        "axis": {"grid": False, "values": list(ticks), "format": ",d"},
    }
    axis = {"format": "~%", "tickCount": 5, "domain": False, "ticks": False}
    y: Spec = {"type": "quantitative", "title": titled(shares, height - 60), "axis": axis,
               "scale": {"domain": [floor, 1]}}  # fmt: skip
    inks = [INKS[k % len(INKS)] for k in range(len(kinds))]
    legend = (
        {"symbolType": "stroke", "symbolStrokeWidth": 2.5, "symbolOpacity": 1} if len(kinds) > 1 else None
    )
    colour: Spec = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": kinds, "range": inks},
        "legend": legend,
    }
    dashes = {**colour, "scale": {"domain": kinds, "range": [[1, 0], [6, 3], [2, 2]][: len(kinds)]}}
    curve = layer(
        "line", {"interpolate": "step-after", "strokeWidth": 2.5}, x=x, y={**y, "field": "model"},
        color=colour, strokeDash=dashes,
    )  # fmt: skip
    drawn = {"transform": [{"filter": "isValid(datum.share)"}]}
    bars = layer("rule", {"strokeWidth": 1.4}, x=x, y={**y, "field": "low"}, y2="high", color=colour)
    caps = {"orient": "horizontal", "size": CAP, "thickness": 1.4, "opacity": 1}
    ends = [layer("tick", caps, x=x, y={**y, "field": end}, color=colour) for end in ("low", "high")]
    points = layer(
        "point", {"filled": True, "size": 46, "opacity": 1}, x=x, y={**y, "field": "share"}, color=colour
    )
    lines = {**curve, "transform": [{"filter": "isValid(datum.model)"}]}
    return specification(rows, [lines, *({**one, **drawn} for one in (bars, *ends, points))], width, height)


def draw(name: str, spec: Spec) -> None:
    """Write a picture into the folder of the pages."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(png(svg(spec, name, name), 2.0))
