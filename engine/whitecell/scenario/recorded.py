"""Recorded events in a CSV file, counted as a measure counts what the game records.

The file may come from anybody: it has to be a plain file of bounded size in the folder of the one that names
it, and every cell is text until it has been read as a date or a number.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from whitecell.scenario.beside import path_beside, text_beside
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key, line_at
from whitecell.scenario.observed import Counted, days_of
from whitecell.scenario.problems import NUMBERS_ARE_PLAIN, Problem, ScenarioError, did_you_mean
from whitecell.scenario.quantity import LARGEST
from whitecell.scenario.source import Source
from whitecell.scenario.yardsticks import Measure

MAX_BYTES = 32_000_000
MAX_ROWS = 500_000
MAX_COLUMNS = 200
SHOWN = 10
"""The number of faulty rows that a message describes."""
DATES = ("date", "event_date", "date_start")
"""Columns that hold the day if a file of observations names none: the data sets of ACLED and UCDP GED have
the last two."""
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
STATISTICS = ("ever", "first_day", "days", "count", "mean", "peak")
"""Statistics that can be calculated from events; for others a value has to be stated."""


def counted(
    stated: Counted, measure: Measure, scenario: Scenario, source: Source, place: tuple[Key, ...]
) -> float:
    """The value of a measure by recorded events: each day's events or sum, and the statistic of these days.

    Parameters
    ----------
    stated : Counted
    measure : Measure
        Says which days count, with which thresholds, and which statistic of them is taken.
    scenario : Scenario
        Says on which date the game begins.
    source, place
        Where the observation states its events, for messages.

    Returns
    -------
    float
        NaN for the first day of what never happened.

    Raises
    ------
    ScenarioError
        If the measure cannot be counted from events, or the file cannot be read, with the line of each row.
    """
    days = _days(stated, measure, scenario, source, place)
    amounts = np.zeros(len(days))
    for day, amount in _rows(stated, source, place):
        number = (day - scenario.start).days
        if number in days:
            amounts[number - days.start] += amount
    if measure.held:
        above = amounts >= (-np.inf if measure.at_least is None else measure.at_least)
        amounts = np.where(above & (amounts < (np.inf if measure.below is None else measure.below)), 1.0, 0.0)
    return _statistic(measure.statistic, amounts, days.start)


def _statistic(statistic: str, amounts: NDArray[np.float64], first: int) -> float:
    """The value of a statistic over days; the first of them is day ``first``."""
    so = np.flatnonzero(amounts > 0.0)
    made = {
        "ever": float(len(so) > 0),
        "first_day": float(first + so[0]) if len(so) else float("nan"),
        "days": float(len(so)),
        "count": float(amounts.sum()),
        "mean": float(amounts.mean()),
        "peak": float(amounts.max()),
    }
    return made[statistic]


def _days(
    stated: Counted, measure: Measure, scenario: Scenario, source: Source, place: tuple[Key, ...]
) -> range:
    """The days that count, all of which the file has to cover."""
    if measure.statistic not in STATISTICS:
        hint = f"state its value; events make {', '.join(STATISTICS)}"
        message = f"events say nothing of a measure with the statistic {measure.statistic}"
        raise ScenarioError([source.problem("error", place, message, hint)])
    if measure.conditions:
        hint = "take a measure with `from` and `until`"
        message = (
            f"which days count for this measure differs from run to run: {', '.join(measure.conditions)}"
        )
        raise ScenarioError([source.problem("error", place, message, hint)])
    days = days_of(measure, scenario)
    ends = (("from", stated.from_, days[0]), ("until", stated.until, -days[-1]))
    for key, end, least in ends:
        # The period covered has to reach from the first to the last of the days.
        sign = 1 if key == "from" else -1
        if end is not None and sign * (end - scenario.start).days > least:
            hint = "take a measure of these days only; `measures:` of this file may state it"
            message = "the file does not cover all days that count for the measure"
            raise ScenarioError([source.problem("error", (*place, key), message, hint)])
    return days


def _rows(stated: Counted, source: Source, place: tuple[Key, ...]) -> Iterator[tuple[date, float]]:
    """The day of each row that counts, and what the row adds."""
    at = (*place, "file")
    path = path_beside(stated.file, (".csv",), source, at)
    text = text_beside(path, MAX_BYTES, source, at)
    problems: list[Problem] = []
    lines = text.splitlines()

    def wrong(line: int, cell: str, message: str, hint: str) -> None:
        excerpt = line_at(lines, line)
        column = excerpt.find(cell) + 1 if cell else 1
        problems.append(Problem("error", message, hint, str(path), line, max(column, 1), excerpt[:160]))

    # Python raises an exception of its own for rows that end in the wrong place.
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    found: list[tuple[date, float]] = []
    try:
        heads = [head.strip() for head in next(reader, [])]
        dated = stated.date or next((name for name in DATES if name in heads), DATES[0])
        column = _columns(stated, dated, heads, source, place)
        for count, row in enumerate(reader):
            if len(problems) >= SHOWN:
                break
            if not row:
                continue
            if count >= MAX_ROWS:
                wrong(
                    reader.line_num, "", f"more than {MAX_ROWS:,} rows", "take those out that are not counted"
                )
                break
            if len(row) != len(heads):
                hint = "text with a comma in it goes into quotes"
                wrong(reader.line_num, "", f"{len(row)} cells, where the head has {len(heads)}", hint)
                continue
            if any(row[column[name]].strip() not in words for name, words in stated.where.items()):
                continue
            day, amount = _date(row[column[dated]]), 1.0
            if day is None:
                hint = "year-month-day, such as 2017-06-20, or 20 June 2017"
                wrong(reader.line_num, row[column[dated]], "this is not a date", hint)
                continue
            if stated.sum:
                amount = _amount(row[column[stated.sum]])
                if not isfinite(amount):
                    wrong(reader.line_num, row[column[stated.sum]], "this is not a number", NUMBERS_ARE_PLAIN)
                    continue
            found.append((day, amount))
    except csv.Error as error:
        wrong(reader.line_num, "", f"this is not CSV: {error}", "is a quote never closed?")
    if problems:
        raise ScenarioError(problems)
    yield from found


def _columns(
    stated: Counted, dated: str, heads: list[str], source: Source, place: tuple[Key, ...]
) -> Mapping[str, int]:
    """The position of each column that is asked for."""
    if len(heads) > MAX_COLUMNS or len(set(heads)) != len(heads):
        message = f"the head of {stated.file} has the same name twice, or more than {MAX_COLUMNS} columns"
        raise ScenarioError([source.problem("error", (*place, "file"), message)])
    asked: dict[str, tuple[str, ...]] = {name: ("where", name) for name in stated.where}
    asked |= {
        dated: ("date",) if stated.date else ("file",),
        **({stated.sum: ("sum",)} if stated.sum else {}),
    }
    problems = [
        source.problem(
            "error", (*place, *at), f"{stated.file} has no column '{name[:60]}'",
            did_you_mean(name, heads) or f"it has {', '.join(heads[:12])}", key=at[0] == "where",
        )
        for name, at in asked.items()
        if name not in heads
    ]  # fmt: skip
    if problems:
        raise ScenarioError(problems)
    return {name: heads.index(name) for name in asked}


def _date(text: str) -> date | None:
    """A day written as year-month-day, or with an English month as in 20 June 2017; a time is left aside."""
    text = text.strip()
    try:
        if (words := text.split()) and len(words) == 3 and words[1].lower() in MONTHS:
            return date(int(words[2]), MONTHS.index(words[1].lower()) + 1, int(words[0]))
        return date.fromisoformat(text[:10]) if text[10:11] in ("", "T", " ") and text[4:5] == "-" else None
    except ValueError:
        return None


def _amount(text: str) -> float:
    """A number of a cell; NaN if it is none."""
    try:
        value = float(text) if "_" not in text else float("nan")
    except ValueError:
        return float("nan")
    return value if abs(value) <= LARGEST else float("nan")
