from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from seated import order, same, stepped

from whitecell.table.entries import Ruling
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, append, open_game
from whitecell.table.foreseen import Mark, dice_of, outlook, proposed
from whitecell.table.replay import Replay

RUNS = np.arange(40)


@pytest.fixture
def folder(begun: Callable[..., Folder]) -> Folder:
    return begun()


def tried(folder: Folder) -> tuple[Replay, Replay]:
    before = Replay(folder)
    return before, before.onward(proposed(folder))


def test_a_turn_on_trial_is_the_turn_and_is_in_no_log(folder: Folder) -> None:
    folder = append(folder, "red", order("militias", "effort", "hold"))
    _, trial = tried(folder)
    assert len(open_game(folder.path).entries) == 1
    assert same(trial.game, Replay(stepped(folder)).game)


def test_its_events_are_counted_over_continuations(folder: Folder) -> None:
    folder = stepped(folder)
    before, trial = tried(folder)
    found = outlook(before, trial, RUNS)
    assert [each.event for each in found.events] == [
        event for event in trial.turns[-1].events if event.kind not in ("recorded", "inject_missed")
    ]
    assert all(0 <= each.count <= len(RUNS) for each in found.events)
    counts = [count for _, count in found.others]
    assert counts == sorted(counts, reverse=True) and 0 not in counts
    assert not {mark for mark, _ in found.others} & {each.mark for each in found.events}
    # A continuation under the game's own seed brings what is on trial.
    own = outlook(before, trial, [folder.settings.seed] * 3)
    assert {each.count for each in own.events} <= {3} and own.others == ()


def test_orders_and_rulings_of_the_turn_count(folder: Folder) -> None:
    turned = Mark("effort", "militias", "tanf_approaches")
    for option, always in (("tanf_approaches", True), ("hold", False)):
        told = append(folder, "red", order("militias", "effort", option))
        found = outlook(*tried(told), RUNS)
        counts = {each.mark: each.count for each in found.events} | dict(found.others)
        assert counts.get(turned, 0) == (len(RUNS) if always else 0)
        folder = told
    ruled = append(folder, "white", Ruling(how="reroll", of="militias"), "again")
    assert not same(tried(folder)[1].game, tried(ruled)[1].game)


def test_dice_are_of_what_has_some(folder: Folder) -> None:
    scenario = folder.scenario
    assert dice_of(scenario, Mark("battle", "militias", "tanf")) == ["militias", "tanf"]
    assert dice_of(scenario, Mark("oddity", thing="nowhere")) == []


def test_when_the_game_is_over_nothing_is_on_trial(folder: Folder) -> None:
    with pytest.raises(GameError, match="the game is over"):
        proposed(stepped(folder, folder.turns))
