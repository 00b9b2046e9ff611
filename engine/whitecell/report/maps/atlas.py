"""Coasts, borders and rivers of the world, cut to a window; ``natural_earth/README.md`` names the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape ``(n, 2)``: longitude and latitude in degrees."""
DATE_LINE = 180.0 - 1e-3
"""Least degrees of longitude at which a point of the data lies on the date line."""
NOTE = "Coastlines, borders and rivers: Natural Earth, 1:10 million; borders as they are drawn de facto."
"""Note on the lines of every map."""
_DATA = Path(__file__).parent / "natural_earth"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the earth, in degrees; longitudes may exceed 180 if it lies across the date line."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Land:
    """The visible part of a country: its name in the data, and rings to be filled by the even-odd rule."""

    name: str
    rings: tuple[Points, ...]


class Lines:
    """Lines on the earth, with a box around each so that a window is cut out quickly."""

    def __init__(self, stored: Any) -> None:
        lengths = stored["lengths"]
        ends = np.cumsum(lengths)
        steps = np.empty((int(ends[-1]), 2), dtype=np.int64)
        first = ends - lengths
        inner = np.ones(len(steps), dtype=np.bool_)
        inner[first] = False
        steps[inner] = stored["steps"]
        steps[first] = stored["starts"]
        walked = np.cumsum(steps, axis=0)
        before = np.zeros((len(lengths), 2), dtype=np.int64)
        before[1:] = walked[ends[:-1] - 1]
        walked -= np.repeat(before, lengths, axis=0)
        self._points = walked * stored["scale"] + stored["origin"]
        self._slices = [slice(int(a), int(b)) for a, b in zip(first, ends, strict=True)]
        self._low = np.minimum.reduceat(self._points, first)
        self._high = np.maximum.reduceat(self._points, first)

    def within(self, window: Window, chosen: NDArray[np.bool_] | None = None) -> Iterator[Points]:
        """Pieces of lines that lie in a window or just reach out of it; all, or only the ``chosen`` ones."""
        for shift, box in _turns(window):
            met = _meet(self._low, self._high, box)
            for k in np.flatnonzero(met if chosen is None else met & chosen):
                points = self._points[self._slices[k]]
                inside = (
                    (points[:, 0] >= box.west)
                    & (points[:, 0] <= box.east)
                    & (points[:, 1] >= box.south)
                    & (points[:, 1] <= box.north)
                )
                near = inside.copy()
                near[1:] |= inside[:-1]
                near[:-1] |= inside[1:]
                # A long step may cross the window and have no end in it.
                near[:-1] |= _crossing(points, box)
                near[1:] |= _crossing(points, box)
                edges = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(np.int8)))
                for start, stop in edges.reshape(-1, 2):
                    for piece in _unseamed(points[start:stop]):
                        yield piece + np.array((shift, 0.0))


class Atlas(Lines):
    """The world's coasts and borders, and the countries that they enclose."""

    def __init__(self, stored: Any) -> None:
        super().__init__(stored)
        self._shared = stored["shared"]
        self._names = [str(name) for name in stored["names"]]
        cuts = np.cumsum(stored["ring_lengths"])[:-1]
        self._rings = list(np.split(stored["rings"], cuts))
        self._country = stored["ring_country"].tolist()
        bare = [np.where(ring < 0, ~ring, ring) for ring in self._rings]
        self._ring_low = np.array([self._low[arcs].min(axis=0) for arcs in bare])
        self._ring_high = np.array([self._high[arcs].max(axis=0) for arcs in bare])

    def lines(self, window: Window, borders: bool) -> Iterator[Points]:
        """Borders between countries, or else coasts, as in :meth:`within`."""
        return self.within(window, self._shared == borders)

    def lands(self, window: Window) -> list[Land]:
        """The part of each country that lies in a window."""
        found: dict[int, list[Points]] = {}
        for shift, box in _turns(window):
            for r in np.flatnonzero(_meet(self._ring_low, self._ring_high, box)):
                ring = clipped(self._ring(int(r)), box)
                if len(ring) > 2:
                    found.setdefault(self._country[r], []).append(ring + np.array((shift, 0.0)))
        return [Land(self._names[k], tuple(rings)) for k, rings in sorted(found.items())]

    def _ring(self, number: int) -> Points:
        parts = [
            self._points[self._slices[arc]] if arc >= 0 else self._points[self._slices[~arc]][::-1]
            for arc in self._rings[number].tolist()
        ]
        return np.concatenate([part[:-1] for part in parts])


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """The world; read when it is first asked for."""
    with np.load(_DATA / "world.npz") as stored:
        return Atlas(stored)


@lru_cache(maxsize=1)
def rivers() -> Lines:
    """The rivers of the world; read when they are first asked for."""
    with np.load(_DATA / "rivers.npz") as stored:
        return Lines(stored)


def _unseamed(line: Points) -> Iterator[Points]:
    """The pieces of a line without the steps along the date line, where the data cut land in two."""
    on = np.abs(line[:, 0]) >= DATE_LINE
    pieces = np.split(line, np.flatnonzero(on[:-1] & on[1:]) + 1)
    yield from (piece for piece in pieces if len(piece) > 1)


def _turns(window: Window) -> Iterator[tuple[float, Window]]:
    """The window on the map from −180 to 180, with the shift of its contents: one window or two."""
    for shift in (-360.0, 0.0, 360.0):
        west, east = window.west - shift, window.east - shift
        if east >= -180.0 and west <= 180.0:
            yield shift, Window(west, window.south, east, window.north)


def _meet(low: Points, high: Points, box: Window) -> NDArray[np.bool_]:
    """Whether each box meets a window."""
    return np.asarray(
        (low[:, 0] <= box.east)
        & (high[:, 0] >= box.west)
        & (low[:, 1] <= box.north)
        & (high[:, 1] >= box.south)
    )


def _crossing(points: Points, box: Window) -> NDArray[np.bool_]:
    """Whether each step has a box that meets the window, shape ``(n − 1,)``."""
    low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    return _meet(low, high, box)


def clipped(ring: Points, box: Window) -> Points:
    """Cut a ring to a window, side by side.

    Source: Sutherland & Hodgman (1974), Reentrant polygon clipping, Communications of the ACM 17, 32–42,
    doi:10.1145/360767.360802. Where a ring enters again, its parts stay joined along the window's edge.
    """
    for axis, end, sign in (
        (0, box.west, 1.0),
        (0, box.east, -1.0),
        (1, box.south, 1.0),
        (1, box.north, -1.0),
    ):
        if not len(ring):
            break
        depth = sign * (ring[:, axis] - end)
        inside = depth >= 0.0
        if inside.all():
            continue
        after, depth_after = np.roll(ring, -1, axis=0), np.roll(depth, -1)
        crosses = inside != np.roll(inside, -1)
        share = np.divide(depth, depth - depth_after, out=np.zeros_like(depth), where=crosses)
        cuts = ring + share[:, None] * (after - ring)
        both = np.stack([ring, cuts], axis=1).reshape(-1, 2)
        ring = both[np.stack([inside, crosses], axis=1).reshape(-1)]
    return ring
