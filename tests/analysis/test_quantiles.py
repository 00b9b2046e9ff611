"""Quantiles of whole things are whole things that occur."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Make

from whitecell.analysis.days import Series
from whitecell.analysis.quantiles import quantiles
from whitecell.analysis.summary import summarise


def test_quantiles_of_counts_occur() -> None:
    counts = np.array([0.0] * 60 + [3.0] * 37 + [4.0] * 3)
    assert list(quantiles(counts, (0.05, 0.5, 0.95, 0.975, 1.0))) == [0, 0, 3, 4, 4]
    assert list(quantiles(np.array([1.0, 2.0]), (0.5,))) == [1]


def test_quantiles_of_measured_things_lie_between() -> None:
    assert quantiles(np.array([0.5, 1.0]), (0.5,))[0] == pytest.approx(0.75)


def test_summaries_and_bands_take_them(make: Make) -> None:
    column = np.array([0.0] * 94 + [3.0, 3.0, 4.0, 4.0, 4.0, 4.0])
    (found,) = summarise(make(), {"strikes": column})
    assert found.quantiles["0.95"] == 3.0
    assert list(Series("total", column[None, :]).bands((0.95,))[0]) == [3.0]
