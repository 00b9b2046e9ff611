"""The value of a measure in one run: for a reader, and for a machine."""

from __future__ import annotations

import math

from whitecell.game.record import Value
from whitecell.report.wording import calendar, clean, date_of, figure, percent
from whitecell.scenario.model import Scenario

WHOLE = frozenset({"ever", "first_day", "days", "count"})
"""Statistics that count something: flags, days and totals."""


def plain_value(scenario: Scenario, measure: str, value: Value) -> Value:
    """The value as JSON has it: None where it did not happen, an integer where it is a count."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    if not math.isfinite(number):
        return None
    if scenario.measures[measure].statistic in WHOLE and number.is_integer():
        return int(number)
    return number


def told_value(scenario: Scenario, measure: str, value: Value) -> str:
    """The value as a reader has it: with its unit, a day with its date, a flag as yes or no."""
    entry = scenario.measures[measure]
    value = plain_value(scenario, measure, value)
    if value is None:
        return "did not happen" if entry.statistic == "first_day" else "none"
    if isinstance(value, str):
        return clean(value.replace("_", " "))
    if entry.statistic == "ever":
        return "yes" if value else "no"
    if entry.statistic == "first_day":
        return f"day {value}, {calendar(date_of(scenario.start, int(value)))}"
    text = figure(value)
    if entry.record == "rung" and entry.statistic in ("peak", "final", "value") and not entry.held:
        return _with_rung(scenario, entry.of, value, text)
    unit = clean(entry.unit)
    if unit == "share":
        return percent(value)
    if value == 1 and unit.endswith("s"):
        unit = unit.removesuffix("s")
    return f"{text} {unit}" if unit else text


def _with_rung(scenario: Scenario, of: tuple[str, ...], value: float, text: str) -> str:
    """An escalation level by number and, if the measure is about one rivalry, by name."""
    ladder = scenario.rivalries.get(of[0]) if len(of) == 1 else None
    if ladder is None or not 0 <= value < len(ladder.rungs) or value != int(value):
        return text
    return f"{text}, “{clean(ladder.rungs[int(value)])}”"


def label(scenario: Scenario, measure: str) -> str:
    """The label of a measure, as a reader sees it."""
    return clean(scenario.measures[measure].label or measure)
