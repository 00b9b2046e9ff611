"""Intervals hold the truth as often as they say, looked at once or again and again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.coverage import BAND, Case, cases, coverage

KNOWN_WIDE = "1% lost, 1% gained, 200 pairs"
"""Hardly any discordant pairs; docs/statistics.md says so."""


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.interval}: {case.runs}")
def test_it_covers(case: Case) -> None:
    found = coverage(case)
    assert found >= BAND[0]
    assert found <= BAND[1] or case.runs == KNOWN_WIDE
