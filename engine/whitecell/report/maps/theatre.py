"""A map of the theatre: its ground and names stay, and its events change from day to day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape

from whitecell.analysis.days import Standing
from whitecell.analysis.recent import KINDS
from whitecell.report.letters import wrapped
from whitecell.report.look import INK
from whitecell.report.maps.atlas import NOTE
from whitecell.report.maps.constraints import areas, lettered
from whitecell.report.maps.frames import Frames, Layers, filled, framed
from whitecell.report.maps.labels import Label
from whitecell.report.maps.legend import Shown, legend
from whitecell.report.maps.marks import Marks
from whitecell.report.maps.panel import UNMAPPED, laid_out, mapped
from whitecell.report.maps.pins import LATELY, kinds_in, pinned
from whitecell.report.maps.placing import Box
from whitecell.report.maps.plate import Plan, Plate
from whitecell.report.maps.shapes import PALE, num, text
from whitecell.report.maps.told import Told
from whitecell.report.names import Names
from whitecell.report.sides import Coalition
from whitecell.report.wording import clean
from whitecell.scenario.model import Scenario

FONT = "Arial, 'Liberation Sans', 'Helvetica Neue', 'DejaVu Sans', sans-serif"
SMALLEST, LARGEST = 5.0, 13.0
"""Radius of a zone's disc in pixels, without people and with the most."""
FEW_FIGHTERS = 0.005
"""Below this share of the largest force in any zone, a side's fighters are a mark without a number."""
LINE = 13.0
"""Height of a line of the note below a map, in pixels."""
EDGE = 2.0
"""Pixels kept free beside a text at the picture's side: letters reach a little out of their room."""
HEAD, APART = 30.0, 20.0
"""Pixels for a heading, and between two maps of one picture."""


