"""A map whose ground and names stay while its events change, for pages that step through days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

from whitecell.analysis.days import Standing
from whitecell.analysis.recent import KINDS
from whitecell.report.letters import text_width
from whitecell.report.maps.constraints import Tints
from whitecell.report.maps.frames import Frames, Layers, framed
from whitecell.report.maps.holdings import Holdings
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
from whitecell.report.maps.picture import DOT, LINE, Picture, view
from whitecell.report.maps.pins import Room, kinds_in, pinned, pins
from whitecell.report.maps.placing import Box, Mark, placed
from whitecell.report.maps.shapes import ROAD, Spot, frame, line, num, still
from whitecell.report.maps.terrain import countries, ground
from whitecell.report.maps.told import Told
from whitecell.report.sides import Coalition
from whitecell.scenario.model import Scenario


class MovingMap(Picture):
    """The map of :func:`whitecell.report.maps.picture.theatre_map`, split into a backdrop and layers.

    Each group of its ``backdrop`` with a ``data-layer`` is filled with the layer of that name.

    Parameters
    ----------
    scenario : Scenario
    known : sequence of Standing
        The start, and others for which labels must have room. Labels of more fighters than in any of them may
        overlap their neighbours.
    width : float
        Of the picture in pixels, 320 or more.
    key : str
        Begins every ``id``.
    letters : mapping of str to str, optional
        As in :func:`whitecell.report.maps.picture.theatre_map`.
    unforeseen : int
        Fewest pins for which each zone has room, for single runs that will be shown and are not known yet.
    heading, before
        As in :class:`whitecell.report.maps.several.MovingMaps`: a line above the map, and the maps above it.
    like : sequence of Coalition
        Sides of another map beside it; sides that this map has too keep their names and colours.
    """

    moving = True

    def __init__(
        self,
        scenario: Scenario,
        known: Sequence[Standing],
        width: float,
        key: str,
        letters: Mapping[str, str] | None = None,
        unforeseen: int = 0,
        heading: str = "",
        before: Sequence[MovingMap] = (),
        like: Sequence[Coalition] = (),
    ) -> None:
        start = known[0]
        every = dict.fromkeys(start.in_force, 1.0)
        runs = 1 if unforeseen else known[-1].runs
        stated = replace(start, runs=runs, in_force=every)
        super().__init__(scenario, stated, width, key, heading, letters=letters, before=before, like=like)
        self.known, self.unforeseen = known, unforeseen
        self._pins_at: list[dict[str, Room]] = []
        self._tinted: dict[str, str] = {}
        self._where: list[dict[str, Spot]] = []
        self._shown: list[list[str]] = []
        self._areas: list[tuple[Holdings, list[list[str]]]] = []
        self._radii: list[dict[str, float]] = []
        self._counts_at: dict[tuple[int, str], tuple[float, float, bool]] = {}
        # Of several maps, the last one draws them all.
        self.backdrop = "" if heading else self.svg()

    def _layer(self, name: str) -> str:
        return f'<g data-layer="{escape(self._called(name))}"></g>'

    def _called(self, name: str) -> str:
        """A layer's name among those of all maps of a picture."""
        return f"{self.key}-{name}" if self.heading else name

    def _title(self) -> str:
        return "Map of the theatre"

    def _said(self) -> str:
        return ""

    def kinds(self) -> Sequence[str]:
        """Kinds of events that may have pins."""
        return KINDS if self.unforeseen else kinds_in(self.known)

    def _slots(self, zone: str) -> int:
        return max(self.unforeseen, *(len(pinned(standing, zone)) for standing in self.known))

    def svg(self) -> str:
        """The backdrop."""
        drawn = super().svg()
        return drawn.replace(f'<desc id="{self.key}-d">', f'<desc id="{self.key}-d" data-layer="said">', 1)

    # what stays ----------------------------------------------------------------------------------

    def _panel(self, number: int, panel: Panel) -> None:
        insets = [inset for inset in self.panels if inset.parent == number]
        shown = set(panel.zones).difference(*(inset.zones for inset in insets))
        clip, box = f"{self.key}-c{number}", frame(panel.box)
        under = ground(panel)
        where = {zone: panel.at(*self.spots[zone]) for zone in self.scenario.zones}
        inside = [zone for zone in where if panel.near(where[zone])]
        labelled = [zone for zone in inside if zone in shown]
        self._where.append(where)
        self._shown.append(labelled)
        self._radii.append({zone: self.radius[zone] if zone in shown else DOT for zone in where})
        routes = [route.between for route in self.scenario.routes]
        scale = Box(panel.x, panel.y + panel.height - 22.0, 130.0, 22.0)
        taken = [*(lens(panel, inset) for inset in insets), scale, *corner(panel, insets)]
        slots = {zone: self._slots(zone) for zone in labelled}
        spots = self._rooms(slots, where, self._radii[-1], taken, panel)
        self._pins_at.append(spots)
        off = [scale, *corner(panel, insets), *(room.box for room in spots.values())]
        joined = {frozenset(pair) for pair in routes}
        tints = Tints(f"{self.key}-a{number}", panel.box, where, self._radii[-1], joined, off)
        near = [(area, [z for z in area.zones if panel.near(where[z], 40.0)]) for area in self.areas]
        tinted = []
        for area, drawn in tints.pieces([(area, zones) for area, zones in near if zones]):
            self._tinted[f"area-{number}-{area.name}"] = drawn
            self._tinted[f"letter-{number}-{area.name}"] = tints.letters_of[area.name]
            tinted.append(area.name)
        roads = "".join(line(where[a], where[b]) for a, b in routes)
        areas = self._holdings(panel, where, under)
        sea, land, clips = self._under(number, under, areas)
        self.shaded |= bool(areas.areas)
        self.fronted |= len(areas.areas) > 1
        self._areas.append((areas, list(land.values())))
        shades = []
        for k, (name, zones) in enumerate(land.items()):
            within = [*(f"held-{number}-{zone}" for zone in zones), f"fronts-{number}-{k}"]
            shades.append(f'<g clip-path="url(#{name})">{"".join(map(self._layer, within))}</g>')
        self.parts += [
            f'<clipPath id="{clip}"><rect {box}/></clipPath><g clip-path="url(#{clip})">',
            view(number, panel),
            under.sea,
            *(self._layer(f"held-{number}-{zone}") for zone in sea),
            *map(under.land, range(len(under.lands))),
            *(self._layer(f"area-{number}-{name}") for name in tinted),
            clips,
            *shades,
            under.lines,
            f'<path d="{roads}" stroke="{ROAD}" stroke-width="1" fill="none"/>',
            self._layer(f"corridors-{number}"),
            self._layer(f"efforts-{number}"),
            *(still(where[zone], self._dot(where[zone])) for zone in inside if zone not in shown),
            *(still(where[zone], self._layer(f"zone-{number}-{zone}")) for zone in labelled),
            *(self._layer(f"letter-{number}-{name}") for name in tinted),
        ]
        pairs = {leg for corridor in self.scenario.corridors.values() for leg in legs(corridor.paths)}
        lines = [(*where[a], *where[b]) for a, b in sorted({*routes, *pairs})]
        self.parts += [still(where[zone], self._layer(f"pins-{number}-{zone}")) for zone in spots]
        taken += [*tints.badges, *(room.box for room in spots.values())]
        marks = [self._mark(zone, where[zone]) for zone in labelled]
        room = Box(panel.x + 3.0, panel.y + 3.0, panel.width - 6.0, panel.height - 6.0)
        boxes = placed(marks, room, taken, lines)
        for zone, mark, spot in zip(labelled, marks, boxes, strict=True):
            self._name(number, zone, mark, spot)
        self.parts.append(countries(panel, under.seen, [*boxes, *(m.disc for m in marks), *taken], lines))
        self._close(number, panel, insets)

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

    def layers(self, standing: Standing, told: Told | None = None) -> Layers:
        """The content of each layer; with ``told``, pins carry the sentences of a run."""
        self.standing = standing
        if standing.stances:
            self.take_sides(standing, self.like)
        found: Layers = {"said": escape(Picture._said(self))}
        for name, drawn in self._tinted.items():
            share = standing.in_force.get(name.split("-", 2)[2], 0.0)
            found[name] = f'<g opacity="{num(0.4 + 0.6 * share)}">{drawn}</g>' if share > 0.0 else ""
        for number, (where, shown) in enumerate(zip(self._where, self._shown, strict=True)):
            areas, lands = self._areas[number]
            held = {zone: self._by_side(standing.control[zone]) for zone in where}
            for zone in areas.areas:
                found[f"held-{number}-{zone}"] = areas.shade(zone, held[zone])
            for k, zones in enumerate(lands):
                found[f"fronts-{number}-{k}"] = areas.fronts(held, zones, self.hostile)
            found[f"corridors-{number}"] = self._drawn(self._corridors, where)
            if standing.runs == 1:
                inside = {zone for zone in where if self.panels[number].near(where[zone])}
                found[f"efforts-{number}"] = self._drawn(self._efforts, where, self._radii[number], inside)
            else:
                found[f"efforts-{number}"] = ""
            for zone in shown:
                disc = self._disc(zone, where[zone])
                found[f"zone-{number}-{zone}"] = disc + self._fighters(number, zone)
            for zone, room in self._pins_at[number].items():
                found[f"pins-{number}-{zone}"] = pins(
                    standing, zone, room, self.names, told.lately(zone, standing.day) if told else {}
                )
        return {name if name == "said" else self._called(name): drawn for name, drawn in found.items()}

    def frames(self, standings: Iterable[Standing], told: Told | None = None) -> Frames:
        """Each layer's days of change, for standings in the order of their days."""
        return framed((standing.day, self.layers(standing, told)) for standing in standings)

    def _drawn(self, draw: object, *given: object) -> str:
        """The parts that a method of the picture adds."""
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
