"""Holders of the ground: each zone's area in the colour of its side, and front lines between enemies.

A zone with an outline has that as its area. The area of any other zone is a clipped Voronoi cell: ground that
is nearer to it than to all others, within its own country, and no farther off than a little over half-way to
its farthest neighbour. It shows the zone of each place, and no more precision than the scenario has.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from whitecell.report.maps.panel import Panel
from whitecell.report.maps.shapes import Spot, num
from whitecell.report.maps.terrain import Country, inside
from whitecell.report.sides import Coalition
from whitecell.scenario.model import Scenario

REACH = 0.56
"""A zone's area reaches this part of the way to its farthest neighbour: over half, so that areas meet."""
NEAREST, FARTHEST = 22.0, 0.13
"""Least reach in pixels, and the part of the panel's width beyond which only the nearest neighbour counts."""
CORNERS = 32
"""Corners of an area that nothing cuts."""
FULL = 0.42
"""Opacity of ground that a side holds alone."""
MOST = 0.5
"""A side holds a zone if its share is above this."""
FRONT = "#2B2B2B"


class Holdings:
    """The areas of the zones of a panel.

    Parameters
    ----------
    scenario : Scenario
    panel : Panel
    where : mapping of zone to spot
        All zones, in pixels.
    inner : sequence of str
        Zones whose areas are drawn; those at sea only with an outline, since water is not held as land is.
    seen : sequence of Country
        The visible part of each country in the panel.
    """

    def __init__(
        self,
        scenario: Scenario,
        panel: Panel,
        where: Mapping[str, Spot],
        inner: Collection[str],
        seen: Sequence[Country],
    ) -> None:
        self._where = where
        self.country = {zone: self._country(zone, seen) for zone in scenario.zones if zone in inner}
        self._zones = [z for z, k in self.country.items() if k >= 0 or scenario.zones[z].outline is not None]
        near: dict[str, list[float]] = {zone: [] for zone in where}
        for one, other in (route.between for route in scenario.routes):
            apart = math.dist(where[one], where[other])
            near[one].append(apart)
            near[other].append(apart)
        self.areas: dict[str, str] = {}
        reach: dict[str, float] = {}
        self._edges: list[tuple[str, str, Spot, Spot]] = []
        for zone in self._zones:
            outline = scenario.zones[zone].outline
            if outline is not None and outline.polygons:
                rings = [[panel.at(*corner) for corner in ring] for part in outline.polygons for ring in part]
                self.areas[zone] = "".join(map(_closed, rings))
                continue
            most = max(FARTHEST * panel.width, REACH * min(near[zone], default=0.0))
            reach[zone] = min(max(REACH * max(near[zone], default=0.0), NEAREST), most)
        for zone in reach:
            self.areas[zone] = _closed(self._cell(zone, reach))

    def _country(self, zone: str, seen: Sequence[Country]) -> int:
        """The visible country in which a zone lies; −1 if it lies at sea."""
        x, y = self._where[zone]
        return next((k for k, (_, rings) in enumerate(seen) if inside(rings, x, y)), -1)

    def shade(self, zone: str, by_side: Mapping[Coalition, float]) -> str:
        """The area of a zone in the colour of the side that holds most of it; darker if it holds more."""
        side = max(by_side, key=lambda side: by_side[side], default=None)
        if side is None:
            return ""
        # In steps, so that a moving map changes only where a reader would see it.
        strength = round(FULL * round(min(by_side[side], 1.0) * 8.0) / 8.0, 3)
        if strength == 0.0:
            return ""
        look = f'fill="{side.colour}" fill-opacity="{strength}" fill-rule="evenodd"'
        return f'<path d="{self.areas[zone]}" {look}/>'

    def fronts(
        self,
        held: Mapping[str, Mapping[Coalition, float]],
        within: Collection[str],
        hostile: Collection[tuple[str, str]],
    ) -> str:
        """Lines where the areas of two enemies meet, each holding more than half of its zone.

        Only lines at the zones ``within``, which lie in one country; ``hostile`` are pairs of actors.
        """
        holders = {
            zone: next((side for side, share in held[zone].items() if share > MOST), None)
            for zone in self._zones
        }
        path = ""
        for one, other, start, end in self._edges:
            mine, theirs = holders[one], holders.get(other)
            if mine is None or theirs is None or not {one, other}.intersection(within):
                continue
            if not _enemies(mine, theirs, hostile):
                continue
            path += f"M{num(start[0])},{num(start[1])}L{num(end[0])},{num(end[1])}"
        if not path:
            return ""
        return (
            f'<path class="front" d="{path}" fill="none" stroke="{FRONT}" stroke-width="2.6" '
            f'stroke-linecap="round"/>'
        )

    def _cell(self, zone: str, reaches: Mapping[str, float]) -> list[Spot]:
        """The ground nearer to a zone than to any other, within its reach; stores its edges with others."""
        (x, y), reach = self._where[zone], reaches[zone]
        turn = 2.0 * math.pi / CORNERS
        cell = [(x + reach * math.cos(k * turn), y + reach * math.sin(k * turn)) for k in range(CORNERS)]
        cuts = []
        for other, (u, v) in self._where.items():
            if other == zone or math.dist((x, y), (u, v)) < 0.5:
                continue
            # The half plane of places nearer to the zone: a · place ≤ b.
            a, b = (u - x, v - y), (u * u + v * v - x * x - y * y) / 2.0
            if math.dist((x, y), (u, v)) < 2.0 * reach:
                cell = _cut(cell, a, b)
                cuts.append((other, a, b))
        for other, a, b in cuts:
            if other < zone:
                continue
            size = math.hypot(*a)
            ends = [p for p in cell if abs(a[0] * p[0] + a[1] * p[1] - b) < 1e-6 * size]
            if len(ends) < 2 or other not in reaches:
                continue
            if edge := _within(ends[0], ends[-1], self._where[other], reaches[other]):
                self._edges.append((zone, other, *edge))
        return cell


