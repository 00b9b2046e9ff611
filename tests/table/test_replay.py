"""A game replays to the bit, with orders and without; what goes on from it is what it would have been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from seated import alike, alone, chosen, order, same, stepped

from whitecell.game.play import play, tell
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder
from whitecell.table.entries import body_of
from whitecell.table.folder import Folder, append, branch, open_game
from whitecell.table.played import as_played, standing
from whitecell.table.replay import Columns, Replay, ahead

Begin = Callable[..., Folder]


def test_without_orders_a_game_is_the_run(begun: Begin, shipped: Scenario) -> None:
    folder = stepped(begun(), 4)
    replay = Replay(open_game(folder.path))
    assert same(replay.game, alone(shipped, 20))
    assert [event for turn in replay.turns for event in turn.events] == list(tell(shipped, 3).events)


def test_a_game_replays_from_its_log_alone(begun: Begin) -> None:
    folder = begun()
    folder = append(folder, "red", order("militias", "effort", "daraa_city"), "the border matters")
    folder = stepped(folder)
    folder = append(folder, "blue", order("united_states", "assent", "sign", "amman"))
    folder = append(folder, "blue", order("coalition", "strike", "hold fire", "tanf_red_line"))
    folder = stepped(folder, 2)
    folder = append(folder, "red", order("militias", "effort", ""), "withdrawn")
    folder = stepped(folder)
    first, again = Replay(folder), Replay(open_game(folder.path))
    assert same(first.game, again.game)
    assert first.turns == again.turns
    assert same(first.game, alone(as_played(folder), 20))


@pytest.mark.parametrize("seed", [0, 599])
def test_orders_for_what_the_model_chooses_change_no_bit(shipped: Scenario, seed: int) -> None:
    scenario = shipped.model_copy(update={"days": 60})
    story, orders = tell(scenario, seed), chosen(scenario, seed)
    assert {order.choice for order in orders} == {"effort", "assent", "strike", "press"}
    told = scenario.model_copy(update={"orders": tuple(orders)})
    assert same(alone(scenario, 60, seed), alone(told, 60, seed))
    again = tell(told, seed)
    assert again.events == story.events
    assert again.measures == story.measures
    for subject in ("effort", "press", "strike"):
        assert any(w.own for w in again.weighings if w.subject == subject)
    assert all(w.own in ("", w.chosen) for w in again.weighings)


def test_a_branch_shares_all_before_it_and_goes_its_own_way(begun: Begin) -> None:
    folder = append(begun(), "red", order("militias", "effort", "daraa_city"))
    folder = stepped(folder, 3)
    other = branch(folder, folder.path.with_name("other"), 2)
    assert other.turn == 3
    assert same(Replay(open_game(other.path)).game, Replay(folder, 2).game)
    other = stepped(append(other, "red", order("militias", "effort", "hold")))
    assert Replay(other).turns[:2] == Replay(folder).turns[:2]
    assert not same(Replay(other).game, Replay(folder).game)


def test_a_column_ahead_is_playing_on_with_its_seed(begun: Begin) -> None:
    folder = append(begun(), "red", order("militias", "effort", "daraa_city"))
    replay = Replay(stepped(folder, 2))
    columns = ahead(replay, np.arange(40))
    for seed in (0, 3, 39):
        assert alike({n: c[seed : seed + 1] for n, c in columns.items()}, ahead(replay, [seed]))
    # Under its own seed it is the game as it goes on.
    whole = play(as_played(folder), np.array([3]))
    assert alike({n: c[3:4] for n, c in columns.items()}, whole)


def test_orders_under_discussion_fall_on_the_same_dice(begun: Begin) -> None:
    folder = stepped(begun(), 1)
    replay = Replay(folder)
    ordered = order("militias", "effort", "hold")
    said = standing(ordered, folder.scenario.start + timedelta(6))
    now, then = ahead(replay, np.arange(8)), ahead(replay, np.arange(8), (said,))
    assert alike(then, ahead(Replay(append(folder, "red", ordered)), np.arange(8)))
    assert not alike(now, then)


def test_an_order_under_discussion_may_wait_for_a_condition(begun: Begin) -> None:
    folder = stepped(begun(), 2)
    replay, start = Replay(folder), folder.scenario.start
    hold = standing(order("militias", "effort", "hold"), start + timedelta(11))

    def waiting(when: str, said: StandingOrder = hold) -> Columns:
        return ahead(replay, np.arange(8), (said.model_copy(update={"when": when}),))

    now, then = ahead(replay, np.arange(8)), ahead(replay, np.arange(8), (hold,))
    assert alike(waiting("day > 0"), then)
    assert alike(waiting("day > 0", hold.model_copy(update={"from_": None})), then)
    assert alike(waiting("day > 99"), now)
    later = hold.model_copy(update={"from_": start + timedelta(15)})
    assert alike(waiting("day >= 15"), ahead(replay, np.arange(8), (later,)))
    # What it reads may lie before the morning on which it is given: the strike of day 9.
    assert [e.day for e in replay.turns[1].events if e.kind == "strike"] == [9]
    assert alike(waiting("sum(strikes(tanf_red_line), 90) == 1 and day == 11"), waiting("day == 11"))
    assert alike(waiting("sum(strikes(tanf_red_line), 90) == 0 and day == 11"), now)
    assert not alike(waiting("day == 11"), now)


def test_going_on_is_playing_again_from_the_start(begun: Begin) -> None:
    folder = stepped(begun())
    replay = Replay(folder)
    for said in (
        order("militias", "effort", "daraa_city"),
        order("united_states", "assent", "refuse", "amman"),
        body_of("ruling", {"how": "reroll"}, folder.scenario.start),
        body_of("inject", {"name": "i", "inject": {"name": "it", "when": "day > 11"}}, folder.scenario.start),
        order("militias", "effort", ""),
    ):
        folder = append(folder, "white", said)
        if folder.turn < folder.turns:
            folder = stepped(folder)
        replay, again = replay.onward(folder), Replay(folder)
        assert same(replay.game, again.game)
        assert replay.turns == again.turns
    other = branch(folder, folder.path.with_name("other"), 1)
    assert same(replay.onward(other).game, Replay(other).game)
