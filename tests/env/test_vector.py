from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from envs import AIMS, SEATS, as_orders, random_picks
from seated import HIDDEN, alike, hide

from whitecell.env.vector import VectorEnv
from whitecell.game.play import play
from whitecell.scenario.model import Scenario

SEEDS = np.array([3, 700, 12])


@pytest.fixture
def env(shipped: Scenario) -> VectorEnv:
    return VectorEnv(shipped, SEATS, aims=AIMS)


def played(env: VectorEnv, seeds: np.ndarray, seed: int | None = None) -> list[Any]:
    stands = [env.reset(seeds)]
    while not stands[-1].over:
        turn = len(stands)
        picks = {} if seed is None else {a: random_picks(env.actions[a], 1, seed + turn) for a in env.agents}
        stands.append(env.step({a: np.repeat(p, len(seeds), axis=1) for a, p in picks.items()}))
    return stands


def test_with_nothing_picked_a_game_is_a_run(env: VectorEnv, shipped: Scenario) -> None:
    assert [stand.day for stand in played(env, SEEDS)] == [0, 7, 14, 21, 24]
    assert alike(env.measures(), play(shipped, SEEDS))


@pytest.mark.parametrize("seed", [1, 2])
def test_picks_are_orders_of_the_scenario(env: VectorEnv, shipped: Scenario, seed: int) -> None:
    stand, orders, day = env.reset(SEEDS), [], 1
    while not stand.over:
        picks = {a: random_picks(env.actions[a], 1, seed + day) for a in env.agents}
        orders += as_orders(env, shipped, day, picks)
        stand = env.step({a: np.repeat(p, len(SEEDS), axis=1) for a, p in picks.items()})
        day = stand.day + 1
    told = shipped.model_copy(update={"orders": tuple(orders)})
    assert alike(env.measures(), play(told, SEEDS))
    assert not alike(env.measures(), play(shipped, SEEDS))


def test_a_game_does_not_hang_on_those_beside_it(env: VectorEnv) -> None:
    together, alone = played(env, SEEDS, 5), played(env, SEEDS[1:2], 5)
    for one, other in zip(together, alone, strict=True):
        for agent in env.agents:
            assert np.array_equal(one.observations[agent][:, 1:2], other.observations[agent])
            assert np.array_equal(one.masks[agent][..., 1:2], other.masks[agent])
            assert np.array_equal(one.rewards[agent][1:2], other.rewards[agent])


def test_runs_may_be_told_different_things(env: VectorEnv, shipped: Scenario) -> None:
    env.reset(np.array([3, 3]))
    rows = [k for k, m in enumerate(env.actions["red"].matters) if m.choice == "effort"]
    matter = env.actions["red"].matters[rows[0]]
    picks = env.actions["red"].none(2)
    picks[rows[0]] = 1 + matter.options.index("daraa_city"), 1 + matter.options.index("hold")
    stand = env.step({"red": picks})
    seen = dict(zip(env.features["red"], stand.observations["red"], strict=True))
    assert list(seen[f"effort/{matter.actor}/daraa_city"]) == [1.0, 0.0]
    assert list(seen[f"effort/{matter.actor}/hold"]) == [0.0, 1.0]


def test_a_pick_for_one_zone_counts_there_before_that_for_all(env: VectorEnv) -> None:
    rows = {m.zone: k for k, m in enumerate(env.actions["blue"].matters) if m.choice == "strike"}
    assert list(rows) == ["", "tanf", "tanf_approaches"]
    env.reset(SEEDS[:2])
    picks = env.actions["blue"].none(2)
    picks[rows[""]], picks[rows["tanf"]] = 1, (2, 0)
    env.step({"blue": picks})
    told = {
        zone: env.game.choice.told(1, "coalition", "strike", thing="tanf_red_line", zone=zone)
        for zone in ("tanf", "tanf_approaches")
    }
    assert [list(each) for each in told.values() if each is not None] == [[1, 0], [0, 0]]


def test_sorties_can_be_picked(env: VectorEnv) -> None:
    rows = {(m.actor, str(m)): k for k, m in enumerate(env.actions["red"].matters)}
    idlib = env.actions["red"].matters[rows["russia", "sorties"]].options.index("idlib")
    env.reset(SEEDS[:2])
    picks = env.actions["red"].none(2)
    picks[rows["russia", "sorties"]] = 1 + idlib, 0
    seen = dict(zip(env.features["red"], env.look().observations["red"], strict=True))
    planned = {name.split("/")[2]: n for name, n in seen.items() if name.startswith("sorties/russia/")}
    env.step({"red": picks})
    flown = {
        zone: sum(env.game.sorties(f) for f in env.game.setup.flights if f.actor == "russia" and f.zone == z)
        for zone, z in ((zone, env.game.setup.zones.index(zone)) for zone in planned)
    }
    for zone, n in planned.items():
        whole = sum(each[0] for each in planned.values())
        assert np.allclose(flown[zone], [whole if zone == "idlib" else 0.0, n[1]])


def test_foes_are_seen_as_the_model_will_see_them(env: VectorEnv, shipped: Scenario) -> None:
    fog = [name for name in env.features["red"] if name.startswith("foes/militias/")]
    assert fog
    for turns in (0, 1, 2):
        stand = env.reset(SEEDS)
        for _ in range(turns):
            stand = env.step({})
        expected = dict(zip(env.features["red"], stand.observations["red"], strict=True))
        env.game.step()
        for name in fog:
            seen = env.game.view("militias").foes(name.split("/")[2])
            assert np.allclose(expected[name], seen)
            assert (expected[name] > 0.0).all() or not seen.any()


