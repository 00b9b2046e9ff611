from __future__ import annotations

import numpy as np

from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.readers.occurrences import Mark, Occurrences, mark_of
from whitecell.game.war_game import WarGame
from whitecell.scenario.reading import read_scenario

SEEDS = np.arange(6)
DAYS = 25


def found(seeds: np.ndarray, days: int = DAYS) -> dict[Mark, np.ndarray]:
    scenario = read_scenario("southwest-syria-2017")
    told = WarGame(scenario, seeds[:1], chronicle=Chronicle())
    assert told.state.story is not None
    game = WarGame(scenario, seeds)
    came = Occurrences(game.pieces, told.state.story.holder[:, 0])
    for _ in range(days):
        game.step()
        came.take()
    return came.found


def test_whatever_a_story_tells_has_come_in_its_run() -> None:
    scenario = read_scenario("southwest-syria-2017")
    came = found(SEEDS)
    for seed in SEEDS:
        chronicle = Chronicle()
        game = WarGame(scenario, np.array([seed]), chronicle=chronicle)
        for _ in range(DAYS):
            game.step()
        told = {mark_of(game.setup, event) for event in chronicle.events if event.day > 0}
        assert {mark.kind for mark in told} >= {"battle", "control", "effort", "session"}
        assert [mark for mark in told if not came[mark][seed]] == []
        # And what a story tells each time it comes has not come where it did not tell it.
        for mark, where in came.items():
            if mark.kind in ("control", "effort", "session", "inject", "decision", "rung", "strike"):
                assert bool(where[seed]) == (mark in told), mark


def test_a_run_does_not_depend_on_those_beside_it() -> None:
    alone, beside = found(SEEDS[3:4]), found(SEEDS)
    assert {m for m, where in alone.items() if where[0]} == {m for m, where in beside.items() if where[3]}
