"""Aims: measures that somebody would have high or low."""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem, did_you_mean
from whitecell.scenario.source import Source


def no_aim(scenario: Scenario, name: str) -> str:
    """Why nothing of that name can be an aim, as words that follow the name; empty if it can."""
    measure = scenario.measures.get(name)
    if measure is None:
        known = list(scenario.measures)
        hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
        return f"is not a measure; {hint}"
    return "is a category, neither high nor low" if measure.statistic == "which" else ""


def aims(s: Scenario, source: Source) -> Iterator[Problem]:
    """Aims of actors that are neither high nor low; another check reports aims that are not measures."""
    for actor, spec in s.actors.items():
        for name in spec.aims:
            if name in s.measures and (why := no_aim(s, name)):
                yield source.problem(
                    "error", ("actors", actor, "aims", name), f"'{name}' {why}",
                    "name a measure that is a number, a day, or happens or not", key=True,
                )  # fmt: skip
