"""Scripts: the plan of a seat without a player, as a YAML file of orders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from whitecell.scenario.files import read_text
from whitecell.scenario.formula import FormulaError
from whitecell.scenario.formulas import Stated, understood
from whitecell.scenario.loader import lines_of
from whitecell.scenario.matters import amiss
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import problem_at
from whitecell.scenario.orders import StandingOrder
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import ScenarioError, did_you_mean


def read_plan(path: Path, scenario: Scenario, actors: Sequence[str]) -> tuple[StandingOrder, ...]:
    """Read the plan of a seat: a list under ``orders``, each an order as a scenario has it.

    Parameters
    ----------
    path : Path
    scenario : Scenario
    actors : sequence of str
        The actors of the seat.

    Raises
    ------
    ScenarioError
        With everything that is wrong, at its line.
    """
    text = read_text(path)
    root, problem = parse(text, str(path), "plan"), partial(problem_at, lines_of(text))
    listed = root.child("orders")
    if listed is None or not isinstance(listed.value, list) or len(root.value) > 1:
        hint = "write orders: and under it a list, such as - {actor: NAME, choice: effort, option: ZONE}"
        raise ScenarioError([problem(root, "a plan is a list of `orders`, and nothing else", hint)])
    orders, problems = [], []
    for node in listed.value:
        try:
            order = StandingOrder.model_validate(node.plain(), context={"start": scenario.start})
        except ValidationError as error:
            found = error.errors()[0]
            step = found["loc"][0] if found["loc"] else ""
            keys = [field.alias or name for name, field in StandingOrder.model_fields.items()]
            hint = did_you_mean(str(step), keys) if found["type"] == "extra_forbidden" else ""
            problems.append(
                problem(node.child(step) or node, f"{step}: {found['msg'].splitlines()[0]}", hint)
            )
            continue
        orders.append(order)
        if order.actor not in actors:
            hint = did_you_mean(order.actor, list(actors), few=0) or f"it has: {', '.join(actors)}"
            problems.append(
                problem(node.child("actor") or node, f"'{order.actor}' is not of this seat", hint)
            )
        elif (wrong := amiss(scenario, order)) is not None:
            key, message, hint = wrong
            problems.append(problem(node.child(key) or node, message, hint))
        if order.when:
            try:
                understood(Stated(("orders", len(orders), "when"), order.when, None), scenario)
            except FormulaError as error:
                problems.append(problem(node.child("when") or node, error.message, error.hint))
    if problems:
        raise ScenarioError(problems)
    return tuple(orders)
