"""Small parts that the standing and the moving map have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from whitecell.report.maps.panel import Panel
from whitecell.report.maps.placing import Box, text_width
from whitecell.report.sides import Side


def counts_width(counts: Sequence[tuple[Side, str]]) -> float:
    """Pixels of numbers of fighters beside each other, each after its colour."""
    return sum(20.0 + text_width(number, 11.0) for _, number in counts) - 6.0


def legs(paths: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Pairs of neighbours along paths, each pair once."""
    pairs = [tuple(sorted(leg)) for path in paths.values() for leg in pairwise(path)]
    return [(a, b) for a, b in dict.fromkeys(pairs)]


def lens(main: Panel, inset: Panel) -> Box:
    """What an inset shows, as a rectangle on the main panel."""
    window = inset.window
    x0, y0 = main.at(window.west, window.north)
    x1, y1 = main.at(window.east, window.south)
    return Box(x0, y0, x1 - x0, y1 - y0)
