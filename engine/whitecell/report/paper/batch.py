"""The report of a batch: its answers, the theatre, every measure, three runs, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Days, followed
from whitecell.analysis.summary import once, summarise
from whitecell.batch.hands import Hands
from whitecell.game.record import Story
from whitecell.report.paper import measures, one_page, stories, theatre
from whitecell.report.paper.blocks import Block, Document, Heading, Paragraph
from whitecell.report.paper.repeat import Source, repeat
from whitecell.report.paper.scenario import assumed, described, period
from whitecell.report.paper.stories import By
from whitecell.report.paper.theatre import Letters
from whitecell.report.wording import clean, counted
from whitecell.scenario.claims import Claim
from whitecell.scenario.model import Scenario

DAYS = 1000
"""Most runs that are played again for their days; the table and the spread cover all runs."""


@dataclass(frozen=True, eq=False, slots=True)
class Played:
    """A batch for a report; ``seeds`` and each of ``columns`` have shape ``(n_runs,)``."""

    scenario: Scenario
    seeds: NDArray[np.int64]
    columns: Mapping[str, NDArray[Any]]
    source: Source


@dataclass(frozen=True, slots=True)
class Grounds:
    """The register's claims, and why there are none if there should be."""

    claims: Mapping[str, Claim]
    missing: str = ""


def batch_report(
    batch: Played, days: Days, grounds: Grounds, by: By | None, command: str, hands: Hands
) -> Document:
    """Put a batch's report together.

    Parameters
    ----------
    batch : Played
    days : Days
        Of the batch's runs, or of the first of them.
    grounds : Grounds
    by : By or None
        The measure that picks the runs told beside the most representative one.
    command : str
        The command that writes this report.
    hands : Hands
        Processes that play the runs to be told.
    """
    plot = batch.scenario
    tales = told(batch, by, hands)
    found = summarise(plot, batch.columns)
    runs = counted(len(batch.seeds), "runs")
    shares = measures.shares(plot, found)
    first = one_page.of_batch(
        plot, once(plot, found), len(batch.seeds), shares[0] if shares else None, grounds.claims
    )
    blocks: list[Block] = [
        *first.blocks(),
        Heading("What the batch says", 2, "answer"),
        Paragraph(
            f"What follows from the stated assumptions of “{clean(plot.title)}” over "
            f"{counted(plot.days, 'days')}, in {runs}.",
            "lead",
        ),
        measures.answers(plot, found),
        Paragraph("Shares of runs under the stated assumptions; not a forecast.", "note"),
        *described(plot),
        Heading("The theatre", 2, "map"),
        theatre.mapped(plot, days.standing(0), "map-start"),
        theatre.over_days(plot, days, "map-end"),
        Heading("How it goes", 2, "measures"),
        measures.how_to_read(),
        *_warnings(batch, days),
        *measures.pictures(plot, found, batch.columns, days),
        Heading("In numbers", 2, "numbers"),
        measures.table(found),
        *tales,
        *assumed(plot, grounds.claims, grounds.missing),
    ]
    about = f"{runs}, {batch.source.seeds}; {period(plot)}"
    return Document(clean(plot.title), about, blocks, repeat([batch.source], command), folded=True)


def told(batch: Played, by: By | None, hands: Hands, letters: Letters | None = None) -> Iterator[Block]:
    """Three runs as stories, the first with a map; the call starts playing them."""
    chosen = stories.picked(batch.scenario, batch.columns, by) if batch.columns else []
    seeds = [int(batch.seeds[row]) for *_, row in chosen]
    tales = hands.map(partial(followed, batch.scenario), seeds)
    return _tellings(batch, [(head, why) for head, why, _ in chosen], tales, letters)


def _tellings(
    batch: Played,
    heads: Sequence[tuple[str, str]],
    tales: Iterator[tuple[Story, Days]],
    letters: Letters | None,
) -> Iterator[Block]:
    if not heads:
        return
    many = ("A run as a story", "Two runs as stories", "Three runs as stories")[len(heads) - 1]
    yield Heading(many, 2, "stories")
    yield Paragraph("No run is the future. These show what the numbers are made of: their turning points.")
    for k, ((head, why), (story, days)) in enumerate(zip(heads, tales, strict=True)):
        command = f"whitecell run {batch.source.words} --seed {story.seed}"
        # One map of a run is enough to show what is behind maps of means.
        picture = theatre.over_days(batch.scenario, days, "map-run", letters, story) if k == 0 else None
        yield from stories.told(batch.scenario, story, head, why, command, picture)


def _warnings(batch: Played, days: Days) -> list[Block]:
    """Warnings where the days are not those of the batch as stored."""
    found: list[Block] = []
    n = len(days.seeds)
    if n < len(batch.seeds):
        found.append(
            Paragraph(f"Days and maps are of the first {n:,} runs; spreads and numbers of all.", "note")
        )
    if not same(batch, days):
        found.append(
            Paragraph(
                "The runs were played again for their days, and do not come out as they were stored: other "
                "versions are installed now than when the batch was played (see below). Days, maps and "
                "stories are those of the installed versions.",
                "warning",
            )
        )
    return found


def same(batch: Played, days: Days) -> bool:
    """Whether runs that were played again equal the stored ones, to the bit."""
    n = len(days.seeds)
    for name, column in batch.columns.items():
        again = days.columns[name]
        if not np.array_equal(column[:n], again, equal_nan=column.dtype != object):
            return False
    return True
