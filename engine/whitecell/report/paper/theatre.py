"""The theatre in a report: maps of days, with their tables."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.analysis.days import Standing
from whitecell.report.maps.picture import theatre_map
from whitecell.report.names import Names
from whitecell.report.paper.blocks import Figure, Inline, Span, Table
from whitecell.report.sides import sides
from whitecell.report.wording import calendar, capital, date_of, figure, percent
from whitecell.scenario.model import Scenario

WIDE, NARROW = 960.0, 400.0


def mapped(scenario: Scenario, standing: Standing, name: str, label: str = "") -> Figure:
    """A map of a day with its table; ``label`` says which side or run it is of."""
    day = standing.day
    turn = "before the first turn" if day == 0 else f"day {day}"
    when = f"on {calendar(date_of(scenario.start, day))}, {turn}"
    of = "" if day == 0 or standing.runs == 1 else f", on average over {standing.runs:,} runs"
    caption = f"{f'{capital(label)}: the' if label else 'The'} theatre {when}{of}."
    return Figure(
        name,
        theatre_map(scenario, standing, width=WIDE, key=f"{name}-w"),
        caption,
        theatre_map(scenario, standing, width=NARROW, key=f"{name}-n"),
        table(scenario, standing, caption),
    )


def table(scenario: Scenario, standing: Standing, caption: str) -> Table:
    """Who holds which share of each zone, and whose fighters stand there."""
    names, parties = Names(scenario), sides(scenario)
    rows: list[Sequence[Inline]] = []
    for zone in scenario.zones:
        held: list[list[str | Span]] = []
        there: list[list[str | Span]] = []
        for side in parties:
            share = sum(standing.control[zone].get(a, 0.0) for a in side.actors)
            force = sum(standing.fighters[zone].get(a, 0.0) for a in side.actors)
            if share >= 0.005:
                held.append([f"{side.label} ", Span(percent(share), value=share)])
            if force >= 1.0:
                there.append([f"{side.label} ", Span(figure(round(force)), value=force)])
        people = standing.people[zone]
        counted = Span(figure(round(people)), value=people) if people >= 1.0 else ""
        rows.append((names.zone(zone), _joined(held) or "nobody", _joined(there), counted))
    return Table(caption, ("zone", "held by", "fighters", "people"), rows, frozenset({3}))


def _joined(parts: Sequence[Sequence[str | Span]]) -> list[str | Span]:
    found: list[str | Span] = []
    for part in parts:
        found += ["; ", *part] if found else part
    return found
