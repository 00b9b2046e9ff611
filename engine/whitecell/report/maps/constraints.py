"""How constraints look on a map: a tinted area around their zones, with a letter and a legend."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations, product

from whitecell.report.maps.placing import Box
from whitecell.report.maps.shapes import Spot, circle, line, num, still, text
from whitecell.report.names import Names
from whitecell.report.wording import percent
from whitecell.scenario.clauses import Ceasefire, Exclusion, StrikeCoordination
from whitecell.scenario.model import AnyConstraint, Scenario


@dataclass(frozen=True, slots=True)
class Style:
    """Ink, and a slope of lines that distinguishes kinds without colour: pixels down for each across."""

    ink: str
    slope: float
    dashes: str = ""


EXCLUSION = Style("#A3124A", -1.0)
CEASEFIRE = Style("#1F5F7A", 1.0)
COORDINATION = Style("#5B3A8C", 0.0)
OTHER = Style("#444444", 0.0, "1 5")
IN_FORCE = "in force"
"""Text for a constraint that is in force in every run."""


def style(constraint: AnyConstraint) -> Style:
    """The look of a kind of constraint."""
    for kind, look in ((Exclusion, EXCLUSION), (Ceasefire, CEASEFIRE), (StrikeCoordination, COORDINATION)):
        if isinstance(constraint, kind):
            return look
    return OTHER


@dataclass(frozen=True, slots=True)
class Area:
    """A constraint that is in force in some runs at least, its letter, and in words how often it is."""

    name: str
    letter: str
    zones: tuple[str, ...]
    look: Style
    called: str
    kind: str
    often: str

    @property
    def legend(self) -> str:
        """The text in a legend of one map."""
        often = f", {self.often}" if self.often != IN_FORCE else ""
        return f"{self.called} ({self.kind}{often})"


def lettered(*scenarios: Scenario) -> dict[str, str]:
    """A letter for each constraint that a map may show, the same on every map of these scenarios."""
    names = dict.fromkeys(
        name for scenario in scenarios for name, spec in scenario.constraints.items() if spec.zones
    )
    return {name: letter(k) for k, name in enumerate(names)}


def areas(
    scenario: Scenario, in_force: Mapping[str, float], runs: int, letters: Mapping[str, str]
) -> list[Area]:
    """Constraints to draw; those with the most zones first, so that others lie on top.

    ``letters`` are those of :func:`lettered`.
    """
    names, found = Names(scenario), []
    for name, share in in_force.items():
        spec = scenario.constraints[name]
        if share <= 0.0 or not spec.zones:
            continue
        often = IN_FORCE if share == 1.0 or runs == 1 else f"in force in {percent(share)} of runs"
        found.append(
            Area(
                name,
                letters[name],
                tuple(spec.zones),
                style(spec),
                names.constraint(name),
                spec.word,
                often,
            )
        )
    return sorted(found, key=lambda area: (-len(area.zones), len(area.letter), area.letter))


def letter(number: int) -> str:
    """Give a number a name: A, B … Z, AA, AB and so on."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


NARROWEST, LARGEST, SPACING = 5.0, 13.0, 7.0
"""Pixels: largest half-width of a band along a route, without its reach; of a disc; and between lines."""
ROOM = "#FDFCFA"
"""The colour of the ground under an area."""
BADGE = 7.5
"""Radius of a letter's disc in pixels."""


