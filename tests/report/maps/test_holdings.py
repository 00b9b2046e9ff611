"""Whose ground it is: cells of zones, cut where they must be, and lines between enemies."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from pictures import clashes

from whitecell.analysis.days import Standing, opening, replayed
from whitecell.report.maps.change import ChangeMap
from whitecell.report.maps.holdings import Holdings
from whitecell.report.maps.panel import Panel, laid_out, places
from whitecell.report.maps.picture import theatre_map
from whitecell.report.maps.terrain import ground
from whitecell.report.sides import pairs, sides
from whitecell.scenario.model import Scenario
from whitecell.scenario.theatre import Outline

Make = Callable[..., Scenario]
INLAND = {"hill": (48.0, 14.0), "ford": (48.0, 14.4), "camp": (48.3, 14.4)}
"""Places within one country, far from its borders."""
AT_SEA = {"hill": (0.0, -30.0), "ford": (0.0, -29.6), "camp": (0.3, -29.6)}
Spot = tuple[float, float]


def at(make: Make, spots: dict[str, Spot]) -> Scenario:
    names = {"hill": "Hill", "ford": "Ford", "camp": "Camp"}
    return make(zones={z: {"name": names[z], "at": spot} for z, spot in spots.items()}, days=2)


def areas(scenario: Scenario) -> tuple[Holdings, Panel, dict[str, Spot]]:
    (panel,) = laid_out(scenario, 960.0)
    spots = places(scenario)
    where = {zone: panel.at(*spots[zone]) for zone in spots}
    return Holdings(scenario, panel, where, where, ground(panel).seen), panel, where


def corners(path: str) -> np.ndarray[Any, Any]:
    return np.array([[float(n) for n in pair.split(",")] for pair in re.findall(r"[-\d.]+,[-\d.]+", path)])


def test_a_place_of_a_cell_is_nearest_to_its_zone(make: Make) -> None:
    found, _, where = areas(at(make, INLAND))
    assert set(found.areas) == set(where)
    for zone, path in found.areas.items():
        spots = corners(path)
        apart = {other: np.hypot(*(spots - np.array(spot)).T) for other, spot in where.items()}
        for other in where:
            assert (apart[zone] <= apart[other] + 0.2).all(), (zone, other)
        middle = spots.mean(axis=0)
        assert np.hypot(*(middle - np.array(where[zone]))) < 0.5 * apart[zone].max()


def test_a_front_lies_midway_between_enemies_and_only_there(make: Make) -> None:
    scenario = at(make, INLAND)
    found, _, where = areas(scenario)
    red, blue = (next(s for s in sides(scenario) if a in s.actors) for a in ("red", "blue"))
    held = {"hill": {red: 0.9}, "ford": {blue: 0.8}, "camp": {blue: 0.9}}
    hostile = pairs(scenario, "hostile", {})
    line = corners(found.fronts(held, list(where), hostile))
    assert found.fronts(held, list(where), {("red", "red")}) == "", "those who have made peace"
    assert len(line) >= 2
    for spot in line:
        apart = sorted(float(np.hypot(*(spot - np.array(where[zone])))) for zone in where)
        assert apart[0] == pytest.approx(apart[1], abs=0.3)
    nobody: dict[Any, float] = {}
    for other in ({"hill": {blue: 0.9}}, {"hill": {red: 0.4}}, {"hill": nobody}):
        assert found.fronts({**held, **other}, list(where), hostile) == ""
    assert found.fronts(held, [], hostile) == ""


def test_water_is_not_shaded_but_for_a_stated_outline(make: Make) -> None:
    scenario = at(make, AT_SEA)
    assert areas(scenario)[0].areas == {}
    outline = Outline(shape="MULTIPOLYGON (((-30.1 -0.1, -29.9 -0.1, -29.9 0.1, -30.1 0.1, -30.1 -0.1)))")
    zones = {**scenario.zones, "hill": scenario.zones["hill"].model_copy(update={"outline": outline})}
    found, panel, _ = areas(scenario.model_copy(update={"zones": zones}))
    assert set(found.areas) == {"hill"}
    x, y = panel.at(-30.1, -0.1)
    assert corners(found.areas["hill"])[0] == pytest.approx([x, y], abs=0.1)


def test_the_map_shades_what_is_held_and_says_so(make: Make) -> None:
    scenario = at(make, INLAND)
    start = opening(scenario)
    held = replace(start, control={"hill": {"red": 1.0}, "ford": {"blue": 0.6}, "camp": {}})
    drawn = theatre_map(scenario, held)
    ElementTree.fromstring(drawn)
    assert drawn.count("fill-opacity=") >= 3 and 'class="front"' in drawn
    assert "Front line" in drawn and "Ground of a zone" in drawn
    empty = theatre_map(scenario, replace(start, control={zone: {} for zone in INLAND}))
    assert "Front line" not in empty and "Ground of a zone" not in empty
    nowhere = make(zones={z: {"name": z} for z in INLAND}, days=2)
    assert "Ground of a zone" not in theatre_map(nowhere, opening(nowhere))


def changed(scenario: Scenario, standing: Standing, before: Standing) -> bool:
    return not ChangeMap(scenario, [standing], scenario, [before], 960.0, "c").empty


def test_what_differs_is_drawn_in_the_colour_of_who_holds_more(make: Make) -> None:
    scenario = at(make, INLAND)
    start = opening(scenario)
    one = replace(start, day=2, runs=50, control={"hill": {"red": 0.2}, "ford": {"blue": 0.6}, "camp": {}})
    other = replace(one, control={"hill": {"red": 0.9}, "ford": {"blue": 0.62}, "camp": {}})
    drawn = ChangeMap(scenario, [other], scenario, [one], 960.0, "c").filled(other)
    said = " ".join(e.text or "" for e in ElementTree.fromstring(drawn).iter() if e.tag.endswith("text"))
    assert "+70 %" in said and "holds more than in the first" in said
    assert said.count("+") == 1, "two points are left blank"
    red = next(side for side in sides(scenario) if "red" in side.actors)
    assert red.colour in drawn
    assert "Below 20 % it is left blank" in said
    assert changed(scenario, other, one)
    few = (replace(one, runs=4), replace(other, runs=4, control={**one.control, "hill": {"red": 0.7}}))
    assert not changed(scenario, few[1], few[0]), "with four runs half of a zone may be chance"
    assert changed(scenario, replace(few[1], runs=1), replace(few[0], runs=1))
    assert not changed(scenario, one, one)


@pytest.mark.parametrize("width", [960.0, 400.0])
def test_no_label_is_cut_or_covered(make: Make, browser: Any, width: float) -> None:
    scenario = at(make, INLAND)
    days = replayed(scenario, np.arange(3, dtype=np.int64))
    one = days.standing(2)
    other = replace(one, control={zone: {"red": 1.0} for zone in INLAND})
    assert clashes(browser, ChangeMap(scenario, [other], scenario, [one], width, "c").filled(other)) == []
    assert clashes(browser, theatre_map(scenario, one, width=width)) == []
