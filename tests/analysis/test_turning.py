from __future__ import annotations

from pathlib import Path

import numpy as np
from seated import order, stepped

from whitecell.analysis.paired import contrasts
from whitecell.analysis.turning import moved
from whitecell.scenario.injects import Inject
from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import Injected
from whitecell.table.folder import Seat, append, create
from whitecell.table.replay import Replay, ahead

RUNS = 12


def test_odds_move_as_if_each_turn_were_played_from_the_start(tmp_path: Path) -> None:
    scenario = read_scenario("southwest-syria-2017", days=20)
    seats = {"red": Seat(actors=("militias",))}
    folder = create(tmp_path / "g", "s", scenario, seed=3, turn=5, seats=seats)
    folder = stepped(append(folder, "red", order("militias", "effort", "hold")))
    folder = stepped(folder)
    flood = Inject.model_validate({"name": "A flood", "when": "day > 11"}, context={"start": scenario.start})
    folder = append(folder, "white", Injected(name="flood", inject=flood), "a test")
    folder = stepped(folder)
    seeds, done = np.arange(RUNS), list[int]()
    found = moved(folder, RUNS, lambda: done.append(1))
    assert len(found) == len(done) == 3
    for turn, each in enumerate(found, start=1):
        before, after = ahead(Replay(folder, turn - 1), seeds), ahead(Replay(folder, turn), seeds)
        told = ahead(Replay(folder, turn - 1, said=turn), seeds)
        assert each.orders == contrasts(scenario, before, told, 20)
        assert each.turn == contrasts(scenario, told, after, 20)
    assert any(c.effect for c in found[0].orders)
    assert not any(c.effect for c in found[1].orders)  # nothing was said
