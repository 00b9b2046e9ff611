"""What is recorded: measures of a run, and facts the runs are held against."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from whitecell.scenario.quantity import Entry

Statistic = Literal["ever", "first_day", "days", "count", "mean", "final", "peak", "which"]


class Measure(Entry):
    """One number (or category) of a run: a statistic over days of something that the game records.

    ``record`` names what is watched, ``statistic`` what is made of its days.
    """

    statistic: Statistic = Field(
        description=(
            "ever: 1 if it happened; first_day: day on which it first did (missing if never); "
            "days: number of days on which it was so; count: total over days; mean: average over "
            "days; final: value on the last day; peak: highest value; which: the category."
        )
    )
    record: str = Field(description="What is recorded; `whitecell schema` lists the catalogue.")
    of: tuple[str, ...] = Field(
        default=(), description="The actors, agreements, constraints, talks … it is about."
    )
    zones: tuple[str, ...] = Field(default=(), description="Only in these zones; all if empty.")
    last: Annotated[int, Field(ge=1)] | None = Field(default=None, description="Only the last so many days.")
    label: str = Field(default="", description="What a reader sees beside the number.")
    unit: str = Field(default="", description="Unit of the number.")
    cites: tuple[str, ...] = ()
    note: str = ""


class Expectation(Entry):
    """A fact of the sources that runs should be able to reproduce."""

    fact: str = Field(description="What happened, in a sentence.")
    measure: str = Field(description="The measure that shows it.")
    window: tuple[date, date] | None = Field(default=None, description="Dates that it covers.")
    band: tuple[float, float] = Field(description="Lowest and highest value that fits the fact.")
    cites: tuple[str, ...] = ()
    note: str = ""
