"""Nothing but the state survives midnight: a new game that is given it goes on as the old one would have."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.strategies import SEEDS, Columns, columns, examples, read, theatres

from whitecell.game.play import play, result, tell
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.war_game import WarGame
from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario


def replaced(scenario: Scenario, seeds: np.ndarray, drawn: Columns, nights: set[int]) -> dict[str, Any]:
    """The measures of a game that is thrown away on some nights and made anew from its state."""
    game = WarGame(scenario, seeds, drawn)
    for _ in range(scenario.days):
        if game.day in nights:
            game = WarGame(scenario, seeds, drawn, state=game.state.copy())
        game.step()
    return {name: gauge.result() for name, gauge in game.gauges.items()}


def assert_nothing_else_survives(
    scenario: Scenario, seeds: np.ndarray, drawn: Columns, nights: set[int]
) -> None:
    whole = play(scenario, seeds, drawn)
    for name, column in replaced(scenario, seeds, drawn, nights).items():
        np.testing.assert_array_equal(column, whole[name], err_msg=name)


def assert_the_story_goes_on(scenario: Scenario, seed: int, nights: set[int]) -> None:
    """A told game that is made anew from its state tells on as if it had never stopped."""
    chronicle = Chronicle()
    game = WarGame(scenario, np.array([seed]), chronicle=chronicle)
    for _ in range(scenario.days):
        if game.day in nights:
            game = WarGame(scenario, np.array([seed]), chronicle=chronicle, state=game.state.copy())
        game.step()
    whole, told = tell(scenario, seed), result(game, chronicle)
    assert told.measures == whole.measures
    assert told.events == whole.events
    assert told.weighings == whole.weighings


NIGHTS = st.sets(st.integers(0, 15), min_size=1, max_size=3)


@examples(3.0)
@given(st.data(), theatres(deal=True, line=True) | theatres(lively=True), SEEDS, NIGHTS)
def test_a_game_made_anew_from_its_state_goes_on(data, stated, seeds, nights) -> None:
    scenario = read(stated, measured=True)
    assert_nothing_else_survives(scenario, seeds, data.draw(columns(scenario, len(seeds))), nights)


@examples(3.0)
@given(theatres(deal=True, road=True), st.integers(0, 700), NIGHTS)
def test_a_told_game_made_anew_from_its_state_tells_on(stated, seed, nights) -> None:
    assert_the_story_goes_on(read(stated), seed, nights)


@pytest.mark.parametrize("name", bundled())
def test_a_shipped_game_made_anew_from_its_state_goes_on(name: str) -> None:
    scenario = read_scenario(name, days=70)
    assert_nothing_else_survives(scenario, np.arange(254, 270), {}, {1, 30, 47})


@pytest.mark.parametrize("name", bundled())
def test_a_told_shipped_game_made_anew_from_its_state_tells_on(name: str) -> None:
    assert_the_story_goes_on(read_scenario(name, days=70), 412, {2, 33})


def test_every_night_may_be_the_one(make: Any) -> None:
    """In a theatre in which injects shift wills and wants, and agreements begin late, end and are renewed."""
    shifts = [
        {"kind": "shift will", "patron": "other", "client": "red", "by": -0.4},
        {"kind": "shift wants", "actor": "power", "toward": "pact", "by": 0.3},
        {"kind": "shift wants", "actor": "power", "toward": "truce", "by": -0.6},
    ]
    second = {"name": "Second vote", "on": "2017-06-25", "when": "happened(vote)", "effects": shifts[1:2]}
    during = {"record": "in_force", "of": ["pact"]}
    scenario = make(
        days=40,
        injects__vote__effects=shifts,
        injects__second=second,
        measures__second={"statistic": "ever", "record": "happened", "of": ["second"]},
        measures__within={"statistic": "mean", "record": "losses", "during": during},
        actors__power__wants={"pact": 0.6, "truce": 0.2},
        constraints__truce__chance=0.9,
        talks__t__gap=4,
        agreements__pact__delay=3,
        agreements__pact__term=9,
        agreements__pact__renewal=0.6,
    )
    assert_nothing_else_survives(scenario, np.arange(250, 282), {}, set(range(40)))
    assert_the_story_goes_on(scenario, 5, set(range(40)))
