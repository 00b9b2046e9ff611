"""The parts of a scenario that change in play, as lines of a brief: variables, decisions and injects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from whitecell.report.names import Names
from whitecell.report.page import item
from whitecell.report.wording import calendar, clean, counted, figure, in_days, listed, percent
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.scenario.decisions import Course, Decision
    from whitecell.scenario.injects import Inject
    from whitecell.scenario.quantity import Number
    from whitecell.scenario.variables import Variable


def said(number: Number, names: Names, worded: Callable[[float], str]) -> str:
    """A number in words: as a figure, or as the formula that gives it."""
    if isinstance(number, str) and number not in names.scenario.assumptions:
        return clean(number)
    return worded(names.value(number))


def variables(scenario: Scenario, names: Names) -> list[tuple[str, str]]:
    """Each variable, with its start and its changes."""
    return [(clean(v.name), _variable(v, names)) for v in scenario.variables.values()]


def _variable(variable: Variable, names: Names) -> str:
    unit = f" {clean(variable.unit)}" if variable.unit else ""
    if variable.equals is not None:
        parts = [f"equals {said(variable.equals, names, figure)}{unit and f' ({unit.strip()})'}"]
    else:
        parts = [f"{said(variable.start or 0.0, names, figure)}{unit} at the start"]
    if variable.bounds:
        parts.append(f"between {figure(variable.bounds[0])} and {figure(variable.bounds[1])}")
    if variable.per_day != 0.0:
        parts.append(f"a day adds {said(variable.per_day, names, figure)}")
    if variable.reverts_to is not None:
        home, half = said(variable.reverts_to, names, figure), said(variable.half_life, names, figure)
        parts.append(f"half of the way back to {home} in {in_days(half)}")
    return "; ".join(parts)


def decisions(scenario: Scenario, names: Names) -> Iterator[RenderableType]:
    """Each decision with its options."""
    for decision in scenario.decisions.values():
        yield item(f"{clean(decision.name)}: {_when(decision, names)}")
        for course in decision.options.values():
            yield item(f"{clean(course.name)}: {_course(course, names)}", indent=4)


def _when(decision: Decision, names: Names) -> str:
    when = (
        f"on {calendar(decision.on)}"
        if decision.on
        else f"every {in_days(said(decision.every, names, figure))}"
    )
    text = f"decided by {names.actor(decision.by)} {when}"
    text += f", while {clean(decision.when)}" if decision.when else ""
    voices = [f"{clean(voice)}{' (veto)' if vote.veto else ''}" for voice, vote in decision.votes.items()]
    how = "votes of approval" if decision.ballot == "approval" else "votes"
    return f"{text}, by the {how} of {listed(voices)}." if voices else f"{text}."


def _course(course: Course, names: Names) -> str:
    parts = [f"worth {said(course.utility, names, figure)}"]
    parts += [f"if {clean(course.requires)}"] if course.requires else []
    costs = [
        f"{said(cost, names, figure)} of {clean(names.scenario.variables[name].name)}"
        for name, cost in course.costs.items()
    ]
    parts += [f"costs {listed(costs)}"] if costs else []
    parts += [f"for {counted(names.value(course.lasts), 'days')}"] if course.lasts is not None else []
    return f"{', '.join(parts)}."


def injects(scenario: Scenario, names: Names) -> list[tuple[str, str]]:
    """Each inject with the days on which it may happen, in the order of days."""
    found = sorted(scenario.injects.values(), key=lambda each: each.first or date.max)
    return [(inject_days(inject), _inject(inject, names)) for inject in found]


def inject_days(inject: Inject) -> str:
    """The days on which an inject may happen."""
    if inject.on:
        return calendar(inject.on)
    first = f"from {calendar(inject.first)}" if inject.first else "any day"
    return f"{first} to {calendar(inject.last)}" if inject.last else first


def _inject(inject: Inject, names: Names) -> str:
    chance = inject.chance if inject.chance_per_day is None else inject.chance_per_day
    per_day = " a day" if inject.chance_per_day is not None else ""
    text = f"{clean(inject.name).rstrip('. ')} (chance {said(chance, names, percent)}{per_day})"
    text += f", when {clean(inject.when)}" if inject.when else ""
    if inject.outcomes:
        text += f": {listed([clean(way.name) for way in inject.outcomes.values()], 'or')}"
    return text
