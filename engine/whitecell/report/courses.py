"""Summaries over a whole run: main efforts, sessions, warnings, frequently changed decisions, violations.

Each of these events happens too often, and changes too little on one day, to be a turning point of a month.
Together they show the zones that an actor went after, and who complied with which constraint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from whitecell.game.record import Event, Story
from whitecell.report.names import Names
from whitecell.report.wording import calendar_day, clean, date_of, listed, number_word, percent
from whitecell.scenario.model import Scenario

Key = TypeVar("Key")
Thing = TypeVar("Thing")

MOST_DAYS = 3
"""Most days of a kind of event that are named, and most changes of a decision; more are counted."""
CLAUSE, PRONOUNS = 3, ("he", "it", "she", "they")
"""An option's name with this many words is a sentence, if no pronoun at its head needs a subject."""
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
        "Decisions": list(_decisions(scenario, story)),
        "Violations": list(_violations(scenario, story)),
    }
    return {heading: lines for heading, lines in found.items() if lines}


def often(story: Story) -> frozenset[str]:
    """The decisions that changed so often in a run that they are summarised."""
    changes = Counter(event.thing for event in story.events if event.kind == "decision")
    return frozenset(thing for thing, count in changes.items() if count > MOST_DAYS)


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


def decided(scenario: Scenario, thing: str, changes: Iterable[Event]) -> tuple[str, str]:
    """The name of a decision, empty if its options are sentences, and the choices with their days."""
    entry, ways = scenario.decisions.get(thing), []
    for others, mine in by(changes, lambda event: event.others):
        way = entry.options.get(others[0]) if entry and others else None
        ways.append(f"{clean(way.name) if way else listed(others)} ({days_told(scenario, mine)})")
    if entry is None:
        return clean(thing), ", ".join(ways)
    clear = all(_sentence(clean(option.name)) for option in entry.options.values())
    return "" if clear else clean(entry.name), ", ".join(ways)


def _sentence(name: str) -> bool:
    """Whether the name of an option is a full sentence."""
    words = name.split()
    return len(words) >= CLAUSE and words[0].lower() not in PRONOUNS


def by(things: Iterable[Thing], key: Callable[[Thing], Key]) -> Sequence[tuple[Key, list[Thing]]]:
    """Events, or groups of them, by key, in the order in which each key first occurs."""
    groups: dict[Key, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return list(groups.items())


def _efforts(scenario: Scenario, story: Story) -> Iterator[Point]:
    """The main efforts of each actor, in order of their first day; zones that it never took are brief."""
    names = Names(scenario)
    won = {(e.actor, e.zone) for e in story.events if e.kind == "control"}
    for actor, turns in by((e for e in story.events if e.kind == "effort"), lambda e: e.actor):
        goals = _stints(turns)
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
        yield Point(names.actor(actor), f"{text}.", tuple(turns))


def _stints(turns: Sequence[Event]) -> dict[str, list[tuple[Event, Event | None]]]:
    """Main efforts by zone, each with the event that ended it in defence, if that came next."""
    found: dict[str, list[tuple[Event, Event | None]]] = {}
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


def _decisions(scenario: Scenario, story: Story) -> Iterator[Point]:
    turning = often(story)
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
