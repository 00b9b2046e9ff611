"""A game that was saved and loaded, or branched, goes on as if it had never stopped."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.strategies import SEEDS, Columns, columns, examples, read, theatres

from whitecell.game.play import play, tell
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.saved import branch, load, save
from whitecell.game.war_game import WarGame
from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

Results = dict[str, Any]


def opened(scenario: Scenario, seeds: np.ndarray, drawn: Columns, day: int, **more: Any) -> WarGame:
    """A game at the end of a day."""
    game = WarGame(scenario, seeds, drawn, **more)
    for _ in range(min(day, scenario.days)):
        game.step()
    return game


def ended(game: WarGame) -> Results:
    """The measures of a game that is played to its end."""
    for _ in range(game.setup.scenario.days - game.day):
        game.step()
    return {name: gauge.result() for name, gauge in game.gauges.items()}


def written(game: WarGame, scenario: Scenario, chronicle: Chronicle | None = None) -> WarGame:
    """The game after it was saved and loaded."""
    with tempfile.TemporaryDirectory() as folder:
        save(game, Path(folder) / "game.npz")
        return load(Path(folder) / "game.npz", scenario, chronicle)


def assert_saved_is_not_noticed(scenario: Scenario, seeds: np.ndarray, drawn: Columns, day: int) -> None:
    whole = play(scenario, seeds, drawn)
    for name, column in ended(written(opened(scenario, seeds, drawn, day), scenario)).items():
        np.testing.assert_array_equal(column, whole[name], err_msg=name)


def assert_told_on(scenario: Scenario, seed: int, day: int) -> None:
    """What is told after loading is what is told after that day by who never stopped."""
    game = opened(scenario, np.array([seed]), {}, day, chronicle=Chronicle())
    chronicle = Chronicle()
    ended(written(game, scenario, chronicle))
    whole = tell(scenario, seed)
    assert chronicle.events == [event for event in whole.events if event.day > game.day]
    assert chronicle.weighings == [w for w in whole.weighings if w.day > game.day]


def assert_branches(game: WarGame, run: int, seeds: np.ndarray) -> None:
    """Many branches of a run are the branches that each of their seeds gives alone."""
    many = ended(branch(game, run, seeds))
    for k, seed in enumerate(seeds):
        for name, column in ended(branch(game, run, [seed])).items():
            np.testing.assert_array_equal(column, many[name][k : k + 1], err_msg=name)


def assert_own_seed(game: WarGame, run: int) -> None:
    """A branch under the run's own seed is the run."""
    own = ended(branch(game, run, game.dice.seeds[run : run + 1]))
    for name, column in ended(game).items():
        np.testing.assert_array_equal(own[name], column[run : run + 1], err_msg=name)


DAYS = st.integers(0, 16)


@examples(3.0)
@given(st.data(), theatres(deal=True) | theatres(lively=True), SEEDS, DAYS)
def test_a_saved_game_goes_on(data, stated, seeds, day) -> None:
    scenario = read(stated, measured=True)
    assert_saved_is_not_noticed(scenario, seeds, data.draw(columns(scenario, len(seeds))), day)


@examples(3.0)
@given(theatres(line=True, road=True) | theatres(lively=True), st.integers(0, 700), DAYS)
def test_a_saved_story_is_told_on(stated, seed, day) -> None:
    assert_told_on(read(stated), seed, day)


@given(st.data(), theatres(deal=True) | theatres(lively=True), SEEDS, DAYS)
def test_branches_are_the_branches_of_each_seed(data, stated, seeds, day) -> None:
    scenario = read(stated, measured=True)
    game = opened(scenario, seeds, data.draw(columns(scenario, len(seeds))), day)
    run = data.draw(st.integers(0, len(seeds) - 1))
    assert_branches(game, run, np.array([0, 255, 256, int(seeds[run])]))
    assert_own_seed(game, run)


@pytest.mark.parametrize("name", bundled())
def test_a_saved_shipped_game_goes_on(name: str) -> None:
    scenario = read_scenario(name, days=60)
    assert_saved_is_not_noticed(scenario, np.arange(254, 262), {}, 31)
    assert_told_on(scenario, 7, 29)


def test_a_game_is_branched_into_five_hundred_columns() -> None:
    scenario = read_scenario("southwest-syria-2017", days=45)
    game = opened(scenario, np.array([4, 5, 6]), {}, 40)
    many = ended(branch(game, 1, np.arange(500)))
    for seed in (0, 5, 255, 256, 499):
        for name, column in ended(branch(game, 1, [seed])).items():
            np.testing.assert_array_equal(column, many[name][seed : seed + 1], err_msg=name)
    assert len(np.unique(many["fighters_lost"] if "fighters_lost" in many else next(iter(many.values())))) > 1
    assert_own_seed(game, 1)


def test_a_branch_can_be_told() -> None:
    scenario = read_scenario("southwest-syria-2017", days=40)
    game = opened(scenario, np.array([4, 5]), {}, 20)
    chronicle = Chronicle()
    ended(branch(game, 0, [9], chronicle))
    assert {event.day for event in chronicle.events} <= set(range(21, 41))
    assert chronicle.weighings
