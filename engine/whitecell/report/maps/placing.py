"""Labels that do not overlap: where each box goes, so that it meets no other and no mark."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 4
"""Times that every label looks for a better place, given the others'."""
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
    """What a label belongs to: a disc, and the size of the label in pixels."""

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
"""A line from a point to another; labels keep off it where they can."""


def placed(marks: Sequence[Mark], frame: Box, taken: Sequence[Box], lines: Sequence[Segment]) -> list[Box]:
    """Where the labels go.

    Each label in turn takes the place of least cost, around its own mark: overlaps with labels, marks and
    the frame's edge cost most, lines under it and distance from its mark little. What is crowded chooses
    first; then all choose again, a few times.

    Parameters
    ----------
    marks : sequence of Mark
    frame : Box
        No label leaves it.
    taken : sequence of Box
        Room that is not to be had.
    lines : sequence of Segment
    """
    discs = [mark.disc for mark in marks]
    tries = [[box for box in _around(mark) if frame.holds(box)] for mark in marks]
    fixed = [
        [
            (_cost(box, mark, [*discs, *taken], lines), box)
            for box in boxes or [_inside(Box(mark.x + mark.radius, mark.y, mark.width, mark.height), frame)]
        ]
        for mark, boxes in zip(marks, tries, strict=True)
    ]
    crowd = [sum(math.hypot(m.x - o.x, m.y - o.y) < 90.0 for o in marks) for m in marks]
    order = sorted(range(len(marks)), key=lambda k: (-crowd[k], -marks[k].width, k))
    found: list[Box | None] = [None] * len(marks)
    for _ in range(ROUNDS):
        for k in order:
            others = [box for j, box in enumerate(found) if j != k and box is not None]
            found[k] = min(fixed[k], key=lambda item: item[0] + _meeting(item[1], others))[1]
    return [box for box in found if box is not None]


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


def _cost(box: Box, mark: Mark, taken: Sequence[Box], lines: Sequence[Segment]) -> float:
    x, y = box.nearest(mark.x, mark.y)
    gap = math.hypot(x - mark.x, y - mark.y) - mark.radius
    return (
        _meeting(box, taken)
        + 18.0 * max(gap, 0.0)
        + 0.4 * abs(box.y + box.height / 2.0 - mark.y)
        + 25.0 * sum(under(line, box) for line in lines)
    )


def _meeting(box: Box, others: Sequence[Box]) -> float:
    """Cost of lying over other boxes: the least overlap costs more than the longest way."""
    shared = [box.overlap(other) for other in others]
    return sum(5000.0 + 40.0 * area for area in shared if area > 0.0)


def under(line: Segment, box: Box) -> bool:
    """Whether a line runs under a box: clipped to it, something is left."""
    x0, y0, x1, y1 = line
    low, high = 0.0, 1.0
    for start, step, first, last in (
        (x0, x1 - x0, box.x, box.x + box.width),
        (y0, y1 - y0, box.y, box.y + box.height),
    ):
        if step == 0.0:
            if not first <= start <= last:
                return False
            continue
        one, other = (first - start) / step, (last - start) / step
        low, high = max(low, min(one, other)), min(high, max(one, other))
    return low < high


def text_width(text: str, size: float) -> float:
    """About how wide a text is in a plain sans serif, in pixels; rather more than less."""
    return size * sum(_advance(c) for c in text)


def _advance(character: str) -> float:
    if character in "iljI.,:;'|!‘’ ":
        return 0.3
    if character in "mwMW@%—":
        return 0.87
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return 0.7 if character.isupper() else 0.57


def wrapped(text: str, most: int, lines: int = 3) -> list[str]:
    """A text in lines of about so many characters, broken at spaces; what is too long ends in dots."""
    found = [""]
    for word in text.split(" "):
        joined = f"{found[-1]} {word}".strip()
        if len(joined) > most and found[-1]:
            found.append(word)
        else:
            found[-1] = joined
    kept = [line if len(line) <= 2 * most else f"{line[: 2 * most - 1]}…" for line in found[:lines]]
    if len(found) > lines:
        kept[-1] = f"{kept[-1]} …"
    return kept
