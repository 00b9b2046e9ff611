"""Small parts that the standing and the moving map have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from whitecell.report.letters import text_width, wrapped
from whitecell.report.look import INK
from whitecell.report.maps.panel import Panel
from whitecell.report.maps.placing import Box
from whitecell.report.maps.shapes import frame, halo
from whitecell.report.sides import Coalition
from whitecell.report.wording import figure

ROOM = 132.0
"""Height of a line of a zone's name in pixels."""
NAMED, COUNTED = 12.0, 11.0
"""Pixels of the letters of a zone's name, which are bold, and of the numbers below it."""
NUMBER = 16.0
"""Pixels of the square of an inset's number."""
Counts = Sequence[tuple[Coalition, str]]
"""Sides and their numbers of fighters; no number where there are too few."""


def named(name: str) -> list[str]:
    """A zone's name in lines."""
    return wrapped(name, ROOM, NAMED, bold=True)


def counts(forces: Mapping[Coalition, float], least: float) -> list[tuple[Coalition, str]]:
    """The text for the fighters of each side: their number from ``least`` on, else only a mark."""
    there = [(side, n) for side, n in forces.items() if round(n) >= 1]
    return [(side, figure(round(n)) if n >= least else "") for side, n in there]


def counts_width(found: Counts) -> float:
    """Pixels of numbers of fighters beside each other, each after its colour."""
    return sum(map(count_width, found)) - GAP if found else 0.0


GAP, SQUARE, MARK = 6.0, 9.0, 5.0
"""Pixels between numbers of fighters, of the square before one, and of the mark that stands for a few."""


def count_width(found: tuple[Coalition, str]) -> float:
    """Pixels of a number of fighters with its square, or of a mark, and the gap after it."""
    return SQUARE + 3.0 + text_width(found[1], COUNTED) + GAP if found[1] else MARK + GAP


def count(found: tuple[Coalition, str], x: float, base: float) -> str:
    """Draw a number of fighters after a square, or a small square alone, on a line of text."""
    side, number = found
    size = SQUARE if number else MARK
    square = frame(Box(x, base - (size + SQUARE) / 2.0, size, size))
    drawn = f'<rect {square} fill="{side.colour}" stroke="#fff"/>'
    return drawn + (halo(x + SQUARE + 3.0, base, number, COUNTED, INK) if number else "")


def legs(paths: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Pairs of neighbours along paths, each pair once."""
    pairs = [tuple(sorted(leg)) for path in paths.values() for leg in pairwise(path)]
    return [(a, b) for a, b in dict.fromkeys(pairs)]


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
