"""The map that the page shows: its ground is drawn once, what stands on it for each case and day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from threading import Lock
from typing import Literal

from whitecell.analysis.days import Days, Standing, opening
from whitecell.game.record import Story
from whitecell.report.maps.constraints import lettered
from whitecell.report.maps.frames import Frames, Layers
from whitecell.report.maps.moving import MovingMap
from whitecell.report.maps.told import Told
from whitecell.report.sides import sides
from whitecell.scenario.model import Scenario

Place = Literal["what-if", "story", "first", "second"]
"""Which map of the page, the last two of twin runs: each has identifiers of its own."""
WIDE, NARROW = 760.0, 340.0
"""Pixels of the map on a desk and on a phone."""
PINS = 3
"""Pins for which each zone has room on the map of a run."""


class Stage:
    """Draws the base scenario's theatre, whatever case is on it: colours and places stay.

    May be used from several threads.

    Parameters
    ----------
    scenario : Scenario
    beside : Scenario, optional
        One whose map is seen beside it, and has the same letters and colours.
    """

    def __init__(self, scenario: Scenario, beside: Scenario | None = None) -> None:
        self.scenario = scenario
        self._letters = lettered(beside or scenario, scenario)
        self._like = sides(beside) if beside else ()
        self._maps: dict[tuple[Place, bool], MovingMap] = {}
        self._turn = Lock()

    def backdrop(self, place: Place, narrow: bool, base: Days) -> str:
        """The map without what stands on it, as SVG; labels have room for the start and the base's end."""
        return self._map(place, narrow, base).backdrop

    def end(self, narrow: bool, base: Days, case: Days) -> Layers:
        """How a case stands on the last day, on average over its runs."""
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
        """A run, day by day; pins say what its story tells."""
        with self._turn:
            return self._map(place, narrow, base, held=True).frames(standings, Told(self.scenario, story))

    def _map(self, place: Place, narrow: bool, base: Days, held: bool = False) -> MovingMap:
        if not held:
            with self._turn:
                return self._map(place, narrow, base, held=True)
        if (place, narrow) not in self._maps:
            known = [opening(self.scenario), last_day(self.scenario, base)]
            width = NARROW if narrow else WIDE
            slots = 0 if place == "what-if" else PINS
            self._maps[place, narrow] = MovingMap(
                self.scenario, known, width, place, self._letters, unforeseen=slots, like=self._like
            )
        return self._maps[place, narrow]


def last_day(scenario: Scenario, days: Days) -> Standing:
    """How the theatre stands on the last day, from sums of that day alone."""
    return replace(days.standing(0), day=scenario.days)
