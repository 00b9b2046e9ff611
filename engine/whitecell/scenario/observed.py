"""What was observed: values of measures, or counts over recorded events, each with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from whitecell.scenario.files import read_text
from whitecell.scenario.findings import from_validation
from whitecell.scenario.library import locate_observed
from whitecell.scenario.loader import lines_of
from whitecell.scenario.model import Scenario
from whitecell.scenario.moment import Moment
from whitecell.scenario.nodes import Key
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean
from whitecell.scenario.quantity import LARGEST, Entry, Real
from whitecell.scenario.source import Source
from whitecell.scenario.windows import windows
from whitecell.scenario.yardsticks import Measure

MOST = 400
"""A limit on observations of a file; the runs of all are held in memory at once."""
NEVER = "never"


def _seen(value: Any) -> Any:
    """A value as a file may state it: a number, true or false, a date, or ``never``."""
    if isinstance(value, bool) or type(value) is date or value == NEVER:
        return value
    if isinstance(value, (int, float)) and isfinite(value) and abs(value) <= LARGEST:
        return float(value)
    raise ValueError("it is a number, true or false, a date such as 2017-06-20, or never")


Seen = Annotated[float | bool | date | Literal["never"], BeforeValidator(_seen)]
"""What was seen of a measure: a number, whether it happened, or the day on which it first did."""
Text = Annotated[str, Field(min_length=1)]
Share = Annotated[Real, Field(ge=0, le=1)]
Bounded = Annotated[Real, Field(ge=-LARGEST, le=LARGEST)]


class Counted(Entry):
    """Recorded events in a CSV file, from which the value of a measure is counted as the measure counts."""

    file: Text = Field(description="The CSV file, in the folder of this one or below it.")
    date: str = Field(
        default="",
        description="The column with the day of each event, such as 2017-06-20; if left out `date`, "
        "`event_date` or `date_start`, whichever is there.",
    )
    where: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Only rows that have one of these words in these columns."
    )
    sum: str = Field(default="", description="A column of numbers to add up, instead of counting rows.")
    from_: Moment | None = Field(
        default=None, alias="from", description="The first day that the file covers; all days if not stated."
    )
    until: Moment | None = Field(default=None, description="The last day that the file covers.")


class Naive(Entry):
    """A naive forecast that the runs should beat: exactly one of its keys is stated."""

    value: Seen | None = Field(default=None, description="One value, such as the last one known.")
    share: Share | None = Field(default=None, description="The chance of a yes, such as a base rate.")
    normal: tuple[Bounded, Annotated[Real, Field(gt=0, le=LARGEST)]] | None = Field(
        default=None, description="Mean and standard deviation."
    )
    quantiles: dict[Annotated[float, Field(gt=0, lt=1)], Bounded] = Field(
        default_factory=dict, description="Level and value, such as {0.05: 2, 0.5: 10, 0.95: 40}."
    )
    values: tuple[Seen, ...] = Field(default=(), description="Earlier values, each as likely as any other.")
    note: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Naive:
        stated = [self.value is not None, self.share is not None, self.normal is not None]
        stated += [bool(self.quantiles), bool(self.values)]
        if sum(stated) != 1:
            raise ValueError("give one of value, share, normal, quantiles and values")
        ordered = [self.quantiles[level] for level in sorted(self.quantiles)]
        if self.quantiles and (len(ordered) < 2 or ordered != sorted(ordered)):
            raise ValueError("quantiles are two values at least, and rise with their level")
        return self


class Observation(Entry):
    """One thing that was observed, to compare the runs with: its value, or events to count it from."""

    measure: Text = Field(description="A measure of the scenario, or one that this file states.")
    value: Seen | None = Field(default=None, description="What was observed.")
    events: Counted | None = Field(default=None, description="Recorded events to count it from.")
    tolerance: Annotated[Real, Field(ge=0, le=LARGEST)] = Field(
        default=0.0, description="How far the observed number may be off, either way; in its unit."
    )
    source: Text = Field(description="Who says so, and where.")
    facts: tuple[str, ...] = Field(
        default=(),
        description="Facts of the scenario's register that say the same, so that it was fitted to it.",
    )
    naive: dict[str, Naive] = Field(default_factory=dict, description="Forecasts to be better than, by name.")
    note: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Observation:
        if (self.value is None) == (self.events is None):
            raise ValueError("give one of value and events")
        return self


class Observed(Entry):
    """What was observed of the days that a scenario plays."""

    title: str = ""
    about: str = ""
    measures: dict[str, Any] = Field(
        default_factory=dict, description="Further measures, as a scenario states them."
    )
    observations: dict[str, Observation] = Field(min_length=1, max_length=MOST)


def read_observed(reference: str | Path) -> Source:
    """Read a file of observations as text, by its path or the name of one that ships.

    Raises
    ------
    ScenarioError
        If there is no such file, or it is no YAML.
    """
    path = locate_observed(reference)
    text = read_text(path)
    return Source(parse(text, str(path), "file of observations"), [path], {str(path): lines_of(text)})


def understood(stated: Source, scenario: Scenario) -> Observed:
    """The observations that a file states about a scenario.

    Parameters
    ----------
    stated : Source
        As :func:`read_observed` gives it.
    scenario : Scenario
        With the measures of the file among its own: :func:`whitecell.scenario.reading.read_source` joins
        them.

    Raises
    ------
    ScenarioError
        With everything that is wrong, each finding at its place.
    """
    plain = stated.root.plain()
    try:
        observed = Observed.model_validate(plain, context={"start": scenario.start})
    except ValidationError as error:
        raise ScenarioError(from_validation(error, stated, Observed)) from None
    if problems := [*_amiss(observed, stated, scenario), *_idle(observed, stated, scenario)]:
        raise ScenarioError(problems)
    return observed


def number(value: Any, measure: Measure, scenario: Scenario) -> float:
    """An observed value as the game records it: 1 or 0, a day of the game, or a number; NaN for never.

    Raises
    ------
    ValueError
        If the measure has no such values; the message says what it has.
    """
    if measure.statistic == "first_day":
        if value == NEVER:
            return float("nan")
        if isinstance(value, bool):
            raise ValueError("it is a day: write its date, the number of the day, or never")
        day = float((value - scenario.start).days) if isinstance(value, date) else float(value)
        if not 1 <= day <= scenario.days or day != int(day):
            raise ValueError(
                f"the game has days 1 to {scenario.days}; write never for what did not come in them"
            )
        return day
    if isinstance(value, (date, str)):
        raise ValueError("dates and never are values of measures with the statistic first_day")
    if measure.statistic == "ever":
        if value not in (0.0, 1.0):
            raise ValueError("it happened or not: write true or false")
    elif isinstance(value, bool):
        raise ValueError("it is a number, and no yes or no")
    return float(value)


def days_of(measure: Measure, scenario: Scenario) -> range:
    """The days of the game that count for a measure, from 1."""
    first, last = 1, scenario.days
    if measure.last is not None:
        first = max(first, scenario.days - measure.last + 1)
    if measure.from_ is not None:
        first = max(first, (measure.from_ - scenario.start).days)
    if measure.until is not None:
        last = min(last, (measure.until - scenario.start).days)
    return range(first, last + 1)


def _idle(observed: Observed, stated: Source, scenario: Scenario) -> Iterator[Problem]:
    """Measures of the file that can say nothing, such as those about days outside the game."""
    own = scenario.model_copy(update={"measures": {n: scenario.measures[n] for n in observed.measures}})
    for problem in windows(own, stated):
        yield replace(problem, grade="error")


def _amiss(observed: Observed, stated: Source, scenario: Scenario) -> Iterator[Problem]:
    """Observations that do not fit the scenario: missing measures, and values that measures cannot have."""
    for name, seen in observed.observations.items():
        here: tuple[Key, ...] = ("observations", name)
        measure = scenario.measures.get(seen.measure)
        if measure is None:
            hint = did_you_mean(seen.measure, list(scenario.measures))
            hint = hint or "`whitecell show` lists them; state others under `measures:`"
            message = f"the scenario has no measure '{seen.measure[:60]}'"
            yield stated.problem("error", (*here, "measure"), message, hint)
            continue
        if measure.statistic == "which":
            hint = "state a measure that is 1 where it is so, with the statistic ever"
            yield stated.problem("error", (*here, "measure"), "a category cannot be scored", hint)
            continue
        if seen.value is not None:
            yield from _value(seen.value, (*here, "value"), measure, stated, scenario)
        if measure.statistic == "ever" and seen.tolerance:
            hint = "take it out; what is not known well is no observation"
            yield stated.problem("error", (*here, "tolerance"), "yes and no have no tolerance", hint)
        for key, naive in seen.naive.items():
            yield from _naive(naive, (*here, "naive", key), measure, stated, scenario)


def _value(
    value: Any, place: tuple[Key, ...], measure: Measure, stated: Source, scenario: Scenario
) -> Iterator[Problem]:
    try:
        number(value, measure, scenario)
    except ValueError as error:
        yield stated.problem("error", place, f"'{place[-1]}': {error}")


def _naive(
    naive: Naive, place: tuple[Key, ...], measure: Measure, stated: Source, scenario: Scenario
) -> Iterator[Problem]:
    """A naive forecast that a measure cannot have."""
    flag = measure.statistic == "ever"
    for key in ("normal", "quantiles"):
        if flag and getattr(naive, key):
            hint = "write share: and the chance of a yes"
            yield stated.problem("error", (*place, key), f"a yes or no has no {key}", hint)
    if naive.share is not None and not flag:
        hint = "write value, normal, quantiles or values"
        yield stated.problem("error", (*place, "share"), "only a yes or no has a share", hint)
    if naive.value is not None:
        yield from _value(naive.value, (*place, "value"), measure, stated, scenario)
    for k, value in enumerate(naive.values):
        yield from _value(value, (*place, "values", k), measure, stated, scenario)
