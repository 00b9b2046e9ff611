"""The theatre in a report: maps of days, with their tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from whitecell.analysis.days import Days, Standing
from whitecell.game.record import Story
from whitecell.report.maps.change import ChangeMap
from whitecell.report.maps.panel import mapped as mapped_on_earth
from whitecell.report.maps.picture import theatre_map
from whitecell.report.maps.several import TheatreMaps
from whitecell.report.maps.theatre import TheatreMap
from whitecell.report.maps.told import Told
from whitecell.report.names import Names
from whitecell.report.paper.blocks import Figure, Inline, Span, Table
from whitecell.report.sides import Coalition, in_arms, sides
from whitecell.report.wording import calendar, capital, date_of, figure, listed, percent
from whitecell.scenario.model import Scenario

Letters = Mapping[str, str]
"""Constraint → its letter on maps."""
WIDE, NARROW = 960.0, 400.0
SIZES = (("w", WIDE), ("n", NARROW))
ROOM, MOST, LEAST = 360, 26, 8
"""Most zones times days in maps of all days, so that large theatres stay light; most and fewest days."""


def mapped(
    scenario: Scenario, standing: Standing, name: str, label: str = "", letters: Letters | None = None
) -> Figure:
    """A map of a day with its table; ``label`` names its side or run.

    ``letters`` are those of constraints on the other maps beside it.
    """
    caption = f"{f'{capital(label)}: the' if label else 'The'} theatre {_when(scenario, standing)}."
    wide, narrow = (
        theatre_map(scenario, standing, width=width, key=f"{name}-{k}", letters=letters) for k, width in SIZES
    )
    return Figure(name, wide, caption, narrow, table([("", scenario, standing)], caption))


def over_days(
    scenario: Scenario, days: Days, name: str, letters: Letters | None = None, story: Story | None = None
) -> Figure:
    """The map day by day, with its table; the last day is shown until a reader picks another.

    For a single run, pins have the sentences of its ``story``.
    """
    told = Told(scenario, story.events) if story else None
    chosen = _chosen(scenario, len(days.people) - 1)
    standings = [days.standing(day) for day in chosen]
    maps = [TheatreMap(scenario, standings, width, f"{name}-{k}", letters=letters) for k, width in SIZES]
    wide, narrow = (drawn.filled(standings[-1], told) for drawn in maps)
    caption = f"The theatre {_when(scenario, standings[-1])}."
    return Figure(
        name, wide, caption, narrow, table([("", scenario, standings[-1])], caption),
        [(day, _dated(scenario, day)) for day in chosen],
        (maps[0].frames(standings, told), maps[1].frames(standings, told)),
    )  # fmt: skip


def beside(shown: Sequence[tuple[str, Scenario, Days]], name: str) -> Figure:
    """Maps of the sides of a comparison day by day, below each other with one legend, and their table."""
    _, scenario, _ = shown[0]
    chosen = _chosen(scenario, scenario.days, len(shown))
    sides = [(label, plot, [days.standing(day) for day in chosen]) for label, plot, days in shown]
    ends = [(label, plot, standings[-1]) for label, plot, standings in sides]
    maps = [TheatreMaps(sides, width, f"{name}-{k}") for k, width in SIZES]
    names = listed(f"“{label}”" for label, *_ in shown)
    caption = f"The theatre {_when(scenario, ends[0][2])}: {names}, from the top."
    return Figure(
        name, maps[0].filled(), caption, maps[1].filled(), table(ends, caption),
        [(day, _dated(scenario, day)) for day in chosen],
        (maps[0].frames(), maps[1].frames()),
    )  # fmt: skip


def _chosen(scenario: Scenario, last: int, sides: int = 1) -> list[int]:
    """Days of a map: the first, the last, and others at equal steps."""
    most = min(max(ROOM // (len(scenario.zones) * sides), LEAST), MOST)
    return sorted({*range(0, last, math.ceil(last / most)), last})


def differing(
    first: tuple[str, Scenario, Days], second: tuple[str, Scenario, Days], name: str
) -> Figure | None:
    """A map of the zones of which a side holds more in the second than in the first, day by day.

    None if there are none on any of the days.
    """
    (one, like, before), (other, scenario, after) = first, second
    chosen = _chosen(scenario, scenario.days, 2)
    standings, others = ([days.standing(day) for day in chosen] for days in (after, before))
    maps = [ChangeMap(scenario, standings, like, others, width, f"{name}-{k}") for k, width in SIZES]
    if not mapped_on_earth(scenario) or maps[0].empty:
        return None
    end = standings[-1]
    caption = f"What differs on the map {_when(scenario, end)}: “{other}” less “{one}”."
    return Figure(
        name, maps[0].filled(end), caption, maps[1].filled(end),
        table([(one, like, others[-1]), (other, scenario, end)], caption),
        [(day, _dated(scenario, day)) for day in chosen],
        (maps[0].frames(standings), maps[1].frames(standings)),
    )  # fmt: skip


def _when(scenario: Scenario, standing: Standing) -> str:
    of = "" if standing.day == 0 or standing.runs == 1 else f", on average over {standing.runs:,} runs"
    return f"on {_dated(scenario, standing.day)}{of}"


def _dated(scenario: Scenario, day: int) -> str:
    turn = "before the first turn" if day == 0 else f"day {day}"
    return f"{calendar(date_of(scenario.start, day))}, {turn}"


def table(shown: Sequence[tuple[str, Scenario, Standing]], caption: str) -> Table:
    """Holders of each zone with their shares, and fighters there, for each theatre that is shown."""
    rows: list[Sequence[Inline]] = []
    zones = dict.fromkeys(zone for _, scenario, _ in shown for zone in scenario.zones)
    first = sides(shown[0][1], stances=shown[0][2].stances)
    for zone in zones:
        for label, scenario, standing in shown:
            if zone in scenario.zones:
                parties = sides(scenario, first, standing.stances)
                cells = _row(scenario, standing, zone, parties)
                rows.append((cells[0], label, *cells[1:]) if len(shown) > 1 else cells)
    heads = ("zone", *(("in",) if len(shown) > 1 else ()), "held by", Names(shown[0][1]).people, "people")
    return Table(caption, heads, rows, frozenset({len(heads) - 1}))


def _row(
    scenario: Scenario, standing: Standing, zone: str, parties: Sequence[Coalition]
) -> tuple[Inline, ...]:
    held: list[list[str | Span]] = []
    there: list[list[str | Span]] = []
    for side in parties:
        share = sum(standing.control[zone].get(a, 0.0) for a in side.actors)
        force = sum(standing.fighters[zone].get(a, 0.0) for a in side.actors)
        if share >= 0.005:
            held.append([f"{side.label} ", Span(percent(share), value=share)])
        told: list[str | Span] = [Span(figure(round(force)), value=force)] if force >= 1.0 else []
        for unit, number in in_arms(Names(scenario), standing.fighters[zone], side).items():
            if number >= 1.0:
                told += [", "] if told else []
                told += [Span(figure(round(number)), value=number), f" {unit}"]
        if told:
            there.append([f"{side.label} ", *told])
    people = standing.people[zone]
    counted = Span(figure(round(people)), value=people) if people >= 1.0 else ""
    return Names(scenario).zone(zone), _joined(held) or "nobody", _joined(there), counted


def _joined(parts: Sequence[Sequence[str | Span]]) -> list[str | Span]:
    found: list[str | Span] = []
    for part in parts:
        found += ["; ", *part] if found else part
    return found
