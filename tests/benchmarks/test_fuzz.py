"""A short series of broken files; ``python -m benchmarks.fuzz`` plays the long one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.fuzz import broken, tried


def test_a_few_hundred_broken_files() -> None:
    outcomes = [tried((number, 1)) for number in range(150)]
    assert [outcome.fault for outcome in outcomes if outcome.fault] == []
    codes = {outcome.code for outcome in outcomes}
    assert codes == {0, 2}


def test_a_series_is_the_same_every_time() -> None:
    assert [broken(n, 3) for n in range(20)] == [broken(n, 3) for n in range(20)]
