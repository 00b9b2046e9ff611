"""What strangers, accidents and attackers do; ``python -m benchmarks.hostile`` writes the page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.hostile import subjects
from benchmarks.hostile.trial import Trial

PAGE = Path(__file__).parents[2] / "docs" / "validity.md"
ALL = [trial for trials in subjects().values() for trial in trials]


@pytest.mark.parametrize("trial", [trial for trial in ALL if trial.quick], ids=lambda trial: trial.tried)
def test_it_holds(tmp_path: Path, trial: Trial) -> None:
    assert trial.perform(tmp_path) == ""


def test_the_page_tells_of_every_trial_and_that_it_held() -> None:
    told = PAGE.read_text(encoding="utf-8")
    missing = [t.tried for t in ALL if f"| {t.tried} | {t.holds} | holds |" not in told]
    assert not missing, "python -m benchmarks.hostile writes them"
