"""Fifty scattered seeds of every shipped scenario: told alone as they stand in any stored batch.

Over the first days only; ``python -m benchmarks.stories`` does it over the whole length.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from whitecell.game.record import Story
from whitecell.scenario.library import bundled

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks import stories

SHORT = 2


@pytest.mark.parametrize("name", bundled())
def test_every_told_run_is_its_row(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "LAST", 599)
    found = stories.compared(name, 50, SHORT)
    assert found["stories"] == 50
    assert found["measures"] >= 50 * 2 * 15
    assert found["other"] == 0


def test_a_wrong_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = stories.tell

    def misled(scenario: object, seed: int) -> Story:
        return told(scenario, seed + 1)  # type: ignore[arg-type]

    monkeypatch.setattr(stories, "LAST", 199)
    monkeypatch.setattr(stories, "tell", misled)
    assert stories.compared("southwest-syria-2017", 5, SHORT)["other"] > 0


def test_scattered_seeds_are_many_and_straddle_the_blocks() -> None:
    seeds = stories.scattered(50, 100)
    assert len(set(seeds)) == len(seeds) == 50
    assert {255, 256, 511, 512} <= set(seeds)
    assert 100 <= min(seeds) <= max(seeds) <= stories.LAST
    assert len({int(seed) // 256 for seed in np.array(seeds)}) == 4
