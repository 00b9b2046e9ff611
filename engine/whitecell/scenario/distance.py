"""Distances on the ground, from places given in degrees."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians

Place = tuple[float, float]
"""Latitude and longitude in degrees."""
KM_PER_DEGREE = 111.195
"""Length of a degree of a great circle on a sphere of 6,371 km."""


def km_to_line(place: Place, line: Sequence[Place]) -> float:
    """Kilometres from a place to the nearest point of a line through some places; one place is a point.

    It is measured on a plane that touches the sphere at the place; over some hundred kilometres the error is
    a per mille.
    """
    flat = [_seen_from(place, each) for each in line]
    if len(flat) == 1:
        return hypot(*flat[0])
    return min(_to_stretch(one, other) for one, other in pairwise(flat))


def _seen_from(here: Place, there: Place) -> tuple[float, float]:
    """Kilometres to the north and to the east; the shorter way round."""
    east = (there[1] - here[1] + 180.0) % 360.0 - 180.0
    middle = radians((here[0] + there[0]) / 2.0)
    return (there[0] - here[0]) * KM_PER_DEGREE, east * cos(middle) * KM_PER_DEGREE


def _to_stretch(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of the origin from a straight stretch."""
    along = other[0] - one[0], other[1] - one[1]
    length = along[0] ** 2 + along[1] ** 2
    part = 0.0 if length == 0.0 else -(one[0] * along[0] + one[1] * along[1]) / length
    part = min(max(part, 0.0), 1.0)
    return hypot(one[0] + part * along[0], one[1] + part * along[1])