class Tints:
    """Draws areas into a panel.

    ``badges`` are the boxes of the letters so far, ``letters`` the letters of each area, which go on top.

    Parameters
    ----------
    key : str
        Begins every ``id``.
    box : Box
        Of the panel.
    where, radius : dict of zone to pixels
        Of the discs.
    routes : set of frozenset of str
        Pairs of zones that a route joins; an area is continuous between them.
    taken : sequence of Box
        Room where no letter may stand, such as over the scale.
    """

    def __init__(
        self,
        key: str,
        box: Box,
        where: Mapping[str, Spot],
        radius: Mapping[str, float],
        routes: set[frozenset[str]],
        taken: Sequence[Box] = (),
    ) -> None:
        self.key, self.box, self.where, self.radius, self.routes = key, box, where, radius, routes
        self._taken = taken
        self.badges: list[Box] = []
        self.letters: dict[str, str] = {}
        self._depth: dict[str, int] = {}

    def pieces(self, found: Sequence[tuple[Area, Sequence[str]]]) -> list[tuple[Area, str]]:
        """Each area around its visible zones, from the bottom to the top.

        Areas over the same zones surround each other. Masks and patterns are not used, since printers would
        turn them into large images.
        """
        reaches = []
        for area, zones in found:
            level = max(self._depth.get(z, 0) for z in zones)
            self._depth.update(dict.fromkeys(zones, level + 1))
            reaches.append((9.0 + 5.0 * level, area, zones))
        drawn = []
        for reach, area, zones in sorted(reaches, key=lambda item: -item[0]):
            outer, inner = self._shape(zones, reach), self._shape(zones, reach - 1.6)
            clip, ink = f"{self.key}-{area.letter}", area.look.ink
            tint = (
                f'<clipPath id="{clip}"><path d="{inner}"/></clipPath>'
                f'<path d="{outer}" fill="{ink}"/><path d="{inner}" fill="{ROOM}"/>'
                f'<path d="{inner}" fill="{ink}" fill-opacity="0.06"/>'
                f'<path d="{self._hatched(zones, reach, area.look.slope)}" clip-path="url(#{clip})" '
                f'stroke="{ink}" stroke-opacity="0.4" fill="none"{_dashed(area.look)}/>'
            )
            drawn.append((area, tint))
        for reach, area, zones in reaches:
            for part in self._parts(zones):
                self._badge(area, part, reach)
        return drawn

    def _parts(self, zones: Sequence[str]) -> list[list[str]]:
        """Groups of zones that are connected by routes."""
        parts: list[list[str]] = []
        for zone in zones:
            near = [part for part in parts if any(frozenset((zone, z)) in self.routes for z in part)]
            parts = [part for part in parts if part not in near]
            parts.append([zone, *(z for part in near for z in part)])
        return parts

    def _shape(self, zones: Sequence[str], reach: float) -> str:
        """Discs around zones, bands along the routes between them, and the triangles that routes enclose.

        All are one path and turn the same way, so that it is filled as a whole.
        """
        shape = ""
        for z in zones:
            (x, y), r = self.where[z], num(self.radius[z] + reach)
            shape += f"M{num(x)},{num(y - self.radius[z] - reach)}"
            shape += f"a{r},{r} 0 0 1 0,{num(2 * (self.radius[z] + reach))}"
            shape += f"a{r},{r} 0 0 1 0,{num(-2 * (self.radius[z] + reach))}Z"
        for one, other in combinations(zones, 2):
            if frozenset((one, other)) in self.routes:
                (x0, y0), (x1, y1) = self.where[one], self.where[other]
                half = min(self.radius[one], self.radius[other], NARROWEST) + reach
                long = max(math.dist((x0, y0), (x1, y1)), 1e-6)
                ax, ay = -(y1 - y0) / long * half, (x1 - x0) / long * half
                shape += _turned([
                    (x0 + ax, y0 + ay), (x1 + ax, y1 + ay), (x1 - ax, y1 - ay), (x0 - ax, y0 - ay),
                ])  # fmt: skip
        for three in combinations(zones, 3):
            if all(frozenset(pair) in self.routes for pair in combinations(three, 2)):
                shape += _turned([self.where[z] for z in three])
        return shape

    def _hatched(self, zones: Sequence[str], reach: float, slope: float) -> str:
        """Parallel lines over an area's surroundings, in the panel."""
        far = reach + LARGEST
        x0 = max(min(self.where[z][0] for z in zones) - far, self.box.x)
        x1 = min(max(self.where[z][0] for z in zones) + far, self.box.x + self.box.width)
        y0 = max(min(self.where[z][1] for z in zones) - far, self.box.y)
        y1 = min(max(self.where[z][1] for z in zones) + far, self.box.y + self.box.height)
        rise = slope * (x1 - x0)
        first, last = y0 - max(rise, 0.0), y1 - min(rise, 0.0)
        count = max(int((last - first) / SPACING), 0)
        starts = [first + k * SPACING for k in range(count + 1)]
        return "".join(line((x0, y), (x1, y + rise)) for y in starts)

    def _badge(self, area: Area, zones: Sequence[str], reach: float) -> None:
        """Put the area's letter on its outline, where it meets no zone and no other letter."""
        spots = [self.where[z] for z in zones]
        middle = [sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1)]
        best: tuple[float, Box] | None = None
        for zone in zones:
            # If all room on the outline is taken, the letter stands off it.
            for step, off in product(range(16), (0.0, BADGE, 2.0 * BADGE)):
                angle, far = math.pi * (step / 8.0 - 0.25), self.radius[zone] + reach + off
                x = self.where[zone][0] + far * math.cos(angle)
                y = self.where[zone][1] + far * math.sin(angle)
                box = Box(x - BADGE, y - BADGE, 2 * BADGE, 2 * BADGE)
                cost = 4.0 * off + sum(
                    200.0 + box.overlap(other) for other in self.badges if box.overlap(other)
                )
                cost += sum(500.0 for other in self._taken if box.overlap(other))
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
        letter = (
            f"<g><title>{escape(area.legend)}</title>"
            + circle(spot, BADGE, f'fill="#fff" stroke="{ink}" stroke-width="1.4"')
            + text(spot[0], spot[1] + 3.6, area.letter, 10, ink, "middle", 700)
            + "</g>"
        )
        self.letters[area.name] = self.letters.get(area.name, "") + still(spot, letter)

    def _from(self, x: float, y: float, zone: str) -> float:
        """Pixels from a zone's disc."""
        return math.dist((x, y), self.where[zone]) - self.radius[zone]


def _turned(corners: Sequence[Spot]) -> str:
    """A closed path through corners, turning clockwise on the screen."""
    after = [*corners[1:], corners[0]]
    turn = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, after, strict=True))
    ordered = corners if turn > 0.0 else list(reversed(corners))
    return "M" + "L".join(f"{num(x)},{num(y)}" for x, y in ordered) + "Z"


def _dashed(look: Style) -> str:
    return f' stroke-dasharray="{look.dashes}"' if look.dashes else ""
