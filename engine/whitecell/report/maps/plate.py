"""A panel of a map, laid out once: what stays of it, and the layers in which it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from whitecell.report.look import INK
from whitecell.report.maps.constraints import Area, Tints
from whitecell.report.maps.frames import Layers
from whitecell.report.maps.holdings import Holdings
from whitecell.report.maps.labels import Label, PutLabel
from whitecell.report.maps.marks import Marks, legs
from whitecell.report.maps.panel import Panel, mapped, places
from whitecell.report.maps.parts import corner, inset_number, lens, scale, scale_box, view
from whitecell.report.maps.pins import Room, rooms
from whitecell.report.maps.placing import Box, Mark, placed
from whitecell.report.maps.shapes import ROAD, circle, frame, line, num, still
from whitecell.report.maps.terrain import BORDER, Ground, countries, ground
from whitecell.scenario.model import Scenario

DOT = 2.6
"""Radius of a zone that an inset shows in detail."""
NEAR, BEYOND = 40.0, 60.0
"""Pixels outside a panel within which discs are heeded, and areas of zones drawn."""
INNER = 3.0
"""Pixels between a panel's frame and labels."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What all panels of a map have in common.

    Attributes
    ----------
    scenario : Scenario
    key : str
        Begins every ``id``.
    prefix : str
        Begins the name of every layer.
    panels : sequence of Panel
    radius : mapping of zone to pixels
    areas : sequence of Area
        Constraints to draw.
    slots : mapping of zone to int
        Number of pins that must have room.
    labels : mapping of zone to Label
    """

    scenario: Scenario
    key: str
    prefix: str
    panels: Sequence[Panel]
    radius: Mapping[str, float]
    areas: Sequence[Area]
    slots: Mapping[str, int]
    labels: Mapping[str, Label]


class Plate:
    """A panel of a map; ``number`` is its place among those of the plan.

    Attributes
    ----------
    backdrop : str
        What stays, as SVG. Each group with a ``data-layer`` is filled with the layer of that name.
    areas : Holdings
        The areas of its zones.
    """

    def __init__(self, plan: Plan, number: int) -> None:
        self._plan, self._number, self._panel = plan, number, plan.panels[number]
        spots = places(plan.scenario)
        self._where = {zone: self._panel.at(*spots[zone]) for zone in plan.scenario.zones}
        self._insets = [inset for inset in plan.panels if inset.parent == number]
        own = set(self._panel.zones).difference(*(inset.zones for inset in self._insets))
        self._inside = [zone for zone, spot in self._where.items() if self._panel.near(spot)]
        self._own = [zone for zone in self._inside if zone in own]
        self._radius = {zone: plan.radius[zone] if zone in own else DOT for zone in self._where}
        self._tints: dict[str, tuple[str, str]] = {}
        self._put: dict[str, PutLabel] = {}
        self._pins: dict[str, Room] = {}
        under = ground(self._panel)
        near = [z for z, spot in self._where.items() if self._panel.near(spot, BEYOND)]
        inner = near if mapped(plan.scenario) else []
        self.areas = Holdings(plan.scenario, self._panel, self._where, inner, under.seen)
        self._lands: dict[int, list[str]] = {}
        for zone in self.areas.areas:
            self._lands.setdefault(self.areas.country[zone], []).append(zone)
        self.backdrop = self._drawn(under)

    def _layer(self, kind: str, *name: str | int) -> str:
        """An empty layer."""
        return f'<g data-layer="{escape(self._named(kind, *name))}"></g>'

    def _named(self, kind: str, *name: str | int) -> str:
        return self._plan.prefix + "-".join(map(str, (kind, self._number, *name)))

    def _still(self, zone: str, drawn: str) -> str:
        return still(self._where[zone], drawn)

    # what stays ----------------------------------------------------------------------------------

    def _drawn(self, under: Ground) -> str:
        panel, clip = self._panel, f"{self._plan.key}-c{self._number}"
        windows = [lens(panel, inset) for inset in self._insets]
        off = [scale_box(panel), *corner(panel, self._insets)]
        slots = {zone: self._plan.slots[zone] for zone in self._own}
        about = {zone: spot for zone, spot in self._where.items() if panel.near(spot, NEAR)}
        self._pins = rooms(slots, about, self._radius, [*windows, *off], panel.box)
        pinned = [room.box for room in self._pins.values()]
        routes = [route.between for route in self._plan.scenario.routes]
        tints = self._tinted([*off, *pinned], {frozenset(pair) for pair in routes})
        roads = "".join(line(self._where[a], self._where[b]) for a, b in routes)
        names = self._labels(under, routes, [*windows, *off, *tints.badges, *pinned])
        sea, clips, shades = self._shades(under)
        parts = [
            f'<clipPath id="{clip}"><rect {frame(panel.box)}/></clipPath><g clip-path="url(#{clip})">',
            view(self._number, panel),
            under.sea,
            sea,
            *map(under.land, range(len(under.lands))),
            *(self._layer("area", name) for name in self._tints),
            clips,
            shades,
            under.lines,
            f'<path d="{roads}" stroke="{ROAD}" stroke-width="1" fill="none"/>',
            self._layer("corridors"),
            self._layer("efforts"),
            *(self._still(zone, self._dot(zone)) for zone in self._inside if zone not in self._own),
            *(self._still(zone, self._layer("zone", zone)) for zone in self._own),
            *(self._layer("letter", name) for name in self._tints),
            *(self._still(zone, self._layer("pins", zone)) for zone in self._pins),
            names,
            *(f'<rect {frame(box)} fill="none" stroke="{INK}" stroke-width="1.2"/>' for box in windows),
            *(
                still((box.x, box.y), inset_number(self._plan.panels.index(inset), box.x, box.y))
                for inset, box in zip(self._insets, windows, strict=True)
            ),
            f'</g></g><rect {frame(panel.box)} fill="none" stroke="{BORDER}"/>',
            scale(self._number, panel) if mapped(self._plan.scenario) else "",
            inset_number(self._number, panel.x, panel.y) if panel.parent >= 0 else "",
        ]
        return "".join(parts)

    def _dot(self, zone: str) -> str:
        return circle(self._where[zone], DOT, f'fill="{INK}"')

    def _tinted(self, taken: Sequence[Box], joined: set[frozenset[str]]) -> Tints:
        """Draw the areas of constraints; their layers hold them from the bottom to the top."""
        panel, where = self._panel, self._where
        key = f"{self._plan.key}-a{self._number}"
        tints = Tints(key, panel.box, where, self._radius, joined, taken)
        near = [(area, [z for z in area.zones if panel.near(where[z], NEAR)]) for area in self._plan.areas]
        for area, drawn in tints.pieces([(area, zones) for area, zones in near if zones]):
            self._tints[area.name] = drawn, tints.letters[area.name]
        return tints

    def _shades(self, under: Ground) -> tuple[str, str, str]:
        """Layers for the shades of zones at sea; the clips of countries; and layers of zones in each."""
        sea, clips, shades = "", "", ""
        for country, zones in self._lands.items():
            layers = "".join(self._layer("held", zone) for zone in zones)
            if country < 0:
                sea = layers
                continue
            name = f"{self._plan.key}-l{self._number}-{country}"
            clips += (
                f'<clipPath id="{name}"><path d="{under.lands[country]}" clip-rule="evenodd"/></clipPath>'
            )
            shades += f'<g clip-path="url(#{name})">{layers}{self._layer("fronts", country)}</g>'
        return sea, clips, shades

    def _labels(self, under: Ground, routes: Sequence[tuple[str, str]], taken: Sequence[Box]) -> str:
        """Place the labels, then the names of countries where there is room left."""
        ways = {leg for corridor in self._plan.scenario.corridors.values() for leg in legs(corridor.paths)}
        lines = [(*self._where[a], *self._where[b]) for a, b in sorted({*routes, *ways})]
        labels = [self._plan.labels[zone] for zone in self._own]
        marks = [
            Mark(*self._where[zone], self._radius[zone], label.width, label.height)
            for zone, label in zip(self._own, labels, strict=True)
        ]
        box = self._panel.box
        room = Box(box.x + INNER, box.y + INNER, box.width - 2.0 * INNER, box.height - 2.0 * INNER)
        boxes = placed(marks, room, taken, lines)
        for zone, label, mark, found in zip(self._own, labels, marks, boxes, strict=True):
            self._put[zone] = label.put(mark, found)
        full = [*boxes, *(mark.disc for mark in marks), *taken]
        names = "".join(put.name() for put in self._put.values())
        return names + countries(self._panel, under.seen, full, lines)

    # what changes --------------------------------------------------------------------------------

    def layers(self, marks: Marks) -> Layers:
        """The content of each layer."""
        where, found = self._where, Layers()
        for name, (drawn, letter) in self._tints.items():
            share = marks.standing.in_force.get(name, 0.0)
            fade = f'<g opacity="{num(0.4 + 0.6 * share)}">{drawn}</g>' if share > 0.0 else ""
            found[self._named("area", name)] = fade
            found[self._named("letter", name)] = letter if share > 0.0 else ""
        held = {zone: marks.held(zone) for zone in where}
        for country, zones in self._lands.items():
            for zone in zones:
                found[self._named("held", zone)] = self.areas.shade(zone, held[zone])
            if country >= 0:
                found[self._named("fronts", country)] = self.areas.fronts(held, zones, marks.hostile)
        found[self._named("corridors")] = marks.corridors(where)
        found[self._named("efforts")] = marks.efforts(where, self._radius, self._inside)
        for zone, put in self._put.items():
            disc = marks.disc(zone, where[zone], self._radius[zone])
            found[self._named("zone", zone)] = disc + put.counts(marks.numbers(zone))
        for zone, room in self._pins.items():
            found[self._named("pins", zone)] = marks.pins(zone, room)
        return found
