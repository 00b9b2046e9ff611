from __future__ import annotations

from typing import Any

import pytest
from envs import SEATS

from whitecell.env.actions import Actions
from whitecell.env.exchange import understood
from whitecell.scenario.model import Scenario

EFFORT = {"actor": "militias", "choice": "effort", "option": "hold"}


@pytest.fixture
def actions(shipped: Scenario) -> Actions:
    return Actions(shipped, "red", SEATS["red"])


def test_orders_are_picks_and_the_last_on_a_matter_counts(shipped: Scenario, actions: Actions) -> None:
    picks, faults = understood(shipped, actions, {"orders": [EFFORT, {**EFFORT, "option": "tanf"}]})
    assert not faults
    row = next(k for k, m in enumerate(actions.matters) if m.choice == "effort")
    assert actions.matters[row].options[picks[row] - 1] == "tanf"
    assert picks.sum() == picks[row]
    picks, faults = understood(shipped, actions, {"orders": [EFFORT, {**EFFORT, "option": ""}]})
    assert not picks.any() and not faults


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("go", "it needs"),
        ({**EFFORT, "note": "x"}, "no other key"),
        ({**EFFORT, "zone": "tanf"}, "cannot be limited"),
        ({**EFFORT, "actor": "jordan"}, "at this seat"),
        ({**EFFORT, "actor": ["militias"]}, "at this seat"),
        ({**EFFORT, "choice": "nap"}, "choice"),
        ({**EFFORT, "option": 3}, "option"),
        ({**EFFORT, "option": "moon"}, "it can choose: hold"),
        ({**EFFORT, "about": "talks"}, "about nothing else"),
    ],
)
def test_what_cannot_be_ordered_is_told_and_the_rest_counts(
    shipped: Scenario, actions: Actions, order: Any, said: str
) -> None:
    picks, faults = understood(shipped, actions, {"orders": [order, EFFORT]})
    assert len(faults) == 1
    assert faults[0].startswith("order 1: ")
    assert said in faults[0]
    assert picks.sum() == 1


@pytest.mark.parametrize("answer", [{}, {"orders": "hold"}, {"orders": [EFFORT] * 1001}])
def test_an_answer_without_a_list_orders_nothing(
    shipped: Scenario, actions: Actions, answer: dict[str, Any]
) -> None:
    picks, faults = understood(shipped, actions, answer)
    assert not picks.any() and "list" in faults[0]
