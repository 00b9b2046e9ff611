"""The table of a comparison at several widths, in labels and with the names of its sides."""

from __future__ import annotations

import numpy as np
import pytest
from rich.console import Console

from whitecell.analysis.paired import Contrast, contrasts
from whitecell.report.comparison import contrast_table
from whitecell.report.names import Names
from whitecell.report.sidenames import NARROW, over_column, short_names
from whitecell.scenario.model import Scenario

CALLED = ("southwest-syria-2017", "no-exclusion")


@pytest.fixture
def found(scenario: Scenario) -> list[Contrast]:
    rng = np.random.default_rng(1)
    one = {"breaches": rng.random(200) * 900, "tanf_strikes": rng.random(200), "deal_signed": np.ones(200)}
    other = one | {"breaches": one["breaches"] + 40.0 + rng.random(200), "tanf_strikes": rng.random(200)}
    return contrasts(scenario, one, other, scenario.days)


def drawn(scenario: Scenario, found: list[Contrast], width: int) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as paper:
        for block in contrast_table(found, width, False, Names(scenario), CALLED):
            console.print(block)
    return paper.get()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 400])
def test_no_head_is_cut_and_no_line_too_wide(scenario: Scenario, found: list[Contrast], width: int) -> None:
    text = drawn(scenario, found, width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert "…" not in text
    assert "breaches of the zone" in text
    if width >= 80:
        assert all(head in text for head in ("measure", "difference, 95 %", "unit", "p"))
    if width >= 120:
        assert "no-exclusion" in text and "southwest-\n" in "\n".join(
            line.strip() for line in text.split("\n")
        )
    assert ("tanf_strikes" in text) == (width == 400)


def test_what_never_differs_is_named_below(scenario: Scenario, found: list[Contrast]) -> None:
    assert "The same in every pair of runs: the zone is signed." in drawn(scenario, found, 400)


def test_short_names_leave_out_what_sides_share() -> None:
    assert short_names(["valley", "valley-in-winter", "valley luck=0.8"]) == [
        "valley",
        "in-winter",
        "luck=0.8",
    ]
    assert short_names(["valley", "valleys"]) == ["valley", "valleys"]
    assert short_names(["a", "a-b", "a b"]) == ["a", "a-b", "a b"]


@pytest.mark.parametrize("name", ["southwest-syria-2017", "x" * 40, "a_b=0.1 c", ""])
def test_a_name_over_a_column_is_narrow_and_whole(name: str) -> None:
    lines = over_column(name).split("\n")
    assert max(map(len, lines)) <= NARROW
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
