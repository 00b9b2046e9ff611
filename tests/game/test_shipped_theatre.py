"""What must hold of the shipped theatre before anybody reads a story of it."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.game.war_game import WarGame
from whitecell.scenario.library import bundled
from whitecell.scenario.reading import read_scenario


@pytest.mark.parametrize("name", [name for name in bundled() if "isis" in read_scenario(name).actors])
def test_no_march_leads_isis_through_the_capital(name: str) -> None:
    game = WarGame(read_scenario(name), np.array([0]))
    zones = game.setup.zones
    reach = {zones.names[z] for z in game.actor("isis").reach}
    assert reach == {"abu_kamal", "al_qaim", "deir_ez_zor", "palmyra", "yarmouk"}
