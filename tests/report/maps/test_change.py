"""The map of differences goes through days like the others, and one shade means the same on all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from whitecell.analysis.days import Standing, opening, replayed
from whitecell.report.maps.change import ChangeMap
from whitecell.report.maps.holdings import FULL
from whitecell.report.paper import theatre
from whitecell.scenario.model import Scenario

Make = Callable[..., Scenario]
INLAND = {
    zone: {"name": zone.title(), "at": at}
    for zone, at in {"hill": (48.0, 14.0), "ford": (48.0, 14.4), "camp": (48.3, 14.4)}.items()
}
Held = Mapping[str, Mapping[str, float]]


def standing(plot: Scenario, day: int, held: Held) -> Standing:
    return replace(
        opening(plot), day=day, runs=500, control={zone: dict(held.get(zone, {})) for zone in plot.zones}
    )


@pytest.fixture
def plot(make: Make) -> Scenario:
    return make(zones=INLAND, days=8)


@pytest.fixture
def drawn(plot: Scenario) -> ChangeMap:
    """Red holds 40 points more of the hill on day 4, and 80 on day 8; blue as many of the ford."""
    after = [
        standing(plot, 0, {}),
        standing(plot, 4, {"hill": {"red": 0.4}}),
        standing(plot, 8, {"hill": {"red": 0.8}, "ford": {"blue": 0.8}}),
    ]
    before = [standing(plot, day, {}) for day in (0, 4, 8)]
    return ChangeMap(plot, after, plot, before, 760.0, "c")


def test_a_shade_means_the_same_on_every_day(drawn: ChangeMap) -> None:
    shades = [
        re.findall(r'fill-opacity="([\d.]+)"', drawn.layers(each)["held-0-hill"]) for each in drawn.known
    ]
    assert shades == [[], [f"{FULL / 2:g}"], [f"{FULL:g}"]]
    numbers = [re.findall(r"\+\d+ %", drawn.layers(each)["zone-0-hill"]) for each in drawn.known]
    assert [set(found) for found in numbers] == [set(), {"+40 %"}, {"+80 %"}]


def test_days_change_what_differs_and_the_legend_names_all_who_gain(drawn: ChangeMap) -> None:
    frames = drawn.frames(drawn.known)
    assert [day for day, _ in frames["held-0-hill"]] == [0, 4, 8]
    assert [day for day, _ in frames["held-0-ford"]] == [0, 8]
    assert "No side holds more" in frames["said"][0][1]
    assert drawn.backdrop.count("holds more than in the first") == 2
    places = re.findall(r'data-layer="([^"]*)"', drawn.backdrop)
    assert sorted(places) == sorted(drawn.layers(drawn.known[0]))


def test_two_enemies_who_hold_more_have_no_front_between_them(drawn: ChangeMap) -> None:
    assert not any('class="front"' in layer for layer in drawn.layers(drawn.known[2]).values())


def test_in_a_report_it_has_the_days_of_the_maps_beside_it(make: Make) -> None:
    one = make(zones=INLAND, days=8)
    other = make(zones={**INLAND, "hill": {**INLAND["hill"], "control": {"red": 1.0}}}, days=8)
    sides = [(label, plot, replayed(plot, np.arange(60))) for label, plot in (("one", one), ("other", other))]
    found = theatre.differing(sides[0], sides[1], "change")
    assert found is not None and found.frames is not None
    assert found.dates == theatre.beside(sides, "end").dates
    assert found.dates[-1][1] in str(found.caption)
    assert theatre.differing(sides[0], sides[0], "change") is None
