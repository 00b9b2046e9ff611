"""Maps of several versions of a theatre, to be compared day by day."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from whitecell.analysis.days import Standing
from whitecell.report.maps.constraints import lettered
from whitecell.report.maps.frames import Frames, Layers, filled, framed
from whitecell.report.maps.theatre import TheatreMap
from whitecell.scenario.model import Scenario

Days = tuple[str, Scenario, Sequence[Standing]]
"""The name of a version, its scenario, and its standings on some days, in order."""


class TheatreMaps:
    """Maps of several versions of a theatre below each other, with one legend.

    Letters, colours and sizes mean the same on each.

    Parameters
    ----------
    shown : sequence of (heading, scenario, standings)
        The first is drawn on top. All have their standings on the same days, in order.
    width, key, fixed
        As in :class:`whitecell.report.maps.theatre.TheatreMap`.
    """

    def __init__(self, shown: Sequence[Days], width: float, key: str, fixed: bool = False) -> None:
        letters = lettered(*(scenario for _, scenario, _ in shown))
        self._shown = shown
        self._maps: list[TheatreMap] = []
        for k, (heading, scenario, standings) in enumerate(shown):
            before = tuple(self._maps)
            self._maps.append(
                TheatreMap(
                    scenario, standings, width, f"{key}{k}", letters=letters, heading=heading,
                    before=before, fixed=fixed,
                )
            )  # fmt: skip
        self.backdrop = self._maps[-1].backdrop

    def layers(self, place: int) -> Layers:
        """The content of each layer on one of the days, by its place among them."""
        found: Layers = {}
        said = []
        for drawn, (_, _, standings) in zip(self._maps, self._shown, strict=True):
            found |= drawn.layers(standings[place])
            said.append(f"{escape(drawn.heading)}: {found['said']}")
        return found | {"said": " ".join(said)}

    def frames(self) -> Frames:
        """Each layer's days of change."""
        standings = self._shown[0][2]
        return framed((standing.day, self.layers(k)) for k, standing in enumerate(standings))

    def filled(self) -> str:
        """The whole picture on the last day."""
        return filled(self.backdrop, self.layers(-1))
