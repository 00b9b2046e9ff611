"""Parts of a panel beside its ground: its scale, and the numbers and windows of insets."""

from __future__ import annotations

import math
from collections.abc import Iterable

from whitecell.report.look import INK
from whitecell.report.maps.panel import Panel
from whitecell.report.maps.placing import Box
from whitecell.report.maps.shapes import frame, halo, num, text
from whitecell.report.wording import figure
from whitecell.scenario.distance import KM_PER_DEGREE

NUMBER = 16.0
"""Pixels of the square of an inset's number."""
LONGEST = 90.0
"""Most pixels of a scale."""


def view(number: int, panel: Panel) -> str:
    """The opening tag of a group that a page may enlarge and move within its panel."""
    box = panel.box
    room = " ".join(map(num, (box.x, box.y, box.width, box.height)))
    return f'<g class="view" data-panel="{number}" data-room="{room}">'


def lens(main: Panel, inset: Panel) -> Box:
    """The part of the main panel that an inset shows, as a rectangle."""
    window = inset.window
    x0, y0 = main.at(window.west, window.north)
    x1, y1 = main.at(window.east, window.south)
    return Box(x0, y0, x1 - x0, y1 - y0)


def corner(panel: Panel, insets: Iterable[Panel] = ()) -> list[Box]:
    """Boxes of the numbers of insets: of the panel itself, and of those whose windows it shows."""
    own = [Box(panel.x, panel.y, NUMBER, NUMBER)] if panel.parent >= 0 else []
    windows = [lens(panel, inset) for inset in insets]
    return [*own, *(Box(window.x, window.y, NUMBER, NUMBER) for window in windows)]


def inset_number(number: int, x: float, y: float) -> str:
    """The number of an inset at the upper left of a box."""
    square = f'<rect {frame(Box(x, y, NUMBER, NUMBER))} fill="{INK}"/>'
    return square + text(x + 8.0, y + 12.0, str(number), 11, "#fff", "middle", 700)


def scale_box(panel: Panel) -> Box:
    """The room of the scale."""
    return Box(panel.x, panel.y + panel.height - 22.0, 130.0, 22.0)


def scale(number: int, panel: Panel) -> str:
    """A bar of a round number of kilometres."""
    per_km = panel.down / KM_PER_DEGREE
    size = 10.0 ** math.floor(math.log10(LONGEST / per_km))
    km = next(step * size for step in (5.0, 2.0, 1.0) if step * size * per_km <= LONGEST)
    x, y, wide = panel.x + 8.0, panel.y + panel.height - 8.0, km * per_km
    bar = f'<path d="M{num(x)},{num(y - 4)}v4h{num(wide)}v-4" fill="none" stroke="{INK}"/>'
    said = halo(x + wide + 5.0, y, f"{figure(km)} km", 10.5, INK)
    return f'<g class="scale" data-panel="{number}" data-km="{km:g}">{bar}{said}</g>'
