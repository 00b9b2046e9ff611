"""One run in brief: its turning points month by month, and how the map changed in each.

It holds every event by which two runs can be told apart (:mod:`whitecell.game.readers.signals`): rare
ones in a sentence of their own, frequent ones grouped by subject. The story day by day has the rest: fights
that change nothing on the map, unsafe encounters, injects that did not happen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from whitecell.game.record import Event, Story
from whitecell.report.amounts import amount
from whitecell.report.event_text import Teller
from whitecell.report.names import Names
from whitecell.report.wording import calendar_day, capital, clean, date_of, listed, percent
from whitecell.scenario.model import Scenario

Key = TypeVar("Key")

ALONE = frozenset({
    "inject", "imposed", "clause_lifted", "ended", "opened", "closed", "withdrew", "handed_over", "hit",
    "leak", "signed", "in_force", "clause_dropped", "clause_began", "clause_ended", "step", "collapse",
    "lapse", "lifted", "failed", "renewed", "spread", "joined", "cut",
})  # fmt: skip
"""Kinds of events that are told in a sentence of their own."""
MOST_DAYS = 3
"""Days of a kind of event that are named; further ones are counted."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something of a month: its day or its heading, what is said, and the events that it says it of."""

    head: str
    text: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a run, from its first to its last day; without points where nothing turned."""

    first: int
    last: int
    name: str
    points: tuple[Point, ...]


def synopsis(scenario: Scenario, story: Story) -> list[Month]:
    """The months of a run in order, each with its turning points."""
    gatherer = _Gatherer(scenario)
    by_month = {
        month: list(events) for month, events in groupby(story.events, key=lambda e: _month(scenario, e.day))
    }
    days = range(1, scenario.days + 1)
    found = []
    for month, span in groupby(days, key=lambda day: _month(scenario, day)):
        held = list(span)
        name = f"{date_of(scenario.start, held[0]):%B} {month[0]}"
        points = tuple(gatherer.points(by_month.get(month, [])))
        found.append(Month(held[0], held[-1], name, points))
    return found


def violations(scenario: Scenario, story: Story) -> list[Point]:
    """Who violated each constraint in how many spells over the whole run, in the order of the first ones."""
    names, found = Names(scenario), []
    for thing, mine in _by((e for e in story.events if e.kind == "breach"), lambda event: event.thing):
        who = []
        for actor, spells in _by(mine, lambda event: event.actor):
            first, last = (calendar_day(date_of(scenario.start, spells[k].day)) for k in (0, -1))
            when = first if len(spells) == 1 else f"{len(spells)} times, {first} to {last}"
            who.append(f"{names.actor(actor)} ({when})")
        found.append(Point(names.constraint(thing), f"{', '.join(who)}.", tuple(mine)))
    return found


def _month(scenario: Scenario, day: int) -> tuple[int, int]:
    then = date_of(scenario.start, day)
    return then.year, then.month


class _Gatherer:
    """Makes the points of one month after another."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.names = Names(scenario)
        self._teller = Teller(scenario)

    def points(self, events: Sequence[Event]) -> Iterator[Point]:
        """What is told of the events of a month: sentences by day, then what is gathered."""
        for day, today in groupby((e for e in events if e.kind in ALONE), key=lambda event: event.day):
            told = tuple(today)
            yield Point(self._date(day), " ".join(self._teller.tell(event) for event in told), told)
        for kinds, tell in self._gathered():
            if mine := tuple(event for event in events if event.kind in kinds):
                yield from tell(mine)

    def _gathered(self) -> Sequence[tuple[tuple[str, ...], Callable[[tuple[Event, ...]], Iterator[Point]]]]:
        return (
            (("control", "retreat", "surrender"), self._map),
            (("effort",), self._efforts),
            (("warned", "strike", "turned_back", "seized"), self._enforced),
            (("session", "balk", "suspended", "resumed"), self._talks),
            (("decision",), self._decisions),
            (("rung",), self._levels),
        )

    def _date(self, day: int) -> str:
        return calendar_day(date_of(self.scenario.start, day))

    def _days(self, events: Sequence[Event]) -> str:
        """The days of some events: all of them, or how often between which."""
        days = sorted({event.day for event in events})
        if len(days) <= MOST_DAYS:
            *before, last = (self._date(day) for day in days)
            return listed([*(date.split()[0] for date in before), last])
        return f"{len(days)} times, {self._date(days[0]).split()[0]}–{self._date(days[-1])}"

    def _map(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for zone, mine in _by((e for e in events if e.kind == "control"), lambda e: e.zone):
            loser = next((self.names.actors(event.others) for event in mine if event.others), "")
            holders = [loser, *(self.names.actor(event.actor) for event in mine)]
            parts.append(f"{self.names.zone(zone)}: {' → '.join(filter(None, holders))} ({self._days(mine)})")
        lost = {(other, e.zone) for e in events if e.kind == "control" for other in e.others}
        broken = (e for e in events if e.kind != "control" and (e.actor, e.zone) not in lost)
        for (kind, actor, zone), mine in _by(broken, lambda e: (e.kind, e.actor, e.zone)):
            deed = "retreated from" if kind == "retreat" else "surrendered in"
            parts.append(f"{self.names.actor(actor)} {deed} {self.names.zone(zone)} ({self._days(mine)})")
        yield Point("Map", _line(parts), events)

    def _efforts(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for actor, mine in _by(events, lambda e: e.actor):
            goals = ", ".join(self._goals(mine))
            parts.append(f"{self.names.actor(actor)}: {goals}")
        yield Point("Main efforts", _line(parts), events)

    def _goals(self, turns: Sequence[Event]) -> Iterator[str]:
        """Where an actor turned, each with its day, or its days if it went over to the defensive after."""
        after = [*turns[1:], None]
        for before, turn, following in zip([None, *turns], turns, after, strict=False):
            if not turn.zone and before is not None and before.zone:
                continue  # that is the end of the span before
            date, goal = self._date(turn.day), self.names.zone(turn.zone) if turn.zone else "defence"
            if following is not None and not following.zone:
                date = f"{date.split()[0]}–{self._date(following.day)}"
            yield f"{goal} ({date})"

    def _enforced(self, events: tuple[Event, ...]) -> Iterator[Point]:
        verbs = {"warned": "warned", "strike": "struck", "turned_back": "turned back", "seized": "seized"}
        parts = []
        for (actor, thing), mine in _by(events, lambda e: (e.actor, e.thing)):
            deeds = []
            for kind, these in _by(mine, lambda e: e.kind):
                lost = sum(event.numbers.get("lost", 0.0) for event in these)
                cost = f", {amount(_sum(these), 'lost')} lost" if lost >= 1.0 else ""
                deeds.append(f"{verbs[kind]} ({self._days(these)}{cost})")
            whom = self.names.actors(dict.fromkeys(other for event in mine for other in event.others))
            law, where = self.names.constraint(thing), self.names.zones({e.zone: 0 for e in mine if e.zone})
            parts.append(
                f"{law}: {self.names.actor(actor)} {listed(deeds)} {whom or 'intruders'}"
                f"{where and f' in {where}'}"
            )
        yield Point("Enforcement", _line(parts), events)

    def _talks(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for thing, mine in _by(events, lambda e: e.thing):
            said = []
            if sessions := [event for event in mine if event.kind == "session"]:
                text = sessions[-1].numbers.get("text", 0.0)
                state = "text complete" if text >= 1.0 else f"text {percent(min(text, 0.994))} agreed"
                noun = "session" if len(sessions) == 1 else "sessions"
                said.append(f"{noun} {self._days(sessions)}, {state}")
            for others, refusals in _by([e for e in mine if e.kind == "balk"], lambda e: e.others):
                said.append(f"refused by {self.names.actors(others)} ({self._days(refusals)})")
            for kind, verb in (("suspended", "broke off"), ("resumed", "resumed")):
                if these := [event for event in mine if event.kind == kind]:
                    said.append(f"{verb} ({self._days(these)})")
            parts.append(f"{self.names.talks(thing)}: {', '.join(said)}")
        yield Point("Talks", _line(parts), events)

    def _decisions(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for thing, mine in _by(events, lambda e: e.thing):
            entry = self.scenario.decisions.get(thing)
            chosen = []
            for others, these in _by(mine, lambda e: e.others):
                way = entry.options.get(others[0]) if entry and others else None
                chosen.append(f"{clean(way.name) if way else listed(others)} ({self._days(these)})")
            parts.append(f"{clean(entry.name) if entry else clean(thing)}: {', '.join(chosen)}")
        yield Point("Decisions", _line(parts), events)

    def _levels(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for thing, mine in _by(events, lambda e: e.thing):
            steps = [f"{round(mine[0].numbers.get('from', 0.0))}"]
            steps += [f"{round(e.numbers.get('to', 0.0))} ({self._date(e.day)})" for e in mine]
            last = self.names.rung(thing, mine[-1].numbers.get("to", 0.0))
            label = last.partition(" (")[2].rstrip(")")
            if len(mine) > MOST_DAYS:
                heights = [round(e.numbers.get("to", 0.0)) for e in mine]
                course = f"{steps[0]} → {heights[-1]}, between {min(heights)} and {max(heights)}"
                course += f" ({self._days(mine)})"
            else:
                course = " → ".join(steps)
            parts.append(f"{self.names.rivalry(thing)}, level {course}{label and f', {label}'}")
        yield Point("Escalation", _line(parts), events)


def _line(parts: Sequence[str]) -> str:
    return capital(f"{'; '.join(parts)}.")


def _sum(events: Sequence[Event]) -> Event:
    """Some events as one, with the sums of their numbers."""
    numbers: defaultdict[str, float] = defaultdict(float)
    for event in events:
        for name, number in event.numbers.items():
            numbers[name] += number
    return replace(events[0], numbers=numbers)


def _by(events: Iterable[Event], key: Callable[[Event], Key]) -> Iterable[tuple[Key, list[Event]]]:
    """Events by what they are about, in the order in which each came first."""
    groups: dict[Key, list[Event]] = {}
    for event in events:
        groups.setdefault(key(event), []).append(event)
    return groups.items()
