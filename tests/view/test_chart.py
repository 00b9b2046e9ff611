"""Small charts of the page: no words lie over others, however wide the reader's font is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pictures import clashes

from whitecell.view import chart
from whitecell.view.bins import bins

UNITS = (
    "",
    "days",
    "fighters of the government's side",
    "share of the western highlands that is held by nobody",
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("never", [None, (0.995, 0.4, (1, 2))])
def test_numbers_and_unit_stand_apart(browser: Any, unit: str, never: Any) -> None:
    values = np.linspace(-1_234_567.0, 7_654_321.0, 60)
    found = bins(values, values * 1.1, (np.arange(60), np.arange(60)))
    assert found is not None
    drawn = chart.spread(found, "label", unit, (0.0, 1e6), never)
    assert clashes(browser, _styled(drawn)) == []


def test_names_and_shares_stand_apart_and_bars_between_them(browser: Any) -> None:
    names = ("yes", "by the southern road through the desert", "WWWWWWWWWWWWWWWWWWWWWWWWW", "none")
    rows = [(name, share, 1 - share, (1,)) for name, share in zip(names, (0.5, 0.001, 0.999, 1), strict=True)]
    drawn = chart.shares(rows, "label")
    assert clashes(browser, _styled(drawn)) == []
    assert "under 1 %" in drawn and "…" in drawn


def _styled(drawn: str) -> str:
    """A chart with the letters that the page's style sheet gives it, and as wide as it says."""
    return f"<style>text {{ font-size: {chart.SIZE}px }} svg {{ width: {chart.WIDTH}px }}</style>{drawn}"
