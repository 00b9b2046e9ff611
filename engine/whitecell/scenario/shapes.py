"""Outlines on the ground: polygons of longitude and latitude, kept as text that any map program reads.

A scenario keeps an outline as well-known text (OGC 06-103r4, section 7), a single string, so that a large one
costs nothing where nobody draws it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

Corner: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees."""
Ring: TypeAlias = tuple[Corner, ...]
"""Closed: the first corner is the last one as well. Outer rings turn to the left, holes to the right."""
Polygon: TypeAlias = tuple[Ring, ...]
"""An outer ring, and its holes."""

MOST_CORNERS = 4000
"""Corners of an outline, over all of its rings."""
DIGITS = 6
"""Decimals of a degree that are kept: a tenth of a metre."""
_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?"
_RING = rf"\({_NUMBER} {_NUMBER}(?:, {_NUMBER} {_NUMBER}){{3,}}\)"
_POLYGON = rf"\({_RING}(?:, {_RING})*\)"
_WHOLE = re.compile(rf"MULTIPOLYGON \({_POLYGON}(?:, {_POLYGON})*\)")
_LONGEST = MOST_CORNERS * 40


def checked(rings: Sequence[Sequence[Corner]]) -> Polygon:
    """A polygon as it is kept: closed, rounded, turning the right way.

    Raises
    ------
    ValueError
        If a ring has no area, or a corner does not lie on the earth; the message goes on after "it".
    """
    made = []
    for number, ring in enumerate(rings):
        corners = [(round(x, DIGITS) + 0.0, round(y, DIGITS) + 0.0) for x, y in ring]
        if any(not (-180.0 <= x <= 180.0 and -90.0 <= y <= 90.0) for x, y in corners):
            raise ValueError("has corners that are no longitude and latitude in degrees")
        corners += corners[:1] if corners and corners[0] != corners[-1] else []
        size = area(corners)
        if len(corners) < 4 or size == 0.0:
            raise ValueError("has a ring of less than three corners, or one without an area")
        outer = number == 0
        made.append(tuple(corners if (size > 0.0) == outer else corners[::-1]))
    if not made:
        raise ValueError("has no ring")
    return tuple(made)


def area(ring: Sequence[Corner]) -> float:
    """Area of a closed ring in square degrees; above zero if it turns to the left."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2.0


def written(polygons: Sequence[Polygon]) -> str:
    """Polygons as well-known text."""

    def ring(corners: Ring) -> str:
        return f"({', '.join(f'{_figure(x)} {_figure(y)}' for x, y in corners)})"

    parts = (f"({', '.join(ring(corners) for corners in polygon)})" for polygon in polygons)
    return f"MULTIPOLYGON ({', '.join(parts)})"


def read(text: str) -> tuple[Polygon, ...]:
    """Polygons from well-known text.

    Raises
    ------
    ValueError
        If it is no text of :func:`written`.
    """
    if len(text) > _LONGEST or not _WHOLE.fullmatch(text):
        raise ValueError(
            "an outline is well-known text such as MULTIPOLYGON (((36 32, 37 32, 37 33, 36 32)))"
        )
    polygons = text.removeprefix("MULTIPOLYGON ((").removesuffix("))").split(")), ((")
    found = []
    for polygon in polygons:
        rings = [
            [(float(x), float(y)) for x, y in (corner.split(" ") for corner in ring.split(", "))]
            for ring in polygon.strip("()").split("), (")
        ]
        found.append(checked(rings))
    return tuple(found)


def middle(polygons: Sequence[Polygon]) -> Corner:
    """A place inside: the centroid of the largest polygon, or if that lies outside, one on its parallel."""
    largest = max((polygon[0] for polygon in polygons), key=lambda ring: abs(area(ring)))
    (left, bottom), whole = largest[0], area(largest)
    x = y = 0.0
    # Seen from a corner: far from the origin the products would lose their digits.
    for (x0, y0), (x1, y1) in pairwise((a - left, b - bottom) for a, b in largest):
        turn = x0 * y1 - x1 * y0
        x, y = x + (x0 + x1) * turn, y + (y0 + y1) * turn
    x, y = left + x / (6.0 * whole), bottom + y / (6.0 * whole)
    cuts = sorted(
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in pairwise(largest)
        if (y0 > y) != (y1 > y)
    )
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    if spans and not any(a < x < b for a, b in spans):
        a, b = max(spans, key=lambda span: span[1] - span[0])
        x = (a + b) / 2.0
    return round(x, DIGITS), round(y, DIGITS)


def _figure(number: float) -> str:
    return f"{number:.{DIGITS}f}".rstrip("0").rstrip(".")
