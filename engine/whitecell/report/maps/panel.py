"""Panels of a map: the part of the earth that each shows, its scale, and its zones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from whitecell.report.maps.atlas import Window
from whitecell.report.maps.placing import Box
from whitecell.scenario.model import Scenario

LEAST = 0.12
"""Least degrees that a panel shows, since a theatre may be one town."""
MARGIN = 0.14
"""Part of a theatre's extent that is added on each side."""
FLAT = 0.17
"""Cosine of the highest latitude that is drawn in proportion, about 80 degrees."""
OPEN_WATER = (-123.4, -48.9)
"""Longitude and latitude of a place in the Pacific without land for 2,000 km around."""
UNMAPPED = "No map: the zones say no coordinates. What is joined to what, in a ring."
"""Note below a picture that does not show real places."""
CROWDED = 52.0
"""Zones nearer to each other than this, in pixels, have no room for their labels."""
FEW = 3
"""Fewest crowded zones that get a panel of their own."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle of the picture, and the window that it shows.

    The projection is equirectangular with true proportions in the middle of the window.

    Attributes
    ----------
    x, y, width, height : float
        Pixels.
    west, north : float
        Degrees of the upper left corner.
    across, down : float
        Pixels a degree of longitude and of latitude.
    zones : tuple of str
        Zones for which the panel is made; others may be visible in it.
    parent : int
        The panel on which it is a lens; −1 for the whole theatre.
    """

    x: float
    y: float
    width: float
    height: float
    west: float
    north: float
    across: float
    down: float
    zones: tuple[str, ...]
    parent: int = -1

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies in the picture."""
        return (
            self.x + (longitude - self.west) * self.across,
            self.y + (self.north - latitude) * self.down,
        )

    def near(self, spot: tuple[float, float], margin: float = 0.0) -> bool:
        """Whether a place in the picture lies in the panel, or outside within a margin."""
        x, y = spot
        wide, high = self.x + self.width + margin, self.y + self.height + margin
        return self.x - margin <= x <= wide and self.y - margin <= y <= high

    @property
    def box(self) -> Box:
        """Its rectangle in the picture."""
        return Box(self.x, self.y, self.width, self.height)

    @property
    def window(self) -> Window:
        """The window that it shows."""
        south = self.north - self.height / self.down
        return Window(self.west, south, self.west + self.width / self.across, self.north)


def mapped(scenario: Scenario) -> bool:
    """Whether every zone states its place."""
    return all(zone.at is not None for zone in scenario.zones.values())


def places(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of each zone; across the date line longitudes continue beyond 180.

    If any zone has no place, all stand in a ring on open water. The map then shows how zones are joined, and
    not where they lie.
    """
    located = {name: zone.at for name, zone in scenario.zones.items() if zone.at is not None}
    spots = {name: (at[1], at[0]) for name, at in located.items()}
    if not mapped(scenario):
        turn = 2.0 * math.pi / len(scenario.zones)
        return {
            name: (OPEN_WATER[0] + math.cos(k * turn), OPEN_WATER[1] + 0.5 * math.sin(k * turn))
            for k, name in enumerate(scenario.zones)
        }
    if max(x for x, _ in spots.values()) - min(x for x, _ in spots.values()) <= 180.0:
        return spots
    # Cut the circle of longitudes at its widest gap.
    around = sorted({x % 360.0 for x, _ in spots.values()})
    gaps = [(after - before) % 360.0 for before, after in zip(around, [*around[1:], around[0]], strict=True)]
    start = around[(gaps.index(max(gaps)) + 1) % len(around)]
    shift = 360.0 if start > 180.0 else 0.0
    return {name: ((x - start) % 360.0 + start - shift, y) for name, (x, y) in spots.items()}


def panel(
    spots: Mapping[str, tuple[float, float]],
    x: float,
    y: float,
    width: float,
    least: float,
    most: float,
) -> Panel:
    """A panel of a width that shows these places, between a least and a most height."""
    west, east = min(a for a, _ in spots.values()), max(a for a, _ in spots.values())
    south, north = min(b for _, b in spots.values()), max(b for _, b in spots.values())
    middle = (south + north) / 2.0
    shrink = max(math.cos(math.radians(middle)), FLAT)
    wide = max((east - west) * shrink, LEAST) * (1.0 + 2.0 * MARGIN)
    high = max(north - south, LEAST) * (1.0 + 2.0 * MARGIN)
    height = min(max(width * high / wide, least), most)
    down = min(width / wide, height / high)
    across = down * shrink
    return Panel(
        x,
        y,
        width,
        height,
        (west + east) / 2.0 - width / across / 2.0,
        middle + height / down / 2.0,
        across,
        down,
        tuple(spots),
    )


def crowds(spots: Mapping[str, tuple[float, float]], main: Panel) -> list[tuple[str, ...]]:
    """Groups of zones that stand too near to each other in a panel: chains of near neighbours."""
    names = list(spots)
    where = {name: main.at(*spots[name]) for name in names}
    group = {name: name for name in names}

    def root(name: str) -> str:
        while group[name] != name:
            name = group[name]
        return name

    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            if math.dist(where[one], where[other]) < CROWDED:
                group[root(other)] = root(one)
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(root(name), []).append(name)
    return [tuple(members) for members in found.values() if len(members) >= FEW]


def laid_out(scenario: Scenario, width: float, top: float = 0.0) -> list[Panel]:
    """The panels of a map: the whole theatre, then one for each crowd of zones in an earlier panel.

    If all zones of a panel are one crowd, no further panel is made: it already fits them as well as possible.
    """
    spots = places(scenario)
    found = [panel(spots, 0.0, top, width, 0.4 * width, 0.8 * width)]
    two = width >= 640.0
    wide = (width - GAP) / 2.0 if two else width
    y, row = top + found[0].height, 0.0
    for number, before in enumerate(found):
        if len(found) > MOST:
            break
        chosen = {name: spots[name] for name in before.zones}
        for members in crowds(chosen, before):
            if len(members) == len(chosen):
                continue
            right = two and len(found) % 2 == 0
            x, y, row = (wide + GAP, y, row) if right else (0.0, y + row + GAP, 0.0)
            inset = panel({name: spots[name] for name in members}, x, y, wide, 0.6 * wide, 0.9 * wide)
            found.append(replace(inset, parent=number))
            row = max(row, inset.height)
    return found


GAP = 14.0
"""Pixels between panels."""
MOST = 6
"""Most panels."""
