"""A map of differences: the side that holds more of each zone in one theatre than in another, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from whitecell.analysis.days import Standing
from whitecell.report.letters import wrapped
from whitecell.report.look import INK
from whitecell.report.maps.holdings import FULL
from whitecell.report.maps.labels import Count, Counts
from whitecell.report.maps.marks import Marks, zone_group
from whitecell.report.maps.pins import LATELY
from whitecell.report.maps.shapes import Spot, circle, text
from whitecell.report.maps.theatre import TheatreMap
from whitecell.report.maps.told import Told
from whitecell.report.sides import Coalition, sides
from whitecell.report.wording import capital, listed, percent
from whitecell.scenario.model import Scenario

LEAST = 0.05
"""Differences below this share of a zone are left blank, whatever the number of runs."""
SIZE, LINE, SIGN = 11.5, 14.5, 26.0
"""Pixels: of letters, of a line, and of a sign and its gap in the legend."""


def least_gain(runs: int) -> float:
    """Least difference of two mean shares that is drawn: larger than chance alone makes likely.

    It is the half-width of a 95 % interval for the difference of two means over this many unpaired runs, if
    shares are 0 or 1 with equal chances, which vary most. Paired runs are surer than that. For single runs
    only the least visible difference counts.
    """
    return max(LEAST, 1.96 * sqrt(0.5 / runs)) if runs > 1 else LEAST


class ChangeMap(TheatreMap):
    """A map of the side that holds more of each zone than in another theatre, and how much more.

    Parameters
    ----------
    scenario : Scenario
    known : sequence of Standing
        The second theatre on the days that will be shown, in order.
    like : Scenario
        The first theatre; sides have its colours.
    before : sequence of Standing
        The first theatre on the same days. Zones that only one of the theatres has are left blank.
    width, key
        As in :class:`whitecell.report.maps.theatre.TheatreMap`.
    """

    def __init__(
        self,
        scenario: Scenario,
        known: Sequence[Standing],
        like: Scenario,
        before: Sequence[Standing],
        width: float,
        key: str,
    ) -> None:
        self._before_on = {standing.day: standing for standing in before}
        self._least_gain = least_gain(known[-1].runs)
        self._largest = 1.0
        super().__init__(scenario, [_bare(standing) for standing in known], width, key, like=sides(like))
        found = [self.marks(standing).gains for standing in self.known]
        gained = [(side, share) for gains in found for zone in gains.values() for side, share in zone.items()]
        self._gaining = list(dict.fromkeys(side for side, _ in gained))
        self._largest = max((share for _, share in gained), default=1.0)

    @property
    def empty(self) -> bool:
        """Whether no side holds more of any zone on any of the days."""
        return not self._gaining

    def marks(self, standing: Standing, told: Told | None = None) -> ChangeMarks:
        """The differences on a day."""
        before = self._before_on[standing.day]
        return ChangeMarks(self.scenario, _bare(standing), before, self.like, self._least_gain, self._largest)

    def _title(self) -> str:
        return "Who holds more ground"

    def _legend(self) -> tuple[str, float]:
        y, drawn = self.bottom + 12.0, ""
        said = [
            (
                f'fill="{side.colour}" fill-opacity="{FULL}"',
                f"{capital(side.label)}: holds more than in the first",
            )
            for side in self._gaining
        ]
        note = (
            "The fuller, the larger the difference, on all days alike; beside a zone, how much of it. "
            f"Below {percent(self._least_gain)} it is left blank"
            + ("." if self._least_gain == LEAST else ": with so few runs so much may be chance.")
        )
        for look, words in [*said, ("", note)]:
            if look:
                drawn += f'<rect x="0" y="{y + 1.5:.1f}" width="17" height="11" {look}/>'
            for line in wrapped(words, self.width - SIGN, SIZE, lines=4):
                y += LINE
                drawn += text(SIGN if look else 0.0, y - 3.5, line, SIZE, INK)
            y += 4.0
        return drawn, y


class ChangeMarks(Marks):
    """What a map of differences shows of a day.

    Parameters
    ----------
    scenario, standing
        The second theatre.
    before : Standing
        The first.
    like : sequence of Coalition
        The first theatre's sides.
    least, largest : float
        The least share that counts as a difference, and the share at which the shade is full.

    Attributes
    ----------
    gains : dict of zone to dict of Coalition to float
        The side that holds more of a zone, if any, and how much more.
    """

    def __init__(
        self,
        scenario: Scenario,
        standing: Standing,
        before: Standing,
        like: Sequence[Coalition],
        least: float,
        largest: float,
    ) -> None:
        super().__init__(scenario, standing, like, LATELY)
        self.hostile = set()  # a front line between two differences would mean nothing
        self._largest = largest
        self.gains: dict[str, dict[Coalition, float]] = {}
        for zone, shares in standing.control.items():
            now = self.by_side(shares)
            then = self.by_side(before.control[zone]) if zone in before.control else now
            gained = {side: now.get(side, 0.0) - then.get(side, 0.0) for side in self.sides}
            most = max(gained, key=lambda side: gained[side], default=None)
            self.gains[zone] = {most: gained[most]} if most and gained[most] >= least else {}

    def held(self, zone: str) -> dict[Coalition, float]:
        """The side that holds more, and how its shade compares with the fullest."""
        return {side: share / self._largest for side, share in self.gains[zone].items()}

    def numbers(self, zone: str) -> Counts:
        """How much more it holds."""
        return [Count(side, f"+{percent(share)}") for side, share in self.gains[zone].items()]

    def disc(self, zone: str, spot: Spot, radius: float) -> str:
        """A zone: an empty disc."""
        gained = [f"{side.label} +{percent(share)}" for side, share in self.gains[zone].items()]
        said = f"{self.names.zone(zone)}: {listed(gained) or 'no significant change'}"
        return zone_group(zone, said, circle(spot, radius, f'fill="#fff" stroke="{INK}" stroke-width="1.2"'))

    def corridors(self, *_: object) -> str:
        """Corridors are left out: their line shows whether they are joined, and not a difference."""
        return ""

    def said(self) -> str:
        """The differences in words."""
        told = [
            f"{side.label} holds {percent(share)} more of {self.names.zone(zone)}"
            for zone, gained in self.gains.items()
            for side, share in gained.items()
        ]
        return f"{listed(told)}." if told else "No side holds more of any zone."


def _bare(standing: Standing) -> Standing:
    """A standing of which only the ground is known: all else has no difference that a map could draw."""
    return replace(standing, in_force={}, joined={}, efforts={}, recent={})
