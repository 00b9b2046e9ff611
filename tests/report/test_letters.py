"""Text keeps its room whatever the reader's font: measured in a browser with one that is much wider."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pictures import clashes

from whitecell.analysis.days import Series
from whitecell.analysis.intervals import wilson
from whitecell.analysis.summary import MeasureSummary
from whitecell.report import charts, lined
from whitecell.report.drawing import svg
from whitecell.report.letters import cut, length, text_width, wrapped
from whitecell.report.look import Spec

LONG = "share of the western highlands that the government's side holds on the last day of the run"
NAMES = ("short", LONG, "constraints.no_militias_near_the_border.chance_of_a_breach", "WWWWWWWW @ MMMM")
NUMBERS = ("−0.0072 share", "+1,234,567 fighters in the field", "1.5 to 2", "+0.22 strikes")


def rows(**more: Any) -> list[dict[str, Any]]:
    return [
        {"what": name, "said": number, "middle": middle, "low": middle - 0.3, "high": middle + 0.4, **more}
        for name, number, middle in zip(NAMES, NUMBERS, (-0.5, 0.0, 0.1, 0.6), strict=True)
    ]


def summary(label: str, count: int) -> MeasureSummary:
    low, high = wilson(count, 60)
    return MeasureSummary("m", label, "flag", "", 60, 0, count / 60, low, high)


def of_width(width: int) -> dict[str, Spec]:
    ends = {"first": "1,000,000,000", "last": "12,000,000,000"}
    parts = {"assumptions": 0.5, "together": 0.25, "chance": 0.25}
    inside = [{**row, "low": 0.1, "high": 0.9} for row in rows(**ends)]
    counts = [summary(name, count) for name, count in zip(NAMES, (0, 59, 60, 30), strict=True)]
    driven = [{**row, "index": row["middle"], "way": "raises it"} for row in rows()]
    return {
        "shares": lined.shares(counts, width=width),
        "ranked": lined.ranked(rows(sure=True), "difference in standard deviations", width=width),
        "bars": lined.bars(driven, LONG, width=width),
        "variances": lined.variances([{"what": name, **parts} for name in NAMES], width=width),
        "ranges": lined.ranges(inside, width=width),
        "distribution": charts.distribution(LONG, {"a": np.arange(9.0), LONG: np.arange(9.0)}, width=width),
        "fan": charts.fan(
            LONG, {"a": Series("level", np.eye(9)), LONG: Series("level", np.eye(9))}, date(2017, 6, 11),
            width=width,
        ),
    }  # fmt: skip


@pytest.mark.parametrize("width", [400, 800])
def test_no_text_of_a_chart_is_cut_off_or_lies_over_another(browser: Any, width: int) -> None:
    for name, spec in of_width(width).items():
        assert clashes(browser, svg(spec, "k", "said")) == [], name


def test_a_name_is_written_once_and_whole() -> None:
    drawn = svg(
        lined.variances([{"what": LONG, "assumptions": 0.5, "together": 0.25, "chance": 0.25}]), "k", ""
    )
    assert drawn.count("share of the western") == 1
    assert "…" not in drawn


def test_things_of_the_same_name_have_a_line_each() -> None:
    drawn = svg(lined.shares([summary("the same", 10), summary("the same", 50)]), "k", "")
    assert drawn.count(">the same<") == 2


@pytest.mark.parametrize(
    ("text", "regular", "bold"),
    [
        ("the Daraa–Nasib border strip", 26296, 28112),
        ("WMWMWM", 10917, 10917),
        ("Café 100 %", 10702, 10815),
    ],
)
def test_widths_are_those_of_liberation_sans(text: str, regular: float, bold: float) -> None:
    assert (text_width(text, 2048.0), text_width(text, 2048.0, bold=True)) == (regular, bold)


def test_lines_are_no_wider_than_their_room() -> None:
    for text in (*NAMES, "x" * 300, "", "a b", "جنوب غرب " * 9):
        for room in (30.0, 120.0, 400.0):
            lines = wrapped(text, room, 12.0, lines=4)
            assert 1 <= len(lines) <= 4
            assert all(text_width(line, 12.0) <= room for line in lines)
            assert text_width(cut(text, room, 12.0), 12.0) <= room
            if not lines[-1].endswith("…"):
                assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_break_where_parts_meet_and_only_if_they_must() -> None:
    assert wrapped("the Iraqi border north-east", 80.0, 12.0) == ["the Iraqi", "border", "north-east"]
    assert wrapped("rivalries.us_iran.climb", 70.0, 12.0) == ["rivalries.us_", "iran.climb"]


def test_letters_of_unknown_width_are_not_stretched() -> None:
    assert length("الجنوب", 12.0) == ""
    assert 'textLength="' in length("south", 12.0)
