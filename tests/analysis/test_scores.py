"""Scores of a forecast that is a sample, against closed forms, brute force and published tables."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, norm

from whitecell.analysis.intervals import clopper_pearson
from whitecell.analysis.scores import (
    brier,
    brier_interval,
    crps,
    crps_interval,
    own_pits,
    rank,
    skill,
)

SAMPLES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=12)


@given(SAMPLES, st.integers(-7, 7).map(float))
def test_the_crps_is_that_of_all_pairs(members: list[float], value: float) -> None:
    sample = np.array(members)
    pairs = np.abs(sample[:, None] - sample[None, :]).mean()
    assert crps(sample, value) == pytest.approx(np.abs(sample - value).mean() - pairs / 2)
    assert crps(sample, value) == pytest.approx(_squared(sample, value))


def _squared(members: np.ndarray, value: float) -> float:  # type: ignore[type-arg]
    """The area between the sample's distribution and the step at the value, squared."""
    edges = np.unique([*members, value])
    left = edges[:-1]
    below = np.array([(members <= x).mean() for x in left])
    return float((((below - (left >= value)) ** 2) * np.diff(edges)).sum())


def test_the_crps_of_a_normal_is_its_closed_form() -> None:
    """Gneiting & Raftery (2007), equation 21."""
    sample = 3.0 + 2.0 * norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    for value in (3.0, 4.5, -2.0):
        z = (value - 3.0) / 2.0
        exact = 2.0 * (z * (2.0 * norm.cdf(z) - 1.0) + 2.0 * norm.pdf(z) - 1.0 / sqrt(pi))
        assert crps(sample, value) == pytest.approx(exact, rel=1e-3)


def test_a_single_number_scores_its_distance() -> None:
    assert crps(np.array([4.0]), 7.0) == 3.0
    assert (brier(0.3, 1.0), brier(0.3, 0.0)) == (pytest.approx(0.49), pytest.approx(0.09))


def test_honesty_pays() -> None:
    """Who states the truth expects a better score than who states anything else."""
    seen = np.random.default_rng(1).poisson(4.0, 4000).astype(float)
    sample = np.random.default_rng(2).poisson(4.0, 400).astype(float)
    honest, *others = (
        np.mean([crps(made, value) for value in seen])
        for made in (sample, sample + 1.0, sample - 1.0, 4.0 + 0.3 * (sample - 4.0), 3.0 * sample)
    )
    assert honest < min(others)


def test_skill() -> None:
    assert (skill(1.0, 4.0), skill(4.0, 4.0), skill(6.0, 4.0)) == (0.75, 0.0, -0.5)
    assert skill(0.0, 0.0) is None


def test_where_a_value_falls_among_ties() -> None:
    found = rank(np.array([1.0, 2.0, 2.0, 5.0]), 2.0)
    assert (found.below, found.same) == (1, 2)
    assert (found.pit(0.0), found.pit(1.0), found.middle) == (0.2, 0.8, 0.5)
    assert rank(np.array([1.0, 2.0]), 9.0).pit(0.0) == pytest.approx(2 / 3)
    assert rank(np.array([1.0, 2.0]), 0.0).pit(1.0) == pytest.approx(1 / 3)


@given(SAMPLES, st.randoms(use_true_random=False))
def test_own_transforms_are_ranks_among_the_others(members: list[float], dice: object) -> None:
    sample = np.array(members)
    luck = np.random.default_rng(len(members)).random(len(sample))
    expected = [rank(np.delete(sample, k), sample[k]).pit(luck[k]) for k in range(len(sample))]
    assert own_pits(sample, luck) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["counts", "numbers", "flags"])
def test_one_more_draw_is_uniform_whatever_the_number_of_members(kind: str) -> None:
    rng = np.random.default_rng(5)
    draw = {
        "counts": lambda n: rng.poisson(1.5, n).astype(float),
        "numbers": lambda n: rng.normal(size=n),
        "flags": lambda n: (rng.random(n) < 0.2).astype(float),
    }[kind]
    pits = [rank(draw(7), draw(1)[0]).pit(rng.random()) for _ in range(3000)]
    assert kstest(pits, "uniform").pvalue > 0.01


def test_intervals_of_scores_hold_the_score_of_endless_runs() -> None:
    rng = np.random.default_rng(3)
    truth = crps(rng.gamma(2.0, 3.0, 200_000), 9.0)
    hit = [_holds(crps_interval(rng.gamma(2.0, 3.0, (300, 1)), 9.0), truth) for _ in range(400)]
    assert 0.92 < np.mean(hit) < 0.98
    shares = [_holds(brier_interval((rng.random((300, 1)) < 0.3) * 1.0, 1.0), 0.49) for _ in range(400)]
    assert 0.92 < np.mean(shares) < 0.98


def test_runs_of_one_point_are_not_taken_as_independent() -> None:
    rng = np.random.default_rng(4)
    points = rng.normal(0.0, 3.0, (40, 1)) + rng.normal(0.0, 0.1, (40, 25))
    clustered, free = crps_interval(points, 1.0), crps_interval(points.reshape(-1, 1), 1.0)
    assert clustered is not None and free is not None
    assert clustered[1] - clustered[0] > 3.0 * (free[1] - free[0])
    flags = (points > 0.0) * 1.0
    one, other = brier_interval(flags, 1.0), brier_interval(flags.reshape(-1, 1), 1.0)
    assert one is not None and other is not None
    assert one[1] - one[0] > 3.0 * (other[1] - other[0])


def _holds(interval: tuple[float, float] | None, truth: float) -> bool:
    assert interval is not None
    return interval[0] <= truth <= interval[1]


def test_exact_intervals_of_shares() -> None:
    """Of no event in ten trials the upper end is 1 − 0.025^(1/10)."""
    assert clopper_pearson(0, 10) == pytest.approx((0.0, 1 - 0.025 ** (1 / 10)))
    assert clopper_pearson(10, 10) == pytest.approx((0.025 ** (1 / 10), 1.0))
    assert clopper_pearson(8, 9) == pytest.approx((0.5175, 0.9972), abs=1e-4)
