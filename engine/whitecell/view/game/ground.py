"""Maps of a game: the theatre as it is, as a seat sees it, and as everybody knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from whitecell.analysis.days import Standing, blank, look, opening
from whitecell.game.record import Event
from whitecell.report.maps.frames import Layers
from whitecell.report.maps.theatre import TheatreMap
from whitecell.report.maps.told import Told
from whitecell.scenario.model import Scenario
from whitecell.table.replay import Replay
from whitecell.table.sight import Sight
from whitecell.table.view import SeatView
from whitecell.view.stage import NARROW, PINS, WIDE

Amounts: TypeAlias = Mapping[str, Mapping[str, float]]
LATELY = "in the last turn"
"""The time of the events that have pins."""


class Ground:
    """The map of one place. Its ground is drawn once, the forces and control on it after each turn.

    Parameters
    ----------
    scenario : Scenario
    limit : callable
        Reduces a standing to what the place may know; also that of the start, by which labels are placed.
    """

    def __init__(self, scenario: Scenario, limit: Callable[[Standing], Standing]) -> None:
        start = limit(opening(scenario))
        self.maps = {
            size: TheatreMap(scenario, [start], width, "theatre", unforeseen=PINS, lately=LATELY)
            for size, width in (("wide", WIDE), ("narrow", NARROW))
        }

    def backdrop(self, size: str) -> str:
        """The map's ground, as SVG."""
        return self.maps[size].backdrop

    def layers(self, standing: Standing, scenario: Scenario, events: Iterable[Event]) -> dict[str, Layers]:
        """The forces and control on it, by size; pins mark events that the place was told of, and no others.

        Parameters
        ----------
        standing : Standing
        scenario : Scenario
            As it is played.
        events : iterable of Event
            Those of the last turn, as the place heard of them.
        """
        told = Told(scenario, events, scenario.days)
        shown = replace(standing, recent=told.recent(standing.day))
        return {size: drawn.layers(shown, told) for size, drawn in self.maps.items()}


def true_standing(replay: Replay) -> Standing:
    """The theatre as it is."""
    days = blank(replay.game, 1)
    look(replay.game, days, 0)
    return replace(days.standing(0), day=replay.game.day)


def of_side(standing: Standing, side: Iterable[str]) -> Standing:
    """A standing reduced to what one side knows about itself, with nothing in force.

    Everybody knows how many people lived where at the start.
    """
    mine = {*side}

    def own(amounts: Amounts) -> Amounts:
        return {
            zone: {who: n for who, n in there.items() if who.split(".")[0] in mine}
            for zone, there in amounts.items()
        }

    return replace(
        standing, control=own(standing.control), fighters=own(standing.fighters),
        efforts={who: where for who, where in standing.efforts.items() if who in mine},
        people=dict.fromkeys(standing.people, 0.0) if standing.day else standing.people,
        in_force=dict.fromkeys(standing.in_force, 0.0), joined=dict.fromkeys(standing.joined, 0.0), recent={},
    )  # fmt: skip


def seen_standing(replay: Replay, seen: SeatView) -> Standing:
    """The theatre as a seat knows it: its side, and the clauses that it knows of."""
    standing, scenario = true_standing(replay), replay.folder.scenario
    sight = Sight(replay.game.setup, scenario, seen.actors)
    side = {*sight.side}
    known = {
        name
        for name, clause in scenario.constraints.items()
        if clause.brought_by in seen.in_force or side & {*scenario.bound(clause)}
    }
    ways = {name for name, corridor in scenario.corridors.items() if side & {*corridor.worth}}
    return replace(
        of_side(standing, side),
        in_force={name: share if name in known else 0.0 for name, share in standing.in_force.items()},
        joined={name: share if name in ways else 0.0 for name, share in standing.joined.items()},
    )


def public_standing(replay: Replay, views: Iterable[SeatView]) -> Standing:
    """The theatre as all seats know it: clauses in force, and no forces."""
    shown = [seen_standing(replay, seen) for seen in views]
    bare = of_side(true_standing(replay), ())
    return replace(
        bare,
        in_force={name: min(each.in_force[name] for each in shown) for name in bare.in_force},
        joined={name: min(each.joined[name] for each in shown) for name in bare.joined},
    )
