"""Labels that do not overlap: the place of each box, so that it meets no other and no mark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 4
"""Rounds in which every label is placed again, given the places of the others."""
DIRECTIONS = 16
REACHES = (4.0, 8.0, 15.0, 24.0, 36.0, 52.0, 72.0, 96.0, 128.0, 170.0)
"""Pixels between a mark and its label that are tried."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from the upper left."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        """Area that two boxes share."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return wide * high if wide > 0.0 and high > 0.0 else 0.0

    def holds(self, other: Box) -> bool:
        """Whether another box lies wholly within."""
        return (
            other.x >= self.x
            and other.y >= self.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point of the box that is nearest to another point."""
        return min(max(x, self.x), self.x + self.width), min(max(y, self.y), self.y + self.height)


@dataclass(frozen=True, slots=True)
class Mark:
    """The disc to which a label belongs, and the size of the label in pixels."""

    x: float
    y: float
    radius: float
    width: float
    height: float

    @property
    def disc(self) -> Box:
        """The square around the disc."""
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


Segment = tuple[float, float, float, float]
"""A line from a point to another; labels avoid it where they can."""


def placed(marks: Sequence[Mark], frame: Box, taken: Sequence[Box], lines: Sequence[Segment]) -> list[Box]:
    """Place the labels.

    Each label in turn takes the place of least cost around its own mark. Overlaps with labels, marks and the
    frame's edge cost most, lines under it and distance from its mark little. Crowded labels are placed first;
    then all are placed again, a few times.

    Parameters
    ----------
    marks : sequence of Mark
    frame : Box
        No label leaves it.
    taken : sequence of Box
        Room that is taken.
    lines : sequence of Segment
    """
    solid = [*(mark.disc for mark in marks), *taken]
    tries, costs = [], []
    for mark in marks:
        tried = [box for box in _around(mark) if frame.holds(box)]
        tried = tried or [_inside(Box(mark.x + mark.radius, mark.y, mark.width, mark.height), frame)]
        far = np.array([_distance(box, mark) for box in tried])
        tries.append(tried)
        costs.append(far + _meeting(tried, solid) + 25.0 * crossings(tried, lines))
    crowd = [sum(math.hypot(m.x - o.x, m.y - o.y) < 90.0 for o in marks) for m in marks]
    order = sorted(range(len(marks)), key=lambda k: (-crowd[k], -marks[k].width, k))
    found: dict[int, Box] = {}
    for _ in range(ROUNDS):
        for k in order:
            others = [box for j, box in found.items() if j != k]
            found[k] = tries[k][int((costs[k] + _meeting(tries[k], others)).argmin())]
    return [found[k] for k in range(len(marks))]


def _around(mark: Mark) -> list[Box]:
    """Places for a label, the nearer first; to the right and left before above and below."""
    found = []
    for reach in REACHES:
        for step in range(DIRECTIONS):
            angle = 2.0 * math.pi * step / DIRECTIONS
            across, down = math.cos(angle), math.sin(angle)
            distance = mark.radius + reach
            x = mark.x + across * distance - mark.width * (1.0 - across) / 2.0
            y = mark.y + down * distance - mark.height * (1.0 - down) / 2.0
            found.append(Box(x, y, mark.width, mark.height))
    return found


def _inside(box: Box, frame: Box) -> Box:
    """A box pushed into the frame."""
    x = max(min(box.x, frame.x + frame.width - box.width), frame.x)
    return Box(x, max(min(box.y, frame.y + frame.height - box.height), frame.y), box.width, box.height)


def _distance(box: Box, mark: Mark) -> float:
    """Cost of a label's distance from its mark."""
    x, y = box.nearest(mark.x, mark.y)
    gap = math.hypot(x - mark.x, y - mark.y) - mark.radius
    return 18.0 * max(gap, 0.0) + 0.4 * abs(box.y + box.height / 2.0 - mark.y)


def _meeting(boxes: Sequence[Box], others: Sequence[Box]) -> NDArray[np.float64]:
    """Cost of overlapping other boxes: the least overlap costs more than the longest distance."""
    if not others:
        return np.zeros(len(boxes))
    mine, theirs = _corners(boxes)[:, None], _corners(others)[None]
    shared = np.minimum(mine[..., 2:], theirs[..., 2:]) - np.maximum(mine[..., :2], theirs[..., :2])
    area = np.maximum(shared, 0.0).prod(axis=2)
    return np.asarray(np.where(area > 0.0, 5000.0 + 40.0 * area, 0.0).sum(axis=1))


def _corners(boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Upper left and lower right of boxes, shape ``(n, 4)``."""
    return np.array([(b.x, b.y, b.x + b.width, b.y + b.height) for b in boxes])


def crossings(boxes: Sequence[Box], lines: Sequence[Segment]) -> NDArray[np.int64]:
    """How many lines run under each box: clipped to it, a part of them is left; shape ``(n_boxes,)``.

    Source: Liang & Barsky (1984), A new concept and method for line clipping, ACM Transactions on Graphics
    3, 1–22, doi:10.1145/357332.357333.
    """
    if not boxes or not lines:
        return np.zeros(len(boxes), dtype=np.int64)
    rows = _corners(boxes)[:, None, :]
    ends = np.array(lines)[None, :, :]
    low, high = np.zeros((len(boxes), len(lines))), np.ones((len(boxes), len(lines)))
    for axis in (0, 1):
        start, step = ends[..., axis], ends[..., axis + 2] - ends[..., axis]
        first, last = rows[..., axis] - start, rows[..., axis + 2] - start
        # A line along the other axis is within the box all the way, or never.
        slope = np.where(step == 0.0, 1e-12, step)
        one, other = first / slope, last / slope
        low, high = np.maximum(low, np.minimum(one, other)), np.minimum(high, np.maximum(one, other))
    return np.asarray((low < high).sum(axis=1))
