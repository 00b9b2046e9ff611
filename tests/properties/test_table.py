"""Games at a table over random theatres: orders that change nothing, and views that tell nothing hidden."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from properties.strategies import examples, read, theatres
from seated import HIDDEN, alone, chosen, hide, same, shown, stepped

from whitecell.env.vector import VectorEnv
from whitecell.scenario.matters import matters
from whitecell.table.folder import Seat, create, open_game
from whitecell.table.replay import Replay

SEED = st.integers(0, 700)


@examples(0.15)
@given(data=st.data())
def test_orders_for_what_is_chosen_anyway_change_no_bit(data: st.DataObject) -> None:
    scenario = read(data.draw(theatres(deal=True, lively=True)))
    seed = data.draw(SEED)
    orders = chosen(scenario, seed)
    told = scenario.model_copy(update={"orders": tuple(orders)})
    assert same(alone(scenario, scenario.days, seed), alone(told, scenario.days, seed))


@examples(0.15)
@given(data=st.data())
def test_a_game_is_its_log_and_a_seat_sees_nothing_that_it_cannot_know(data: st.DataObject) -> None:
    scenario = read(data.draw(theatres(deal=True, lively=True)))
    known = st.sampled_from(sorted(scenario.actors))
    actors = tuple(data.draw(st.lists(known, min_size=1, max_size=2, unique=True)))
    with tempfile.TemporaryDirectory() as home:
        stated = {"seed": data.draw(SEED), "turn": max(scenario.days // 2, 1)}
        folder = create(Path(home) / "game", "s", scenario, seats={"one": Seat(actors=actors)}, **stated)
        folder = stepped(folder)
        replay = Replay(folder)
        assert same(replay.game, Replay(open_game(folder.path)).game)
        before = shown(replay, "one")
        for how in data.draw(st.sets(st.sampled_from(HIDDEN), min_size=1)):
            hide(replay, "one", how, data.draw(st.floats(0.1, 5.0)))
        assert shown(replay, "one") == before


@examples(0.15)
@given(data=st.data())
def test_an_agent_observes_nothing_that_it_cannot_know(data: st.DataObject) -> None:
    lost = {"lost": {"statistic": "count", "record": "losses"}}
    scenario = read(data.draw(theatres(deal=True, lively=True)) | {"measures": lost})
    known = st.sampled_from([name for name in sorted(scenario.actors) if matters(scenario, name)])
    actors = tuple(data.draw(st.lists(known, min_size=1, max_size=2, unique=True)))
    env = VectorEnv(scenario, {"one": actors}, turn=max(scenario.days // 2, 1), aims={"one": {"lost": -1.0}})
    env.reset([data.draw(SEED)])
    stand = env.step({})
    folder = SimpleNamespace(
        scenario=scenario, settings=SimpleNamespace(seats={"one": SimpleNamespace(actors=actors)})
    )
    for how in data.draw(st.sets(st.sampled_from(HIDDEN), min_size=1)):
        hide(SimpleNamespace(game=env.game, folder=folder), "one", how, data.draw(st.floats(0.1, 5.0)))
    after = env.look()
    assert np.array_equal(after.observations["one"], stand.observations["one"])
    assert np.array_equal(after.masks["one"], stand.masks["one"])
