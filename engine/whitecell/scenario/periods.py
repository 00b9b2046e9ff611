"""Whether constraints that begin or end by themselves can bind before the game ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil, inf

from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.steps import late_steps, step_days
from whitecell.scenario.timeline import timeline
from whitecell.scenario.values import span


def periods(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Constraints whose dates leave no day on which they bind, and steps that come too late."""
    first = timeline(scenario)

    def day(when: date) -> int:
        return (when - scenario.start).days

    for name, day_of_entry in first.in_force.items():
        if day_of_entry <= scenario.days:
            yield from late_steps(scenario, name, day_of_entry, source)
    for name, clause in scenario.constraints.items():
        here = ("constraints", name)
        begins = day(clause.from_) if clause.from_ else -inf
        ends = day(clause.until) if clause.until else inf
        never = f"'{name}' can never bind:"
        if clause.from_ and clause.until and begins > ends:
            yield source.problem(
                "warning", (*here, "until"),
                f"{never} it ends on {clause.until}, before it begins on {clause.from_}",
                f"write from: {clause.until} and until: {clause.from_}, or leave one of them out",
            )  # fmt: skip
        elif begins > scenario.days:
            yield source.problem(
                "warning", (*here, "from"), f"{never} it begins on {clause.from_}, after the last day",
                f"the game ends on day {scenario.days}: change the date, or play more `days`",
            )  # fmt: skip
        elif ends < 1:
            yield source.problem(
                "warning", (*here, "until"), f"{never} it ends on {clause.until}, before the first day",
                f"the game begins on the day after {scenario.start}: change the date or `start`",
            )  # fmt: skip
        elif clause.brought_by and first.in_force[clause.brought_by] <= scenario.days:
            agreement = scenario.agreements[clause.brought_by]
            held = span(agreement.age, scenario)[1] if agreement.in_force == "from the start" else 0.0
            begun, stage = first.in_force[clause.brought_by], agreement.stage(name)
            if stage:
                begun, held = step_days(scenario, clause.brought_by, begun)[stage - 1], 0.0
            soonest = begun + max(ceil(span(clause.after, scenario)[0] - held), 0)
            if begun <= scenario.days and soonest > min(ends, scenario.days):
                late = "until" if soonest > ends else "after"
                last = f"it ends on day {ends:.0f}" if soonest > ends else "the game ends before"
                yield source.problem(
                    "note", (*here, late),
                    f"'{name}' cannot bind in time: '{clause.brought_by}' brings it on day {soonest:.0f} at "
                    f"the earliest, and {last}",
                    f"change `{late}`, or what '{clause.brought_by}' waits for",
                )  # fmt: skip
