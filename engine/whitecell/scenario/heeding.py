"""Which actors under a decider's command have numbers that depend on its decision."""

from __future__ import annotations

from whitecell.scenario.formula import asked_of
from whitecell.scenario.formulas import formulas
from whitecell.scenario.model import Scenario
from whitecell.scenario.targets import movements

DECIDED = ("stands", "taken")
"""Records that say what was decided."""


def heeding(scenario: Scenario, decision: str) -> set[str]:
    """Actors that the decider commands, or itself, whose numbers read the decision or are moved by it."""
    by = scenario.decisions[decision].by
    commanded = {name for name, spec in scenario.actors.items() if by in (name, spec.led_by)}
    found = set()
    for place, effect in movements(scenario):
        if place[:2] == ("decisions", decision):
            found |= {name for name in commanded if effect.number.startswith(f"actors.{name}.")}
    for stated in formulas(scenario):
        if stated.place[0] == "actors" and stated.place[1] in commanded:
            asked = {name for record in DECIDED for name in asked_of(record, stated.text)}
            found |= {str(stated.place[1])} if decision in asked else set()
    return found
