"""Whether measures can say anything: days that the game has, numbers that are reached, somebody who acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.plugins import RECORDS, plugins
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.yardsticks import Measure, Record

ONE = ("control", "support", "consent")
"""Records that are shares whatever they are about."""
EACH = ("trust", "text", "in_force", "joined")
"""Records that are at most 1 for each thing, and are added up over things."""


def windows(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Measures for which no day counts, thresholds that decide nothing, and actors that cannot act."""
    for name, measure in scenario.measures.items():
        here: tuple[Key, ...] = ("measures", name)
        yield from _outside(scenario, source, here, measure)
        for place, record in ((here, measure), *(((*here, k), r) for k, r in measure.conditions.items())):
            yield from _thresholds(scenario, source, place, record)
            yield from _idle(scenario, source, place, record)


def _outside(s: Scenario, source: Source, here: tuple[Key, ...], measure: Measure) -> Iterator[Problem]:
    """Days outside the game."""
    first, last = s.start + timedelta(1), s.start + timedelta(s.days)
    hint = f"the game goes from {first} to {last}: change the date, `start` or `days`"
    name = here[-1]
    if measure.on is not None and not first <= measure.on <= last:
        when = _when(measure.on, first)
        message = f"'{name}' is of a day {when} and has no value"
        yield source.problem("warning", (*here, "on"), message, hint)
        return
    begins = measure.from_ or first
    if measure.last is not None:
        begins = max(begins, last - timedelta(measure.last - 1))
    ends = measure.until or last
    if measure.from_ is not None and measure.from_ > last:
        message = f"'{name}' begins {_when(measure.from_, first)}: it counts none"
        yield source.problem("warning", (*here, "from"), message, hint)
    elif ends < first:
        message = f"'{name}' ends {_when(ends, first)}: it counts none"
        yield source.problem("warning", (*here, "until"), message, hint)
    elif ends < begins and measure.last is not None:
        message = (
            f"of the last {measure.last} day{'s' * (measure.last != 1)} none is until {ends}: it counts none"
        )
        yield source.problem("warning", (*here, "last"), message, "take `last` out, or `until`")


def _when(day: date, first: date) -> str:
    return "before the first day" if day < first else "after the last day"


def _most(s: Scenario, record: Record) -> float | None:
    """The highest value that a record can have; None if that is not known."""
    if record.record in ONE:
        return 1.0
    if record.record == "rung":
        return float(sum(len(s.rivalries[name].rungs) - 1 for name in record.of))
    return float(len(record.of)) if record.record in EACH else None


def _thresholds(s: Scenario, source: Source, here: tuple[Key, ...], record: Record) -> Iterator[Problem]:
    """Thresholds that say nothing, since every value reaches them or none can."""
    if record.record in plugins().kinds[RECORDS]:
        return
    most = _most(s, record)
    for key, value in (("at_least", record.at_least), ("below", record.below)):
        low = value is not None and value <= 0.0
        if value is None or not (low or (most is not None and value > most)):
            continue
        outcome = "always" if low == (key == "at_least") else "never"
        why = "it is never less than 0" if low else f"it is {most:g} at most"
        hint = "choose a number between, or take it out"
        if not low and 2.0 <= value <= 100.0 and record.record != "rung":
            hint = f"{value:g} per cent is written {value / 100.0:g}"
        message = f"'{record.record}' is {outcome} {key.replace('_', ' ')} {value:g}: {why}"
        yield source.problem("warning", (*here, key), message, hint)


def _idle(s: Scenario, source: Source, here: tuple[Key, ...], record: Record) -> Iterator[Problem]:
    """Actors under ``by`` that cannot do what is recorded."""
    clauses = [c for name, c in s.constraints.items() if name in record.of or c.brought_by in record.of]
    for index, actor in enumerate(record.by):
        if record.record == "strikes":
            able = {c.answered_by.actor for c in clauses if c.answered_by and c.answered_by.by == "strike"}
            why = "answers breaches by strikes"
        elif record.record == "warnings":
            able = {c.answered_by.actor for c in clauses if c.answered_by and c.answered_by.warns}
            why = "warns before it answers breaches"
        else:
            able = {bound for c in clauses for bound in s.bound(c)}
            why = "is bound"
        if actor not in able:
            yield source.problem(
                "warning", (*here, "by", index), f"'{record.record}' has nothing by '{actor}'",
                f"of what it is about, {' and '.join(sorted(able)) or 'nobody'} {why}",
            )  # fmt: skip
