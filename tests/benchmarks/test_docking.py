"""The reference game in its three versions is one game.

``python -m benchmarks.reference`` docks more runs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.reference import kernel, plain
from benchmarks.reference.docking import Columns, agree, compared, whitecell


@pytest.fixture(scope="module")
def ours() -> Columns:
    return whitecell(20_000)


def test_the_kernel_agrees_with_the_game(ours: Columns) -> None:
    assert agree(compared(ours, kernel.play(20_000)))


def test_plain_mesa_agrees_with_the_game(ours: Columns) -> None:
    assert agree(compared(ours, plain.play(1_000)))


def test_a_slightly_other_game_is_told_apart(ours: Columns, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = kernel.figures()
    other = figures.rules.copy()
    other[3] *= 1.03  # attrition
    monkeypatch.setattr(kernel, "figures", lambda: figures._replace(rules=other))
    assert not agree(compared(ours, kernel.play(20_000)))
