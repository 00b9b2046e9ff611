"""The map in characters fits its width, names every zone, and says in text what colours say."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from whitecell.analysis.days import replayed
from whitecell.report.maps.atlas import Window, atlas
from whitecell.report.maps.characters import map_page
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario


def printed(scenario: Scenario, width: int, plain: bool = False) -> str:
    standing = replayed(scenario, np.arange(1, dtype=np.int64)).standing(scenario.days)
    paper = StringIO()
    console = Console(file=paper, width=width, force_terminal=False, color_system=None)
    for block in map_page(scenario, standing, width, plain):
        console.print(block)
    return paper.getvalue()


@pytest.mark.parametrize("width", [30, 50, 80, 200])
def test_it_fits_and_is_complete(width: int) -> None:
    scenario = read_scenario("southwest-syria-2017", days=2)
    text = printed(scenario, width)
    assert all(len(line) <= width for line in text.splitlines())
    flat = " ".join(text.split())
    assert all(zone.name in flat for zone in scenario.zones.values())
    drawn = text.split("\n\n")[1]
    for key in "abcdefghijklmnopqrstu":
        assert drawn.count(key) == 1, key
    assert "the red line around Tanf" in flat


def test_plain_is_ascii_but_for_names(make: Callable[..., Scenario]) -> None:
    text = printed(make(days=2), 60, plain=True)
    assert text.replace("“", "").replace("”", "").isascii()
    assert "held by 1 (100 %)" in text


def test_zones_at_one_place_need_no_map(make: Callable[..., Scenario]) -> None:
    spot = {"at": (1.0, 1.0)}
    text = printed(make(days=2, zones={z: {"name": z, **spot} for z in ("hill", "ford", "camp")}), 80)
    assert "\n\n\n" not in text
    assert "a hill" in text and "b ford" in text


def test_a_coast_across_the_date_line_has_no_seam() -> None:
    for borders in (False, True):
        for line in atlas().lines(Window(170.0, 50.0, 190.0, 72.0), borders):
            on = np.isclose(np.abs(line[:, 0]) % 360.0, 180.0, atol=1e-3)
            assert not (on[1:] & on[:-1]).any()
