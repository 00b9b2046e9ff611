"""What bears on the outcome, and what does not."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Make

from whitecell.analysis.screening import (
    DETECTED,
    MECHANISMS,
    assumption_bearings,
    bearing,
    mechanism_bearings,
    moved_by_chance,
    switched_off,
    watched,
)
from whitecell.game.play import play
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.reading import read_scenario


def test_a_change_is_told_by_how_many_seeds_it_moves() -> None:
    one = {"a": np.array([1.0, 2.0, 3.0, 4.0]), "day": np.array([1.0, np.nan, np.nan, 4.0])}
    other = {"a": np.array([1.0, 2.0, 3.0, 8.0]), "day": np.array([1.0, np.nan, 9.0, 4.0])}
    found = bearing("x", one, other)
    assert found.changed == 0.5
    assert found.effect == pytest.approx(1.0 / np.concatenate([one["a"], other["a"]]).std())
    assert found.measure == "a"


def test_a_day_that_never_came_is_later_than_any() -> None:
    found = bearing("x", {"day": np.array([np.nan, np.nan])}, {"day": np.array([3.0, np.nan])})
    assert (found.measure, found.changed) == ("day", 0.5)
    assert found.effect < 0.0


def test_categories_count_as_changed() -> None:
    one, other = np.array(["a", None], dtype=object), np.array(["b", None], dtype=object)
    assert bearing("x", {"via": one}, {"via": other}).changed == 0.5


def test_equal_batches_move_nothing() -> None:
    same = {"a": np.array([1.0, np.nan])}
    assert bearing("x", same, same) == bearing("x", same, {"a": np.array([1.0, np.nan])})
    assert bearing("x", same, same).changed == 0.0


def test_switching_off_reaches_every_place(make: Make) -> None:
    off = switched_off(make(), MECHANISMS["worth of ground"])
    assert {worth for actor in off.actors.values() for worth in actor.worth.values()} == {0.0}
    with pytest.raises(ValueError, match="states nothing"):
        switched_off(make(), (("rules.morale", 0.0),))


def test_an_assumption_that_matters_is_told_from_one_that_does_not(make: Make) -> None:
    plot = make(
        assumptions={
            "losses": Assumption(value=0.004, range=(0.001, 0.01)).model_dump(),
            "far": Assumption(value=10, range=(5, 20)).model_dump(),
        },
        rules__attrition="losses",
        zones__moon={"name": "Moon", "at": [5, 5], "people": "far"},
        measures={"lost": {"statistic": "count", "record": "losses"}},
    )
    found = {b.name: b for b in assumption_bearings(plot, 16)}
    assert found["losses"].changed > 0.5
    assert found["losses"].effect > 0.0
    assert found["far"].changed == 0.0
    assert found["far"].chance == 1.0


def test_differences_that_lean_one_way_are_told_from_those_that_do_not() -> None:
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(400)
    assert moved_by_chance(noise) > 0.01
    assert moved_by_chance(noise + 0.5) < 1e-6
    # Few runs differ, and all of them one way: what Student's t hardly sees.
    rare = np.where(np.arange(4000) < 20, 1.0, 0.0)
    assert moved_by_chance(rare) == pytest.approx(2 * 2 * 0.5**20)
    assert moved_by_chance(np.where(np.arange(4000) < 20, np.resize([1.0, -1.0], 4000), 0.0)) == 1.0
    assert moved_by_chance(np.zeros(50)) == 1.0
    assert moved_by_chance(np.full(50, 0.1)) < 1e-10


def test_false_detections_are_as_rare_as_they_claim() -> None:
    """Chances of 300 pairs of samples in which nothing moves; sparse and dense ones."""
    rng = np.random.default_rng(2)
    for part in (0.05, 1.0):
        chances = [moved_by_chance(rng.standard_normal(200) * (rng.random(200) < part)) for _ in range(300)]
        for level in (0.2, 0.05, 0.01):
            assert np.mean(np.array(chances) < level) <= level + 3 * np.sqrt(level / 300)


def test_what_moves_only_between_measures_is_seen_by_watching_all(make: Make) -> None:
    blind = make(
        assumptions={"where": Assumption(value=0.4, range=(0.0, 0.9)).model_dump()},
        actors__red__worth={"hill": 0.7, "ford": "where", "camp": 0.3},
        measures={"people": {"statistic": "count", "record": "displaced"}},
        rules__displacement=0,
    )
    (unseen,) = assumption_bearings(blind, 64)
    assert (unseen.measure, unseen.chance, unseen.changed) == ("", 1.0, 0.0)
    (seen,) = assumption_bearings(watched(blind), 64)
    assert seen.measure not in ("", *blind.measures)
    assert abs(seen.effect) > 0.0
    assert seen.chance < DETECTED


def test_watching_adds_measures_and_leaves_the_scenarios_own_alone() -> None:
    plot = read_scenario("southwest-syria-2017", days=5)
    seeds = np.arange(3)
    own, all_of_them = play(plot, seeds), play(watched(plot), seeds)
    assert set(own) < set(all_of_them)
    for name, column in own.items():
        np.testing.assert_array_equal(column, all_of_them[name])


def test_every_mechanism_of_the_shipped_scenario_can_be_switched_off() -> None:
    plot = read_scenario("southwest-syria-2017", days=2)
    assert {b.name for b in mechanism_bearings(plot, 2)} == set(MECHANISMS)
