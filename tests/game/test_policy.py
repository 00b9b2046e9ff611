"""Policies pick in an actor's place; the dice of everybody else stay as they are."""

from __future__ import annotations

import numpy as np
import pytest
from game.known.arena import arena, attacker, force, opened, state, table
from happenings import listen, seen

from whitecell.game.policy import FREE, Order, Orders, Question
from whitecell.game.war_game import WarGame
from whitecell.scenario.reading import read_scenario

RUNS = 40


def test_orders_hold_from_their_day_until_the_next() -> None:
    said = ((3, "a"), (7, None), (9, "b"))
    orders = Orders(*(Order(option, first=day, thing="x") for day, option in said))

    def on(day: int, thing: str = "x") -> int | None:
        picks = orders(Question(day, "red", "effort", ("a", "b"), thing))
        return None if picks is None else int(picks)

    assert [on(day) for day in (1, 3, 6, 7, 9, 90)] == [None, 0, 0, FREE, 1, 1]
    orders.give(Order("a", first=20, last=30, thing="x"))
    assert [on(day) for day in (19, 20, 30, 31)] == [1, 0, 0, 1]
    assert on(3, "y") is None


def test_an_ordered_effort_is_taken_on_its_day_and_nobody_else_moves_otherwise() -> None:
    scenario = read_scenario("southwest-syria-2017", days=12)
    free, led = (listen(WarGame(scenario, np.arange(RUNS))) for _ in range(2))
    led.choice.hand_over("militias", "effort", Orders(Order("hold", first=12)))
    for _ in range(11):
        free.step()
        led.step()
    assert np.array_equal(free.state.forces.effort, led.state.forces.effort)
    free.step()
    led.step()
    led_one = led.setup.field.index("militias")
    assert (led.state.forces.effort[led_one] == -1).all()
    assert not (free.state.forces.effort[led_one] == -1).all()
    others = np.arange(len(led.setup.field)) != led_one
    assert np.array_equal(free.state.forces.effort[others], led.state.forces.effort[others])


def test_a_policy_from_outside_picks_in_some_runs_only() -> None:
    stated = arena(actors={"red": attacker({"field": 1.0}, camp=100), "blue": force(field=50)})
    free, led = opened(stated, RUNS), opened(stated, RUNS)
    asked = []

    def outside(question: Question) -> np.ndarray:
        asked.append(question)
        return np.where(np.arange(RUNS) % 4 == 0, 0, FREE)

    led.choice.hand_over("red", "effort", outside, np.arange(RUNS) < RUNS // 2)
    free.step()
    led.step()
    assert asked[0].options[0] == "hold"
    assert "field" in asked[0].options
    red = led.setup.field.index("red")
    ordered = (np.arange(RUNS) % 4 == 0) & (np.arange(RUNS) < RUNS // 2)
    assert (led.state.forces.effort[red][ordered] == -1).all()
    assert np.array_equal(led.state.forces.effort[:, ~ordered], free.state.forces.effort[:, ~ordered])


@pytest.mark.parametrize(("order", "share"), [("sign", 1.0), ("refuse", 0.0)])
def test_a_party_signs_as_it_is_ordered(order: str, share: float) -> None:
    game = opened(table(text=1.0), RUNS)
    for party in ("a", "b"):
        game.choice.hand_over(party, "assent", Orders(Order(order)))
    game.step()
    assert seen(game, "signed", "pact").mean() == share
    # What it would do by itself stays as it was.
    free = opened(table(text=1.0), RUNS)
    free.step()
    assert np.array_equal(game.pieces.talks["t"].assent["a"], free.pieces.talks["t"].assent["a"])


@pytest.mark.parametrize(("order", "share"), [("strike", 1.0), ("hold fire", 0.0)])
def test_an_enforcer_strikes_as_it_is_ordered_where_there_is_whom_to_strike(order: str, share: float) -> None:
    line = {
        "name": "L", "kind": "exclusion", "applies_to": ["red"], "zones": ["field", "home"], "tolerance": 100,
        "trigger": 500, "watched_by": {"detects": 0.8},
        "answered_by": {"actor": "power", "by": "strike", "resolve": 0.5, "losses": 30},
    }  # fmt: skip
    air = [{"zone": zone, "sorties": 1, "against": []} for zone in ("field", "home")]
    actors = {"red": force(field=400), "power": state(air=air)}
    for zone in ("field", ""):  # there is nobody at home to strike
        game = opened(arena(actors=actors, relations=[], constraints={"line": line}), RUNS)
        game.choice.hand_over("power", "strike", Orders(Order(order, zone=zone)))
        game.step()
        assert seen(game, "strike", "line", "field").mean() == share
        assert not seen(game, "strike", "line", "home").any()


def test_a_patron_lets_its_client_be_when_it_is_told_to() -> None:
    line = {
        "name": "L",
        "kind": "exclusion",
        "applies_to": ["red"],
        "zones": ["field"],
        "obedience": {"red": 0.2},
    }
    relations = [{"patron": "p", "client": "red", "leverage": 0.5, "will": {"line": 0.8}}]
    actors = {"red": attacker({"field": 1.0}, camp=100), "p": state()}
    game = opened(arena(actors=actors, relations=relations, constraints={"line": line}))
    game.choice.hand_over("p", "press", Orders(Order("let be", first=2), Order(None, first=4)))
    obeyed = []
    for _ in range(5):
        game.step()
        obeyed.append(float(game.pieces.constraints["line"].obedience["red"][0]))
    assert obeyed == pytest.approx([0.6, 0.2, 0.2, 0.6, 0.6])


def test_what_is_not_on_the_menu_is_refused() -> None:
    game = opened(arena(actors={"red": attacker({"field": 1.0}, camp=100)}))
    with pytest.raises(ValueError, match="nobody chooses 'lunch'"):
        game.choice.hand_over("red", "lunch", Orders(Order("soup")))
    game.choice.hand_over("red", "effort", Orders(Order("moon")))
    with pytest.raises(ValueError, match=r"red cannot choose 'moon' \(effort\); there are hold, "):
        game.step()
    game.choice.hand_over("red", "effort", lambda question: np.array([9]))
    question = Question(1, "red", "effort", ("hold", "moon"))
    with pytest.raises(ValueError, match="no place among"):
        game.choice.picked(question)
