"""One run in brief: its turning points month by month, and the changes of the map in each.

With the summaries over the whole run (:mod:`whitecell.report.courses`), it holds every event by which two
runs can be distinguished (:mod:`whitecell.game.readers.signals`): rare events in a sentence of their own,
frequent ones grouped by subject. The story day by day has the rest: fights that change nothing on the map,
unsafe encounters, injects that did not happen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from whitecell.game.record import Event, Story
from whitecell.report.amounts import amount
from whitecell.report.courses import MOST_DAYS, Point, by, chose, days_told, decided, often
from whitecell.report.event_text import Teller
from whitecell.report.names import Names
from whitecell.report.wording import calendar_day, capital, date_of, listed, shared
from whitecell.scenario.model import Scenario

ALONE = frozenset({
    "inject", "imposed", "clause_lifted", "ended", "opened", "closed", "withdrew", "handed_over", "hit",
    "leak", "signed", "in_force", "clause_dropped", "clause_began", "clause_ended", "step", "collapse",
    "lapse", "lifted", "failed", "renewed", "spread", "joined", "cut",
})  # fmt: skip
"""Kinds of events that are told in a sentence of their own, and decisions of the same day with them."""
SHARED = (" took effect.", " entered into force.", " expired.")
"""Ends of sentences that several subjects of a day may share."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a run, from its first to its last day; ``points`` may be empty."""

    first: int
    last: int
    name: str
    points: tuple[Point, ...]


def synopsis(scenario: Scenario, story: Story) -> list[Month]:
    """The months of a run in order, each with its turning points."""
    gatherer = _Gatherer(scenario, story)
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


def _month(scenario: Scenario, day: int) -> tuple[int, int]:
    then = date_of(scenario.start, day)
    return then.year, then.month


