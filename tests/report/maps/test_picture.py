"""The map of any theatre: well-formed, safe, complete, its labels apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from pictures import clashes

from whitecell.analysis.days import Days, Standing, opening, replayed
from whitecell.report.maps.labels import MARK
from whitecell.report.maps.panel import laid_out, places
from whitecell.report.maps.picture import theatre_map, theatre_maps
from whitecell.report.maps.placing import Box, Mark, placed
from whitecell.report.maps.theatre import TheatreMap
from whitecell.report.sides import sides
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

Make = Callable[..., Scenario]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(scenario: Scenario, width: float = 960.0, runs: int = 3) -> ElementTree.Element:
    standing = replayed(scenario, np.arange(runs, dtype=np.int64)).standing(scenario.days)
    return ElementTree.fromstring(theatre_map(scenario, standing, width=width))


def texts(picture: ElementTree.Element) -> str:
    return " ".join(element.text or "" for element in picture.iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def base() -> tuple[Scenario, Days]:
    scenario = read_scenario("southwest-syria-2017", days=20)
    return scenario, replayed(scenario, np.arange(4, dtype=np.int64))


@pytest.mark.parametrize("width", [960.0, 400.0])
def test_every_zone_is_drawn_and_named(base: tuple[Scenario, Days], width: float) -> None:
    scenario, days = base
    picture = ElementTree.fromstring(theatre_map(scenario, days.standing(20), width=width))
    groups = {g.get("data-zone") for g in picture.iter(f"{SVG}g") if g.get("class") == "zone"}
    assert groups == set(scenario.zones)
    said = texts(picture)
    for zone in scenario.zones.values():
        assert all(word in said for word in zone.name.split(" ")), zone.name
    assert "Natural Earth" in said
    assert "red line around Tanf" in said
    ids = [e.get("id") for e in picture.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for used in re.findall(r"url\(#([^)]*)\)", ElementTree.tostring(picture, encoding="unicode")):
        assert used in ids


def test_the_same_standing_gives_the_same_picture(base: tuple[Scenario, Days]) -> None:
    scenario, days = base
    assert theatre_map(scenario, days.standing(3)) == theatre_map(scenario, days.standing(3))


@pytest.mark.parametrize(
    "spots",
    [
        ((10, -170), (50, 10), (-30, 100)),
        ((1, 1), (1, 1), (1, 1)),
        ((-17, 179.5), (-18, -179.5), (-16.5, 178)),
        ((89, 0), (88, 120), (87, -120)),
        ((0, 0), (0, 0.001), (45, 90)),
    ],
)
def test_theatres_anywhere(make: Make, spots: tuple[tuple[float, float], ...]) -> None:
    zones = {
        name: {"name": name.title(), "at": at}
        for name, at in zip(("hill", "ford", "camp"), spots, strict=True)
    }
    scenario = make(zones=zones, days=2)
    for width in (960.0, 360.0):
        picture = drawn(scenario, width)
        height = float(picture.get("height") or "nan")
        assert 100.0 < height < 6000.0
        for circle in picture.iter(f"{SVG}circle"):
            assert -5000.0 < float(circle.get("cx", "0")) < 5000.0
        assert {"Hill", "Ford", "Camp"} <= set(texts(picture).split())


def test_a_single_zone(make: Make) -> None:
    scenario = make(days=1)
    alone = scenario.model_copy(update={"zones": {"hill": scenario.zones["hill"]}})
    (panel,) = laid_out(alone, 400.0)
    x, y = panel.at(1.0, 1.0)
    assert abs(x - 200.0) < 1.0
    assert panel.y < y < panel.y + panel.height


def test_across_the_date_line_zones_stay_neighbours(make: Make) -> None:
    zones = {
        n: {"name": n, "at": at} for n, at in (("hill", (0, 179)), ("ford", (0, -179)), ("camp", (0, 178)))
    }
    found = places(make(zones=zones))
    longitudes = [x for x, _ in found.values()]
    assert max(longitudes) - min(longitudes) == pytest.approx(3.0)


def test_hostile_names_are_only_text(make: Make) -> None:
    evil = '<script>alert(1)</script>"&\u202e'
    zones = {n: {"name": evil, "at": (1 + k, 1)} for k, n in enumerate(("hill", "ford", "camp"))}
    scenario = make(zones=zones, days=2, actors__red__name=evil, constraints__line__name=evil)
    standing = replayed(scenario, np.arange(1, dtype=np.int64)).standing(2)
    text = theatre_map(scenario, standing, heading=evil)
    picture = ElementTree.fromstring(text)
    assert "\u202e" not in text
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        "svg", "title", "desc", "g", "rect", "path", "circle", "text", "clipPath",
    }  # fmt: skip


def test_labels_are_put_apart() -> None:
    marks = [Mark(100.0 + 12.0 * (k % 4), 100.0 + 12.0 * (k // 4), 5.0, 70.0, 26.0) for k in range(12)]
    boxes = placed(marks, Box(0.0, 0.0, 600.0, 400.0), [], [])
    for k, one in enumerate(boxes):
        assert all(one.overlap(other) == 0.0 for other in boxes[k + 1 :])
        assert all(one.overlap(mark.disc) == 0.0 for mark in marks)


def test_sides_are_allies_that_are_not_hostile(make: Make) -> None:
    tied = [{"hostile": ["red", "blue"]}, {"allied": ["red", "blue"]}]
    assert [side.actors for side in sides(make(relations=tied))] == [("red",), ("blue",)]
    allied = make(relations=[{"allied": ["red", "blue", "power"]}])
    assert [side.actors for side in sides(allied)] == [("red", "blue")]


def two(make: Make, **changes: object) -> list[tuple[str, Scenario, Standing]]:
    """The small theatre, and another version of it."""
    found = []
    for label, plot in (("base", make(days=3)), ("other", make(days=3, **changes))):
        found.append((label, plot, replayed(plot, np.arange(4, dtype=np.int64)).standing(3)))
    return found


LETTER = r"<g><title>([^(<]*) \(.*?>([A-Z]+)</text></g>"


def lettered_on(picture: str) -> list[set[tuple[str, str]]]:
    """Letters with what they stand for, on each of the maps of a picture."""
    parts = re.split(r'(?=<clipPath id="[a-z]+\d-c0">)', picture)[1:]
    found = [set(re.findall(LETTER, part)) for part in parts]
    assert len(found) == 2
    return found


def test_maps_of_a_comparison_have_the_same_letters_and_one_legend(make: Make) -> None:
    lines = {
        "second": {"name": "the second line", "kind": "exclusion", "applies_to": ["red"], "zones": ["camp"]},
        **make(days=3).model_dump(mode="json", exclude_unset=True)["constraints"],
    }
    shown = two(make, constraints=lines)
    picture = theatre_maps(shown)
    one, other = lettered_on(picture)
    assert one and one < other
    letters = [letter for _, letter in other]
    assert len(set(letters)) == len(letters)
    assert picture.count(">Route<") == 1
    said = texts(ElementTree.fromstring(picture))
    assert "base: not in force; other: in force" in said
    ids = re.findall(r' id="([^"]*)"', picture)
    assert len(ids) == len(set(ids))


def test_letters_do_not_depend_on_what_is_in_force(base: tuple[Scenario, Days]) -> None:
    scenario, days = base
    start = days.standing(0)
    every = replace(start, in_force=dict.fromkeys(start.in_force, 1.0))
    some, whole = (dict(re.findall(LETTER, theatre_map(scenario, one))) for one in (start, every))
    assert 0 < len(some) < len(whole)
    assert all(whole[name] == letter for name, letter in some.items())


def test_sides_of_a_comparison_keep_their_colours(make: Make) -> None:
    base, other = make(), make(actors__red__forces={"hill": 9}, actors__blue__forces={"hill": 90_000})
    first = sides(base)
    assert {side.label: side.colour for side in sides(other, first)} == {s.label: s.colour for s in first}


@pytest.mark.parametrize("few", [30, 60])
def test_a_small_force_beside_a_large_one_is_seen_and_said(make: Make, few: int) -> None:
    scenario = make(days=1, actors__red__forces={"hill": few}, actors__blue__forces={"ford": 48_000})
    standing = opening(scenario)
    moving = TheatreMap(scenario, [standing], 400.0, "k")
    whole = theatre_map(scenario, standing, width=400.0)
    (red,) = (side for side in sides(scenario) if "red" in side.actors)
    mark = f'height="{MARK:g}" fill="{red.colour}"'
    assert mark in whole
    assert mark in moving.layers(standing)["zone-0-hill"]
    for picture in (whole, moving.backdrop):
        assert "Fewer than 240 fighters of a side" in texts(ElementTree.fromstring(picture))
    equal = make(days=1, actors__red__forces={"hill": few}, actors__blue__forces={"ford": few})
    assert "Fewer than" not in theatre_map(equal, opening(equal))


LONG = {
    "hill": {"name": "the hill country west of the old reservoir and its dam", "at": (1.0, 1.0)},
    "ford": {"name": "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww-Mmmmmm crossings", "at": (1.0, 1.1)},
    "camp": {"name": "the camp of the displaced north-east of the ford", "at": (1.08, 1.04)},
}


@pytest.mark.parametrize("width", [960.0, 400.0])
def test_labels_keep_apart_in_any_font(
    browser: Any, base: tuple[Scenario, Days], make: Make, width: float
) -> None:
    scenario, days = base
    long = make(days=1, zones=LONG)
    assert clashes(browser, theatre_map(scenario, days.standing(20), width=width)) == []
    assert clashes(browser, theatre_map(long, opening(long), width=width)) == []
