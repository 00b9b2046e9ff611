"""The same story always: however a run is played, its numbers are the same to the bit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from whitecell.game.play import play, tell
from whitecell.scenario.reading import read_scenario

UNLIKE = (
    "eastern-ukraine-2015-terms", "island-quarantine", "island-quarantine-terms", "southwest-syria-2017",
    "southwest-syria-2017-joint-strikes", "southwest-syria-2017-terms",
)  # fmt: skip
"""Shipped scenarios that play different parts of the game; the others differ by a number or a clause."""
SCATTERED = np.unique(np.concatenate([[0, 1, 255, 256, 257, 511, 512], np.arange(3, 1000, 23)]))[:50]


def same(one: Any, other: Any) -> bool:
    """Equal to the bit, with what did not happen equal to itself."""
    if one is None or other is None:
        return (one is None or one != one) and (other is None or other != other)
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


def assert_same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> None:
    assert set(one) == set(other)
    for name, column in one.items():
        if column.dtype == object:
            assert column.tolist() == other[name].tolist(), name
        else:
            np.testing.assert_array_equal(column, other[name], err_msg=name)


@pytest.mark.parametrize("name", UNLIKE)
def test_a_told_run_is_its_row_of_the_batch(name: str) -> None:
    scenario = read_scenario(name, days=40)
    rows = play(scenario, np.arange(600, dtype=np.int64))
    for seed in SCATTERED[SCATTERED < 600][::6]:
        told = tell(scenario, int(seed)).measures
        for measure, value in told.items():
            assert same(value, rows[measure][seed]), (seed, measure)


@pytest.mark.parametrize("name", UNLIKE)
def test_fifty_scattered_seeds_are_the_same_in_any_slab(name: str) -> None:
    scenario = read_scenario(name)
    rows = play(scenario, SCATTERED)
    backwards = play(scenario, SCATTERED[::-1])
    assert_same(rows, {k: v[::-1] for k, v in backwards.items()})
    parts = [play(scenario, part) for part in np.split(SCATTERED, [1, 8, 30])]
    assert_same(rows, {k: np.concatenate([p[k] for p in parts]) for k in rows})


def test_a_whole_block_and_its_single_runs(make: Any) -> None:
    scenario = make()
    rows = play(scenario, np.arange(256, 512, dtype=np.int64))
    for seed in (256, 300, 511):
        alone = play(scenario, np.array([seed]))
        for name, column in alone.items():
            assert same(column[0], rows[name][seed - 256]), (seed, name)


def test_a_longer_run_keeps_the_shorter_ones_days() -> None:
    short = read_scenario("southwest-syria-2017", days=30)
    longer = read_scenario("southwest-syria-2017", days=47)
    for seed in (0, 7, 300):
        first = [e for e in tell(short, seed).events if e.day <= 30]
        again = [e for e in tell(longer, seed).events if e.day <= 30]
        assert first == again


def test_assumptions_given_by_column_equal_those_of_the_file() -> None:
    scenario = read_scenario("southwest-syria-2017", days=30)
    seeds = np.arange(12, dtype=np.int64)
    plain = play(scenario, seeds)
    columns = {name: np.full(12, a.value) for name, a in scenario.assumptions.items()}
    assert_same(plain, play(scenario, seeds, columns))


def test_an_unknown_column_is_refused(make: Any) -> None:
    with pytest.raises(KeyError, match="no assumption named 'moon'"):
        play(make(), np.arange(2), {"moon": np.zeros(2)})