def _enemies(mine: Coalition, theirs: Coalition, hostile: Collection[tuple[str, str]]) -> bool:
    """Whether any actors of two sides are hostile to each other."""
    pairs = ((a, b) for a in mine.actors for b in theirs.actors)
    return any((a, b) in hostile or (b, a) in hostile for a, b in pairs)


def _cut(cell: Sequence[Spot], a: Spot, b: float) -> list[Spot]:
    """A convex cell without the places beyond a line: those with a · place > b."""
    kept: list[Spot] = []
    for (x0, y0), (x1, y1) in zip(cell, [*cell[1:], *cell[:1]], strict=True):
        before, after = a[0] * x0 + a[1] * y0 - b, a[0] * x1 + a[1] * y1 - b
        if before <= 0.0:
            kept.append((x0, y0))
        if (before < 0.0 < after) or (after < 0.0 < before):
            part = before / (before - after)
            kept.append((x0 + part * (x1 - x0), y0 + part * (y1 - y0)))
    return kept


def _within(start: Spot, end: Spot, middle: Spot, reach: float) -> tuple[Spot, Spot] | None:
    """The part of a line that lies in a disc; None if no part does."""
    (x, y), (u, v) = start, (end[0] - start[0], end[1] - start[1])
    dx, dy = x - middle[0], y - middle[1]
    a, b, c = u * u + v * v, u * dx + v * dy, dx * dx + dy * dy - reach * reach
    under = b * b - a * c
    if a < 1e-9 or under <= 0.0:
        return None
    first, last = max((-b - math.sqrt(under)) / a, 0.0), min((-b + math.sqrt(under)) / a, 1.0)
    return ((x + first * u, y + first * v), (x + last * u, y + last * v)) if first < last else None


def _closed(ring: Sequence[Spot]) -> str:
    """A ring as a closed path."""
    return "M" + "L".join(f"{num(x)},{num(y)}" for x, y in ring) + "Z" if ring else ""
