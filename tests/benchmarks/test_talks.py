"""The shipped talks against data on ceasefires, and what the table says of them."""

from __future__ import annotations

import pytest
from benchmarks.talks import AGAIN, AGREEMENT, LAGS, LAGS_KNOWN, NAME, Watched, watch

from whitecell.analysis.intervals import wilson


@pytest.fixture(scope="module")
def seen() -> Watched:
    return watch(NAME, AGREEMENT, runs=400, days=480)


def test_days_to_entry_lie_within_the_intervals_of_the_data(seen: Watched) -> None:
    lags = seen.lags()
    for days, truth in LAGS.items():
        least, most = wilson(round(truth * LAGS_KNOWN), LAGS_KNOWN)
        assert least <= sum(lag <= days for lag in lags) / len(lags) <= most, days


def test_a_collapse_is_often_followed_by_another_text_and_not_more_often_than_in_the_data(
    seen: Watched,
) -> None:
    shares = {}
    for days, most in AGAIN.items():
        count, whole = seen.again(days)
        shares[days] = count / whole
        assert shares[days] <= most
    assert shares[30] > 0.2 and shares[90] > 0.4
    assert shares[30] < shares[90] < shares[365]


def test_what_is_counted() -> None:
    seen = Watched(runs=3, days=100)
    seen.signed.update({0: [10, 60], 1: [20]})
    seen.entered.update({0: [10, 62], 1: [27]})
    seen.ended.update({0: [40], 1: [90]})
    assert sorted(seen.lags()) == [0, 2, 7]
    assert seen.again(30) == (1, 1) and seen.again(10) == (0, 2)
    assert seen.hazard(1, 30) == pytest.approx(1000 * 2 / (9 + 26 + 29))
