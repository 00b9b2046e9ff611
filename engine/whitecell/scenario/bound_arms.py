"""Constraints and corridors that name an arm where that has no effect or cannot work."""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.scenario.clauses import Exclusion, StrikeCoordination
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source


def bound_arms(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Arms that are named beside their actor, cannot do what is asked, or have no reserve to go back to."""
    for name, constraint in scenario.constraints.items():
        for index, force in enumerate(constraint.applies_to):
            if force not in scenario.arms:
                continue
            here, owner = ("constraints", name, "applies_to", index), scenario.owner(force)
            reserve = scenario.actors[owner].reserve
            if owner in constraint.applies_to:
                yield source.problem(
                    "note", here, f"'{name}' binds '{force}' already: it binds '{owner}' with all its arms",
                    f"take '{force}' out, or '{owner}' if only that arm is meant",
                )  # fmt: skip
            elif isinstance(constraint, StrikeCoordination):
                yield source.problem(
                    "warning", here, f"'{force}' is an arm, and has no flights to coordinate",
                    f"name '{owner}'",
                )  # fmt: skip
            elif isinstance(constraint, Exclusion) and (not reserve or reserve in constraint.zones):
                why = (
                    f"'{owner}' has no reserve" if not reserve else f"the reserve of '{owner}' is one of them"
                )
                yield source.problem(
                    "warning", here, f"'{force}' is kept out of zones and can go back nowhere: {why}",
                    f"give '{owner}' a `reserve` that '{name}' does not cover",
                )  # fmt: skip
    for name, corridor in scenario.corridors.items():
        for index, force in enumerate(corridor.friends):
            if force in scenario.arms and corridor.open_by == "control":
                yield source.problem(
                    "warning", ("corridors", name, "friends", index),
                    f"'{force}' is an arm, and holds no ground of its own",
                    f"name '{scenario.owner(force)}', or let the corridor be `open_by: presence`",
                )  # fmt: skip
