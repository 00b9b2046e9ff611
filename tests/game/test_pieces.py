"""Each named thing of a scenario is an agent of the Mesa model, and shows how it stands."""

from __future__ import annotations

import numpy as np

from whitecell.game.war_game import WarGame
from whitecell.scenario.reading import read_scenario

SECTIONS = ("actors", "zones", "constraints", "agreements", "talks", "corridors", "rivalries", "injects")


def test_each_named_thing_is_an_agent() -> None:
    scenario = read_scenario("southwest-syria-2017", days=3)
    game = WarGame(scenario, np.arange(4))
    names = [name for section in SECTIONS for name in getattr(scenario, section)]
    patronages = [f"{r.patron}/{r.client}" for r in scenario.relations if r.patron]
    assert sorted(agent.name for agent in game.agents) == sorted([*names, *patronages])


def test_a_zone_shows_who_holds_it_and_who_is_there() -> None:
    game = WarGame(read_scenario("southwest-syria-2017", days=3), np.arange(4))
    game.step()
    for name, zone in game.pieces.zones.items():
        z = game.setup.zones.index(name)
        for a, actor in enumerate(game.setup.field.names):
            assert np.array_equal(zone.control[actor], game.state.land.control[a, z])
            assert np.array_equal(zone.fighters[actor], game.state.forces.fighters[a, z])
        assert np.array_equal(zone.people, game.state.land.people[z])
