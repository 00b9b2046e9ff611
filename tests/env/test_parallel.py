"""PettingZoo's own tests of the environment, and that it is the vector environment with one run."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from envs import AIMS, SEATS

pytest.importorskip("pettingzoo", reason="the extra `rl` is not installed")

from pettingzoo.test import api_test, parallel_api_test, parallel_seed_test
from pettingzoo.utils.conversions import parallel_to_aec

from whitecell.env.parallel import SeatsEnv
from whitecell.env.vector import VectorEnv
from whitecell.scenario.model import Scenario


@pytest.fixture
def env(shipped: Scenario) -> SeatsEnv:
    return SeatsEnv(shipped, SEATS, aims=AIMS, render_mode="ansi")


def test_the_parallel_api(env: SeatsEnv) -> None:
    parallel_api_test(env, num_cycles=20)


def test_the_same_seed_gives_the_same_game(shipped: Scenario) -> None:
    parallel_seed_test(lambda: SeatsEnv(shipped, SEATS, aims=AIMS), num_cycles=6)


def test_the_api_turn_by_turn(env: SeatsEnv) -> None:
    with warnings.catch_warnings():
        # It would have observations of numbers without bounds named.
        warnings.simplefilter("ignore", UserWarning)
        api_test(parallel_to_aec(env), num_cycles=20)


def test_it_is_the_vector_environment_in_one_run(env: SeatsEnv, shipped: Scenario) -> None:
    vector = VectorEnv(shipped, SEATS, aims=AIMS)
    seen, infos = env.reset(seed=9)
    stand = vector.reset([9])
    while env.agents:
        actions = {}
        for agent in env.agents:
            env.action_space(agent).seed(stand.day)
            actions[agent] = env.action_space(agent).sample(mask=infos[agent]["action_mask"])
            for row, part in enumerate(infos[agent]["action_mask"]):
                assert np.array_equal(part.astype(bool), stand.masks[agent][row, : len(part), 0])
            assert np.array_equal(seen[agent], stand.observations[agent][:, 0].astype(np.float32))
            assert env.observation_space(agent).contains(seen[agent])
        stand = vector.step({agent: picks[:, None] for agent, picks in actions.items()})
        seen, rewards, over, _, infos = env.step(actions)
        assert rewards == {agent: stand.rewards[agent][0] for agent in rewards}
        assert set(over.values()) == {stand.over}
    assert env.games.measures().keys() == vector.measures().keys()
    assert len(env.state()) == sum(len(part) for part in seen.values())
    assert str(env.render()).startswith(f"day {shipped.days}\n")


def test_seeds_follow_each_other(env: SeatsEnv) -> None:
    assert [env.reset(seed)[1]["red"]["seed"] for seed in (None, None, 7, None)] == [0, 1, 7, 8]
