"""The events of a run as rows with the columns of event data sets, to be compared with recorded events.

Columns have ACLED's names (Armed Conflict Location & Event Data, codebook of 2024) where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whitecell.game.record import Event, Story
from whitecell.report.event_text import BY_MEANS, Teller
from whitecell.report.names import Names
from whitecell.report.wording import date_of
from whitecell.scenario.model import Scenario

COLUMNS: Mapping[str, str] = {
    "event_id": "the seed, the day, and the number of the event on that day",
    "event_date": "the day, as year-month-day",
    "year": "its year",
    "day": "the day of the run, from 1",
    "event_type": "ACLED's type",
    "sub_event_type": "ACLED's sub-type",
    "kind": "what whitecell calls it",
    "actor1": "who acts, by name",
    "actor2": "on whom, or with whom, by name; several are joined by semicolons",
    "location": "the zone, by name",
    "region": "the zone's region",
    "latitude": "of the zone, in degrees, WGS 84",
    "longitude": "of the zone, in degrees, WGS 84",
    "geo_precision": "ACLED's: 3, for a zone stands for a part of a region; empty where there is no place",
    "losses_a": "put out of action on the side of actor1: killed, wounded, taken or gone",
    "losses_b": "put out of action on the side of actor2",
    "people": "civilians who fled because of it",
    "violations": "single violations of which a breach is made",
    "recorded": "1 if a watcher recorded a breach, 0 if not; empty for other kinds",
    "about": "the constraint, agreement, talks, corridor, rivalry or inject, by key",
    "actor1_id": "the key of actor1 in the scenario",
    "actor2_id": "the keys of actor2",
    "location_id": "the key of the zone",
    "notes": "a sentence",
    "source": "whitecell, which says that it was simulated",
}
"""The columns in order, with their contents."""
OTHER = ("Strategic developments", "Other")
TYPES: Mapping[str, tuple[str, str]] = {
    "battle": ("Battles", "Armed clash"),
    "strike": ("Explosions/Remote violence", "Air/drone strike"),
    "hit": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "signed": ("Strategic developments", "Agreement"),
    "in_force": ("Strategic developments", "Agreement"),
    "renewed": ("Strategic developments", "Agreement"),
    "seized": ("Strategic developments", "Arrests"),
}
"""ACLED's type and sub-type of a kind of event; ``OTHER`` for all others."""
SOURCE = "whitecell (simulated)"
OWN = ("retreat", "surrender")
"""Kinds in which the acting side has the losses."""
AGAINST = (
    "warned", "strike", "turned_back", "seized", "hit", "battle", "control", "air_incident", "handed_over",
    "signed",
)  # fmt: skip
"""Kinds whose other actors are the targets or partners of the act."""


def event_rows(scenario: Scenario, story: Story) -> list[dict[str, Any]]:
    """A row for each event of a run, with the keys of ``COLUMNS``."""
    teller, names, rows = Teller(scenario), Names(scenario), []
    day, number = 0, 0
    for event in story.events:
        day, number = event.day, number + 1 if event.day == day else 1
        actors = list(event.others) if event.kind in AGAINST else []
        if event.kind in ("signed", "air_incident") and actors:
            first, *actors = actors
        else:
            first = event.actor
        then, zone = date_of(scenario.start, day), scenario.zones.get(event.zone)
        at = zone.at if zone is not None else None
        kind, part = TYPES.get(event.kind, OTHER)
        rows.append(
            dict(
                zip(
                    COLUMNS,
                    (
                        f"{story.seed}-{day}-{number}", then.isoformat(), then.year, day, kind, part,
                        event.kind,
                        names.actor(first) if first else "", "; ".join(map(names.actor, actors)),
                        names.zone(event.zone) if event.zone else "", zone.region if zone else "",
                        *(at or ("", "")), 3 if at else "", *_counts(event),
                        event.thing, first, "; ".join(actors), event.zone, teller.tell(event), SOURCE,
                    ),
                    strict=True,
                )
            )
        )  # fmt: skip
    return rows


def _counts(event: Event) -> tuple[float | str, ...]:
    """Losses of both sides, civilians who fled, violations, and whether a violation was recorded."""
    found, made = event.numbers, sum(event.numbers.get(means, 0.0) for means in BY_MEANS)
    lost = found.get("lost", found.get("fighters", ""))
    if event.kind == "battle":
        ours, theirs = lost, found.get("killed", "")
    elif event.kind in OWN:
        ours, theirs = lost, ""
    else:
        ours, theirs = "", found.get("lost", "")
    breach = event.kind == "breach"
    return (
        _rounded(ours), _rounded(theirs), _rounded(found.get("people", "")),
        _rounded(max(made, 1.0)) if breach else "", round(found.get("recorded", 0.0)) if breach else "",
    )  # fmt: skip


def _rounded(number: float | str) -> float | str:
    return round(number, 1) if not isinstance(number, str) else number
