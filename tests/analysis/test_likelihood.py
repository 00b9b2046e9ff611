"""Likelihoods that are smoothed over a design are those that made the runs."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import qmc

from whitecell.analysis.likelihood import STRONGEST, clear_drivers, near, surfaces

Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def unit() -> Floats:
    return np.asarray(qmc.LatinHypercube(12, rng=1).random(1500))


def drawn(chance: Floats, seeds: int = 2, seed: int = 4) -> Floats:
    rng = np.random.default_rng(seed)
    return (rng.random((len(chance), seeds)) < chance[:, None]).astype(np.float64)


def test_a_band_and_a_number() -> None:
    values = np.array([0.0, 1.0, 2.0, 3.0, np.nan])
    np.testing.assert_array_equal(near(values, 1, 2, None, 0.2), [0, 1, 1, 0, np.nan])
    np.testing.assert_array_equal(near(values, 0, 0, 2.9, 0.25), [0, 0, 0, 1, np.nan])
    np.testing.assert_array_equal(near(values, 0, 0, 2.9, 0.5), [0, 0, 1, 1, np.nan])


def test_of_ties_as_many_as_tolerated_or_those_that_are_so() -> None:
    flags = np.array([1.0] * 3 + [0.0] * 7)
    assert near(flags, 0, 0, 1.0, 0.2).sum() == 3
    assert near(flags, 0, 0, 1.0, 0.5).sum() == 3
    assert near(flags, 0, 0, 0.0, 0.2).sum() == 7
    counts = np.repeat([0.0, 1.0, 2.0], [2, 6, 12])
    assert near(counts, 0, 0, 0.0, 0.2).sum() == 2
    assert np.isnan(near(np.full(3, np.nan), 0, 0, 1.0, 0.2)).all()


def test_drivers_that_bend_are_found_and_no_others(unit: Floats) -> None:
    bent = drawn(0.1 + 0.6 * (1.0 - 4.0 * (unit[:, 3] - 0.5) ** 2))
    straight = drawn(0.2 + 0.5 * unit[:, 7])
    assert clear_drivers(unit, [bent, straight, drawn(np.full(len(unit), 0.5))]) == [(3,), (7,), ()]
    assert clear_drivers(unit, [np.ones((len(unit), 1))]) == [()]


def test_no_driver_is_found_by_luck_more_often_than_said() -> None:
    rng = np.random.default_rng(8)
    found = sum(
        any(clear_drivers(rng.random((300, 10)), [drawn(np.full(300, 0.3), 1, k)])) for k in range(200)
    )
    assert found <= 18  # of 10 expected; more than 18 come once in two hundred times


def test_the_surface_is_the_chance_that_made_the_runs(unit: Floats) -> None:
    chance = 1.0 / (1.0 + np.exp(-(3.0 * unit[:, 2] - 2.0)))
    (found,) = surfaces(unit, [drawn(chance)])
    assert found.drivers == (2,)
    assert np.abs(np.exp(found.alone) - chance).max() < 0.06
    spread = np.exp(found.given).std(axis=0)
    assert 0.005 < spread.mean() < 0.05


def test_facts_that_go_together_count_once(unit: Floats) -> None:
    met = drawn(0.2 + 0.6 * unit[:, 5])
    first, again = surfaces(unit, [met, met])
    assert np.ptp(first.given.mean(axis=0)) > 1.0
    assert np.ptp(again.given.mean(axis=0)) < 0.05
    assert np.ptp(again.alone) > 1.0
    other = surfaces(unit, [met, drawn(0.2 + 0.6 * unit[:, 5], seed=5)])[1]
    assert np.ptp(other.given.mean(axis=0)) > 1.0


def test_runs_that_a_fact_is_silent_on_say_nothing(unit: Floats) -> None:
    met = drawn(0.2 + 0.6 * unit[:, 5])
    silent = met.copy()
    silent[unit[:, 0] < 0.3] = np.nan
    assert surfaces(unit, [silent])[0].drivers == (5,)
    whole, part = surfaces(unit, [met])[0].alone, surfaces(unit, [silent])[0].alone
    assert np.abs(np.exp(whole) - np.exp(part)).max() < 0.1


def test_the_strongest_drivers_take_part(unit: Floats) -> None:
    weights = np.linspace(0.3, 1.0, 12)
    logit = 2.0 * (unit - 0.5) @ weights * 2.0
    (found,) = surfaces(unit, [drawn(1.0 / (1.0 + np.exp(-logit)), 4)])
    assert len(found.drivers) == STRONGEST
    assert 11 in found.drivers
