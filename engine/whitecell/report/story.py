"""One run as a dated story: what happened, day by day, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from whitecell.game.record import Story
from whitecell.report.outcome import label, plain_value, told_value
from whitecell.report.telling import Teller
from whitecell.report.wording import calendar, capital, clean, date_of, number_word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.scenario.model import Scenario

QUIET = 2
"""Days without an event from which a spell is worth a line."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day on which something happened.

    ``quiet`` is the number of days without an event before it.
    """

    day: int
    date: date
    quiet: int
    sentences: tuple[str, ...]


def chapters(scenario: Scenario, story: Story) -> Iterator[Chapter]:
    """The days of a story on which something happened, in order."""
    teller, last = Teller(scenario), 0
    for day, events in groupby(story.events, key=lambda event: event.day):
        sentences = tuple(teller.tell(event) for event in events)
        yield Chapter(day, date_of(scenario.start, day), max(day - last - 1, 0), sentences)
        last = day


def quiet_line(days: int) -> str:
    """A spell without events in a line."""
    return f"{capital(number_word(days))} quiet days."


def outcomes(scenario: Scenario, story: Story) -> list[tuple[str, str]]:
    """How the run ended: label and value of each measure."""
    return [(label(scenario, m), told_value(scenario, m, v)) for m, v in story.measures.items()]


def as_json(scenario: Scenario, story: Story, name: str) -> dict[str, Any]:
    """The story for machines: measures as in a batch, and every event with its sentence."""
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
    ]
    measures = {m: plain_value(scenario, m, v) for m, v in story.measures.items()}
    return {"scenario": name, "seed": story.seed, "measures": measures, "events": events}


def story_page(scenario: Scenario, story: Story, width: int) -> list[RenderableType]:
    """The story, laid out for a console of a width in characters."""
    from rich.padding import Padding
    from rich.text import Text

    from whitecell.report.page import pairs, title

    end = date_of(scenario.start, scenario.days)
    page: list[RenderableType] = [
        title(scenario.title),
        Text(
            f"Run {story.seed}: {scenario.days} days, {calendar(date_of(scenario.start, 1))} to "
            f"{calendar(end)}"
        ),
    ]
    last = 0
    for chapter in chapters(scenario, story):
        last = chapter.day
        if chapter.quiet >= QUIET:
            page += ["", Text(quiet_line(chapter.quiet), style="dim italic")]
        heading = Text(calendar(chapter.date, weekday=True), style="bold")
        heading.append(f" · day {chapter.day}", style="dim")
        page += ["", heading]
        page += [Padding(Text(clean(s)), (0, 0, 0, 2)) for s in chapter.sentences]
    if scenario.days - last >= QUIET:
        spell = f"{capital(number_word(scenario.days - last))} quiet days to the end."
        page += ["", Text(spell, style="dim italic")]
    page += ["", Text(f"How it stood on {calendar(end)}", style="bold")]
    page += pairs(outcomes(scenario, story), width)
    return page
