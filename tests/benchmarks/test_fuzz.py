"""A short series of broken files; ``python -m benchmarks.fuzz`` plays the long one."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.fuzz import PLAYED, copies, some, tried


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(copies())
def test_broken_files_get_an_answer(text: bytes) -> None:
    outcome = tried(text, PLAYED if text.endswith(b"0") else 1)
    assert not outcome.fault
    assert outcome.code in (0, 2)


def test_a_series_is_the_same_every_time() -> None:
    one, other = ([outcome.text for outcome in some((20, 20, 3))] for _ in range(2))
    assert one == other
    assert len(set(one)) > 15
