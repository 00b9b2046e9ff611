"""One run as a story: its outcome, then its turning points month by month, or every day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from whitecell.game.record import Event, Story
from whitecell.report.courses import Point, courses
from whitecell.report.editing import NAMES, Editor
from whitecell.report.event_text import Teller
from whitecell.report.outcome import label, plain_value, told_value
from whitecell.report.synopsis import Month, synopsis
from whitecell.report.wording import (
    calendar,
    capital,
    clean,
    date_of,
    in_days,
    listed,
    number_word,
    unrepeated,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.scenario.model import Scenario

QUIET = 2
"""A spell without news gets a line from this many days on."""

MOST_ROWS = 6
"""Measures of the outcome at the head of a story in brief."""
MOST_ZEROS = 2
"""Most measures that are zero, or did not happen, that it names."""
HEAD = 10
"""Characters of the dates and headings beside turning points, as wide as the widest."""

Openings: TypeAlias = dict[tuple[str, str], Event]


@dataclass(frozen=True, slots=True)
class Focus:
    """The part of a run that is told day by day.

    ``first`` and ``last`` are days; without a last it goes to the end. ``zone`` and ``actor`` are keys,
    empty for all.
    """

    first: int = 1
    last: int | None = None
    zone: str = ""
    actor: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was chosen."""
        return self == Focus()

    def days(self, scenario: Scenario) -> range:
        """The days that are told."""
        last = scenario.days if self.last is None else min(self.last, scenario.days)
        return range(self.first, last + 1)

    def holds(self, event: Event) -> bool:
        """Whether an event is about the days, the zone and the actor that were chosen."""
        return (
            self.first <= event.day
            and (self.last is None or event.day <= self.last)
            and self.zone in ("", event.zone)
            and (not self.actor or self.actor == event.actor or self.actor in event.others)
        )


WHOLE_RUN = Focus()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day that the story tells about.

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
    """A story by days, the number of events left out by kind, and whether its last days were quiet."""

    days: tuple[Chapter, ...]
    left_out: dict[str, int]
    quiet_end: bool


def chapters(scenario: Scenario, story: Story, full: bool = False, focus: Focus = WHOLE_RUN) -> Chapters:
    """The days of a story that were chosen, in order.

    Repetitions of earlier days are left out, unless the story is told in full.
    """
    teller, editor = Teller(scenario), Editor(scenario)
    told: list[Chapter] = []
    last, quiet = focus.first - 1, True
    left_out: Counter[str] = Counter()
    for day, events in groupby(story.events, key=lambda event: event.day):
        today = list(events)
        news = [event for event in today if full or editor.news(event)]
        openings = _openings(news)
        sentences = []
        for group in _together(today):
            text = _sentence(teller, group, [event for event in group if event in news], openings)
            if text and any(map(focus.holds, group)):
                sentences.append(capital(text))
        left_out.update(e.kind for e in today if e not in news and e.kind in NAMES and focus.holds(e))
        if sentences:
            date_then = date_of(scenario.start, day)
            told.append(Chapter(day, date_then, max(day - last - 1, 0), quiet, tuple(sentences)))
            last, quiet = day, True
        elif any(map(focus.holds, today)):
            quiet = False
    return Chapters(tuple(told), dict(left_out), quiet)


def _sentence(teller: Teller, group: list[Event], news: list[Event], openings: Openings) -> str:
    """The text for some events that belong together, or nothing."""
    text = teller.breaches(news) if len(news) > 1 else ""
    for event in group:
        opening = openings.get((event.actor, event.zone))
        if event not in news:
            teller.pass_over(event)
        elif opening and event.kind == "effort":
            text = teller.effort_and_battle(event, opening)
        elif not (opening and event.kind == "battle"):  # the battle is told with the main effort
            sentence = teller.tell(event)
            text = text or sentence
    return text


