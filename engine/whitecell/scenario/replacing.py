"""Agreements that replace others: whether they can."""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source


def replacing(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Agreements that end another, although both are in force from the start."""
    for name, agreement in scenario.agreements.items():
        for index, other in enumerate(agreement.ends):
            both = {agreement.in_force, scenario.agreements[other].in_force}
            if other != name and both == {"from the start"}:
                yield source.problem(
                    "warning", ("agreements", name, "ends", index),
                    f"'{name}' never ends '{other}': both are in force from the start",
                    f"let '{name}' be in force `when signed`, or take '{other}' out",
                )  # fmt: skip
