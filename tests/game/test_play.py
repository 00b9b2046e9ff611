"""A game that was played is gone."""

from __future__ import annotations

import gc

import numpy as np

from whitecell.game.play import play, tell
from whitecell.game.readers.gauge import Gauge
from whitecell.game.war.ground import Ground
from whitecell.game.war_game import WarGame
from whitecell.scenario.reading import read_scenario


def left() -> int:
    """Parts of games that are still in memory."""
    return sum(isinstance(thing, (WarGame, Ground, Gauge)) for thing in gc.get_objects())


def test_a_game_frees_its_memory_when_it_was_played() -> None:
    scenario = read_scenario("southwest-syria-2017", days=2)
    gc.collect()
    before = left()
    gc.disable()
    try:
        columns = play(scenario, np.arange(3))
        story = tell(scenario, 1)
        assert left() == before
    finally:
        gc.enable()
    assert columns["tanf_strikes"][1] == story.measures["tanf_strikes"]
