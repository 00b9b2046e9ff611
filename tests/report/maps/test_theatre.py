"""The map that moves is the map: what it shows of a day stands in the whole picture of that day."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from whitecell.analysis.days import Days, opening, replayed
from whitecell.report.maps.picture import theatre_map
from whitecell.report.maps.theatre import TheatreMap
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario


@pytest.fixture(scope="module")
def played() -> tuple[Scenario, Days]:
    scenario = read_scenario("southwest-syria-2017", days=12)
    return scenario, replayed(scenario, np.array([3], dtype=np.int64))


def test_layers_have_a_place_in_the_backdrop_and_nothing_else_does(played: tuple[Scenario, Days]) -> None:
    scenario, days = played
    moving = TheatreMap(scenario, [opening(scenario)], 760.0, "m")
    places = re.findall(r'data-layer="([^"]*)"', moving.backdrop)
    assert sorted(places) == sorted(moving.layers(days.standing(5)))
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("day", [0, 12])
def test_zones_and_arrows_are_those_of_the_whole_picture(played: tuple[Scenario, Days], day: int) -> None:
    scenario, days = played
    moving = TheatreMap(scenario, [opening(scenario)], 760.0, "m")
    layers, whole = moving.layers(days.standing(day)), theatre_map(scenario, days.standing(day), width=760.0)
    for name, drawn in layers.items():
        if name.startswith("efforts"):
            assert _round(drawn) in _round(whole)
        if name.startswith("zone"):
            disc = re.search(r'<g class="zone".*?</g>', drawn, re.DOTALL)
            assert disc and _round(disc[0]) in _round(whole)


def _round(svg: str) -> str:
    """Without places and sizes: discs are as large as at the start in the one, as on the day in the other."""
    return re.sub(r' (r|cx|cy|d)="[^"]*"', "", svg)


def test_frames_tell_changes_only(played: tuple[Scenario, Days]) -> None:
    scenario, days = played
    moving = TheatreMap(scenario, [opening(scenario)], 400.0, "m")
    frames = moving.frames(days.standing(day) for day in range(13))
    for name, told in frames.items():
        assert told[0][0] == 0
        assert all(one[1] != other[1] for one, other in pairwise(told))
        for day in (4, 9):
            assert [drawn for since, drawn in told if since <= day][-1] == moving.layers(days.standing(day))[
                name
            ]
