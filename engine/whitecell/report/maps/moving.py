"""A map whose ground and names stay while what happens on it changes: for pages that step through days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

from whitecell.analysis.days import Standing
from whitecell.report.letters import text_width
from whitecell.report.maps.constraints import Tints
from whitecell.report.maps.panel import Panel
from whitecell.report.maps.parts import (
    NAMED,
    corner,
    count,
    count_width,
    counts,
    counts_width,
    legs,
    lens,
    named,
)
from whitecell.report.maps.picture import DOT, LINE, Picture
from whitecell.report.maps.placing import Box, Mark, placed
from whitecell.report.maps.shapes import ROAD, Spot, frame, line, num
from whitecell.report.maps.terrain import BORDER, countries, ground
from whitecell.report.sides import Coalition
from whitecell.scenario.model import Scenario

Layers = dict[str, str]
"""Layer → what stands in it, as SVG."""
Frames = dict[str, list[tuple[int, str]]]
"""Layer → the days on which it changes, with what stands in it from then on."""


class MovingMap(Picture):
    """The map of :func:`whitecell.report.maps.picture.theatre_map`, taken apart.

    ``backdrop`` is the picture without what changes; each group in it that has a ``data-layer`` is to be
    filled with the layer of that name.

    Parameters
    ----------
    scenario : Scenario
    known : sequence of Standing
        The start, and others for which labels must have room; more fighters than in any of them may lie
        over their neighbours.
    width : float
        Of the picture in pixels, 320 or more.
    key : str
        Begins every ``id``.
    """

    moving = True

    def __init__(self, scenario: Scenario, known: Sequence[Standing], width: float, key: str) -> None:
        start = known[0]
        every = dict.fromkeys(start.in_force, 1.0)
        super().__init__(scenario, replace(start, runs=2, in_force=every), width, key, "")
        self.known = known
        self._tinted: dict[str, str] = {}
        self._where: list[dict[str, Spot]] = []
        self._shown: list[list[str]] = []
        self._radii: list[dict[str, float]] = []
        self._counts_at: dict[tuple[int, str], tuple[float, float, bool]] = {}
        self.backdrop = self.svg()

    def _title(self) -> str:
        return "Map of the theatre"

    def _said(self) -> str:
        return ""

    def svg(self) -> str:
        """The backdrop."""
        drawn = super().svg()
        return drawn.replace(f'<desc id="{self.key}-d">', f'<desc id="{self.key}-d" data-layer="said">', 1)

    # what stays ----------------------------------------------------------------------------------

    def _panel(self, number: int, panel: Panel) -> None:
        insets = [inset for inset in self.panels if inset.parent == number]
        shown = set(panel.zones).difference(*(inset.zones for inset in insets))
        clip, box = f"{self.key}-c{number}", frame(panel.box)
        under, coasts, seen = ground(panel)
        where = {zone: panel.at(*self.spots[zone]) for zone in self.scenario.zones}
        inside = [zone for zone in where if panel.near(where[zone])]
        labelled = [zone for zone in inside if zone in shown]
        self._where.append(where)
        self._shown.append(labelled)
        self._radii.append({zone: self.radius[zone] if zone in shown else DOT for zone in where})
        routes = [route.between for route in self.scenario.routes]
        scale = Box(panel.x, panel.y + panel.height - 22.0, 130.0, 22.0)
        off = [scale, *corner(panel, insets)]
        joined = {frozenset(pair) for pair in routes}
        tints = Tints(f"{self.key}-a{number}", panel.box, where, self._radii[-1], joined, off)
        near = [(area, [z for z in area.zones if panel.near(where[z], 40.0)]) for area in self.areas]
        tinted = []
        for area, drawn in tints.pieces([(area, zones) for area, zones in near if zones]):
            self._tinted[f"area-{number}-{area.name}"] = drawn
            self._tinted[f"letter-{number}-{area.name}"] = tints.letters_of[area.name]
            tinted.append(area.name)
        roads = "".join(line(where[a], where[b]) for a, b in routes)
        self.parts += [
            f'<clipPath id="{clip}"><rect {box}/></clipPath><g clip-path="url(#{clip})">{under}',
            *(_layer(f"area-{number}-{name}") for name in tinted),
            coasts,
            f'<path d="{roads}" stroke="{ROAD}" stroke-width="1.6" fill="none"/>',
            _layer(f"corridors-{number}"),
            _layer(f"efforts-{number}"),
            *(self._dot(where[zone]) for zone in inside if zone not in shown),
            *(_layer(f"zone-{number}-{zone}") for zone in labelled),
            *(_layer(f"letter-{number}-{name}") for name in tinted),
        ]
        pairs = {leg for corridor in self.scenario.corridors.values() for leg in legs(corridor.paths)}
        lines = [(*where[a], *where[b]) for a, b in sorted({*routes, *pairs})]
        taken = [*tints.badges, *(lens(panel, inset) for inset in insets), *off]
        marks = [self._mark(zone, where[zone]) for zone in labelled]
        room = Box(panel.x + 3.0, panel.y + 3.0, panel.width - 6.0, panel.height - 6.0)
        boxes = placed(marks, room, taken, lines)
        for zone, mark, spot in zip(labelled, marks, boxes, strict=True):
            self._name(number, zone, mark, spot)
        self.parts.append(countries(panel, seen, [*boxes, *(m.disc for m in marks), *taken], lines))
        self.parts.append(f'</g><rect {box} fill="none" stroke="{BORDER}"/>')
        self._scale(panel)

    def _mark(self, zone: str, spot: Spot) -> Mark:
        """The zone's disc and the room that its label needs in any known standing."""
        told = named(self.names.zone(zone))
        found = [self._counted(standing, zone) for standing in self.known]
        wide = max(*(counts_width(c) for c in found), *(text_width(said, NAMED, bold=True) for said in told))
        high = LINE * (len(told) + any(found)) + 2.0
        return Mark(*spot, self.radius[zone], wide + 4.0, high)

    def _name(self, number: int, zone: str, mark: Mark, box: Box) -> None:
        told = named(self.names.zone(zone))
        before = len(self.parts)
        self._label(mark, box, told, ())
        self.parts[before:] = ["".join(self.parts[before:])]
        left = box.x + box.width / 2.0 < mark.x - mark.radius
        edge = box.x + box.width - 2.0 if left else box.x + 2.0
        self._counts_at[number, zone] = edge, box.y + LINE * (len(told) + 1) - 2.0, left

    # what changes --------------------------------------------------------------------------------

    def layers(self, standing: Standing) -> Layers:
        """What stands in each layer."""
        self.standing = standing
        if standing.stances:
            self.take_sides(standing)
        found: Layers = {"said": escape(Picture._said(self))}
        for name, drawn in self._tinted.items():
            share = standing.in_force.get(name.split("-", 2)[2], 0.0)
            found[name] = f'<g opacity="{num(0.4 + 0.6 * share)}">{drawn}</g>' if share > 0.0 else ""
        for number, (where, shown) in enumerate(zip(self._where, self._shown, strict=True)):
            found[f"corridors-{number}"] = self._drawn(self._corridors, where)
            if standing.runs == 1:
                inside = {zone for zone in where if self.panels[number].near(where[zone])}
                found[f"efforts-{number}"] = self._drawn(self._efforts, where, self._radii[number], inside)
            else:
                found[f"efforts-{number}"] = ""
            for zone in shown:
                disc = self._disc(zone, where[zone])
                found[f"zone-{number}-{zone}"] = disc + self._fighters(number, zone)
        return found

    def frames(self, standings: Iterable[Standing]) -> Frames:
        """Each layer's days of change, for standings in the order of their days."""
        found: Frames = {}
        for standing in standings:
            for name, drawn in self.layers(standing).items():
                told = found.setdefault(name, [])
                if not told or told[-1][1] != drawn:
                    told.append((standing.day, drawn))
        return found

    def _drawn(self, draw: object, *given: object) -> str:
        """What a method of the picture adds to its parts."""
        before = len(self.parts)
        draw(*given)  # type: ignore[operator]
        drawn = "".join(self.parts[before:])
        del self.parts[before:]
        return drawn

    def _counted(self, standing: Standing, zone: str) -> list[tuple[Coalition, str]]:
        return counts(self._by_side(standing.fighters[zone]), self.least)

    def _fighters(self, number: int, zone: str) -> str:
        """Fighters of each side below the zone's name; each names the strongest actor among them."""
        found = self._counted(self.standing, zone)
        edge, base, left = self._counts_at[number, zone]
        at = edge - counts_width(found) if left else edge
        drawn = ""
        for one in found:
            there: Mapping[str, float] = self.standing.fighters[zone]
            first = max(one[0].actors, key=lambda actor: there.get(actor, 0.0))
            drawn += f'<g class="fighters" data-actor="{escape(first)}">{count(one, at, base)}</g>'
            at += count_width(one)
        return drawn


def _layer(name: str) -> str:
    return f'<g data-layer="{escape(name)}"></g>'
