"""The laws against closed forms and their own definitions."""

from __future__ import annotations

import inspect
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from whitecell.game import laws

positive = st.floats(1e-3, 1e5)


def arr(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


@given(positive, positive, st.floats(0.2, 4.0))
def test_contest_is_the_ratio_form(own: float, threat: float, m: float) -> None:
    expected = 1.0 / (1.0 + (threat / own) ** m)
    assert laws.win_chance(arr(own), arr(threat), m)[0] == pytest.approx(expected, rel=1e-9)


def test_contest_at_the_edges() -> None:
    own, threat = arr(5.0, 0.0, 0.0), arr(0.0, 3.0, 0.0)
    np.testing.assert_array_equal(laws.win_chance(own, threat, 1.5), [1.0, 0.0, 1.0])


@given(positive, positive)
def test_equal_strength_is_an_even_contest(strength: float, m: float) -> None:
    assert laws.win_chance(arr(strength), arr(strength), m)[0] == 0.5


def test_stake_counts_ground_to_win_and_ground_to_keep() -> None:
    assert laws.stake(arr(0.0), arr(0.8), arr(0.3))[0] == pytest.approx(0.8)
    assert laws.stake(arr(1.0), arr(0.8), arr(0.3))[0] == pytest.approx(0.5)


def test_quantal_response_has_its_frequencies() -> None:
    """Chi-square of 200,000 choices among four options against the logit."""
    utility, noise, n = arr(0.3, 0.1, 0.0, -0.2), 0.15, 200_000
    exponentials = np.random.default_rng(1).standard_exponential((4, n))
    picked = np.argmax(laws.quantal_choice(utility[:, None], noise, exponentials), axis=0)
    expected = laws.choice_chances(utility, noise) * n
    chi2 = float((((np.bincount(picked, minlength=4) - expected) ** 2) / expected).sum())
    assert chi2 < 16.27  # 99.9 % point at 3 degrees of freedom


def test_without_noise_the_best_is_chosen() -> None:
    exponentials = np.random.default_rng(2).standard_exponential((3, 500))
    picked = np.argmax(laws.quantal_choice(arr(0.1, 0.2, 0.15)[:, None], 0.0, exponentials), axis=0)
    assert set(picked) == {1}
    np.testing.assert_array_equal(laws.choice_chances(arr(0.1, 0.2, 0.15), 0.0), [0, 1, 0])


def test_square_law_keeps_its_invariant() -> None:
    """Lanchester: a·A² − b·B² stays what it was while both fire aimed."""
    red, blue, a, b, dt = 1000.0, 800.0, 0.004, 0.006, 0.001
    start = b * red**2 - a * blue**2
    for _ in range(20_000):
        lost_red = float(laws.aimed_losses(a, arr(blue))[0]) * dt
        lost_blue = float(laws.aimed_losses(b, arr(red))[0]) * dt
        red, blue = red - lost_red, blue - lost_blue
    assert b * red**2 - a * blue**2 == pytest.approx(start, rel=1e-4)


def test_dispersed_losses_join_area_and_aimed_fire() -> None:
    few = laws.dispersed_losses(0.01, arr(100.0), arr(1.0), 1000.0)[0]
    assert few == pytest.approx(0.01 * 100.0 * 1.0 / 1001.0)
    many = laws.dispersed_losses(0.01, arr(100.0), arr(1e9), 1000.0)[0]
    assert many == pytest.approx(laws.aimed_losses(0.01, arr(100.0))[0], rel=1e-5)


@given(st.floats(-50, 50))
def test_logistic(x: float) -> None:
    assert float(laws.logistic(x)) == pytest.approx(1 / (1 + math.exp(-x)))
    assert float(laws.logistic(x) + laws.logistic(-x)) == pytest.approx(1.0)


@given(st.floats(0, 20))
def test_hazard(h: float) -> None:
    assert float(laws.hazard_chance(h)) == pytest.approx(-math.expm1(-h), abs=1e-12)


def test_luck_has_mean_one_and_fog_median_one() -> None:
    normal = np.random.default_rng(3).standard_normal(400_000)
    assert laws.mean_one(normal, 0.5).mean() == pytest.approx(1.0, abs=0.005)
    assert np.median(laws.median_one(normal, 0.5)) == pytest.approx(1.0, abs=0.01)


def test_half_life() -> None:
    assert float(laws.fade(21.0)) ** 21 == pytest.approx(0.5)
    assert float(laws.fade(0.0)) == 0.0


def test_collapse_follows_its_survival_curve() -> None:
    """At constant trust the agreement's life is exponential with the stated hazard."""
    hazard = float(laws.collapse_hazard(0.1, 3.0, arr(0.5), 0.2, arr(0.0))[0])
    assert hazard == pytest.approx(0.1 * math.exp(-1.7))
    rolls = np.random.default_rng(4).random((60, 50_000))
    alive = np.cumprod(rolls >= laws.hazard_chance(hazard), axis=0).mean(axis=1)
    np.testing.assert_allclose(alive, np.exp(-hazard * np.arange(1, 61)), atol=0.01)


def test_trust_moves_by_the_linear_operators() -> None:
    after = laws.trust_after(arr(0.5, 0.5, 0.5), arr(0.0, 1.0, 0.5), 0.1, 0.2)
    np.testing.assert_allclose(after, [0.55, 0.4, 0.45])


def test_age_takes_off_a_power_of_the_hazard() -> None:
    """Summed, (1 + t/s)^−p is s/(1−p) · ((1 + t/s)^(1−p) − 1): a Weibull's, a little later."""
    day = np.linspace(0, 100, 200_001)
    falling = np.exp(-laws.hardened(day, 2.0, 0.6))
    summed = float(((falling[1:] + falling[:-1]) / 2).sum() * (day[1] - day[0]))
    assert summed == pytest.approx(2.0 / 0.4 * (51.0**0.4 - 1.0), rel=1e-6)
    assert float(laws.hardened(arr(30.0), 2.0, 0.0)[0]) == 0.0


def test_what_is_usual_is_not_worse() -> None:
    np.testing.assert_allclose(laws.unusual(arr(0, 4, 4, 4), arr(1, 0, 3, 9)), [0, 1, 0.25, 0])
    np.testing.assert_allclose(laws.left(10.0, arr(0, 10, 20)), [1, 0.5, 0.25])


@given(st.integers(0, 6), st.floats(0, 1), st.floats(0, 1))
def test_climb_is_one_less_all_incidents_defused(k: int, climb: float, hotline: float) -> None:
    expected = 1 - (1 - climb * (1 - hotline)) ** k
    assert float(laws.climb_chance(arr(k), climb, hotline)[0]) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.7, 3.0, 20.0])
def test_counts_follow_the_law_of_poisson(rate: float) -> None:
    uniform = (np.arange(2000) + 0.5) / 2000
    np.testing.assert_array_equal(laws.poisson_count(uniform, rate), poisson.ppf(uniform, rate))
    ends = laws.poisson_count(arr(0.0, 1 - 2.0**-53), np.array([rate, rate]))
    assert ends[0] == 0.0 or rate == 20.0
    assert ends[1] < 100.0


def test_breach_depth_runs_from_tolerance_to_trigger() -> None:
    depth = laws.breach_depth(arr(50, 100, 350, 9000), 100.0, 500.0)
    np.testing.assert_allclose(depth, [0, 0, 0.5, 1])


def test_every_law_names_its_source() -> None:
    all_laws = [
        law for _, law in inspect.getmembers(laws, inspect.isfunction) if law.__module__ == laws.__name__
    ]
    assert len(all_laws) > 15
    assert not [law.__name__ for law in all_laws if "Source: " not in " ".join((law.__doc__ or "").split())]
