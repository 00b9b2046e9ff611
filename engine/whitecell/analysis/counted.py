"""The things that a measure counts in a scenario: the same measure may count more in one than in another."""

from __future__ import annotations

import re

from whitecell.scenario.model import Scenario
from whitecell.scenario.values import present
from whitecell.scenario.yardsticks import Measure, Record

BY_CLAUSE = ("breaches", "recorded_breaches")
BY_ACTOR = ("presence", "control", "losses", "arrivals")
BY_ZONE = (*BY_ACTOR, "displaced")


def counted(scenario: Scenario, record: Record) -> frozenset[str]:
    """Names of the things that a record adds up: clauses, or actors and zones where it names none itself."""
    if record.record in BY_CLAUSE:
        # A clause that no signed text contains does not count, though the scenario still describes it.
        absent = {k for k, spec in scenario.constraints.items() if present(spec.chance, scenario) == 0.0}
        bundles = {name for name in record.of if name in scenario.agreements}
        clauses = {name for name, spec in scenario.constraints.items() if spec.brought_by in bundles}
        named = {name for name in record.of if name in scenario.constraints}
        return frozenset((clauses | named) - absent)
    found: set[str] = set()
    if record.record in BY_ACTOR and not record.of:
        found |= {name for name, spec in scenario.actors.items() if spec.armed}
    if record.record in BY_ZONE and not record.zones:
        found |= set(scenario.zones)
    return frozenset(found)


def _reach(scenario: Scenario, clause: str) -> tuple[object, ...]:
    """Where and when a clause binds, and the tabled values of the terms on which that depends."""
    spec = scenario.constraints[clause]
    within, when = getattr(spec, "within", None), getattr(spec, "when", None)
    words = set(re.findall(r"\w+", f"{within} {when}"))
    agreement = scenario.agreements.get(spec.brought_by or "")
    tabled = {
        name: term.tabled for name, term in (agreement.terms if agreement else {}).items() if name in words
    }
    return getattr(spec, "zones", ()), within, when, tabled


def counted_apart(measure: Measure, first: Scenario, second: Scenario) -> str:
    """How the things that two scenarios count differ, in words; empty if both count the same."""
    one, other = counted(first, measure), counted(second, measure)
    told = [
        f"only the {side} counts {', '.join(sorted(more))}"
        for side, more in (("first", one - other), ("second", other - one))
        if more
    ]
    both = one & other
    if measure.record in BY_CLAUSE:
        moved = sorted(name for name in both if _reach(first, name) != _reach(second, name))
        told += [f"the two do not forbid the same by {', '.join(moved)}"] if moved else []
        both -= {*moved}
    if not told:
        return ""
    like = f"; like with like is a measure `of: [{', '.join(sorted(both))}]`" if both else ""
    return f"{'; '.join(told)}{like if measure.record in BY_CLAUSE else ''}"
