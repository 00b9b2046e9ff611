"""Outlines from GeoJSON files, as those who hand on scenarios may write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from theatre import changed

from whitecell.scenario.digest import digest
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_and_examined, read_scenario

RING = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]


def feature(kind: str, coordinates: Any, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": {},
        **more,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stated = changed(days=5)
    stated["zones"]["hill"] = {"name": "Hill", "outline": {"file": "zones.geojson"}}
    stated["zones"]["ford"]["outline"] = {"file": "zones.geojson", "feature": "the ford"}
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    return tmp_path


def put(folder: Path, *features: Any, name: str = "zones.geojson", **more: Any) -> None:
    content = {"type": "FeatureCollection", "features": features, **more}
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


HILL = feature("Polygon", [RING], id="hill")
FORD = feature(
    "MultiPolygon", [[RING], [[[5, 5, 100], [6, 5, 0], [6, 6, 0]]]], properties={"name": "the ford"}
)


def test_a_zone_takes_its_outline_and_its_place(folder: Path) -> None:
    put(folder, FORD, HILL, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})
    scenario = read_scenario(folder / "small.yaml")
    hill, ford = scenario.zones["hill"], scenario.zones["ford"]
    assert hill.at == (1.5, 1.5)
    assert hill.outline is not None and hill.outline.shape == "MULTIPOLYGON (((1 1, 2 1, 2 2, 1 2, 1 1)))"
    assert ford.at == (1.0, 2.0), "what the file states is kept"
    assert ford.outline is not None and len(ford.outline.polygons) == 2
    # What was read is kept with the runs; nothing is looked for again.
    (folder / "zones.geojson").unlink()
    again = Scenario.model_validate_json(scenario.model_dump_json(by_alias=True))
    assert digest(again) == digest(scenario)


def test_a_point_gives_a_place_only(folder: Path) -> None:
    put(folder, FORD, feature("Point", [3.5, -1.25], id="hill"))
    hill = read_scenario(folder / "small.yaml").zones["hill"]
    assert hill.at == (-1.25, 3.5)
    assert hill.outline is not None and hill.outline.polygons == ()


def test_a_scenario_without_outlines_has_the_digest_that_it_had() -> None:
    assert "outline" not in json.dumps(Scenario.model_validate(changed()).model_dump(mode="json"))


HOSTILE: list[tuple[str, Any, str]] = [
    ("no feature", [feature("Polygon", [RING], id="hil"), FORD], "did you mean 'hil'"),
    ("a line", [feature("LineString", RING, id="hill"), FORD], "neither a Polygon nor a Multi"),
    ("metres", [feature("Polygon", [[[3e6, 4e6], [3e6, 5e6], [4e6, 5e6]]], id="hill"), FORD], "no longitude"),
    ("flat", [feature("Polygon", [[[1, 1], [2, 1], [1, 1]]], id="hill"), FORD], "less than three corners"),
    ("words", [feature("Polygon", [[["x", 1], [2, 1], [1, 1]]], id="hill"), FORD], "not those of its type"),
    ("numbers", [feature("Polygon", 7, id="hill"), FORD], "not those of its type"),
    ("nothing", [feature("Polygon", [], id="hill"), FORD], "has no ring"),
    ("huge", [feature("Polygon", [[[k / 1e4, 1] for k in range(5000)]], id="hill"), FORD], "Simplify"),
    ("no geometry", [{"type": "Feature", "id": "hill", "geometry": None}, FORD], "neither"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("features", "said"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_a_bad_feature_is_told_at_its_zone(folder: Path, features: list[Any], said: str) -> None:
    put(folder, *features)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder / "small.yaml")
    (problem,) = caught.value.problems
    assert said in str(problem)
    assert problem.line and "zones.geojson" in problem.excerpt
    assert read_and_examined(folder / "small.yaml").problems == [problem]


TEXTS = [
    ("not JSON", "]", "zones.geojson: "),
    ("deep", "[" * 100_000, "nested deeper"),
    ("no type", "{}", "no GeoJSON"),
    ("a list", '{"type": "FeatureCollection", "features": [1]}', "no list of features"),
    ("not finite", '{"type": "Point", "coordinates": [1e999, 1]}', "not finite"),
    ("another system", '{"type": "Point", "crs": {"properties": {"name": "E:3857"}}}',
     "another reference system, E:3857"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_a_bad_file_is_told_at_each_zone(folder: Path, text: str, said: str) -> None:
    (folder / "zones.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder / "small.yaml")
    assert len(caught.value.problems) == 2
    assert said in str(caught.value)


def test_only_plain_files_of_the_folder_are_opened(folder: Path) -> None:
    for name, said in (
        ("../zones.geojson", "outside the folder"),
        ("/etc/hostname.json", "outside the folder"),
        ("zones.yaml", "does not end in"),
        ("zone.geojson", "did you mean 'zones.geojson'"),
        ("link.geojson", "links are not followed"),
    ):
        put(folder, HILL, FORD)
        link = folder / "link.geojson"
        link.unlink(missing_ok=True)
        link.symlink_to(folder / "zones.geojson")
        text = (folder / "small.yaml").read_text(encoding="utf-8").replace("zones.geojson", name, 1)
        (folder / "bad.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ScenarioError, match=said):
            read_scenario(folder / "bad.yaml")
    (folder / "zones.geojson").write_bytes(b" " * 8_000_001)
    with pytest.raises(ScenarioError, match="larger than"):
        read_scenario(folder / "small.yaml")
