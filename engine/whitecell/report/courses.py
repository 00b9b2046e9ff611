"""Summaries over a whole run: main efforts, sessions, warnings, frequently changed decisions, violations.

Each of these events happens too often, and changes too little on one day, to be a turning point of a month.
Together they show the zones that an actor went after, and who complied with which constraint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeAlias, TypeVar

from whitecell.game.record import Event, Story
from whitecell.report.event_text import Teller
from whitecell.report.names import Names
from whitecell.report.wording import (
    calendar_day,
    clean,
    date_of,
    listed,
    number_word,
    percent,
    possessive,
    unrepeated,
)
from whitecell.scenario.model import Scenario

Key = TypeVar("Key")
Thing = TypeVar("Thing")
Stints: TypeAlias = dict[str, list[tuple[Event, Event | None]]]
"""Main efforts by zone: each with the event that ended it in defence, if that came next."""

MOST_DAYS = 3
"""Most days of a kind of event that are named; more are counted."""
OFTEN = 3
"""Times from which a decision or inject of a run is summarised."""
CLAUSE = 3
"""An option's name with this many words is a sentence, if its first is a name or an article."""
STINTS = 2
"""Most spells of a main effort that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Point:
    """A statement of a story: its day or subject, its text, and the events that it covers."""

    head: str
    text: str
    events: tuple[Event, ...]


def courses(scenario: Scenario, story: Story) -> dict[str, list[Point]]:
    """The lines on a run as a whole, by heading; headings without lines are left out."""
    found = {
        "Main efforts": list(_efforts(scenario, story)),
        "Talks": list(_talks(scenario, story)),
        "Enforcement": list(_enforcement(scenario, story)),
        "Injects": list(_injects(scenario, story)),
        "Decisions": list(_decisions(scenario, story)),
        "Violations": list(_violations(scenario, story)),
    }
    return {heading: lines for heading, lines in found.items() if lines}


def often(story: Story, kind: str) -> frozenset[str]:
    """The decisions that changed, or injects that happened, so often in a run that they are summarised."""
    times = Counter(event.thing for event in story.events if event.kind == kind)
    return frozenset(thing for thing, count in times.items() if count >= OFTEN)


def days_told(scenario: Scenario, events: Iterable[Event], most: int = MOST_DAYS) -> str:
    """The days of some events: all if they are few, else their number with the first and last."""
    days = [date_of(scenario.start, day) for day in sorted({event.day for event in events})]
    first, last = days[0], days[-1]
    together = (first.year, first.month) == (last.year, last.month)
    if len(days) > most:
        begin = str(first.day) if together else f"{calendar_day(first)} "
        return f"{len(days)} times, {begin}–{'' if together else ' '}{calendar_day(last)}"
    if together:
        return listed([*(str(day.day) for day in days[:-1]), calendar_day(last)])
    return listed(map(calendar_day, days))


def chose(scenario: Scenario, event: Event) -> tuple[str, str]:
    """The name of a decision, empty if its options say what it is about, and the option that was chosen."""
    entry, others = scenario.decisions.get(event.thing), event.others
    way = entry.options.get(others[0]) if entry and others else None
    chosen = clean(way.name) if way else listed(others)
    if entry is None:
        return clean(event.thing), chosen
    name, options = clean(entry.name), [clean(option.name) for option in entry.options.values()]
    if all(map(_sentence, options)) or all(name in option.split() for option in options):
        return "", chosen
    own = name.removeprefix("its ")
    return name if own == name else f"{possessive(Names(scenario).actor(event.actor))} {own}", chosen


def decided(scenario: Scenario, thing: str, changes: Iterable[Event]) -> tuple[str, str]:
    """The name of a decision, as :func:`chose` gives it, and the choices with their days."""
    found = [(chose(scenario, mine[0]), mine) for _, mine in by(changes, lambda event: event.others)]
    ways = unrepeated(chosen for (_, chosen), _ in found)
    said = (f"{way} ({days_told(scenario, mine)})" for way, (_, mine) in zip(ways, found, strict=True))
    return found[0][0][0] if found else clean(thing), ", ".join(said)


def _sentence(name: str) -> bool:
    """Whether the name of an option is a full sentence."""
    words = name.split()
    return len(words) >= CLAUSE and (words[0] == "the" or words[0][0].isupper())


def by(things: Iterable[Thing], key: Callable[[Thing], Key]) -> Sequence[tuple[Key, list[Thing]]]:
    """Events, or groups of them, by key, in the order in which each key first occurs."""
    groups: dict[Key, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return list(groups.items())


def _efforts(scenario: Scenario, story: Story) -> Iterator[Point]:
    """The main efforts of each actor, in order of their first day; zones that it never took are brief.

    Actors in a row whose only zone is the same are told together.
    """
    names = Names(scenario)
    turned = by((e for e in story.events if e.kind == "effort"), lambda e: e.actor)
    goals = {actor: _stints(turns) for actor, turns in turned}
    for zones, alike in groupby(turned, key=lambda found: (*goals[found[0]],)):
        mine = list(alike)
        if len(zones) > 1 or len(mine) == 1:
            for actor, turns in mine:
                yield Point(names.actor(actor), _goals(scenario, story, actor, goals[actor]), tuple(turns))
            continue
        told = (f"{names.actor(a)} ({_stints_told(scenario, goals[a][zones[0]])})" for a, _ in mine)
        events = tuple(event for _, turns in mine for event in turns)
        yield Point(listed(told), f"{names.zone(zones[0]) if zones[0] else 'defence'}.", events)


def _goals(scenario: Scenario, story: Story, actor: str, goals: Stints) -> str:
    """The zones of an actor's main efforts, each with its days."""
    names = Names(scenario)
    won = {(e.actor, e.zone) for e in story.events if e.kind == "control"}
    brief = [zone for zone in goals if (actor, zone) not in won]
    brief = brief if len(brief) > STINTS else []
    said = [
        f"{names.zone(zone) if zone else 'defence'} ({_stints_told(scenario, stints)})"
        for zone, stints in goals.items()
        if zone not in brief
    ]
    text = ", ".join(said)
    if brief:
        begun = [date_of(scenario.start, begin.day) for zone in brief for begin, _ in goals[zone]]
        zones = listed(names.zone(zone) if zone else "defence" for zone in brief)
        text += f"{', also ' if said else ''}{zones} ({_span(min(begun), max(begun))})"
    return f"{text}."


