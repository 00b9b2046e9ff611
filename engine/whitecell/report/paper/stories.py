"""Three runs told as stories: the most representative one, and those at the two ends of a measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from whitecell.game.record import Story
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Figure,
    Folded,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
)
from whitecell.report.story import Chapters, chapters, left_out_line, outcomes
from whitecell.report.typical import extreme_run, typical_run
from whitecell.report.wording import calendar, capital, clean
from whitecell.scenario.model import Scenario

TURNS = frozenset({
    "inject", "leak", "balk", "signed", "clause_dropped", "clause_began", "clause_ended", "in_force", "step",
    "collapse", "lapse", "lifted", "suspended", "failed", "resumed", "renewed",
    "spread", "strike", "retreat", "surrender", "control", "joined", "cut", "rung",
})  # fmt: skip
"""Kinds of events that are turning points; the whole story also has battles, violations and main efforts."""


@dataclass(frozen=True, slots=True)
class By:
    """The measure that ranks runs; ``wanted`` is ``high`` or ``low`` if it is known which is better."""

    measure: str
    wanted: str = ""


def usual(scenario: Scenario) -> By | None:
    """The first measure that is a number, or else the first that is not a category."""
    plain = [name for name, m in scenario.measures.items() if m.statistic != "which"]
    numbers = [n for n in plain if scenario.measures[n].statistic not in ("ever", "first_day")]
    return By([*numbers, *plain][0]) if plain else None


def picked(
    scenario: Scenario, columns: Mapping[str, NDArray[Any]], by: By | None
) -> list[tuple[str, str, int]]:
    """Runs to tell: heading, reason and row of each; a run with two reasons is told once."""
    found = [
        (
            "A most representative run",
            "It lies nearest to the middle of all runs in all measures.",
            typical_run(columns),
        )
    ]
    if by is None:
        return found
    name = label(scenario, by.measure)
    for highest in (True, False):
        row = extreme_run(columns, by.measure, highest)
        if row is None or any(row == other for *_, other in found):
            continue
        end = "highest" if highest else "lowest"
        if scenario.measures[by.measure].statistic == "first_day":
            end = "latest, or never" if highest else "earliest"
        good = by.wanted == ("high" if highest else "low")
        head = ("The best run" if good else "The worst run") if by.wanted else f"{capital(end)} “{name}”"
        why = f"Of all runs it has the {end} value of “{name}”; of several, the most typical."
        found.append((head, why, row))
    return sorted(found, key=lambda item: item[0] == "The worst run")


def told(
    scenario: Scenario, story: Story, head: str, why: str, command: str, picture: Figure | None = None
) -> list[Block]:
    """A run as a story: its turning points, its outcome, and the whole story, folded.

    Parameters
    ----------
    scenario : Scenario
    story : Story
    head, why : str
        Its heading, and why it is told.
    command : str
        The command line that tells it again.
    picture : Figure, optional
        Its map day by day.
    """
    seed = story.seed
    turns = replace(story, events=tuple(event for event in story.events if event.kind in TURNS))
    ends = [(capital(what), value) for what, value in outcomes(scenario, story)]
    table = Table(f"{head}, seed {seed}: every measure at the end", ("measure", "value"), ends)
    return [
        Heading(f"{head}: seed {seed}", 3),
        Paragraph([f"{why} Tell it again: ", Span(command, code=True)]),
        Bullets(_days(chapters(scenario, turns))),
        *([picture] if picture else []),
        Folded(f"How run {seed} ended, in every measure", [table]),
        Folded(f"Run {seed} day by day", _whole(scenario, story), paper=False),
    ]  # fmt: skip


def _whole(scenario: Scenario, story: Story) -> list[Block]:
    full = chapters(scenario, story)
    blocks: list[Block] = [Bullets(_days(full))]
    note = left_out_line(full.left_out).replace("; --full tells them too", "")
    return [*blocks, Paragraph(note, "note")] if note else blocks


def _days(found: Chapters) -> list[Inline]:
    return [
        [
            Span(f"{calendar(day.date)}, day {day.day}", strong=True),
            f" – {' '.join(map(clean, day.sentences))}",
        ]
        for day in found.days
    ]
