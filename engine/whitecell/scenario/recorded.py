"""Recorded events in a CSV file, counted as a measure counts what the game records.

The file may come from anybody: it is a plain file of bounded size in the folder of the one that names it,
and every cell is text until it has been read as a date or a number.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whitecell import disk
from whitecell.scenario.chain import Source
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.observed import Counted, days_of
from whitecell.scenario.problems import NUMBERS_ARE_PLAIN, Problem, ScenarioError, did_you_mean
from whitecell.scenario.quantity import LARGEST
from whitecell.scenario.yardsticks import Measure

MAX_BYTES = 32_000_000
MAX_ROWS = 500_000
MAX_COLUMNS = 200
SHOWN = 10
"""Rows of which a message tells what is wrong with them."""
STATISTICS = ("ever", "first_day", "days", "count", "mean", "peak")
"""Statistics of which a value can be made from events; of others a value has to be stated."""


def counted(
    stated: Counted, measure: Measure, scenario: Scenario, source: Source, place: tuple[Key, ...]
) -> float:
    """The value of a measure by recorded events: each day's events or sum, and the statistic of these days.

    Parameters
    ----------
    stated : Counted
    measure : Measure
        Says which days count, by which thresholds, and what is made of them.
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
    """What a statistic makes of days, of which the first is day ``first``."""
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
        # Each end of what is covered has to lie at that of the days, or beyond it.
        sign = 1 if key == "from" else -1
        if end is not None and sign * (end - scenario.start).days > least:
            hint = "take a measure of these days only; `measures:` of this file may state it"
            message = "the file does not cover all days that count for the measure"
            raise ScenarioError([source.problem("error", (*place, key), message, hint)])
    return days


def _rows(stated: Counted, source: Source, place: tuple[Key, ...]) -> Iterator[tuple[date, float]]:
    """The day of each row that is asked for, and what it adds."""
    path = _path(stated.file, source, place)
    text = _text(path, source, place)
    problems: list[Problem] = []
    lines = text.splitlines()

    def wrong(line: int, cell: str, message: str, hint: str) -> None:
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        column = excerpt.find(cell) + 1 if cell else 1
        problems.append(Problem("error", message, hint, str(path), line, max(column, 1), excerpt[:160]))

    # Of rows that end in the wrong place Python says so with an exception of its own.
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    found: list[tuple[date, float]] = []
    try:
        heads = [head.strip() for head in next(reader, [])]
        column = _columns(stated, heads, source, place)
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
            day, amount = _date(row[column[stated.date]]), 1.0
            if day is None:
                hint = "year-month-day, such as 2017-06-20"
                wrong(reader.line_num, row[column[stated.date]], "this is no date", hint)
                continue
            if stated.sum:
                amount = _amount(row[column[stated.sum]])
                if not isfinite(amount):
                    wrong(reader.line_num, row[column[stated.sum]], "this is no number", NUMBERS_ARE_PLAIN)
                    continue
            found.append((day, amount))
    except csv.Error as error:
        wrong(reader.line_num, "", f"this is not CSV: {error}", "is a quote never closed?")
    if problems:
        raise ScenarioError(problems)
    yield from found


def _columns(stated: Counted, heads: list[str], source: Source, place: tuple[Key, ...]) -> Mapping[str, int]:
    """Where each column stands that is asked for."""
    if len(heads) > MAX_COLUMNS or len(set(heads)) != len(heads):
        message = f"the head of {stated.file} has the same name twice, or more than {MAX_COLUMNS} columns"
        raise ScenarioError([source.problem("error", (*place, "file"), message)])
    asked: dict[str, tuple[str, ...]] = {name: ("where", name) for name in stated.where}
    asked |= {stated.date: ("date",), **({stated.sum: ("sum",)} if stated.sum else {})}
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


def _path(file: str, source: Source, place: tuple[Key, ...]) -> Path:
    """Where a CSV file is, which must not lie outside the folder of the file that names it."""
    home = Path(source.files[0]).parent
    at = (*place, "file")
    if not file.endswith(".csv"):
        message = f"'{file[:80]}' is no name of a CSV file"
        raise ScenarioError([source.problem("error", at, message, "name a file that ends in .csv")])
    try:
        path = home / file
        inside = path.resolve().is_relative_to(home.resolve())
        there = path.is_file()
    except (OSError, ValueError, RuntimeError):
        inside, there = True, False
    if not inside:
        message = f"'{file[:80]}' lies outside the folder of this file"
        hint = f"put it beside {source.files[0].name}, or into a folder there"
        raise ScenarioError([source.problem("error", at, message, hint)])
    if not there:
        beside = sorted(p.name for p in home.glob("*.csv") if p.name.isprintable())
        hint = did_you_mean(file, beside) or "its path starts from the folder of this file"
        raise ScenarioError([source.problem("error", at, f"there is no file '{file[:80]}'", hint)])
    return path


def _text(path: Path, source: Source, place: tuple[Key, ...]) -> str:
    """The text of a CSV file."""
    try:
        return disk.read(path, MAX_BYTES, through_links=False).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ScenarioError(
            [Problem("error", "this is not UTF-8 text", "save the file as UTF-8", str(path), line, 1)]
        ) from None
    except OSError as error:
        message = f"{path.name} {error.strerror}"
        raise ScenarioError([source.problem("error", (*place, "file"), message)]) from None


def _date(text: str) -> date | None:
    """A day written as year-month-day; a time after it is left aside."""
    text = text.strip()
    try:
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