def _stints(turns: Sequence[Event]) -> Stints:
    """Main efforts by zone, each with the event that ended it in defence, if that came next."""
    found: Stints = {}
    for before, turn, after in zip([None, *turns], turns, [*turns[1:], None], strict=False):
        if not turn.zone and before is not None and before.zone:
            continue  # the end of the main effort before
        found.setdefault(turn.zone, []).append((turn, after if after and not after.zone else None))
    return found


def _stints_told(scenario: Scenario, stints: Sequence[tuple[Event, Event | None]]) -> str:
    if len(stints) > STINTS:
        return days_told(scenario, (begin for begin, _ in stints), STINTS)
    if not any(end for _, end in stints):
        return days_told(scenario, (begin for begin, _ in stints))
    return " and ".join(_span(*(date_of(scenario.start, e.day) for e in stint if e)) for stint in stints)


def _span(first: date, last: date | None = None) -> str:
    """``1 Jul``, ``1–12 Jul`` or ``28 Jun – 3 Jul``."""
    if last is None or first == last:
        return calendar_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{calendar_day(last)}"
    return f"{calendar_day(first)} – {calendar_day(last)}"


def _enforcement(scenario: Scenario, story: Story) -> Iterator[Point]:
    """Who was warned and turned back under each constraint, and where."""
    names, verbs = Names(scenario), {"warned": "warned", "turned_back": "turned back"}
    for thing, mine in by((e for e in story.events if e.kind in verbs), lambda e: e.thing):
        parts = []
        for (kind, actor), these in by(mine, lambda e: (e.kind, e.actor)):
            whom = names.actors(dict.fromkeys(o for e in these for o in e.others)) or "intruders"
            zones = names.zones(dict.fromkeys(e.zone for e in these if e.zone))
            where = f" in {zones}" if zones else ""
            parts.append(f"{names.actor(actor)} {verbs[kind]} {whom}{where} ({days_told(scenario, these)})")
        yield Point(names.constraint(thing), f"{', '.join(parts)}.", tuple(mine))


