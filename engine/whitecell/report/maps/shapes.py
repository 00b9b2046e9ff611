"""SVG by the piece: numbers, text with a rim, slices, arrows."""

from __future__ import annotations

import math
from html import escape

from whitecell.report.letters import length
from whitecell.report.maps.placing import Box

PALE = "#6B7077"
ROAD, CORRIDOR = "#C9C2B2", "#7A4B00"
Spot = tuple[float, float]
"""A place in the picture, in pixels."""


def num(number: float) -> str:
    """A number of pixels, to a tenth."""
    return f"{number:.1f}".removesuffix(".0")


def line(start: Spot, end: Spot) -> str:
    """A path from one spot to another."""
    return f"M{num(start[0])},{num(start[1])}L{num(end[0])},{num(end[1])}"


def still(spot: Spot, drawn: str) -> str:
    """An element that keeps its size around a spot when a page enlarges the map, by ``maps/map.css``."""
    return f'<g class="still" transform-origin="{num(spot[0])} {num(spot[1])}">{drawn}</g>' if drawn else ""


def circle(spot: Spot, radius: float, look: str) -> str:
    """A disc with a look, written as attributes."""
    return f'<circle cx="{num(spot[0])}" cy="{num(spot[1])}" r="{num(radius)}" {look}/>'


def frame(box: Box) -> str:
    """A box as attributes of a rectangle or mask."""
    return f'x="{num(box.x)}" y="{num(box.y)}" width="{num(box.width)}" height="{num(box.height)}"'


def text(
    x: float,
    y: float,
    said: str,
    size: float,
    ink: str,
    anchor: str = "start",
    weight: int = 400,
    more: str = "",
) -> str:
    """A line of text that keeps its length in any font; its text is escaped, ``more`` are attributes."""
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    long = length(said, size, weight > 500)
    return (
        f'<text{more} x="{num(x)}" y="{num(y)}" font-size="{size}" fill="{ink}"{side}{bold}{long}>'
        f"{escape(said)}</text>"
    )


def halo(
    x: float, y: float, said: str, size: float, ink: str, anchor: str = "start", weight: int = 400
) -> str:
    """Text with a pale rim, readable over lines."""
    rim = ' stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke" stroke-opacity="0.85"'
    return text(x, y, said, size, ink, anchor, weight, rim)


def wedge(spot: Spot, r: float, start: float, stop: float, colour: str) -> str:
    """A slice of a disc between two shares of the turn, clockwise from the top."""
    if stop - start > 0.9995:
        return circle(spot, r, f'fill="{colour}"')
    a, b = (2.0 * math.pi * (share - 0.25) for share in (start, stop))
    begin, end = (f"{spot[0] + r * math.cos(t):.2f},{spot[1] + r * math.sin(t):.2f}" for t in (a, b))
    turn = f"A{num(r)},{num(r)} 0 {int(stop - start > 0.5)} 1 {end}Z"
    path = f"M{num(spot[0])},{num(spot[1])}L{begin}{turn}"
    return f'<path d="{path}" fill="{colour}" stroke="#fff" stroke-width="0.6"/>'


def arrow(start: Spot, end: Spot, leave: float, stop: float) -> str:
    """A bowed arrow between two discs of these radii, as a path; empty where there is no room for one."""
    (x0, y0), (x1, y1) = start, end
    long = math.dist(start, end)
    if long < leave + stop + 12.0:
        return ""
    ux, uy = (x1 - x0) / long, (y1 - y0) / long
    bow = min(0.14 * long, 40.0)
    cx, cy = (x0 + x1) / 2.0 - uy * bow, (y0 + y1) / 2.0 + ux * bow
    tx, ty = x1 - cx, y1 - cy
    size = math.hypot(tx, ty)
    tx, ty = tx / size, ty / size
    bx, by = x1 - tx * stop, y1 - ty * stop
    left = f"{num(bx - 8 * tx + 5 * ty)},{num(by - 8 * ty - 5 * tx)}"
    right = f"{num(bx - 8 * tx - 5 * ty)},{num(by - 8 * ty + 5 * tx)}"
    begin = f"M{num(x0 + ux * leave)},{num(y0 + uy * leave)}"
    return f"{begin}Q{num(cx)},{num(cy)} {num(bx)},{num(by)}M{left}L{num(bx)},{num(by)}L{right}"
