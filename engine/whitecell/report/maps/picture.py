"""A map of the theatre on a day, as an SVG picture: a pure function of a scenario and its standing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from whitecell.analysis.days import Standing
from whitecell.report.letters import text_width, wrapped
from whitecell.report.look import INK
from whitecell.report.maps.atlas import NOTE
from whitecell.report.maps.constraints import Tints, areas, lettered
from whitecell.report.maps.holdings import Holdings
from whitecell.report.maps.legend import Shown, legend
from whitecell.report.maps.panel import KM_PER_DEGREE, UNMAPPED, Panel, laid_out, mapped, places
from whitecell.report.maps.parts import (
    NAMED,
    Counts,
    corner,
    count,
    count_width,
    counts,
    counts_width,
    legs,
    lens,
    named,
)
from whitecell.report.maps.pins import Room, kinds_in, pinned, pins, rooms
from whitecell.report.maps.pins import said as pins_said
from whitecell.report.maps.placing import Box, Mark, Segment, placed
from whitecell.report.maps.shapes import (
    CORRIDOR,
    PALE,
    ROAD,
    Spot,
    arrow,
    circle,
    frame,
    halo,
    line,
    num,
    still,
    text,
    wedge,
)
from whitecell.report.maps.terrain import BORDER, Country, Ground, countries, ground
from whitecell.report.names import Names
from whitecell.report.sides import NOBODY, Coalition, pairs, sides
from whitecell.report.wording import clean, figure, listed, percent
from whitecell.scenario.model import Scenario

FONT = "Arial, 'Liberation Sans', 'Helvetica Neue', 'DejaVu Sans', sans-serif"
SMALLEST, LARGEST = 5.0, 13.0
"""Radius of a zone's disc in pixels, without people and with the most."""
DOT = 2.6
"""Radius of a zone that an inset shows in detail."""
FEW_FIGHTERS = 0.005
"""Below this share of the largest force in any zone, a side's fighters are a mark without a number."""
LINE = 13.0
"""Height of a line of a label in pixels."""
EDGE = 2.0
"""Pixels kept free beside a text at the picture's side: letters reach a little out of their room."""


def theatre_map(
    scenario: Scenario,
    standing: Standing,
    *,
    width: float = 960.0,
    key: str = "map",
    heading: str = "",
    letters: Mapping[str, str] | None = None,
) -> str:
    """Draw the theatre on a day.

    Zones are discs, larger where more people live, and divided by their holders; the fighters of each side
    stand beside them. The ground around each is shaded in the colour of the side that holds most of it, with
    front lines where enemies meet. Constraints in force are outlined areas with a letter. Corridors are
    dashed lines, and full lines where they are joined in most runs. Zones too near to each other get a panel
    of their own. For a single run, arrows lead from an actor's largest force to its main effort.

    Parameters
    ----------
    scenario : Scenario
    standing : Standing
        As :meth:`whitecell.analysis.days.Days.standing` gives it.
    width : float
        Of the picture in pixels, 320 or more; its height follows.
    key : str
        Begins every ``id`` in the picture, so that a page may hold several. Each zone is a group with
        ``class="zone"`` and its name as ``data-zone``, each arrow one with ``class="effort"`` and
        ``data-actor``.
    heading : str
        A line above the map, for pictures that stand alone.
    letters : mapping of str to str, optional
        Letters of constraints, shared with other maps beside this one; by default in the scenario's order.

    Returns
    -------
    str
        An ``<svg>`` element. Text from the scenario is escaped.
    """
    return Picture(scenario, standing, width, key, heading, letters=letters).svg()


def theatre_maps(
    shown: Sequence[tuple[str, Scenario, Standing]], *, width: float = 960.0, key: str = "map"
) -> str:
    """Draw several versions of a theatre below each other, to be compared, with one legend.

    Letters, colours and sizes mean the same on each; see :func:`theatre_map`.

    Parameters
    ----------
    shown : sequence of (heading, scenario, standing)
        The first is drawn on top.
    width, key
        As in :func:`theatre_map`.
    """
    letters = lettered(*(scenario for _, scenario, _ in shown))
    pictures: list[Picture] = []
    for k, (heading, scenario, standing) in enumerate(shown):
        pictures.append(
            Picture(scenario, standing, width, f"{key}{k}", heading, letters=letters, before=tuple(pictures))
        )
    return pictures[-1].svg()


