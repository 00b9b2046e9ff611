"""What is recorded: measures of a run, and facts with which the runs are compared."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from whitecell.scenario.moment import Moment
from whitecell.scenario.named import ActorName, ZoneName
from whitecell.scenario.quantity import LARGEST, Entry, Real

Statistic = Literal["ever", "first_day", "days", "count", "mean", "final", "peak", "value", "which"]
COUNTS = frozenset({"count", "mean", "final", "peak", "value"})
"""Statistics in the unit of what is recorded."""
Threshold = Annotated[Real, Field(ge=-LARGEST, le=LARGEST)]
"""A number with which values are compared; a question of the analyst, not an assumption."""


class Record(Entry):
    """Something that the game records every day, above 0 where it is so.

    With ``at_least`` or ``below`` it is 1 on days on which its value is so, and 0 on others; both together
    make a band.
    """

    record: str = Field(
        description="What is recorded: a word of the catalogue, or a formula of records, such as "
        "`total(losses(red)) / total(losses(blue))`."
    )
    of: tuple[str, ...] = Field(
        default=(), description="The actors, arms, agreements, constraints, talks … it is about."
    )
    zones: tuple[ZoneName, ...] = Field(
        default=(), description="Only in these zones; all if empty. Refused where nothing is told by zones."
    )
    by: tuple[ActorName, ...] = Field(
        default=(),
        description="Of strikes and warnings only those of these actors, of breaches and violations only "
        "those that these commit, of counts only those of these watchers.",
    )
    at_least: Threshold | None = Field(
        default=None, description="Counts as 1 on days on which it is this or more, as 0 on others."
    )
    below: Threshold | None = Field(
        default=None, description="Counts as 1 on days on which it is less than this, as 0 on others."
    )

    @property
    def is_formula(self) -> bool:
        """Whether it is a formula of records, not the name of one."""
        return any(sign in self.record for sign in "()*/+<>=") or " - " in self.record

    @property
    def held(self) -> bool:
        """Whether it is compared with a number, and so is 1 or 0."""
        return self.at_least is not None or self.below is not None


class Measure(Record):
    """One number (or category) of a run: a statistic over days of something that the game records.

    ``record`` names what is watched, ``statistic`` what is made of its days.
    """

    statistic: Statistic = Field(
        description=(
            "ever: 1 if it happened; first_day: day on which it first did (missing if never); "
            "days: number of days on which it was so; count: total over days; mean: average over "
            "days; final: value on the last day; peak: highest value; value: what it is on the day `on`; "
            "which: the category."
        )
    )
    on: Moment | None = Field(
        default=None, description="With the statistic value: its day, a date or `day 12` of the game."
    )
    last: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Only the last this many days."
    )
    from_: Moment | None = Field(
        default=None, alias="from", description="Only from this day on: a date, or `day 12` of the game."
    )
    until: Moment | None = Field(
        default=None, description="Only until this day, which still counts: a date, or `day 12` of the game."
    )
    during: Record | None = Field(default=None, description="Only on days on which this is so in the run.")
    unless: Record | None = Field(
        default=None, description="Only on days on which this is not so in the run."
    )
    since: Record | None = Field(
        default=None, description="Only from the first day on which this is so in the run; that day counts."
    )
    within: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="With `since`: only this many days, of which that day is the first."
    )
    label: str = Field(default="", description="What a reader sees beside the number.")
    unit: str = Field(default="", description="Unit of the number.")
    cites: tuple[str, ...] = ()
    note: str = ""

    @property
    def conditions(self) -> dict[str, Record]:
        """What decides in each run which days count, by key: ``during``, ``unless`` and ``since``."""
        stated = {"during": self.during, "unless": self.unless, "since": self.since}
        return {key: record for key, record in stated.items() if record is not None}


Band = tuple[float, float]
"""Lowest and highest value, both included."""


class Expectation(Entry):
    """A fact of the sources, and how the runs of a scenario are held against it.

    Exactly one of ``middle_half``, ``mean``, ``every``, ``share`` and ``rising`` says what of the
    runs should lie where.
    """

    fact: str = Field(description="What the sources say, in a sentence.")
    scenario: str = Field(description="The scenario that is played for it.")
    days: Annotated[int, Field(ge=1)] | None = Field(default=None, description="Days, if not the scenario's.")
    set: dict[str, float] = Field(default_factory=dict, description="Assumptions that are set for it.")
    measure: Measure = Field(description="What of each run shows it.")
    over: Measure | None = Field(
        default=None, description="The measure is divided by this one, run by run; missing if it is 0."
    )
    observed: float | None = Field(
        default=None, description="The measure's value by the sources, if they give one number."
    )
    middle_half: Band | None = Field(default=None, description="Where the quartiles should lie.")
    mean: Band | None = Field(default=None, description="Where the mean should lie.")
    every: Band | None = Field(default=None, description="Where every run should lie.")
    share: Band | None = Field(default=None, description="Where the share of runs `within` should lie.")
    within: Band | None = Field(default=None, description="With `share`: the values that are counted.")
    along: dict[str, tuple[float, ...]] = Field(
        default_factory=dict, description="With `rising`: an assumption and the values that it takes."
    )
    rising: Band | None = Field(
        default=None, description="The mean rises along these values, from this at most to that at least."
    )
    cites: tuple[str, ...]
    note: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Expectation:
        ways = [
            w for w in ("middle_half", "mean", "every", "share", "rising") if getattr(self, w) is not None
        ]
        if len(ways) != 1:
            raise ValueError("give one of middle_half, mean, every, share and rising")
        if (self.share is None) != (self.within is None):
            raise ValueError("`share` and `within` go together")
        if (self.rising is None) != (len(self.along) != 1 or len(next(iter(self.along.values()))) < 2):
            raise ValueError("`rising` needs `along` one assumption, with two values or more")
        return self
