"""How constraints look on a map: a tinted area around their zones, with a letter and a legend."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations

from whitecell.report.maps.placing import Box
from whitecell.report.maps.shapes import Spot, circle, frame, line, num, text
from whitecell.report.names import Names
from whitecell.report.wording import percent
from whitecell.scenario.clauses import Ceasefire, Exclusion, StrikeCoordination
from whitecell.scenario.model import AnyConstraint, Scenario


@dataclass(frozen=True, slots=True)
class Style:
    """Ink, and a pattern of lines or dots that tells kinds apart without it."""

    ink: str
    pattern: str


EXCLUSION = Style("#A3124A", '<path d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"/>')
CEASEFIRE = Style("#1F5F7A", '<path d="M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4"/>')
COORDINATION = Style("#5B3A8C", '<path d="M0,4 h8"/>')
OTHER = Style("#444444", '<circle cx="4" cy="4" r="1"/>')


def style(constraint: AnyConstraint) -> Style:
    """The look of a kind of constraint."""
    for kind, look in ((Exclusion, EXCLUSION), (Ceasefire, CEASEFIRE), (StrikeCoordination, COORDINATION)):
        if isinstance(constraint, kind):
            return look
    return OTHER


@dataclass(frozen=True, slots=True)
class Area:
    """A constraint that is in force at least in some runs, and its letter."""

    name: str
    letter: str
    zones: tuple[str, ...]
    look: Style
    share: float
    legend: str


def areas(scenario: Scenario, in_force: dict[str, float], runs: int) -> list[Area]:
    """Constraints to draw; those with the most zones first, so that others lie on top.

    Letters go in the scenario's order.
    """
    names = Names(scenario)
    drawn = [
        (name, share) for name, share in in_force.items() if share > 0.0 and scenario.constraints[name].zones
    ]
    order = list(scenario.constraints)
    drawn.sort(key=lambda item: order.index(item[0]))
    found = []
    for k, (name, share) in enumerate(drawn):
        spec = scenario.constraints[name]
        often = "" if share == 1.0 or runs == 1 else f", in force in {percent(share)} of runs"
        legend = f"{names.constraint(name)} ({spec.kind}{often})"
        found.append(Area(name, letter(k), tuple(spec.zones), style(spec), share, legend))
    return sorted(found, key=lambda area: -len(area.zones))


def letter(number: int) -> str:
    """Give a number a name: A, B … Z, AA, AB and so on."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


NARROWEST = 5.0
"""Half the width in pixels of the band along a route between two zones of an area, its reach apart."""
BADGE = 7.5
"""Radius of a letter's disc in pixels."""