class _Gatherer:
    """Makes the points of one month after another."""

    def __init__(self, scenario: Scenario, story: Story) -> None:
        self.scenario = scenario
        self._turning, self._recurring = often(story, "decision"), often(story, "inject")
        self._breaks = by(self._broken(story), lambda e: (e.kind, e.actor, e.zone))
        self._placed: set[tuple[str, str, tuple[str, ...]]] = set()
        self.names = Names(scenario)
        self._teller = Teller(scenario)

    def points(self, events: Sequence[Event]) -> Iterator[Point]:
        """The points of a month: sentences by day, then events grouped by subject."""
        told: list[Event] = []
        for day, today in groupby((e for e in events if self._dated(e)), key=lambda event: event.day):
            mine = tuple(today)
            if all(event.kind == "decision" for event in mine):
                continue
            told += mine
            sentences = together(map(self._sentence, one_hit(self.scenario, mine)))
            yield Point(self._date(day), " ".join(sentences), mine)
        dated = set(map(id, told))
        for kinds, tell in self._gathered():
            if rest := tuple(event for event in events if event.kind in kinds and id(event) not in dated):
                yield from tell(rest)

    def _dated(self, event: Event) -> bool:
        """Whether an event is told on its day, or may be: a decision, if the day has other such events."""
        if event.kind == "decision":
            return event.thing not in self._turning
        return event.kind in ALONE and event.thing not in self._recurring

    def _sentence(self, event: Event) -> str:
        if event.kind != "decision":
            return capital(self._teller.tell(event))
        name, chosen = chose(self.scenario, event)
        return capital(f"{name}: {chosen}." if name else f"{chosen}.")

    def _gathered(self) -> Sequence[tuple[tuple[str, ...], Callable[[tuple[Event, ...]], Iterator[Point]]]]:
        return (
            (("control", "retreat", "surrender"), self._map),
            (("strike", "seized"), self._enforced),
            (("decision",), self._decisions),
            (("rung",), self._levels),
        )

    def _date(self, day: int) -> str:
        return calendar_day(date_of(self.scenario.start, day))

    def _days(self, events: Sequence[Event]) -> str:
        return days_told(self.scenario, events)

    def _map(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for zone, mine in by((e for e in events if e.kind == "control"), lambda e: e.zone):
            loser = next((self.names.actors(event.others) for event in mine if event.others), "")
            holders = [name for name in (loser, *(self.names.actor(event.actor) for event in mine)) if name]
            course = " → ".join(holders) if len(holders) > 1 else f"taken by {holders[0]}"
            parts.append(f"{self.names.zone(zone)}: {course} ({self._days(mine)})")
        begun = [(about, mine) for about, mine in self._breaks if any(e is mine[0] for e in events)]
        for (kind, actor), these in by(begun, lambda found: found[0][:2]):
            deed = "retreated from" if kind == "retreat" else "surrendered in"
            zones = listed(f"{self.names.zone(zone)} ({self._days(mine)})" for (*_, zone), mine in these)
            parts.append(f"{self.names.actor(actor)} {deed} {zones}")
        if parts:
            yield Point("Map", _line(parts), events)

    def _broken(self, story: Story) -> Iterator[Event]:
        """Retreats and surrenders that lost no zone in their month; the others are told with the zone."""
        month = partial(_month, self.scenario)
        lost = {(o, e.zone, month(e.day)) for e in story.events if e.kind == "control" for o in e.others}
        for event in story.events:
            broke = event.kind in ("retreat", "surrender")
            if broke and (event.actor, event.zone, month(event.day)) not in lost:
                yield event

    def _enforced(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for (kind, actor, thing), mine in by(events, lambda e: (e.kind, e.actor, e.thing)):
            deed = "struck" if kind == "strike" else "seized"
            lost = sum(event.numbers.get("lost", 0.0) for event in mine)
            cost = f", {amount(_sum(mine), 'lost')} lost" if lost >= 1.0 else ""
            whom = self.names.actors(dict.fromkeys(other for event in mine for other in event.others))
            zones = dict.fromkeys(event.zone for event in mine if event.zone)
            about = (actor, thing, tuple(zones))
            where = f" in {self.names.zones(zones)}" if zones and about not in self._placed else ""
            self._placed.add(about)
            parts.append(
                f"{self.names.actor(actor)} {deed} {whom or 'intruders'}{where} ({self._days(mine)}{cost})"
            )
        yield Point("Enforced", _line(parts), events)

    def _decisions(self, events: tuple[Event, ...]) -> Iterator[Point]:
        mine = tuple(event for event in events if event.thing not in self._turning)
        said = [decided(self.scenario, thing, these) for thing, these in by(mine, lambda e: e.thing)]
        if said:
            yield Point(
                "Decisions", _line([f"{name}: {chosen}" if name else chosen for name, chosen in said]), mine
            )

    def _levels(self, events: tuple[Event, ...]) -> Iterator[Point]:
        parts = []
        for thing, mine in by(events, lambda e: e.thing):
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


def together(sentences: Iterable[str]) -> list[str]:
    """Sentences of a day in order; those that say the same about several subjects are joined."""
    groups: dict[str, list[str]] = {}
    for sentence in sentences:
        tail = next((tail for tail in SHARED if sentence.endswith(tail)), "")
        groups.setdefault(tail or sentence, []).append(sentence.removesuffix(tail) if tail else "")
    found = []
    for tail, subjects in groups.items():
        names = [name[:1].lower() + name[1:] if name.startswith("The ") else name for name in subjects]
        found.append(capital(f"{shared(names)}{tail}"))
    return found


def one_hit(scenario: Scenario, events: Sequence[Event]) -> list[Event]:
    """Events of a day; hits on an actor and on its arms in a zone are one."""
    found: dict[object, list[Event]] = {}
    for place, event in enumerate(events):
        hit = event.kind == "hit" and len(event.others) == 1
        owner = scenario.owner(event.others[0]) if hit else ""
        found.setdefault((event.actor, event.zone, owner) if hit else place, []).append(event)
    return [
        replace(_sum(mine), others=(scenario.owner(mine[0].others[0]),)) if len(mine) > 1 else mine[0]
        for mine in found.values()
    ]


def _line(parts: Sequence[str]) -> str:
    return capital(f"{'; '.join(parts)}.")


def _sum(events: Sequence[Event]) -> Event:
    """Some events as one, with the sums of their numbers."""
    numbers: defaultdict[str, float] = defaultdict(float)
    for event in events:
        for name, number in event.numbers.items():
            numbers[name] += number
    return replace(events[0], numbers=numbers)
