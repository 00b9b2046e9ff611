"""Intervals against published examples and against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from whitecell.analysis.intervals import mean_interval, plain_mean, wilson

shares = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_examples(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@settings(deadline=None)
@given(shares, st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_wilson_agrees_with_scipy(share: tuple[int, int], level: float) -> None:
    successes, trials = share
    oracle = stats.binomtest(successes, trials).proportion_ci(level, method="wilson")
    assert wilson(successes, trials, level) == pytest.approx((oracle.low, oracle.high), abs=1e-12)


@given(shares)
def test_wilson_holds_the_share_and_is_symmetric(share: tuple[int, int]) -> None:
    successes, trials = share
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    assert wilson(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3), (0, 0)])
def test_what_is_no_share_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(successes, trials)


def test_mean_interval_by_hand() -> None:
    """Mean 3, standard deviation √2.5, n = 5, t(4; 0.975) = 2.776."""
    half = 2.7764451 * np.sqrt(2.5 / 5)
    assert mean_interval(np.array([1.0, 2, 3, 4, 5])) == pytest.approx((3 - half, 3 + half))


@settings(deadline=None)
@given(
    arrays.arrays(np.float64, st.integers(2, 50), elements=st.floats(-1e6, 1e6)).filter(
        lambda values: np.ptp(values) > 1e-3
    ),
    st.sampled_from([0.5, 0.95, 0.99]),
)
def test_mean_interval_agrees_with_scipy(values: np.ndarray, level: float) -> None:
    oracle = stats.t.interval(level, len(values) - 1, loc=values.mean(), scale=stats.sem(values))
    assert mean_interval(values, level) == pytest.approx(oracle, rel=1e-9, abs=1e-6)


@given(st.floats(-1e300, 1e300), st.integers(2, 40))
def test_equal_values_give_an_interval_of_no_width(value: float, n: int) -> None:
    values = np.full(n, value)
    assert plain_mean(values) == value
    assert mean_interval(values) == (value, value)


def test_one_value_gives_no_interval() -> None:
    assert mean_interval(np.array([3.0])) is None
    assert mean_interval(np.array([])) is None