class Tints:
    """Draws areas into a panel.

    ``badges`` are the boxes of the letters so far, and ``letters`` the letters, which go on top.

    Parameters
    ----------
    key : str
        Begins every ``id``.
    box : Box
        Of the panel.
    where, radius : dict of zone to pixels
        Of the discs.
    routes : set of frozenset of str
        Pairs of zones that a route joins; between them an area is one.
    """

    def __init__(
        self,
        key: str,
        box: Box,
        where: Mapping[str, Spot],
        radius: Mapping[str, float],
        routes: set[frozenset[str]],
    ) -> None:
        self.key, self.box, self.where, self.radius, self.routes = key, box, where, radius, routes
        self.badges: list[Box] = []
        self.letters = ""
        self._depth: dict[str, int] = {}

    def draw(self, area: Area, zones: Sequence[str]) -> str:
        """Tint, pattern, outline and letter of an area, around those of its zones that are seen.

        Areas over the same zones lie around each other.
        """
        level = max(self._depth.get(z, 0) for z in zones)
        self._depth.update(dict.fromkeys(zones, level + 1))
        reach = 9.0 + 5.0 * level
        outer, inner = self._shape(zones, reach), self._shape(zones, reach - 1.6)
        mask, box = f"{self.key}-{area.letter}", frame(self.box)
        fade, ink = 0.35 + 0.65 * area.share, area.look.ink
        pattern = f"{mask}-p"
        for part in self._parts(zones):
            self._badge(area, part, reach)
        return (
            f'<pattern id="{pattern}" width="8" height="8" patternUnits="userSpaceOnUse"><g fill="none" '
            f'stroke="{ink}">{area.look.pattern}</g></pattern>'
            f'<mask id="{mask}" maskUnits="userSpaceOnUse" {box}><g fill="#fff" stroke="#fff">{outer}</g>'
            f'<g fill="#000" stroke="#000">{inner}</g></mask>'
            f'<mask id="{mask}-i" maskUnits="userSpaceOnUse" {box}>'
            f'<g fill="#fff" stroke="#fff">{inner}</g></mask>'
            f'<g mask="url(#{mask}-i)"><rect {box} fill="{ink}" fill-opacity="{0.07 * fade:.3f}"/>'
            f'<rect {box} fill="url(#{pattern})" fill-opacity="{0.45 * fade:.3f}"/></g>'
            f'<rect {box} fill="{ink}" fill-opacity="{fade:.3f}" mask="url(#{mask})"/>'
        )

    def _parts(self, zones: Sequence[str]) -> list[list[str]]:
        """Zones that hang together by routes."""
        parts: list[list[str]] = []
        for zone in zones:
            near = [part for part in parts if any(frozenset((zone, z)) in self.routes for z in part)]
            parts = [part for part in parts if part not in near]
            parts.append([zone, *(z for part in near for z in part)])
        return parts

    def _shape(self, zones: Sequence[str], reach: float) -> str:
        """Discs around zones, bands along the routes between them, and what three of these enclose."""
        drawn = "".join(circle(self.where[z], self.radius[z] + reach, 'stroke="none"') for z in zones)
        for one, other in combinations(zones, 2):
            if frozenset((one, other)) in self.routes:
                drawn += (
                    f'<path d="{line(self.where[one], self.where[other])}" fill="none" '
                    f'stroke-linecap="round" stroke-width="{num(2 * (NARROWEST + reach))}"/>'
                )
        for three in combinations(zones, 3):
            if all(frozenset(pair) in self.routes for pair in combinations(three, 2)):
                corners = " ".join(f"{num(x)},{num(y)}" for x, y in (self.where[z] for z in three))
                drawn += f'<polygon points="{corners}" stroke="none"/>'
        return drawn

    def _badge(self, area: Area, zones: Sequence[str], reach: float) -> None:
        """Put the area's letter on its outline, where it meets no zone and no other letter."""
        spots = [self.where[z] for z in zones]
        middle = [sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1)]
        best: tuple[float, Box] | None = None
        for zone in zones:
            for step in range(16):
                angle, far = math.pi * (step / 8.0 - 0.25), self.radius[zone] + reach
                x = self.where[zone][0] + far * math.cos(angle)
                y = self.where[zone][1] + far * math.sin(angle)
                box = Box(x - BADGE, y - BADGE, 2 * BADGE, 2 * BADGE)
                cost = sum(box.overlap(other) for other in self.badges)
                cost += 0.0 if self.box.holds(box) else 500.0
                # Within the outline of another of its zones it would not lie on the edge.
                inner = [z for z in zones if z != zone]
                cost += sum(200.0 for z in inner if self._from(x, y, z) < reach - 1.0)
                cost += sum(50.0 for z in self.where if self._from(x, y, z) < 8.0)
                cost -= 0.4 * math.dist((x, y), middle)
                if best is None or cost < best[0]:
                    best = cost, box
        assert best is not None
        self.badges.append(best[1])
        spot = best[1].x + BADGE, best[1].y + BADGE
        ink = area.look.ink
        self.letters += (
            f"<g><title>{escape(area.legend)}</title>"
            + circle(spot, BADGE, f'fill="#fff" stroke="{ink}" stroke-width="1.4"')
            + text(spot[0], spot[1] + 3.6, area.letter, 10, ink, "middle", 700)
            + "</g>"
        )

    def _from(self, x: float, y: float, zone: str) -> float:
        """Pixels from a zone's disc."""
        return math.dist((x, y), self.where[zone]) - self.radius[zone]