class Picture:
    """Draws :func:`theatre_map`."""

    moving = False
    """Whether the legend has to hold for any day."""
    sides: tuple[Coalition, ...]
    side_of: dict[str, Coalition]
    bottom: float
    """Pixels from the top to the end of the last panel."""
    most: float
    """People of the zone with the largest disc."""
    least: float
    """Fewest fighters for which a number is written."""

    def __init__(
        self,
        scenario: Scenario,
        standing: Standing,
        width: float,
        key: str,
        heading: str,
        *,
        letters: Mapping[str, str] | None = None,
        before: Sequence[Picture] = (),
        like: Sequence[Coalition] = (),
    ) -> None:
        self.scenario, self.standing, self.width, self.key = scenario, standing, width, key
        self.heading, self.before = clean(heading), before
        self.names, self.spots = Names(scenario), places(scenario)
        self.like = before[0].sides if before else like
        self.take_sides(standing, self.like)
        self.areas = areas(scenario, standing.in_force, standing.runs, letters or lettered(scenario))
        self.top = before[-1].bottom + 20.0 if before else 0.0
        self.panels = laid_out(scenario, width, self.top + (30.0 if heading else 0.0))
        self.bottom = max(p.y + p.height for p in self.panels)
        forces = [n for zone in scenario.zones for n in self._by_side(standing.fighters[zone]).values()]
        self.most = before[0].most if before else max(standing.people.values(), default=0.0)
        self.least = before[0].least if before else max(FEW_FIGHTERS * max(forces, default=0.0), 1.0)
        self.radius = {
            zone: SMALLEST
            + (LARGEST - SMALLEST) * math.sqrt(min(people / self.most, 1.0) if self.most else 0.0)
            for zone, people in standing.people.items()
        }
        self.parts: list[str] = []
        self.shaded = self.fronted = False

    def take_sides(self, standing: Standing, like: Sequence[Coalition] = ()) -> None:
        """Form the sides from the alliances of a standing."""
        self.sides = sides(self.scenario, like, standing.stances)
        self.side_of = {actor: side for side in self.sides for actor in side.actors}
        self.hostile = pairs(self.scenario, "hostile", standing.stances)

    def svg(self) -> str:
        """The whole picture, below the pictures before it."""
        drawn = "".join(picture.drawn() for picture in (*self.before, self))
        bottom = self._legend()
        for said in wrapped(NOTE if mapped(self.scenario) else UNMAPPED, self.width - 2.0 * EDGE, 10.5):
            bottom += LINE
            self.parts.append(text(EDGE, bottom, said, 10.5, PALE))
        height = math.ceil(bottom + 6.0)
        key, wide = self.key, num(self.width)
        told = " ".join(
            f"{picture.heading}: {picture._said()}" if self.before else picture._said()
            for picture in (*self.before, self)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="theatre" viewBox="0 0 {wide} {height}" '
            f'width="{wide}" height="{height}" font-family="{FONT}" fill="{INK}" role="img" '
            f'aria-labelledby="{key}-t {key}-d">'
            f'<title id="{key}-t">{escape(self._title())}</title>'
            f'<desc id="{key}-d">{escape(told)}</desc>'
            f'<rect width="100%" height="100%" fill="#FFFFFF"/>{drawn}{"".join(self.parts)}</svg>'
        )

    def drawn(self) -> str:
        """Heading and panels; later elements go into ``parts``."""
        for number, panel in enumerate(self.panels):
            self._panel(number, panel)
        head = ""
        if self.heading:
            (said,) = wrapped(self.heading, self.width, 16.0, lines=1, bold=True)
            head = text(0.0, self.top + 19.0, said, 16, INK, "start", 700)
        drawn = head + "".join(self.parts)
        self.parts = []
        return drawn

    def _title(self) -> str:
        day = self.standing.day
        return f"Map of the theatre {'at the start' if day == 0 else f'at the end of day {day}'}"

    def _said(self) -> str:
        """The map in words: who holds most of each zone."""
        held: dict[str, list[str]] = {}
        for zone, shares in self.standing.control.items():
            by_side = self._by_side(shares)
            top = max(by_side, key=lambda side: by_side[side], default=None)
            holder = top.label if top is not None and by_side[top] > 0.5 else "nobody for the most part"
            held.setdefault(holder, []).append(self.names.zone(zone))
        told = "; by ".join(f"{who}: {listed(where)}" for who, where in held.items())
        return f"Held by {told}.{pins_said(self.standing, self.names)}"

    def _by_side(self, values: Mapping[str, float]) -> dict[Coalition, float]:
        amounts = {side: sum(values.get(actor, 0.0) for actor in side.actors) for side in self.sides}
        return {side: amount for side, amount in amounts.items() if amount > 0.0}

    def _held(self, zone: str) -> dict[Coalition, float]:
        """The sides for which the ground of a zone is shaded, and their shares."""
        return self._by_side(self.standing.control[zone])

    def _numbers(self, zone: str) -> Counts:
        """The numbers of fighters below the name of a zone."""
        return counts(self._by_side(self.standing.fighters[zone]), self.least)

    def _legend(self) -> float:
        """Draw the legend beside the last panel, or below if there is no room; gives the lower end."""
        last, bottom = self.panels[-1], self.bottom
        if last.parent >= 0 and last.x == 0.0 and last.width < self.width:
            box = Box(last.width + 24.0, last.y, self.width - last.width - 24.0, last.height)
        else:
            box = Box(0.0, bottom + 14.0, self.width, 0.0)
        shown = [
            Shown(
                p.heading, p.scenario, p.standing, p.sides, p.areas, p.least, p.shaded, p.fronted, p.kinds()
            )
            for p in (*self.before, self)
        ]
        drawn, end = legend(shown, box, self.moving)
        self.parts += drawn
        return max(bottom, end)

    def kinds(self) -> Sequence[str]:
        """Kinds of events that have pins on the map."""
        return kinds_in([self.standing])

    # a panel -------------------------------------------------------------------------------------

    def _panel(self, number: int, panel: Panel) -> None:
        insets = [inset for inset in self.panels if inset.parent == number]
        shown = set(panel.zones).difference(*(inset.zones for inset in insets))
        clip, box = f"{self.key}-c{number}", frame(panel.box)
        under = ground(panel)
        where = {zone: panel.at(*self.spots[zone]) for zone in self.scenario.zones}
        inside = [zone for zone in where if panel.near(where[zone])]
        held = {zone: self._held(zone) for zone in where}
        areas = self._holdings(panel, where, under)
        shades = {zone: areas.shade(zone, held[zone]) for zone in areas.areas}
        self.shaded |= any(shades.values())
        self.parts.append(f'<clipPath id="{clip}"><rect {box}/></clipPath><g clip-path="url(#{clip})">')
        self.parts.append(view(number, panel))
        sea, land, clips = self._under(number, under, areas)
        self.parts += [under.sea, *(shades[zone] for zone in sea), *map(under.land, range(len(under.lands)))]
        radius = {zone: self.radius[zone] if zone in shown else DOT for zone in where}
        routes = [route.between for route in self.scenario.routes]
        scale = Box(panel.x, panel.y + panel.height - 22.0, 130.0, 22.0)
        joined = {frozenset(pair) for pair in routes}
        labelled = [zone for zone in inside if zone in shown]
        taken = [*(lens(panel, inset) for inset in insets), scale, *corner(panel, insets)]
        slots = {zone: len(pinned(self.standing, zone)) for zone in labelled}
        spots = self._rooms(slots, where, radius, taken, panel)
        off = [scale, *corner(panel, insets), *(room.box for room in spots.values())]
        tints = Tints(f"{self.key}-a{number}", panel.box, where, radius, joined, off)
        found = [(area, [z for z in area.zones if panel.near(where[z], 40.0)]) for area in self.areas]
        self.parts += [tints.draw([(area, zones) for area, zones in found if zones]), clips]
        for name, zones in land.items():
            fronts = areas.fronts(held, zones, self.hostile)
            self.fronted |= bool(fronts)
            drawn = "".join(shades[zone] for zone in zones) + fronts
            self.parts.append(f'<g clip-path="url(#{name})">{drawn}</g>')
        self.parts.append(under.lines)
        roads = "".join(line(where[a], where[b]) for a, b in routes)
        self.parts.append(f'<path d="{roads}" stroke="{ROAD}" stroke-width="1" fill="none"/>')
        self._corridors(where)
        if self.standing.runs == 1:
            self._efforts(where, radius, set(inside))
        for zone in inside:
            disc = self._disc(zone, where[zone]) if zone in shown else self._dot(where[zone])
            self.parts.append(still(where[zone], disc))
        self.parts.append(tints.letters)
        pairs = {leg for corridor in self.scenario.corridors.values() for leg in legs(corridor.paths)}
        lines = [(*where[a], *where[b]) for a, b in sorted({*routes, *pairs})]
        for zone, room in spots.items():
            self.parts.append(still(where[zone], pins(self.standing, zone, room, self.names)))
        taken += [*tints.badges, *(room.box for room in spots.values())]
        self._labels(panel, labelled, where, lines, taken, under.seen)
        self._close(number, panel, insets)

    @staticmethod
    def _rooms(
        slots: Mapping[str, int],
        where: Mapping[str, Spot],
        radius: Mapping[str, float],
        taken: Sequence[Box],
        panel: Panel,
    ) -> dict[str, Room]:
        """Room for pins at the zones that have any."""
        near = {zone: spot for zone, spot in where.items() if panel.near(spot, 40.0)}
        return rooms(slots, near, radius, taken, panel.box)

    def _close(self, number: int, panel: Panel, insets: Sequence[Panel]) -> None:
        """Finish a panel: the windows of its insets, its frame, scale and number."""
        for inset in insets:
            box = lens(panel, inset)
            self.parts.append(f'<rect {frame(box)} fill="none" stroke="{INK}" stroke-width="1.2"/>')
            self.parts.append(still((box.x, box.y), self._number(self.panels.index(inset), box.x, box.y)))
        self.parts.append(f'</g></g><rect {frame(panel.box)} fill="none" stroke="{BORDER}"/>')
        self._scale(number, panel)
        if panel.parent >= 0:
            self.parts.append(self._number(number, panel.x, panel.y))

    @staticmethod
    def _number(number: int, x: float, y: float) -> str:
        """The number of an inset at the upper left of a box."""
        return f'<rect {frame(Box(x, y, 16.0, 16.0))} fill="{INK}"/>' + text(
            x + 8.0, y + 12.0, str(number), 11, "#fff", "middle", 700
        )

    def _holdings(self, panel: Panel, where: Mapping[str, Spot], under: Ground) -> Holdings:
        """The areas of zones that reach into a panel; none where there is no map."""
        near = [z for z in where if panel.near(where[z], 60.0)] if mapped(self.scenario) else []
        return Holdings(self.scenario, panel, where, near, under.seen)

    def _under(
        self, number: int, under: Ground, areas: Holdings
    ) -> tuple[list[str], dict[str, list[str]], str]:
        """Zones at sea, those of each country by the name of its clip, and the clips."""
        sea: list[str] = []
        land: dict[str, list[str]] = {}
        clips = ""
        for zone in areas.areas:
            country = areas.country[zone]
            name = f"{self.key}-l{number}-{country}"
            if country < 0:
                sea.append(zone)
                continue
            if name not in land:
                clips += (
                    f'<clipPath id="{name}"><path d="{under.lands[country]}" clip-rule="evenodd"/></clipPath>'
                )
            land.setdefault(name, []).append(zone)
        return sea, land, clips

    def _corridors(self, where: Mapping[str, Spot]) -> None:
        for name, corridor in self.scenario.corridors.items():
            share = self.standing.joined.get(name, 0.0)
            dashes = "" if share > 0.5 else ' stroke-dasharray="9 6"'
            path = "".join(line(where[a], where[b]) for a, b in legs(corridor.paths))
            said = f"{self.names.corridor(name)}: joined in {percent(share)} of runs"
            self.parts.append(
                f'<g fill="none"><title>{escape(said)}</title>'
                f'<path d="{path}" stroke="#fff" stroke-width="5"/>'
                f'<path d="{path}" stroke="{CORRIDOR}" stroke-width="2.4"{dashes}/></g>'
            )

    def _efforts(self, where: Mapping[str, Spot], radius: Mapping[str, float], inside: set[str]) -> None:
        """Arrows from an actor's largest force to the zone of its main effort."""
        for actor, efforts in self.standing.efforts.items():
            for goal in efforts:
                forces = {z: n.get(actor, 0.0) for z, n in self.standing.fighters.items() if z != goal}
                start = max(forces, key=lambda z: forces[z], default="")
                if not start or forces[start] < 1.0 or not {start, goal} & inside:
                    continue
                path = arrow(where[start], where[goal], radius[start] + 2.0, radius[goal] + 4.0)
                if not path:
                    continue
                said = f"Main effort of {self.names.actor(actor)}: {self.names.zone(goal)}"
                self.parts.append(
                    f'<g class="effort" data-actor="{escape(actor)}" fill="none" stroke-linejoin="round">'
                    f"<title>{escape(said)}</title>"
                    f'<path d="{path}" stroke="#fff" stroke-width="6" stroke-linecap="round"/>'
                    f'<path d="{path}" stroke="{self.side_of[actor].colour}" stroke-width="3"/></g>'
                )

    def _scale(self, number: int, panel: Panel) -> None:
        """A bar of a round number of kilometres."""
        if not mapped(self.scenario):
            return
        per_km = panel.down / KM_PER_DEGREE
        size = 10.0 ** math.floor(math.log10(90.0 / per_km))
        km = next(step * size for step in (5.0, 2.0, 1.0) if step * size * per_km <= 90.0)
        x, y, wide = panel.x + 8.0, panel.y + panel.height - 8.0, km * per_km
        bar = f'<path d="M{num(x)},{num(y - 4)}v4h{num(wide)}v-4" fill="none" stroke="{INK}"/>'
        said = halo(x + wide + 5.0, y, f"{figure(km)} km", 10.5, INK)
        self.parts.append(f'<g class="scale" data-panel="{number}" data-km="{km:g}">{bar}{said}</g>')

    # zones ---------------------------------------------------------------------------------------

    @staticmethod
    def _dot(spot: Spot) -> str:
        return circle(spot, DOT, f'fill="{INK}"')

    def _disc(self, zone: str, spot: Spot) -> str:
        r = self.radius[zone]
        drawn, turned = circle(spot, r, f'fill="{NOBODY}"'), 0.0
        for side, share in self._by_side(self.standing.control[zone]).items():
            drawn += wedge(spot, r, turned, turned + share, side.colour)
            turned += share
        drawn += circle(spot, r, f'fill="none" stroke="{INK}" stroke-width="1.2"')
        said = escape(self._about(zone))
        return f'<g class="zone" data-zone="{escape(zone)}"><title>{said}</title>{drawn}</g>'

    def _about(self, zone: str) -> str:
        """A zone in words, shown when a reader points at it."""
        held = _ranked(self.standing.control[zone])
        there = _ranked(self.standing.fighters[zone])
        people = self.standing.people[zone]
        shares = [f"{self.names.actor(a)} {percent(share)}" for a, share in held if share >= 0.005]
        forces: dict[str, list[str]] = {}
        for actor, number in there:
            if number >= 1.0:
                told = f"{self.names.actor(actor)} {figure(round(number))}"
                forces.setdefault(self.names.units([actor]), []).append(told)
        lines = [self.names.zone(zone), f"held by {listed(shares) or 'nobody'}"]
        lines += [f"{unit}: {listed(those)}" for unit, those in forces.items()]
        lines += [f"{figure(round(people))} people"] if people >= 1.0 else []
        return "\n".join(lines)

    def _labels(
        self,
        panel: Panel,
        shown: Sequence[str],
        where: Mapping[str, Spot],
        lines: Sequence[Segment],
        taken: Sequence[Box],
        seen: Sequence[Country],
    ) -> None:
        marks, texts = [], []
        for zone in shown:
            told = named(self.names.zone(zone))
            found = self._numbers(zone)
            wide = max(counts_width(found), *(text_width(said, NAMED, bold=True) for said in told))
            marks.append(
                Mark(*where[zone], self.radius[zone], wide + 4.0, LINE * (len(told) + bool(found)) + 2.0)
            )
            texts.append((told, found))
        room = Box(panel.x + 3.0, panel.y + 3.0, panel.width - 6.0, panel.height - 6.0)
        boxes = placed(marks, room, taken, lines)
        for mark, box, (told, found) in zip(marks, boxes, texts, strict=True):
            self._label(mark, box, told, found)
        self.parts.append(countries(panel, seen, [*boxes, *(m.disc for m in marks), *taken], lines))

    def _label(self, mark: Mark, box: Box, told: Sequence[str], found: Counts) -> None:
        """Name and fighters of a zone, with a thin line to its disc where they stand apart."""
        before = len(self.parts)
        x, y = box.nearest(mark.x, mark.y)
        away = math.dist((x, y), (mark.x, mark.y))
        if away > mark.radius + 11.0:
            part = mark.radius / away
            start = mark.x + (x - mark.x) * part, mark.y + (y - mark.y) * part
            self.parts.append(f'<path d="{line(start, (x, y))}" stroke="{PALE}" stroke-width="0.8"/>')
        left = box.x + box.width / 2.0 < mark.x - mark.radius
        anchor, edge = ("end", box.x + box.width - 2.0) if left else ("start", box.x + 2.0)
        for k, said in enumerate(told, start=1):
            self.parts.append(halo(edge, box.y + LINE * k - 2.0, said, NAMED, INK, anchor, 700))
        at = edge - counts_width(found) if left else edge
        base = box.y + LINE * (len(told) + 1) - 2.0
        for one in found:
            self.parts.append(count(one, at, base))
            at += count_width(one)
        self.parts[before:] = [still((mark.x, mark.y), "".join(self.parts[before:]))]


def view(number: int, panel: Panel) -> str:
    """The opening tag of a group that a page may enlarge and move within its panel."""
    box = panel.box
    room = " ".join(map(num, (box.x, box.y, box.width, box.height)))
    return f'<g class="view" data-panel="{number}" data-room="{room}">'


def _ranked(values: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(values.items(), key=lambda item: -item[1])
