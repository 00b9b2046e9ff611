"""What must hold of the shipped theatres before anybody reads a story of it."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.game.war_game import WarGame
from whitecell.scenario.library import bundled
from whitecell.scenario.reading import read_scenario

DESERT = [name for name in bundled() if name.startswith("southwest-syria")]


@pytest.mark.parametrize("name", DESERT)
def test_no_march_leads_isis_through_the_capital(name: str) -> None:
    game = WarGame(read_scenario(name), np.array([0]))
    zones = game.setup.zones
    reach = {zones.names[z] for z in game.actor("isis").reach}
    assert reach == {"abu_kamal", "al_qaim", "deir_ez_zor", "palmyra", "yarmouk"}


@pytest.mark.parametrize("name", [name for name in bundled() if name.startswith("eastern-ukraine")])
def test_no_march_leads_through_the_other_sides_rear(name: str) -> None:
    game = WarGame(read_scenario(name), np.array([0]))
    zones = game.setup.zones
    rear = {"separatists": {"donetsk", "luhansk", "alchevsk", "novoazovsk", "rostov"}}
    rear["kyiv"] = {"severodonetsk", "kurakhove"}
    for actor in ("sector_a", "sector_b", "sector_c", "sector_m", "volunteers"):
        assert not {zones.names[z] for z in game.actor(actor).reach} & rear["separatists"]
    for actor in ("dpr", "dpr_south", "lpr"):
        assert not {zones.names[z] for z in game.actor(actor).reach} & rear["kyiv"]
