"""Decisions against answers that are known: shares, requirements, costs, days, votes, orders."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from happenings import seen
from known.arena import after, arena, force, opened, state, within
from known.test_numbers import level, stock

from whitecell.game.play import tell
from whitecell.game.policy import Order, Orders
from whitecell.scenario.model import Scenario

RUNS = 8192


def decided(options: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A power that decides on something every day."""
    named = {name: {"name": name, **option} for name, option in options.items()}
    return arena(
        actors={"red": force(field=10), "us": state()},
        decisions={"d": {"name": "D", "by": "us", "options": named, **more}},
        variables=stock(),
    )


def chosen(game: Any) -> np.ndarray:  # type: ignore[type-arg]
    """The option that stands, as a place."""
    return game.pieces.decisions["d"].option


def test_shares_are_those_of_the_logit() -> None:
    worth, noise = np.array([0.0, 0.3, -0.2]), 0.25
    options = {name: {"utility": u} for name, u in zip("abc", worth, strict=True)}
    found = np.bincount(chosen(after(decided(options, noise=noise, on="day 2"), 2, RUNS)), minlength=3)
    expected = RUNS * np.exp(worth / noise) / np.exp(worth / noise).sum()
    assert ((found - expected) ** 2 / expected).sum() < 13.8  # chi-square with 2 degrees, 0.1 %


def test_a_review_comes_every_so_often() -> None:
    game = after(decided({"a": {}, "b": {"utility": 1}}, every=5), 3, RUNS)
    assert within(float((chosen(game) == 1).mean()), 1 - 0.8**3, RUNS)


def test_a_requirement_and_a_condition_hold_a_choice_back() -> None:
    options = {
        "a": {},
        "b": {"utility": 1, "requires": "fuel < 8"},
        "c": {"utility": 2, "requires": "fuel < 5"},
    }
    stated = decided(options, when="day != 4")
    stated["variables"] = stock(per_day=-1)
    game = opened(stated)
    taken = []
    for _ in range(8):
        game.step()
        taken.append(int(chosen(game)[0]))
    assert taken == [0, 0, 0, 0, 1, 1, 2, 2]


def test_a_choice_costs_what_is_there_and_ends_after_its_days() -> None:
    stated = decided({"a": {}, "b": {"utility": 1, "costs": {"fuel": 4}, "lasts": 2}})
    game = opened(stated)
    taken, left = [], []
    for _ in range(8):
        game.step()
        taken.append(int(chosen(game)[0]))
        left.append(float(level(game)[0]))
    assert taken == [1, 1, 0, 1, 1, 0, 0, 0]
    assert left == [6, 6, 6, 2, 2, 2, 2, 2]


def test_effects_on_numbers_hold_while_the_option_stands() -> None:
    effects = [{"kind": "shift", "number": "variables.fuel.per_day", "by": -2}]
    stated = decided({"a": {}, "b": {"utility": "1 if 2 <= day <= 4 else -1", "effects": effects}})
    game = after(stated, 8)
    assert level(game)[0] == 10 - 3 * 2


VOICES = {"one": {"weight": 2}, "two": {"weight": 1.5}, "three": {"weight": 1}}


@pytest.mark.parametrize(
    ("for_it", "more", "carried"),
    [
        (["one"], {}, 0), (["one", "three"], {}, 1), (["two", "three"], {}, 1), (["two"], {}, 0),
        (["one", "three"], {"majority": 0.7}, 0), (["one", "two", "three"], {"majority": 0.7}, 1),
    ],
)  # fmt: skip
def test_votes_carry_by_their_weights(for_it: list[str], more: Any, carried: int) -> None:
    votes = {name: {**vote, "utility": {"b": 1 if name in for_it else -1}} for name, vote in VOICES.items()}
    assert chosen(after(decided({"a": {}, "b": {}}, votes=votes, **more), 1))[0] == carried


def test_a_veto_keeps_what_stands() -> None:
    votes = {
        "one": {"weight": 9, "utility": {"b": 1}},
        "two": {"utility": {"b": -1}, "veto": True},
    }
    assert chosen(after(decided({"a": {}, "b": {}}, votes=votes), 3))[0] == 0
    votes["two"]["veto"] = False
    assert chosen(after(decided({"a": {}, "b": {}}, votes=votes), 3))[0] == 1