def test_it_sees_no_row_of_what_it_cannot_know(env: VectorEnv, shipped: Scenario) -> None:
    for seed in (0, 3, 11):
        stand = env.reset([seed])
        for _ in range(2):
            stand = env.step({a: random_picks(env.actions[a], 1, seed) for a in env.agents})
        for seat, actors in SEATS.items():
            table = SimpleNamespace(
                game=env.game,
                folder=SimpleNamespace(
                    scenario=shipped,
                    settings=SimpleNamespace(seats={seat: SimpleNamespace(actors=actors)}),
                ),
            )
            before = stand.observations[seat]
            state = env.game.state.copy()
            for how in HIDDEN:
                hide(table, seat, how, 2.5)
            assert not all(np.array_equal(a, state.arrays()[n]) for n, a in env.game.state.arrays().items())
            after = env.look()
            assert np.array_equal(after.observations[seat], before)
            assert np.array_equal(after.masks[seat], stand.masks[seat])
            env.game.state.restore(state)


def test_what_it_can_know_it_sees(env: VectorEnv, shipped: Scenario) -> None:
    stand = env.reset(SEEDS)
    seen = dict(zip(env.features["red"], stand.observations["red"], strict=True))
    game = env.game
    row = game.setup.field.index("militias")
    for z, zone in enumerate(game.setup.zones.names):
        if game.state.forces.fighters[row, z].any():
            assert np.array_equal(seen[f"own/militias/{zone}"], game.state.forces.fighters[row, z])
    assert set(env.features["blue"]) != set(env.features["red"])
    assert not any(name.startswith("own/militias") for name in env.features["blue"])


def test_a_text_is_signed_only_at_open_talks(env: VectorEnv) -> None:
    stand = env.reset(SEEDS)
    for _ in range(3):
        for agent, actions in env.actions.items():
            mask = stand.masks[agent]
            assert mask.shape == (len(actions.matters), actions.counts.max(), len(SEEDS))
            assert mask[:, 0].all()
            for row, matter in enumerate(actions.matters):
                assert not mask[row, actions.counts[row] :].any()
                if matter.choice == "assent":
                    talks = env.game.pieces.talks[matter.about]
                    assert np.array_equal(mask[row, 1], talks.open & ~talks.agreement.signed)
                elif matter.choice in ("effort", "press", "strike"):
                    assert mask[row, : actions.counts[row]].all()
        stand = env.step({})


def test_rewards_add_up_to_what_is_aimed_at(shipped: Scenario) -> None:
    first = next(n for n, m in shipped.measures.items() if m.statistic == "first_day")
    ever = next(n for n, m in shipped.measures.items() if m.statistic == "ever")
    env = VectorEnv(shipped, SEATS, aims={"blue": {first: 1.0, ever: -3.0}})
    stands = played(env, SEEDS)
    day = env.measures()[first]
    total = sum(stand.rewards["blue"] for stand in stands)
    start = shipped.days + 1.0
    day = np.where(np.isnan(day), start, day)
    assert total == pytest.approx(day - start - 3.0 * env.measures()[ever])
    ground = sum(stand.rewards["red"] for stand in stands)
    worth = sum(
        float(env.game.setup.value(w).max()) if np.ndim(env.game.setup.value(w)) else env.game.setup.value(w)
        for actor in SEATS["red"]
        for w in shipped.actors[actor].worth.values()
    )
    assert (ground > 0.0).all()
    assert (ground < worth).all()


@pytest.mark.parametrize(
    ("seats", "more", "said"),
    [
        ({}, {}, "nobody sits"),
        ({"blue": ()}, {}, "has no actors"),
        ({"blue": ("jordann",)}, {}, "did you mean 'jordan'"),
        ({"blue": ("jordan",), "red": ("jordan",)}, {}, "sits on 'blue' and on 'red'"),
        ({"red": ("militias",)}, {"turn": 0}, "at least one day"),
        ({"red": ("militias",)}, {"aims": {"blue": {}}}, "no seat"),
        ({"red": ("militias",)}, {"aims": {"red": {"peace": 1.0}}}, "not a measure"),
        ({"blue": ("united_states",)}, {}, "want no ground"),
    ],
)
def test_seats_that_cannot_be_are_refused(
    shipped: Scenario, seats: dict[str, tuple[str, ...]], more: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        VectorEnv(shipped, seats, **more)


def test_actions_that_cannot_be_are_refused(env: VectorEnv) -> None:
    with pytest.raises(ValueError, match="call reset"):
        env.step({})
    env.reset(SEEDS)
    none = env.actions["red"].none(3)
    for wrong, said in [
        ({"green": none}, "has no seat"),
        ({"red": none[:, :2]}, "of shape"),
        ({"red": none.astype(float)}, "whole numbers"),
        ({"red": none - 1}, "is -1"),
        ({"red": none + 99}, "model's choice"),
    ]:
        with pytest.raises(ValueError, match=said):
            env.step(wrong)
    while not env.step({}).over:
        pass
    with pytest.raises(ValueError, match="over"):
        env.step({})
    env.close()
    with pytest.raises(ValueError, match="no game"):
        env.measures()


def test_a_seat_with_empty_aims_gains_nothing(shipped: Scenario) -> None:
    env = VectorEnv(shipped, {"blue": ("united_states",)}, aims={"blue": {}})
    assert not any(stand.rewards["blue"].any() for stand in played(env, SEEDS))
