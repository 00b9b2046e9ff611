"""Pictures of the theatre on one day, as SVG: pure functions of scenarios and standings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whitecell.analysis.days import Standing
from whitecell.report.maps.several import TheatreMaps
from whitecell.report.maps.theatre import TheatreMap
from whitecell.scenario.model import Scenario


def theatre_map(
    scenario: Scenario,
    standing: Standing,
    *,
    width: float = 960.0,
    key: str = "map",
    heading: str = "",
    letters: Mapping[str, str] | None = None,
) -> str:
    """Draw the theatre on a day; parameters as of :class:`whitecell.report.maps.theatre.TheatreMap`.

    Returns
    -------
    str
        An ``<svg>`` element. Text from the scenario is escaped.
    """
    drawn = TheatreMap(scenario, [standing], width, key, heading=heading, letters=letters, fixed=True)
    return drawn.filled(standing)


def theatre_maps(
    shown: Sequence[tuple[str, Scenario, Standing]], *, width: float = 960.0, key: str = "map"
) -> str:
    """Draw several versions of a theatre below each other, to be compared, with one legend.

    Parameters
    ----------
    shown : sequence of (heading, scenario, standing)
        The first is drawn on top.
    width, key
        As in :func:`theatre_map`.
    """
    days = [(heading, scenario, [standing]) for heading, scenario, standing in shown]
    return TheatreMaps(days, width, key, fixed=True).filled()