@pytest.mark.parametrize(("ballot", "carried"), [("single", 0), ("approval", 2)])
def test_by_approval_a_voice_votes_for_all_that_it_holds_good(ballot: str, carried: int) -> None:
    """Each has a best of its own, and all hold c the second best: by single votes nothing is carried."""
    worth = {"one": {"b": 1, "c": 0.9}, "two": {"d": 1, "c": 0.9}, "three": {"b": -1, "c": 0.5}}
    votes = {name: {"utility": utility} for name, utility in worth.items()}
    stated = decided({"a": {}, "b": {}, "c": {}, "d": {}}, votes=votes, ballot=ballot, majority=0.7)
    assert chosen(after(stated, 3))[0] == carried


@pytest.mark.parametrize(
    ("more", "carried"),
    [({}, 2), ({"requires": "fuel < 0"}, 1), ({"utility": -0.5}, 1)],
)
def test_by_approval_the_most_votes_win_and_what_cannot_be_counts_for_nothing(
    more: Any, carried: int
) -> None:
    """Five votes for c and four for b of seven; if c cannot be chosen or is worth less, b has the most."""
    worth = {"one": {"b": 1, "c": 1}, "two": {"b": 1, "c": 0.9}, "three": {"b": -1, "c": 0.5}}
    votes = {name: {**VOICES[name], "utility": utility} for name, utility in worth.items()}
    stated = decided({"a": {}, "b": {}, "c": more}, votes=votes, ballot="approval", majority=0.6)
    assert chosen(after(stated, 1))[0] == carried


def test_by_approval_a_veto_is_against_what_the_voice_does_not_approve() -> None:
    votes = {"one": {"weight": 9, "utility": {"b": 1, "c": 0.9}}, "two": {"utility": {"c": 1}, "veto": True}}
    stated = decided({"a": {}, "b": {}, "c": {}}, votes=votes, ballot="approval")
    assert chosen(after(stated, 1))[0] == 2


def test_of_as_many_votes_what_stands_stays() -> None:
    votes = {"one": {"utility": {"b": 1}}, "two": {"utility": {"b": -1}}}
    assert chosen(after(decided({"a": {}, "b": {}}, votes=votes, majority=0.4), 1))[0] == 0
    votes["one"]["weight"] = 1.1
    assert chosen(after(decided({"a": {}, "b": {}}, votes=votes, majority=0.4), 1))[0] == 1


def test_orders_pick_in_some_runs_and_dice_stay() -> None:
    stated = decided({"a": {}, "b": {"utility": 0.1}, "c": {"utility": 0.2}}, noise=0.3)
    free, game = opened(stated, 64), opened(stated, 64)
    ordered = np.arange(64) % 2 == 0
    game.choice.hand_over("us", "decision", lambda question: "a", ordered)
    for _ in range(4):
        free.step()
        game.step()
        assert (chosen(game)[ordered] == 0).all()
        assert (chosen(game)[~ordered] == chosen(free)[~ordered]).all()


def test_an_order_does_not_wait_for_a_review_but_for_what_is_required() -> None:
    options = {"a": {}, "b": {"requires": "day >= 5"}, "c": {}}
    game = opened(decided(options, every=1e6), 64)
    orders = Orders(Order("c", first=2), Order("b", first=3), Order(None, first=7))
    game.choice.hand_over("us", "decision", orders)
    taken = []
    for _ in range(8):
        game.step()
        assert (chosen(game) == chosen(game)[0]).all()
        taken.append(int(chosen(game)[0]))
    assert taken == [0, 2, 2, 2, 1, 1, 1, 1]


def test_an_ordered_option_is_paid_for_each_time_and_not_on_credit() -> None:
    game = opened(decided({"a": {"utility": 1}, "b": {"costs": {"fuel": 4}, "lasts": 2}}))
    game.choice.hand_over("us", "decision", Orders(Order("b")))
    taken, left = [], []
    for _ in range(8):
        game.step()
        taken.append(int(chosen(game)[0]))
        left.append(float(level(game)[0]))
    assert taken == [1, 1, 0, 1, 1, 0, 0, 0]
    assert left == [6, 6, 6, 2, 2, 2, 2, 2]


def test_a_decision_is_told_and_explained() -> None:
    stated = decided({"a": {}, "b": {"utility": 1}}, on="day 2")
    story = tell(Scenario.model_validate(stated, context={"start": stated["start"]}), 1)
    (event,) = [event for event in story.events if event.kind == "decision"]
    assert (event.day, event.actor, event.thing, event.others) == (2, "us", "d", ("b",))
    (weighing,) = [weighing for weighing in story.weighings if weighing.subject == "decision"]
    assert (weighing.chosen, [option.utility for option in weighing.options]) == ("b", [0.0, 1.0])
    assert seen(after(stated, 2), "decision", "d").all()
