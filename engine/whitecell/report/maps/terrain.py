"""The ground under a theatre: sea, land, coasts, rivers, borders and the names of countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import product

import numpy as np
from numpy.typing import NDArray

from whitecell.report.letters import text_width
from whitecell.report.maps.atlas import Points, atlas, rivers
from whitecell.report.maps.panel import Panel
from whitecell.report.maps.placing import Box, Segment, crossings
from whitecell.report.maps.shapes import frame, num, still
from whitecell.report.wording import clean

SEA, LAND, BORDER, COAST, NAME = "#E4EEF4", "#FBFAF6", "#A9A498", "#9DB4C2", "#8C867A"
RIVER = "#8DBAD6"
SPACING, LOOSE = 2.0, 1.2
"""Pixels between the letters of a country's name, and how much wider a font may be than the known one."""
Ring = NDArray[np.float64]
"""Corners in pixels, shape ``(n, 2)``."""
Country = tuple[str, list[Ring]]


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground under a panel: sea, coasts, rivers and borders as SVG; for each country, a path and rings.

    ``seam`` are further attributes of the lands.
    """

    sea: str
    lands: tuple[str, ...]
    lines: str
    seen: tuple[Country, ...]
    seam: str

    def land(self, number: int) -> str:
        """A country as SVG."""
        return f'<path d="{self.lands[number]}" fill="{LAND}" fill-rule="evenodd"{self.seam}/>'


@lru_cache(maxsize=32)
def ground(panel: Panel) -> Ground:
    """The ground under a panel."""
    world, window = atlas(), panel.window
    lands, seen = [], []
    # Land comes in two pieces that meet at the date line: a thin line of its colour covers the gap.
    crossed = window.west < -180.0 or window.east > 180.0
    seam = f' stroke="{LAND}"' if crossed else ""
    for land in world.lands(window):
        rings = [_pixels(panel, ring) for ring in land.rings]
        seen.append((land.name, rings))
        lands.append("".join(_path(ring) + "Z" for ring in rings if len(ring) > 2))
    streams = "".join(_path(_pixels(panel, line)) for line in rivers().within(window))
    lines = [f'<path d="{streams}" fill="none" stroke="{RIVER}"/>'] if streams else []
    for borders, look in ((False, f'stroke="{COAST}"'), (True, f'stroke="{BORDER}" stroke-dasharray="5 2"')):
        path = "".join(_path(_pixels(panel, line)) for line in world.lines(window, borders))
        if path:
            lines.append(f'<path d="{path}" fill="none" {look}/>')
    sea = f'<rect {frame(panel.box)} fill="{SEA}"/>'
    return Ground(sea, tuple(lands), "".join(lines), tuple(seen), seam)


def countries(panel: Panel, seen: Sequence[Country], taken: Sequence[Box], lines: Sequence[Segment]) -> str:
    """Names of countries in pale capitals, where there is room for them; off lines if possible."""
    parts = []
    for name, rings in seen:
        said = clean(name).upper()
        wide, high = LOOSE * text_width(said, 10.5) + SPACING * len(said), 14.0
        spot = _roomy(panel.box, rings, taken, lines, (wide, high))
        if spot is not None:
            taken = [*taken, Box(spot[0] - wide / 2, spot[1] - high / 2, wide, high)]
            # Spaced letters are not squeezed into a length, since not all programs draw both.
            x, y = num(spot[0]), num(spot[1] + 4.0)
            word = (
                f'<text x="{x}" y="{y}" font-size="10.5" fill="{NAME}" text-anchor="middle" '
                f'letter-spacing="{num(SPACING)}">{escape(said)}</text>'
            )
            parts.append(still(spot, word))
    return "".join(parts)


def _pixels(panel: Panel, points: Points) -> Ring:
    """Points in the picture, to half a pixel; points that coincide are kept once."""
    x = panel.x + (points[:, 0] - panel.west) * panel.across
    y = panel.y + (panel.north - points[:, 1]) * panel.down
    found = np.round(np.stack([x, y], axis=1) * 2.0) / 2.0
    keep = np.ones(len(found), dtype=np.bool_)
    keep[1:] = (found[1:] != found[:-1]).any(axis=1)
    return np.asarray(found[keep])


def _path(points: Ring) -> str:
    """A path in relative steps, which make short text."""
    if len(points) < 2:
        return ""
    steps = " ".join(f"{num(x)},{num(y)}" for x, y in np.diff(points, axis=0))
    return f"M{num(points[0, 0])},{num(points[0, 1])}l{steps}"


def inside(rings: Sequence[Ring], x: float, y: float) -> bool:
    """Whether a place lies in a shape of rings."""
    return bool(_inside(rings, np.array([x]), np.array([y]))[0])


def _inside(rings: Sequence[Ring], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points lie in a shape of rings, by the even-odd rule."""
    found = np.zeros(len(x), dtype=np.bool_)
    for ring in rings:
        x0, y0 = ring[:, 0], ring[:, 1]
        x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
        spans = (y0[:, None] > y) != (y1[:, None] > y)
        rise = np.where(y1 == y0, 1.0, y1 - y0)[:, None]
        cut = x0[:, None] + (y - y0[:, None]) * (x1 - x0)[:, None] / rise
        found ^= (spans & (x < cut)).sum(axis=0) % 2 == 1
    return found


def _roomy(
    box: Box,
    rings: Sequence[Ring],
    taken: Sequence[Box],
    lines: Sequence[Segment],
    size: tuple[float, float],
) -> tuple[float, float] | None:
    """A place for a name inside a shape, as far as possible from its edge and from taken room."""
    wide, high = size
    xs = np.arange(box.x + wide / 2 + 6.0, box.x + box.width - wide / 2 - 6.0, 20.0)
    ys = np.arange(box.y + high, box.y + box.height - high, 16.0)
    if not len(xs) or not len(ys):
        return None
    x, y = (axis.ravel() for axis in np.meshgrid(xs, ys))
    room = np.full(len(x), 60.0)
    for other in taken:
        apart_x = np.maximum(np.abs(x - other.x - other.width / 2) - (other.width + wide) / 2, 0.0)
        apart_y = np.maximum(np.abs(y - other.y - other.height / 2) - (other.height + high) / 2, 0.0)
        room = np.minimum(room, np.hypot(apart_x, apart_y))
    for dx, dy in ((0.0, 0.0), *product((-wide / 2, wide / 2), (-high / 2, high / 2))):
        x, y, room = x[room >= 4.0], y[room >= 4.0], room[room >= 4.0]
        room = np.where(_inside(rings, x + dx, y + dy), room, 0.0)
    x, y, room = x[room > 0.0], y[room > 0.0], room[room > 0.0]
    if not len(x):
        return None
    crossed = crossings(
        [Box(a - wide / 2, b - high / 2, wide, high) for a, b in zip(x, y, strict=True)], lines
    )
    middle = np.hypot(x - x.mean(), y - y.mean())
    best = int((room - 0.06 * middle - 40.0 * (crossed > 0)).argmax())
    return float(x[best]), float(y[best])
