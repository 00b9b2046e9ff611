"""The state: what it holds, its copies and columns, and which states a game refuses."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

SEEDS = np.array([3, 260, 7])


@pytest.fixture
def game(make: Callable[..., Scenario]) -> WarGame:
    """The small theatre after ten days."""
    game = WarGame(make(), SEEDS)
    for _ in range(10):
        game.step()
    return game


def test_every_array_has_a_name_and_runs_last(game: WarGame) -> None:
    arrays = game.state.arrays()
    assert {
        "forces.fighters",
        "land.control",
        "talks.text",
        "agreements.trust",
        "measures.kept",
    } < arrays.keys()
    assert all(array.shape[-1] == len(SEEDS) for array in arrays.values())
    assert not any(name.startswith("story") for name in arrays)


def test_no_array_of_the_state_looks_into_another(game: WarGame) -> None:
    assert all(array.base is None for array in game.state.arrays().values())


def test_a_copy_is_another_state(game: WarGame) -> None:
    kept = game.state.copy()
    before = {name: array.copy() for name, array in game.state.arrays().items()}
    game.step()
    assert (kept.day, game.state.day) == (10, 11)
    for name, array in kept.arrays().items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)
    assert any(not np.array_equal(a, before[name]) for name, a in game.state.arrays().items())


def test_a_column_is_one_run_many_times(game: WarGame) -> None:
    column = game.state.column(1, 4)
    for name, array in column.arrays().items():
        one = game.state.arrays()[name][..., 1]
        assert array.shape[-1] == 4
        assert all(np.array_equal(array[..., k], one, equal_nan=name == "measures.kept") for k in range(4))


@pytest.mark.parametrize("run", [-1, 3])
def test_a_run_that_is_not_there_has_no_column(game: WarGame, run: int) -> None:
    with pytest.raises(IndexError, match=f"no run {run}"):
        game.state.column(run)


def test_a_state_of_other_runs_is_refused(game: WarGame) -> None:
    with pytest.raises(ValueError, match="not one of this game"):
        WarGame(game.setup.scenario, SEEDS[:2], state=game.state)


def test_a_state_of_another_scenario_is_refused(game: WarGame, make: Callable[..., Scenario]) -> None:
    with pytest.raises(ValueError, match=r"effects\.happened"):
        WarGame(make(injects={}), SEEDS, state=game.state)


def test_what_a_package_keeps_is_part_of_the_state(make: Callable[..., Scenario]) -> None:
    game = WarGame(make(), SEEDS)
    warned = game.state.keep("ceiling/warned", np.zeros((2, 3), dtype=np.bool_))
    warned[1] = True
    assert game.state.arrays()["outside.ceiling/warned"] is warned
    assert game.state.copy().outside["ceiling/warned"][1].all()


@pytest.mark.parametrize(
    "start", [np.zeros(2), np.array(["a", "b", "c"]), np.array([None] * 3), np.float64(1)]
)
def test_a_package_keeps_numbers_of_all_runs(make: Callable[..., Scenario], start: np.ndarray) -> None:
    with pytest.raises(ValueError, match="3 runs on the last axis"):
        WarGame(make(), SEEDS).state.keep("odd", start)


def test_a_package_takes_no_name_that_is_taken(make: Callable[..., Scenario]) -> None:
    game = WarGame(make(), SEEDS)
    game.state.keep("mine", np.zeros(3))
    with pytest.raises(ValueError, match="kept already"):
        game.state.keep("mine", np.zeros(3))


def test_a_story_that_begins_late_tells_nothing_of_the_start(make: Callable[..., Scenario]) -> None:
    scenario = make()
    game = WarGame(scenario, SEEDS[:1])
    for _ in range(5):
        game.step()
    chronicle = Chronicle()
    late = WarGame(scenario, SEEDS[:1], chronicle=chronicle, state=game.state)
    assert chronicle.events == []
    late.step()
    assert {event.day for event in chronicle.events} <= {6}
