"""One run as a dated story: what happened, day by day, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from whitecell.game.record import Event, Story
from whitecell.report.editing import NAMES, Editor
from whitecell.report.event_text import Teller
from whitecell.report.outcome import label, plain_value, told_value
from whitecell.report.wording import calendar, capital, clean, date_of, in_days, listed, number_word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.scenario.model import Scenario

QUIET = 2
"""Days from which a spell without news is worth a line."""

Openings: TypeAlias = dict[tuple[str, str], Event]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day of which something is told.

    ``before`` is the number of days since the last such day; ``quiet`` tells whether nothing at all
    happened on them.
    """

    day: int
    date: date
    before: int
    quiet: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapters:
    """A story by days, what was left out of it by kind, and whether its last days were quiet."""

    days: tuple[Chapter, ...]
    left_out: dict[str, int]
    quiet_end: bool


def chapters(scenario: Scenario, story: Story, full: bool = False, first: int = 1) -> Chapters:
    """The days of a story from a first one on, in order.

    Repetitions are left out unless it is to be told in full: what an earlier day told is not told again.
    """
    teller, editor = Teller(scenario), Editor(scenario)
    told: list[Chapter] = []
    last, quiet = first - 1, True
    before: dict[str, int] = {}
    for day, events in groupby(story.events, key=lambda event: event.day):
        today = list(events)
        news = [event for event in today if full or editor.news(event)]
        openings = _openings(news)
        sentences = []
        for group in _together(today):
            text = _sentence(teller, group, [event for event in group if event in news], openings)
            if text:
                sentences.append(capital(text))
        if day < first:
            before = dict(editor.left_out)
        elif sentences:
            date_then = date_of(scenario.start, day)
            told.append(Chapter(day, date_then, max(day - last - 1, 0), quiet, tuple(sentences)))
            last, quiet = day, True
        else:
            quiet = False
    left_out = {kind: count - before.get(kind, 0) for kind, count in editor.left_out.items()}
    return Chapters(tuple(told), left_out, quiet)


def _sentence(teller: Teller, group: list[Event], news: list[Event], openings: Openings) -> str:
    """What is told of some events that belong together, or nothing."""
    text = teller.breaches(news) if len(news) > 1 else ""
    for event in group:
        opening = openings.get((event.actor, event.zone))
        if event not in news:
            teller.pass_over(event)
        elif opening and event.kind == "effort":
            text = teller.effort_and_battle(event, opening)
        elif not (opening and event.kind == "battle"):  # that was told with the main effort
            sentence = teller.tell(event)
            text = text or sentence
    return text


def _openings(news: list[Event]) -> Openings:
    """Attacks by which a new main effort began the same day, by actor and zone."""
    turns = {(event.actor, event.zone) for event in news if event.kind == "effort"}
    attacks = ((event.actor, event.zone, event) for event in news if event.kind == "battle")
    return {(actor, zone): event for actor, zone, event in attacks if (actor, zone) in turns}


def _together(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Events of a day, those that make one sentence together: breaches of one constraint."""
    for (kind, _), group in groupby(events, key=lambda event: (event.kind, event.thing)):
        if kind == "breach":
            yield list(group)
        else:
            yield from ([event] for event in group)


def spell_line(days: int, quiet: bool, end: str = "") -> str:
    """A spell without news in a line."""
    count, noun = capital(number_word(days)), "day" if days == 1 else "days"
    return f"{count} quiet {noun}{end}." if quiet else f"{count} {noun} of much the same{end}."


def left_out_line(left_out: dict[str, int]) -> str:
    """What was left out of a story, or nothing."""
    parts = [f"{count} {NAMES[kind][count > 1]}" for kind, count in left_out.items() if count]
    return f"Left out as repetition: {listed(parts)}; --full tells them too." if parts else ""


def outcomes(scenario: Scenario, story: Story) -> list[tuple[str, str]]:
    """How the run ended: label and value of each measure."""
    return [(label(scenario, m), told_value(scenario, m, v)) for m, v in story.measures.items()]


def as_json(scenario: Scenario, story: Story, name: str, first: int = 1) -> dict[str, Any]:
    """The story from a first day on, for machines: measures as in a batch, every event with its sentence."""
    teller = Teller(scenario)
    events = [
        {
            "day": event.day,
            "date": date_of(scenario.start, event.day).isoformat(),
            "phase": event.phase,
            "kind": event.kind,
            "actor": event.actor,
            "zone": event.zone,
            "thing": event.thing,
            "others": list(event.others),
            "numbers": dict(event.numbers),
            "text": teller.tell(event),
        }
        for event in story.events
        if event.day >= first
    ]
    measures = {m: plain_value(scenario, m, v) for m, v in story.measures.items()}
    return {"scenario": name, "seed": story.seed, "measures": measures, "events": events}


def story_page(
    scenario: Scenario, story: Story, width: int, full: bool = False, first: int = 1
) -> list[RenderableType]:
    """The story from a first day on, laid out for a console of a width in characters."""
    from rich.padding import Padding
    from rich.text import Text

    from whitecell.report.page import pairs, title

    end = date_of(scenario.start, scenario.days)
    page: list[RenderableType] = [
        title(scenario.title),
        Text(
            f"Run {story.seed}: {_window(first, scenario.days)}, "
            f"{calendar(date_of(scenario.start, first))} to {calendar(end)}"
        ),
    ]
    last, told = first - 1, chapters(scenario, story, full, first)
    for chapter in told.days:
        last = chapter.day
        if chapter.before >= QUIET:
            page += ["", Text(spell_line(chapter.before, chapter.quiet), style="dim italic")]
        heading = Text(calendar(chapter.date, weekday=True), style="bold")
        heading.append(f" · day {chapter.day}", style="dim")
        page += ["", heading]
        page += [Padding(Text(clean(s)), (0, 0, 0, 2)) for s in chapter.sentences]
    if scenario.days - last >= QUIET:
        spell = spell_line(scenario.days - last, told.quiet_end, " to the end")
        page += ["", Text(spell, style="dim italic")]
    page += ["", Text(f"How it stood on {calendar(end)}", style="bold")]
    page += pairs(outcomes(scenario, story), width)
    if note := left_out_line(told.left_out):
        page += ["", Text(note, style="dim")]
    return page


def _window(first: int, last: int) -> str:
    """Days in words: how many from the start, or which."""
    if first == 1:
        return in_days(str(last))
    return f"days {first} to {last}" if first < last else f"day {first}"
