"""Labels of zones: a name in lines, and below it the fighters of each side, after its colour."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from whitecell.report.letters import text_width, wrapped
from whitecell.report.look import INK
from whitecell.report.maps.placing import Box, Mark
from whitecell.report.maps.shapes import PALE, Spot, frame, halo, line, still
from whitecell.report.sides import Coalition
from whitecell.report.wording import figure

ROOM = 132.0
"""Width of a line of a zone's name in pixels."""
NAMED, COUNTED = 12.0, 11.0
"""Pixels of the letters of a zone's name, which are bold, and of the numbers below it."""
LINE = 13.0
"""Height of a line of a label in pixels."""
GAP, SQUARE, MARK = 6.0, 9.0, 5.0
"""Pixels between numbers of fighters, of the square before one, and of the mark that stands for a few."""
FAR = 11.0
"""Pixels between a disc and its label from which a thin line joins them."""


@dataclass(frozen=True, slots=True)
class Count:
    """A side and its number below a name, empty for a mark alone; ``actor`` is its strongest there."""

    side: Coalition
    text: str
    actor: str = ""

    @property
    def width(self) -> float:
        """Pixels of the number with its square, or of the mark."""
        return SQUARE + 3.0 + text_width(self.text, COUNTED) if self.text else MARK

    def drawn(self, x: float, base: float) -> str:
        """The number after a square, or a small square alone, on a line of text."""
        size = SQUARE if self.text else MARK
        square = frame(Box(x, base - (size + SQUARE) / 2.0, size, size))
        drawn = f'<rect {square} fill="{self.side.colour}" stroke="#fff"/>'
        drawn += halo(x + SQUARE + 3.0, base, self.text, COUNTED, INK) if self.text else ""
        return f'<g class="fighters" data-actor="{escape(self.actor)}">{drawn}</g>'


Counts = Sequence[Count]


def counts(forces: Mapping[Coalition, float], least: float, there: Mapping[str, float]) -> list[Count]:
    """The fighters of each side: their number from ``least`` on, else only a mark.

    ``there`` are fighters by actor.
    """
    return [
        Count(
            side,
            figure(round(n)) if n >= least else "",
            max(side.actors, key=lambda actor: there.get(actor, 0.0)),
        )
        for side, n in forces.items()
        if round(n) >= 1
    ]


def _width(found: Counts) -> float:
    """Pixels of numbers beside each other."""
    return sum(count.width + GAP for count in found) - GAP if found else 0.0


class Label:
    """The label of a zone: room for its name and for any of some counts.

    Parameters
    ----------
    name : str
    known : sequence of Counts
    """

    def __init__(self, name: str, known: Sequence[Counts]) -> None:
        self._lines = wrapped(name, ROOM, NAMED, bold=True)
        widths = [text_width(said, NAMED, bold=True) for said in self._lines]
        self.width = max([*widths, *map(_width, known)]) + 4.0
        self.height = LINE * (len(self._lines) + any(map(bool, known))) + 2.0

    def put(self, mark: Mark, box: Box) -> PutLabel:
        """The label in its place."""
        return PutLabel(mark, box, self._lines)


class PutLabel:
    """A label in its place beside the disc of its zone."""

    def __init__(self, mark: Mark, box: Box, lines: Sequence[str]) -> None:
        self._mark, self._box, self._lines = mark, box, lines
        self._left = box.x + box.width / 2.0 < mark.x - mark.radius
        self._edge = box.x + box.width - 2.0 if self._left else box.x + 2.0

    def name(self) -> str:
        """The name, with a thin line to its disc where they stand apart."""
        spot: Spot = (self._mark.x, self._mark.y)
        end = self._box.nearest(*spot)
        away, drawn = math.dist(end, spot), ""
        if away > self._mark.radius + FAR:
            part = self._mark.radius / away
            start = spot[0] + (end[0] - spot[0]) * part, spot[1] + (end[1] - spot[1]) * part
            drawn = f'<path d="{line(start, end)}" stroke="{PALE}" stroke-width="0.8"/>'
        anchor = "end" if self._left else "start"
        for k, said in enumerate(self._lines, start=1):
            drawn += halo(self._edge, self._box.y + LINE * k - 2.0, said, NAMED, INK, anchor, 700)
        return still(spot, drawn)

    def counts(self, found: Counts) -> str:
        """Numbers of fighters below the name."""
        at = self._edge - _width(found) if self._left else self._edge
        base, drawn = self._box.y + LINE * (len(self._lines) + 1) - 2.0, ""
        for count in found:
            drawn += count.drawn(at, base)
            at += count.width + GAP
        return drawn
