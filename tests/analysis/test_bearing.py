"""What bears on the outcome, and what does not."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Make

from whitecell.analysis.bearing import (
    MECHANISMS,
    assumption_bearings,
    bearing,
    mechanism_bearings,
    switched_off,
)
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


def test_every_mechanism_of_the_shipped_scenario_can_be_switched_off() -> None:
    plot = read_scenario("southwest-syria-2017", days=2)
    assert {b.name for b in mechanism_bearings(plot, 2)} == set(MECHANISMS)
