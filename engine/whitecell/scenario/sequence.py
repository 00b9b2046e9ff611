"""Whether what waits for another can come after it: injects, decisions, clauses, and effects that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from whitecell.scenario.effects import Movement
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.targets import effects, happenings_in, needed
from whitecell.scenario.values import Place


def injects_in_a_circle(s: Scenario, source: Source) -> Iterator[Problem]:
    """Injects that wait for each other, or for themselves."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, inject in s.injects.items():
        sorter.add(name, *sorted(happenings_in(inject.when)))
    try:
        sorter.prepare()
    except CycleError as error:
        circle = list(error.args[1])[::-1]
        here = ("injects", circle[0], "when")
        others = [source.line_of(("injects", name, "when"), here) for name in circle[1:-1]]
        onward = f"the circle goes on in {' and '.join(others)}; " if others else ""
        what = f"injects wait for each other: {' → '.join(circle)}"
        if not others:
            what = f"'{circle[0]}' waits for itself"
        yield source.problem("error", here, what, f"{onward}take one `happened(…)` out")


def waits_in_vain(s: Scenario, source: Source) -> Iterator[Problem]:
    """Entries that are over before the inject for which they wait can happen."""
    for place, when, last, never in _waiting(s):
        for other in sorted(needed(when)):
            first = s.injects[other].first
            if last and first and first > last:
                key = next(
                    k for k in ("on", "from") if getattr(s.injects[other], {"from": "from_"}.get(k, k))
                )
                there = source.line_of(("injects", other, key), place)
                yield source.problem(
                    "warning", place,
                    f"'{place[1]}' {never}: it waits for '{other}', which comes later",
                    f"'{place[1]}' is on {last} at the latest, and '{other}' on {first} at the earliest "
                    f"({there}): change a date",
                )  # fmt: skip


def _waiting(s: Scenario) -> Iterator[tuple[Place, str, date | None, str]]:
    """Conditions, each with the last day of its entry and the words to use if it never comes true."""
    for name, inject in s.injects.items():
        yield ("injects", name, "when"), inject.when, inject.last, "never happens"
    for name, decision in s.decisions.items():
        yield ("decisions", name, "when"), decision.when, decision.on, "is never taken"
    for name, clause in s.constraints.items():
        yield ("constraints", name, "when"), clause.when, clause.until, "never binds"


def over_at_once(s: Scenario, source: Source) -> Iterator[Problem]:
    """Effects on numbers that end before they can begin."""
    for place, effect in effects(s):
        first: date | None = None
        at: Place = place
        if place[0] == "injects":
            inject = s.injects[str(place[1])]
            first, at = inject.first, (*place[:2], "on" if inject.on else "from")
        elif place[0] == "agreements" and place[2] == "steps":
            first = s.agreements[str(place[1])].steps[int(place[3])].on
            at = (*place[:4], "on")
        if isinstance(effect, Movement) and effect.until and first and effect.until < first:
            here = (*place, "until")
            yield source.problem(
                "warning", here,
                f"this effect is over on {effect.until} and begins on {first} at the earliest",
                f"'{place[1]}' is dated in {source.line_of(at, here)}: change a date",
            )  # fmt: skip


def decided_outside(s: Scenario, source: Source) -> Iterator[Problem]:
    """Decisions on a day that the game does not have."""
    first = s.start + timedelta(1)
    for name, decision in s.decisions.items():
        day = (decision.on - s.start).days if decision.on else 1
        if not 1 <= day <= s.days:
            when = "before the first day" if day < 1 else "after the last day"
            yield source.problem(
                "warning", ("decisions", name, "on"), f"'{name}' falls {when} and is never taken",
                f"the game goes from {first} to {s.start + timedelta(s.days)}: "
                "change the date, `start` or `days`",
            )  # fmt: skip
