from __future__ import annotations

import sys

import numpy as np
import pytest
from envs import SEATS
from seated import alike

from whitecell.env.tournament import MODEL, RANDOM, Policy, line_ups, matches
from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder

SEEDS = np.array([3, 700, 12])
HOLDS = StandingOrder(actor="militias", choice="effort", option="hold")
PROGRAM = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    assert "seed" not in asked and asked["turn"] <= asked["turns"] == 4
    orders = [{"actor": "militias", "choice": "effort", "option": "hold"}]
    if asked["game"] == 1:
        orders.append({"actor": "militias", "choice": "effort", "option": "moon"})
    print(json.dumps({"n": asked["n"], "orders": orders}), flush=True)
"""


def played(scenario: Scenario, red: Policy, seeds: np.ndarray = SEEDS) -> list:
    return list(matches(scenario, SEATS, {"blue": [], "red": [red]}, seeds, turn=7, limit=60.0))


def test_everybody_meets_everybody_and_the_model_comes_first() -> None:
    chance = Policy(RANDOM)
    found = line_ups({"blue": [chance], "red": [Policy(MODEL), chance, Policy("plan", plan=(HOLDS,))]})
    names = [(each["blue"].name, each["red"].name) for each in found]
    assert names[0] == (MODEL, MODEL)
    assert len(names) == len({*names}) == 6


def test_the_model_at_all_seats_is_a_run_and_a_plan_is_orders(shipped: Scenario) -> None:
    first, second = played(shipped, Policy("plan", plan=(HOLDS,)))
    assert alike(first.measures, play(shipped, SEEDS))
    told = shipped.model_copy(update={"orders": (HOLDS,)})
    assert alike(second.measures, play(told, SEEDS))
    assert not alike(first.measures, second.measures)


def test_a_program_that_says_the_same_as_a_plan_plays_the_same_game(shipped: Scenario) -> None:
    asked = played(shipped, Policy("program", command=(sys.executable, "-c", PROGRAM)))[1]
    assert alike(asked.measures, played(shipped, Policy("plan", plan=(HOLDS,)))[1].measures)
    assert len(asked.faults["red"]) == 4
    assert all(fault.startswith("order 2: ") for fault in asked.faults["red"])


def test_a_program_that_gives_no_answer_leaves_it_to_the_model(shipped: Scenario) -> None:
    first, second = played(shipped, Policy("program", command=(sys.executable, "-c", "")))
    assert alike(first.measures, second.measures)
    assert len(second.faults["red"]) == 4 * len(SEEDS)


def test_chance_has_dice_of_its_own_for_each_seed(shipped: Scenario) -> None:
    together = played(shipped, Policy(RANDOM))
    alone = played(shipped, Policy(RANDOM), SEEDS[1:2])
    assert alike({n: v[1:2] for n, v in together[1].measures.items()}, alone[1].measures)
    assert not alike(together[0].measures, together[1].measures)


def test_a_program_that_is_not_there_is_told(shipped: Scenario) -> None:
    with pytest.raises(ValueError, match="cannot be started"):
        played(shipped, Policy("none", command=("/no/such/program",)))
