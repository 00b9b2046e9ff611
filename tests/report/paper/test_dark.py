"""Reports on a dark screen: contrast of what is read; charts whose shades are numbers keep their colours."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import numpy as np
import pytest

from whitecell.analysis.days import Series
from whitecell.report import charts, lined
from whitecell.report.drawing import Chart
from whitecell.report.heat import heat
from whitecell.report.look import AXIS, DARK, GRID, INK, INKS, PALE, PAPER, QUIET, dark

LINE = {"what": "a", "middle": 0.1, "low": 0.0, "high": 0.3, "said": "+1", "sure": True}
DRAWN = {
    "ranked": lined.ranked([LINE, {**LINE, "sure": False}], "x"),
    "tornado": lined.tornado([{**LINE, "low_error": 0.1, "high_error": 0.1}], "x", 0.1),
    "fan": charts.fan(
        "x",
        {n: Series("level", np.random.default_rng(0).random((9, 20))) for n in "abcdef"},
        date(2017, 6, 11),
    ),
    "distribution": charts.distribution("x", {n: np.random.default_rng(0).random(50) for n in "abc"}),
    "placed": charts.placed([0.1, 0.9], [(0.0, 0.3), (0.2, 0.8)]),
    "course": charts.course("x", [(date(2017, 6, 12), 1.0), (date(2017, 6, 19), 4.0)]),
}


def light(colour: str) -> float:
    """Relative luminance, as the Web Content Accessibility Guidelines 2.2 define it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: str, other: str) -> float:
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_letters_and_marks_stand_out_from_dark_paper() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    for letters in (INK, PALE):
        assert contrast(DARK[letters], DARK[PAPER]) >= 4.5
        assert contrast(letters, PAPER) >= 4.5
    for mark in (*INKS, QUIET, AXIS):
        assert contrast(DARK[mark], DARK[PAPER]) >= 3.0
    assert contrast(DARK[GRID], DARK[PAPER]) < 2.0


@pytest.mark.parametrize("name", DRAWN)
def test_every_colour_of_a_chart_has_another_for_the_dark(name: str) -> None:
    picture = Chart(DRAWN[name], "k", "x").svg()
    assert '<svg class="drawn"' in picture
    used = {colour.upper() for colour in re.findall(r'(?:fill|stroke)="(#[0-9A-Fa-f]+)"', picture)}
    assert used and used <= {*DARK}
    rules = dark()
    for colour, paint in product(used, ("fill", "stroke")):
        assert f'svg.drawn [{paint}="{colour}" i] {{ {paint}: {DARK[colour]}; }}' in rules


def test_shades_that_are_numbers_stay_on_white_paper() -> None:
    rows = [{"measure": "m", "what": "a", "rank": 0.5, "clear": True}]
    picture = Chart(heat(rows)[0], "k", "x", recolour=False).svg()
    assert 'class="drawn"' not in picture
