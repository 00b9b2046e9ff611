"""Orders and their subjects, in the names of the scenario."""

from __future__ import annotations

from whitecell.report.names import Names
from whitecell.report.wording import calendar, capital, clean
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import EVERYBODY, HOLDING, NOBODY, PLANNED, StandingOrder
from whitecell.table.entries import Ordered


def option_name(scenario: Scenario, names: Names, choice: str, about: str, option: str) -> str:
    """An option as a reader sees it."""
    if choice in ("effort", "sorties"):
        return option if option in (HOLDING, PLANNED) else names.zone(option)
    if choice == "target":
        return option if option in (EVERYBODY, NOBODY) else names.actor(option)
    if choice == "decision" and option in scenario.decisions[about].options:
        return clean(scenario.decisions[about].options[option].name)
    if choice == "term":
        agreement = next(n for n, spec in scenario.agreements.items() if about in spec.terms)
        unit = "" if scenario.agreements[agreement].terms[about].options else scenario.variables[about].unit
        return f"{clean(option)} {clean(unit)}".rstrip()
    return option


def matter_name(scenario: Scenario, names: Names, choice: str, about: str) -> str:
    """The matter that is to be decided, in words."""
    words = {
        "effort": "main effort", "assent": f"assent to what {names.talks(about)} may sign",
        "clause": f"the clause {names.constraint(about)}", "press": f"pressing {names.actor(about)}",
        "strike": f"strikes for {names.constraint(about)}", "sorties": "sorties",
        "target": f"targets of its sorties over {names.zone(about)}",
    }  # fmt: skip
    if choice == "decision":
        return clean(scenario.decisions[about].name)
    if choice == "term":
        return f"what it stands for on {names.number(about)}"
    return words[choice]


def order_text(scenario: Scenario, names: Names, order: StandingOrder | Ordered) -> str:
    """An order in a line."""
    about = matter_name(scenario, names, order.choice, order.about)
    where = f" in {names.zone(order.zone)}" if order.zone else ""
    option = option_name(scenario, names, order.choice, order.about, order.option) if order.option else ""
    return f"{capital(names.actor(order.actor))}, {about}{where}: {option or 'its own choice again'}"


def stated(scenario: Scenario, names: Names) -> list[tuple[str, str]]:
    """The orders of a scenario with the days on which they hold, in the order of the file."""
    return [(_when(order), order_text(scenario, names, order)) for order in scenario.orders]


def _when(order: StandingOrder) -> str:
    parts = [f"from {calendar(order.from_)}" if order.from_ else "from the start"]
    parts += [f"to {calendar(order.until)}"] if order.until else []
    parts += [f"while {clean(order.when)}"] if order.when else []
    return " ".join(parts)
