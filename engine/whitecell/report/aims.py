"""Which direction of a measure is better, and for whom, as the actors of a scenario state it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whitecell.report.names import Names
from whitecell.report.wording import listed
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from whitecell.analysis.paired import Contrast


def wanted(scenario: Scenario, measure: str) -> str:
    """Who wants a measure high or low: ``the north wants it low``; nothing if nobody states an aim at it."""
    names = Names(scenario)
    told = []
    for way in ("high", "low"):
        who = _aiming(scenario, measure, way)
        if who:
            told.append(f"{names.actors(who)} {'wants' if len(who) == 1 else 'want'} it {way}")
    return listed(told)


def better_for(scenario: Scenario, c: Contrast) -> str:
    """For whom the second side is better or worse by stated aims, if the interval excludes zero."""
    names = Names(scenario)
    told = []
    for verdict in ("better", "worse"):
        who = [
            actor
            for way in ("high", "low")
            for actor in _aiming(scenario, c.measure, way)
            if (c.gain(way == "high")[0] > 0.0 if verdict == "better" else c.gain(way == "high")[1] < 0.0)
        ]
        if who:
            told.append(f"{verdict} for {names.actors(who)}")
    return listed(told)


def _aiming(scenario: Scenario, measure: str, way: str) -> list[str]:
    return [name for name, actor in scenario.actors.items() if actor.aims.get(measure) == way]
