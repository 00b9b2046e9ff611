"""Intervals hold the truth as often as they say, looked at once or again and again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.coverage import BAND, Case, cases, coverage, doubted, hard_cases


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.interval}: {case.runs}")
def test_it_covers(case: Case) -> None:
    assert BAND[0] <= coverage(case) <= BAND[1]


@pytest.mark.parametrize("case", list(hard_cases()), ids=lambda case: f"{case.interval}: {case.runs}")
def test_where_a_mean_does_not_it_is_doubted(case: Case) -> None:
    if case.interval.startswith("paired mean") and coverage(case) < BAND[0]:
        share, n = (float(word.rstrip("%")) for word in case.runs.split()[:3:2])
        assert doubted(share / 100, int(n), 200) > 0.9
