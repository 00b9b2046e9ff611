"""A default truce lives as long as ceasefires did, with and without a mechanism that carries it out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.truces import ALL, DAYS, MECHANISM, SCENARIO, WITH, WITHOUT, Lives, lives

RUNS = 2000


@pytest.fixture(scope="module")
def plain() -> Lives:
    return lives(SCENARIO, RUNS)


@pytest.fixture(scope="module")
def watched() -> Lives:
    return lives(MECHANISM, RUNS)


@pytest.mark.parametrize("k", range(len(DAYS)))
def test_a_truce_stands_as_long_as_ceasefires_did(plain: Lives, watched: Lives, k: int) -> None:
    share = plain.standing(DAYS[k]) / RUNS
    assert ALL.within(k, share)
    assert WITHOUT.within(k, share)
    assert WITH.within(k, watched.standing(DAYS[k]) / RUNS)


def test_the_older_it_is_the_less_likely_it_ends(plain: Lives, watched: Lives) -> None:
    assert plain.hazard(0, 7) >= 10 * plain.hazard(180, 365)
    assert watched.hazard(0, 7) >= 10 * watched.hazard(180, 365)


def test_a_mechanism_helps_at_first_and_not_for_good(plain: Lives, watched: Lives) -> None:
    assert watched.hazard(0, 30) < 0.7 * plain.hazard(0, 30)
    assert watched.standing(365) < 1.4 * plain.standing(365)
