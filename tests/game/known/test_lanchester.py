"""Attrition against the closed forms of Lanchester (1916) and Deitchman (1962), day by day in the game."""

from __future__ import annotations

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force

A = 0.002


def battle(red: dict[str, object], blue: dict[str, object], **rules: float) -> dict[str, object]:
    return arena(actors={"red": red, "blue": blue}, rules={"attrition": A, **rules})


def test_the_square_law() -> None:
    """Each side loses by the other's strength: the state is a power of one matrix."""
    stated = battle(
        {**attacker(field=1000), "skill": 1.5}, {**force(field=800), "skill": 0.5}, defender_advantage=3
    )
    step = np.array([[1.0, -A * 3 * 0.5], [-A * 1.5, 1.0]])
    for days in (1, 7, 40):
        red, blue = np.linalg.matrix_power(step, days) @ [1000.0, 800.0]
        game = after(stated, days)
        assert fighters(game, "red")[0] == pytest.approx(red, rel=1e-12)
        assert fighters(game, "blue")[0] == pytest.approx(blue, rel=1e-12)
    # The continuous law keeps rate·own² − rate·other²; days of one step leave it nearly alone.
    assert 1.5 * red**2 - 1.5 * blue**2 == pytest.approx(1.5 * 1000**2 - 1.5 * 800**2, rel=0.01)


def test_area_fire_on_a_few_who_hide() -> None:
    """Far below the scale, losses go with the product of both: the linear law."""
    hiding = {**force(field=50), "irregular": True}
    stated = battle(attacker(field=1000), hiding, ambush_scale=1e6, defender_advantage=0)
    game = after(stated, 20)
    left = 50.0
    for _ in range(20):
        left -= A * 1000 * left / (left + 1e6)
    assert fighters(game, "blue")[0] == pytest.approx(left, rel=1e-12)
    assert left == pytest.approx(50 * np.exp(-A * 1000 / 1e6 * 20), rel=1e-4)


def test_many_who_hide_are_as_easy_to_find_as_in_the_open() -> None:
    hiding = {**force(field=900), "irregular": True}
    one = after(battle(attacker(field=100), hiding, ambush_scale=1e-9), 5)
    other = after(battle(attacker(field=100), force(field=900)), 5)
    assert fighters(one, "blue")[0] == pytest.approx(fighters(other, "blue")[0], rel=1e-9)


def test_half_as_many_are_found_at_the_scale() -> None:
    hiding = {**force(field=400), "irregular": True}
    game = after(battle(attacker(field=100), hiding, ambush_scale=400), 1)
    assert fighters(game, "blue")[0] == pytest.approx(400 - A * 100 / 2)


def test_a_meeting_engagement_is_fought_once() -> None:
    game = after(battle(attacker(field=1000), attacker(field=800), defender_advantage=5), 1)
    assert fighters(game, "red")[0] == pytest.approx(1000 - A * 800)
    assert fighters(game, "blue")[0] == pytest.approx(800 - A * 1000)


def test_a_defenders_fire_is_divided_by_strength() -> None:
    actors = {
        "one": {**attacker(field=300), "skill": 2.0},
        "two": attacker(field=200),
        "blue": force(field=800),
    }
    relations = [{"hostile": ["one", "two"], "to": ["blue"]}]
    game = after(
        arena(actors=actors, relations=relations, rules={"attrition": A, "defender_advantage": 2}), 1
    )
    fire = A * 2 * 800
    assert fighters(game, "one")[0] == pytest.approx(300 - fire * 600 / 800)
    assert fighters(game, "two")[0] == pytest.approx(200 - fire * 200 / 800)
    assert fighters(game, "blue")[0] == pytest.approx(800 - A * 800)


def test_an_attackers_fire_is_divided_by_numbers() -> None:
    actors = {"red": attacker(field=500), "one": force(field=300), "two": force(field=100)}
    relations = [{"hostile": ["red"], "to": ["one", "two"]}]
    game = after(arena(actors=actors, relations=relations, rules={"attrition": A}), 1)
    assert fighters(game, "one")[0] == pytest.approx(300 - A * 500 * 0.75)
    assert fighters(game, "two")[0] == pytest.approx(100 - A * 500 * 0.25)
    assert fighters(game, "red")[0] == pytest.approx(500 - A * 400)


def test_luck_has_mean_one_and_its_spread() -> None:
    game = after(battle(attacker(field=1000), force(field=800), battle_noise=0.5), 1, runs=4096)
    ratio = (800 - fighters(game, "blue")) / (A * 1000)
    assert ratio.mean() == pytest.approx(1.0, abs=4 * ratio.std() / 64)
    assert np.log(ratio).std() == pytest.approx(0.5, rel=0.05)
    # One day's luck is the same for both sides of an attack.
    assert (1000 - fighters(game, "red")) / (A * 800) == pytest.approx(ratio)


def test_harassing_fire_needs_no_attack_and_hits_by_numbers() -> None:
    actors = {
        "red": {**force(field=1000), "fire": 1.0, "skill": 1.5},
        "one": force(field=300),
        "two": force(field=100),
    }
    relations = [{"hostile": ["red"], "to": ["one", "two"]}]
    game = after(arena(actors=actors, relations=relations, rules={"fire_losses": 0.01}), 1)
    assert fighters(game, "one")[0] == pytest.approx(300 - 0.01 * 1500 * 0.75)
    assert fighters(game, "two")[0] == pytest.approx(100 - 0.01 * 1500 * 0.25)
    assert fighters(game, "red")[0] == 1000.0


def test_losses_drive_people_away() -> None:
    zones = {
        name: {"name": "Zone", "at": [0, 0], "people": 10_000 if name == "field" else 0}
        for name in ("field", "camp", "home")
    }
    actors = {"red": attacker(field=1000), "blue": force(field=800)}
    game = after(arena(zones=zones, actors=actors, rules={"attrition": 0.1, "displacement": 0.2}), 1)
    assert game.today.fled[game.setup.zones.index("field"), 0] == pytest.approx(
        10_000 * (1 - np.exp(-0.2 * (100 + 80) / 100))
    )