def _openings(news: list[Event]) -> Openings:
    """Attacks that began a new main effort the same day, by actor and zone."""
    turns = {(event.actor, event.zone) for event in news if event.kind == "effort"}
    attacks = ((event.actor, event.zone, event) for event in news if event.kind == "battle")
    return {(actor, zone): event for actor, zone, event in attacks if (actor, zone) in turns}


def _together(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Events of a day; violations of one constraint, which make one sentence, are grouped."""
    for (kind, _), group in groupby(events, key=lambda event: (event.kind, event.thing)):
        if kind == "breach":
            yield list(group)
        else:
            yield from ([event] for event in group)


def spell_line(first: date, last: date, quiet: bool) -> str:
    """A spell without news in a line, by its first and last day."""
    same = (first.year, first.month) == (last.year, last.month)
    span = f"{first.day}–{calendar(last)}" if same else f"{calendar(first)} to {calendar(last)}"
    return f"{span}: {'no significant change' if quiet else 'more of the same'}."


def left_out_line(left_out: dict[str, int]) -> str:
    """A line on the events left out of a story, or nothing."""
    parts = [f"{count} {NAMES[kind][count > 1]}" for kind, count in left_out.items() if count]
    return f"Left out as repetition: {listed(parts)}; --full prints them too." if parts else ""


def outcomes(scenario: Scenario, story: Story) -> list[tuple[str, str]]:
    """How the run ended: label and value of each measure."""
    return [(label(scenario, m), told_value(scenario, m, v)) for m, v in story.measures.items()]


def as_json(
    scenario: Scenario,
    story: Story,
    name: str,
    standings: Sequence[Mapping[str, Any]],
    focus: Focus = WHOLE_RUN,
) -> dict[str, Any]:
    """The story for machines: measures as in a batch, every event with its sentence, the state by day.

    ``standings`` are the days, as :func:`whitecell.report.states.states` gives them.
    """
    teller = Teller(scenario)
    events = []
    for event in story.events:
        text = teller.tell(event)
        if focus.holds(event):
            events.append({
                "day": event.day,
                "date": date_of(scenario.start, event.day).isoformat(),
                "phase": event.phase,
                "kind": event.kind,
                "actor": event.actor,
                "zone": event.zone,
                "thing": event.thing,
                "others": list(event.others),
                "numbers": dict(event.numbers),
                "text": text,
            })  # fmt: skip
    measures = {m: plain_value(scenario, m, v) for m, v in story.measures.items()}
    return {
        "scenario": name, "seed": story.seed, "measures": measures, "days": list(standings), "events": events
    }  # fmt: skip


def story_page(
    scenario: Scenario, story: Story, width: int, full: bool = False, focus: Focus = WHOLE_RUN
) -> list[RenderableType]:
    """The outcome, then the months; or the days that were chosen, or all days if told in full.

    It is laid out for a console; ``width`` is in characters.
    """
    from rich.padding import Padding
    from rich.text import Text

    from whitecell.report.page import pairs, title

    end = date_of(scenario.start, scenario.days)
    page: list[RenderableType] = [
        title(scenario.title),
        Text(
            f"Run {story.seed}: {in_days(str(scenario.days))}, {calendar(date_of(scenario.start, 1))} to "
            f"{calendar(end)}"
        ),
        "",
        Text(f"Outcome on {calendar(end)}", style="bold"),
    ]
    brief = focus.whole and not full
    rows, folded = outcome_rows(scenario, story, MOST_ROWS if brief else None)
    page += pairs(rows, width)
    if folded:
        page.append(Padding(Text(folded, style="dim"), (0, 0, 0, 2)))
    return [*page, *(_by_month(scenario, story, width) if brief else _by_day(scenario, story, full, focus))]


def outcome_rows(
    scenario: Scenario, story: Story, most: int | None = None
) -> tuple[list[tuple[str, str]], str]:
    """Measures that are not zero, up to a limit, and a line on the rest.

    Measures that are zero, or did not happen, are only named.
    """
    rows, nothing = [], []
    for name, value in story.measures.items():
        plain = plain_value(scenario, name, value)
        if plain is None or plain == 0:
            nothing.append(label(scenario, name))
        else:
            rows.append((label(scenario, name), told_value(scenario, name, value)))
    named = nothing if most is None or len(nothing) <= MOST_ZEROS + 1 else nothing[:MOST_ZEROS]
    others = len(nothing) - len(named)
    said = [*named, f"{number_word(others)} others"] if others else named
    return rows[:most], f"Zero or did not happen: {listed(said)}." if said else ""


def _spells(months: Sequence[Month]) -> Iterator[list[Month]]:
    """Months one by one; those in a row without a turning point together."""
    for quiet, alike in groupby(months, key=lambda month: not month.points):
        spell = list(alike)
        yield from [spell] if quiet else ([month] for month in spell)


def _by_month(scenario: Scenario, story: Story, width: int) -> Iterator[RenderableType]:
    """The turning points by month."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    def points(told: Sequence[Point]) -> RenderableType:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True, min_width=HEAD)
        grid.add_column(overflow="fold")
        for point in told:
            grid.add_row(Text(point.head), Text(clean(point.text)))
        return Padding(grid, (0, 0, 0, 2))

    yield ""
    for spell in _spells(synopsis(scenario, story)):
        first, last = spell[0], spell[-1]
        heading = Text(first.name if first is last else f"{first.name} to {last.name}", style="bold")
        heading.append(f" · days {first.first} to {last.last}", style="dim")
        told = [point for month in spell for point in month.points]
        line = f"  {told[0].head}: {clean(told[0].text)}" if len(told) == 1 else ""
        if not told:
            yield heading.append(": no significant change", style="dim")
        elif line and len(heading) + len(line) <= width:
            yield heading.append(line, style="not bold")
        else:
            yield from (heading, points(told))
    if whole := courses(scenario, story):
        yield Text("Over the whole run", style="bold")
        yield from (_course(heading, told) for heading, told in whole.items())
    yield ""
    rest = (
        f"--full: every day and all {len(story.measures):,} measures; --from, --to, --zone, --actor: a part."
    )
    yield Text(rest, style="dim")


def _course(heading: str, told: Sequence[Point]) -> RenderableType:
    """A paragraph on the run as a whole."""
    from rich.padding import Padding
    from rich.text import Text

    heads = unrepeated(point.head for point in told)
    lines = (f"{head}: {point.text}" if head else point.text for head, point in zip(heads, told, strict=True))
    text = "; ".join(line.rstrip(".") for line in lines)
    return Padding(Text(f"{heading} – {clean(capital(text))}."), (0, 0, 0, 2))


def _by_day(scenario: Scenario, story: Story, full: bool, focus: Focus) -> Iterator[RenderableType]:
    """The days that were chosen, with what happened on each."""
    from rich.padding import Padding
    from rich.text import Text

    def spell(first: int, last: int, quiet: bool) -> list[RenderableType]:
        if last - first + 1 < QUIET:
            return []
        line = spell_line(date_of(scenario.start, first), date_of(scenario.start, last), quiet)
        return ["", Text(line, style="dim italic")]

    days = focus.days(scenario)
    last, told = days.start - 1, chapters(scenario, story, full, focus)
    for chapter in told.days:
        yield from spell(last + 1, chapter.day - 1, chapter.quiet)
        last = chapter.day
        heading = Text(calendar(chapter.date, weekday=True), style="bold")
        heading.append(f" · day {chapter.day}", style="dim")
        yield from ("", heading)
        yield from (Padding(Text(clean(s)), (0, 0, 0, 2)) for s in chapter.sentences)
    yield from spell(last + 1, days.stop - 1, told.quiet_end)
    if note := left_out_line(told.left_out):
        yield from ("", Text(note, style="dim"))
