"""The page's map: its ground is drawn once, the forces and control on it for each case and day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from threading import Lock
from typing import Literal

from whitecell.analysis.days import Days, Standing, opening
from whitecell.game.record import Story
from whitecell.report.maps.constraints import lettered
from whitecell.report.maps.frames import Frames, Layers
from whitecell.report.maps.theatre import TheatreMap
from whitecell.report.maps.told import Told
from whitecell.report.sides import sides
from whitecell.scenario.model import Scenario

Place = Literal["what-if", "story", "first", "second"]
"""Maps of the page, the last two for twin runs; each has identifiers of its own."""
WIDE, NARROW = 760.0, 340.0
"""Pixels of the map on a desktop and on a phone."""
PINS = 3
"""Pins that each zone has room for."""


class Stage:
    """Draws the base scenario's theatre for any case: colours and places stay the same.

    May be used from several threads.

    Parameters
    ----------
    scenario : Scenario
    beside : Scenario, optional
        A scenario whose map is shown beside it, with the same letters and colours.
    """

    def __init__(self, scenario: Scenario, beside: Scenario | None = None) -> None:
        self.scenario = scenario
        self._letters = lettered(beside or scenario, scenario)
        self._like = sides(beside) if beside else ()
        self._maps: dict[tuple[Place, bool], TheatreMap] = {}
        self._turn = Lock()

    def backdrop(self, place: Place, narrow: bool, base: Days) -> str:
        """The map's ground as SVG; labels leave room for the start and the base's end."""
        return self._map(place, narrow, base).backdrop

    def end(self, narrow: bool, base: Days, case: Days) -> Layers:
        """The state of a case on the last day, averaged over its runs."""
        with self._turn:
            return self._map("what-if", narrow, base, held=True).layers(last_day(self.scenario, case))

    def days(
        self,
        narrow: bool,
        base: Days,
        standings: Iterable[Standing],
        story: Story,
        place: Place = "story",
    ) -> Frames:
        """A run, day by day; pins mark the events of its story."""
        with self._turn:
            return self._map(place, narrow, base, held=True).frames(
                standings, Told(self.scenario, story.events)
            )

    def _map(self, place: Place, narrow: bool, base: Days, held: bool = False) -> TheatreMap:
        if not held:
            with self._turn:
                return self._map(place, narrow, base, held=True)
        if (place, narrow) not in self._maps:
            known = [opening(self.scenario), last_day(self.scenario, base)]
            width = NARROW if narrow else WIDE
            runs = None if place == "what-if" else 1
            self._maps[place, narrow] = TheatreMap(
                self.scenario, known, width, place, letters=self._letters, like=self._like, runs=runs,
                unforeseen=PINS,
            )  # fmt: skip
        return self._maps[place, narrow]


def last_day(scenario: Scenario, days: Days) -> Standing:
    """The state of the theatre on the last day, from sums of that day alone."""
    return replace(days.standing(0), day=scenario.days)
