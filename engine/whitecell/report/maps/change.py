"""A map of differences: the side that holds more of each zone in one theatre than in another, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import sqrt

from whitecell.analysis.days import Standing
from whitecell.report.letters import wrapped
from whitecell.report.look import INK
from whitecell.report.maps.holdings import FULL
from whitecell.report.maps.parts import Counts
from whitecell.report.maps.picture import Picture
from whitecell.report.maps.shapes import Spot, circle, text
from whitecell.report.sides import Coalition, sides
from whitecell.report.wording import capital, listed, percent
from whitecell.scenario.model import Scenario

LEAST = 0.05
"""Differences below this share of a zone are left blank, whatever the number of runs."""
SIZE, LINE, SIGN = 11.5, 14.5, 26.0
"""Pixels: of letters, of a line, and of a sign and its gap in the legend."""


def change_map(
    scenario: Scenario,
    standing: Standing,
    before: tuple[Scenario, Standing],
    *,
    width: float = 960.0,
    key: str = "change",
) -> str:
    """Draw the side that holds more of each zone than in another theatre, and how much more.

    Parameters
    ----------
    scenario, standing
        The second theatre on a day.
    before : (Scenario, Standing)
        The first, on the same day. Sides have its colours. Zones that only one of them has are left blank.
    width, key
        As in :func:`whitecell.report.maps.picture.theatre_map`.

    Returns
    -------
    str
        An ``<svg>`` element. Text from the scenario is escaped.
    """
    return _Change(scenario, standing, before, width, key).svg()


def least_gain(runs: int) -> float:
    """Least difference of two mean shares that is drawn: larger than chance alone makes likely.

    It is the half-width of a 95 % interval for the difference of two means over this many unpaired runs, if
    shares are 0 or 1 with equal chances, which vary most. Paired runs are surer than that. For single runs
    only the least visible difference counts.
    """
    return max(LEAST, 1.96 * sqrt(0.5 / runs)) if runs > 1 else LEAST


class _Change(Picture):
    """Draws :func:`change_map`."""

    def __init__(
        self,
        scenario: Scenario,
        standing: Standing,
        before: tuple[Scenario, Standing],
        width: float,
        key: str,
    ) -> None:
        super().__init__(scenario, standing, width, key, "", letters={}, like=sides(before[0]))
        self.areas = []
        self.least_gain = least_gain(standing.runs)
        self.gains: dict[str, dict[Coalition, float]] = {}
        for zone, shares in standing.control.items():
            known = before[1].control.get(zone)
            now = self._by_side(shares)
            then = self._by_side(known) if known is not None else now
            gained = {side: now.get(side, 0.0) - then.get(side, 0.0) for side in self.sides}
            most = max(gained, key=lambda side: gained[side], default=None)
            self.gains[zone] = {most: gained[most]} if most and gained[most] >= self.least_gain else {}

    def _title(self) -> str:
        return f"Who holds more ground at the end of day {self.standing.day}"

    def _said(self) -> str:
        told = [
            f"{side.label} holds {percent(share)} more of {self.names.zone(zone)}"
            for zone, gained in self.gains.items()
            for side, share in gained.items()
        ]
        return f"{listed(told)}." if told else "No side holds more of any zone."

    def _held(self, zone: str) -> dict[Coalition, float]:
        most = max((share for gained in self.gains.values() for share in gained.values()), default=1.0)
        return {side: share / most for side, share in self.gains[zone].items()}

    def _numbers(self, zone: str) -> Counts:
        return [(side, f"+{percent(share)}") for side, share in self.gains[zone].items()]

    def _disc(self, zone: str, spot: Spot) -> str:
        look = f'fill="#fff" stroke="{INK}" stroke-width="1.2"'
        said = escape(f"{self.names.zone(zone)}: {self._of(zone)}")
        drawn = circle(spot, self.radius[zone], look)
        return f'<g class="zone" data-zone="{escape(zone)}"><title>{said}</title>{drawn}</g>'

    def _of(self, zone: str) -> str:
        gained = [f"{side.label} +{percent(share)}" for side, share in self.gains[zone].items()]
        return listed(gained) or "no significant change"

    def _corridors(self, where: Mapping[str, Spot]) -> None:
        """Corridors are left out: their line shows whether they are joined, and not a difference."""

    def _efforts(self, *_: object) -> None:
        """Main efforts are left out."""

    def _legend(self) -> float:
        y = self.bottom + 12.0
        gaining = dict.fromkeys(side for gained in self.gains.values() for side in gained)
        said = [
            (
                f'fill="{side.colour}" fill-opacity="{FULL}"',
                f"{capital(side.label)}: holds more than in the first",
            )
            for side in gaining
        ]
        note = (
            "The fuller, the larger the difference; beside a zone, how much of it. Below "
            f"{percent(self.least_gain)} it is left blank"
            + ("." if self.least_gain == LEAST else ": with so few runs so much may be chance.")
        )
        for look, words in [*said, ("", note)]:
            if look:
                self.parts.append(f'<rect x="0" y="{y + 1.5:.1f}" width="17" height="11" {look}/>')
            for line in wrapped(words, self.width - SIGN, SIZE, lines=4):
                y += LINE
                self.parts.append(text(SIGN if look else 0.0, y - 3.5, line, SIZE, INK))
            y += 4.0
        return y


def changed(standing: Standing, before: Standing, scenario: Scenario, like: Scenario) -> bool:
    """Whether a map of differences would show anything."""
    return any(_Change(scenario, standing, (like, before), 960.0, "none").gains.values())