class TheatreMap:
    """A map, split into a backdrop and the layers of a day, which may be filled into it.

    Zones are discs, larger where more people live, and divided by their holders; the fighters of each side
    stand beside them. The ground around each is shaded in the colour of the side that holds most of it, with
    front lines where enemies meet. Constraints in force are outlined areas with a letter. Corridors are
    dashed lines, and full lines where they are joined in most runs. Zones too near to each other get a panel
    of their own. Pins stand where something happened. For a single run, arrows lead from an actor's largest
    force to its main effort.

    Parameters
    ----------
    scenario : Scenario
    known : sequence of Standing
        Those for which labels and pins must have room; sizes are of the first. Labels of more fighters than
        in any of them may overlap their neighbours.
    width : float
        Of the picture in pixels, 320 or more; its height follows.
    key : str
        Begins every ``id``, so that a page may hold several maps. Each zone is a group with ``class="zone"``
        and its name as ``data-zone``, each arrow one with ``class="effort"`` and ``data-actor``.
    letters : mapping of str to str, optional
        Letters of constraints, shared with other maps beside this one; by default in the scenario's order.
    heading : str
        A line above the map.
    before : sequence of TheatreMap
        Maps above it in the same picture; its backdrop draws all of them with one legend, in which letters,
        colours and sizes mean the same.
    like : sequence of Coalition
        Sides of another map beside it; sides that this map has too keep their names and colours.
    runs : int, optional
        Runs of the standings that will be shown; by default as many as of the last known one.
    unforeseen : int
        Fewest pins for which each zone has room, for standings that will be shown and are not known yet.
    lately : str
        The time of the events that have pins, in words.
    fixed : bool
        Only the one known standing will be shown: its day is in the title and its shares are in the legend.
    """

    def __init__(
        self,
        scenario: Scenario,
        known: Sequence[Standing],
        width: float,
        key: str,
        *,
        letters: Mapping[str, str] | None = None,
        heading: str = "",
        before: Sequence[TheatreMap] = (),
        like: Sequence[Coalition] = (),
        runs: int | None = None,
        unforeseen: int = 0,
        lately: str = LATELY,
        fixed: bool = False,
    ) -> None:
        self.scenario, self.known, self.width, self.key = scenario, known, width, key
        self.heading, self.names, self.fixed = clean(heading), Names(scenario), fixed
        self.like: Sequence[Coalition] = before[0].sides if before else like
        self._before, self._unforeseen, self._lately = before, unforeseen, lately
        start = known[0]
        self._stated = start if fixed else replace(
            start,
            runs=known[-1].runs if runs is None else runs,
            in_force=dict.fromkeys(start.in_force, 1.0),
        )  # fmt: skip
        self.least: float = before[0].least if before else 1.0
        first = self.marks(self._stated)
        self.sides: tuple[Coalition, ...] = first.sides
        if not before:
            forces = [n for zone in scenario.zones for n in first.by_side(start.fighters[zone]).values()]
            self.least = max(FEW_FIGHTERS * max(forces, default=0.0), 1.0)
        self.most: float = before[0].most if before else max(start.people.values(), default=0.0)
        self.top: float = before[-1].bottom + APART if before else 0.0
        panels = laid_out(scenario, width, self.top + (HEAD if heading else 0.0))
        self.bottom: float = max(panel.y + panel.height for panel in panels)
        self._panels = panels
        self.areas = areas(scenario, self._stated.in_force, self._stated.runs, letters or lettered(scenario))
        seen = [self.marks(standing) for standing in known]
        self._plan = Plan(
            scenario,
            key,
            f"{key}-" if heading else "",
            panels,
            {zone: self._radius(people) for zone, people in start.people.items()},
            self.areas,
            {zone: self._slots(zone) for zone in scenario.zones},
            {
                zone: Label(self.names.zone(zone), [marks.numbers(zone) for marks in seen])
                for zone in scenario.zones
            },
        )
        self._plates = [Plate(self._plan, number) for number in range(len(panels))]

    def marks(self, standing: Standing, told: Told | None = None) -> Marks:
        """What the map shows of a standing."""
        return Marks(self.scenario, standing, self.like, self._lately, told, self.least)

    def _radius(self, people: float) -> float:
        share = min(people / self.most, 1.0) if self.most else 0.0
        return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(share)

    def _slots(self, zone: str) -> int:
        return max(self._unforeseen, *(len(pinned(standing, zone)) for standing in self.known))

    # what stays ----------------------------------------------------------------------------------

    @cached_property
    def backdrop(self) -> str:
        """What stays, as an ``<svg>`` element; each group with a ``data-layer`` is to be filled."""
        maps = (*self._before, self)
        legend, bottom = self._legend()
        for said in wrapped(NOTE if mapped(self.scenario) else UNMAPPED, self.width - 2.0 * EDGE, 10.5):
            bottom += LINE
            legend += text(EDGE, bottom, said, 10.5, PALE)
        height = math.ceil(bottom + 6.0)
        key, wide = self.key, num(self.width)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="theatre" viewBox="0 0 {wide} {height}" '
            f'width="{wide}" height="{height}" font-family="{FONT}" fill="{INK}" role="img" '
            f'aria-labelledby="{key}-t {key}-d">'
            f'<title id="{key}-t">{escape(self._title())}</title><desc id="{key}-d" data-layer="said"></desc>'
            f'<rect width="100%" height="100%" fill="#FFFFFF"/>{"".join(each._drawn() for each in maps)}'
            f"{legend}</svg>"
        )

    def _drawn(self) -> str:
        """Heading and panels."""
        head = ""
        if self.heading:
            (said,) = wrapped(self.heading, self.width, 16.0, lines=1, bold=True)
            head = text(0.0, self.top + 19.0, said, 16, INK, "start", 700)
        return head + "".join(plate.backdrop for plate in self._plates)

    def _title(self) -> str:
        day, title = self._stated.day, "Map of the theatre"
        when = " at the start" if day == 0 else f" at the end of day {day}"
        return f"{title}{when}" if self.fixed else title

    def _legend(self) -> tuple[str, float]:
        """The legend beside the last panel, or below if there is no room, and its lower end."""
        last, bottom = self._panels[-1], self.bottom
        if last.parent >= 0 and last.x == 0.0 and last.width < self.width:
            box = Box(last.width + 24.0, last.y, self.width - last.width - 24.0, last.height)
        else:
            box = Box(0.0, bottom + 14.0, self.width, 0.0)
        drawn, end = legend([each._shown() for each in (*self._before, self)], box, not self.fixed)
        return "".join(drawn), max(bottom, end)

    def _shown(self) -> Shown:
        """What the legend has to explain."""
        zones = [zone for plate in self._plates for zone in plate.areas.areas]
        shaded, fronted = bool(zones), len(zones) > 1
        if self.fixed:
            there = [
                name.removeprefix(self._plan.prefix)
                for name, drawn in self.layers(self._stated).items()
                if drawn
            ]
            shaded, fronted = (any(name.startswith(kind) for name in there) for kind in ("held-", "fronts-"))
        return Shown(
            self.heading, self.scenario, self._stated, self.sides, self.areas, self.least, shaded,
            fronted, KINDS if self._unforeseen else kinds_in(self.known), self._lately,
        )  # fmt: skip

    # what changes --------------------------------------------------------------------------------

    def layers(self, standing: Standing, told: Told | None = None) -> Layers:
        """The content of each layer; with ``told``, pins carry the sentences of a run."""
        marks = self.marks(standing, told)
        found: Layers = {"said": escape(marks.said())}
        for plate in self._plates:
            found |= plate.layers(marks)
        return found

    def frames(self, standings: Iterable[Standing], told: Told | None = None) -> Frames:
        """Each layer's days of change, for standings in the order of their days."""
        return framed((standing.day, self.layers(standing, told)) for standing in standings)

    def filled(self, standing: Standing, told: Told | None = None) -> str:
        """The whole picture of a standing."""
        return filled(self.backdrop, self.layers(standing, told))
