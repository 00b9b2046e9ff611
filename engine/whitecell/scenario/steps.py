"""Steps of agreements: whether they bring the right clauses, and whether they can be taken in time."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.values import span


def misstated_steps(s: Scenario, source: Source) -> Iterator[Problem]:
    """Steps with clauses that are not theirs to bring, and more steps taken than there are."""
    for name, agreement in s.agreements.items():
        taken: dict[str, int] = {}
        for number, step in enumerate(agreement.steps, 1):
            for index, clause in enumerate(step.clauses):
                here = ("agreements", name, "steps", number - 1, "clauses", index)
                force = s.constraints[clause].in_force
                if s.constraints[clause].brought_by != name:
                    yield source.problem(
                        "error", here,
                        f"'{clause}' is no clause of '{name}': it is in force {force}",
                        f"write `in_force: with {name}` in it, or take it out of the step",
                    )  # fmt: skip
                elif clause in taken:
                    yield source.problem(
                        "error", here, f"'{clause}' stands in step {taken[clause]} and in step {number}",
                        "one step brings it: take it out of the other",
                    )  # fmt: skip
                taken.setdefault(clause, number)
        many = len(agreement.steps)
        if agreement.steps_taken > many:
            yield source.problem(
                "error", ("agreements", name, "steps_taken"),
                f"'{name}' has {many} step{'s' * (many != 1)} and cannot have taken {agreement.steps_taken}",
                "lower it, or list the steps under `steps`",
            )  # fmt: skip


def step_days(s: Scenario, name: str, begins: float) -> list[float]:
    """The first day on which each step of an agreement can be taken, if all dice and ranges are favourable.

    ``begins`` is the day on which it enters into force, 0 if it is in force from the start.
    """
    agreement, day, days = s.agreements[name], begins, list[float]()
    held = span(agreement.age, s)[1] if agreement.in_force == "from the start" else 0.0
    for number, step in enumerate(agreement.steps):
        if number >= agreement.steps_taken or agreement.in_force != "from the start":
            wait = max(ceil(span(step.after, s)[0] - held), ceil(span(step.verified, s)[0]), 1)
            dated = float((step.on - s.start).days) if step.on else 0.0
            day, held = max(day + wait, dated), 0.0
        days.append(day)
    return days


def unwatched(s: Scenario, source: Source) -> Iterator[Problem]:
    """Steps that wait for a verdict that nobody gives."""
    for name, agreement in s.agreements.items():
        listed = {clause for step in agreement.steps for clause in step.clauses}
        at_entry = tuple(
            c for c, spec in s.constraints.items() if spec.brought_by == name and c not in listed
        )
        before = [at_entry, *(step.clauses for step in agreement.steps)]
        for number, (step, clauses) in enumerate(zip(agreement.steps, before, strict=False)):
            if span(step.verified, s)[1] <= 0.0 or any(s.constraints[c].watched_by for c in clauses):
                continue
            what = "there are no clauses before it" if not clauses else "nobody watches those before it"
            yield source.problem(
                "warning", ("agreements", name, "steps", number, "verified"),
                f"step {number + 1} of '{name}' verifies nothing: {what}",
                "give a clause before it `watched_by`, or say under `after` how long it waits",
            )  # fmt: skip


def late_steps(s: Scenario, name: str, begins: float, source: Source) -> Iterator[Problem]:
    """The first step of an agreement, in force from a day of the game, that comes after the last day."""
    for number, day in enumerate(step_days(s, name, begins)):
        if day > s.days:
            yield source.problem(
                "note", ("agreements", name, "steps", number),
                f"step {number + 1} of '{name}' cannot be taken in time: day {day:.0f} at the earliest",
                f"the game ends on day {s.days}: let it wait less, or play more `days`",
            )  # fmt: skip
            return