def _talks(scenario: Scenario, story: Story) -> Iterator[Point]:
    """The sessions of each talks, the progress of their text, who refused it, and when talks broke off."""
    names = Names(scenario)
    breaks = {"suspended": "broken off", "resumed": "resumed"}
    told = (e for e in story.events if e.kind in ("session", "balk", *breaks))
    for thing, mine in by(told, lambda e: e.thing):
        sessions = [event for event in mine if event.kind == "session"]
        said = []
        if sessions:
            noun = "session" if len(sessions) == 1 else "sessions"
            said.append(f"{number_word(len(sessions))} {noun}, {_text(scenario, sessions)}")
        for others, refusals in by((e for e in mine if e.kind == "balk"), lambda e: e.others):
            said.append(f"refused by {names.actors(others)} ({days_told(scenario, refusals)})")
        for kind, verb in breaks.items():
            if these := [event for event in mine if event.kind == kind]:
                said.append(f"{verb} ({days_told(scenario, these)})")
        yield Point(names.talks(thing), f"{', '.join(said)}.", tuple(mine))


def _text(scenario: Scenario, sessions: Sequence[Event]) -> str:
    """When sessions were held, how much of the text the first agreed, and from when on all was agreed."""
    first, last = (date_of(scenario.start, sessions[k].day) for k in (0, -1))
    shares = [event.numbers.get("text", 0.0) for event in sessions]
    whole = next((k for k, share in enumerate(shares) if share >= 1.0), None)
    text = f"text {percent(min(shares[-1], 0.994))} agreed" if whole is None else "text complete"
    if whole:
        text += f" from {calendar_day(date_of(scenario.start, sessions[whole].day))}"
    return f"{_span(first, last)}, {text}"


def _injects(scenario: Scenario, story: Story) -> Iterator[Point]:
    """Injects that happened often, each with its outcomes and their days."""
    teller, recurring = Teller(scenario), often(story, "inject")
    told = [event for event in story.events if event.kind == "inject" and event.thing in recurring]
    for text, mine in by(told, teller.inject):
        yield Point("", f"{text.rstrip('.')} ({days_told(scenario, mine)}).", tuple(mine))


def _decisions(scenario: Scenario, story: Story) -> Iterator[Point]:
    turning = often(story, "decision")
    for thing, mine in by((e for e in story.events if e.kind == "decision"), lambda e: e.thing):
        if thing in turning:
            name, chosen = decided(scenario, thing, mine)
            yield Point(name, f"{chosen}.", tuple(mine))


def _violations(scenario: Scenario, story: Story) -> Iterator[Point]:
    """The actors that violated each constraint, with the number of spells, the most frequent first."""
    names = Names(scenario)
    for thing, spells in by((e for e in story.events if e.kind == "breach"), lambda e: e.thing):
        who = sorted(by(spells, lambda e: e.actor), key=lambda found: -len(found[1]))
        told = listed(_abridged([(names.actor(actor), _times(len(mine))) for actor, mine in who]))
        when = f" ({days_told(scenario, spells)})" if len({event.day for event in spells}) <= STINTS else ""
        yield Point(names.constraint(thing), f"{told}{when}.", tuple(spells))


def _times(count: int) -> str:
    return "" if count == 1 else f" {count}×"


def _abridged(named: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names with the text after each; a name that differs from the last in its final word is cut to it."""
    before = ""
    for name, after in named:
        stem, _, last = name.rpartition(" ")
        yield f"{last if ' ' in stem and stem == before else name}{after}"
        before = stem
