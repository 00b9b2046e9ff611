"""``export``, as people type it: what comes out is what was played, and goes in again."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from theatre import changed

from whitecell.game.play import play, tell
from whitecell.report.event_rows import COLUMNS
from whitecell.scenario.reading import read_scenario
from whitecell_cli.main import cli


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    stated = changed(days=40)
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_events_are_rows_of_what_happened() -> None:
    result = whitecell("export", "events", "small.yaml", "--seed", "4")
    rows = list(csv.DictReader(StringIO(result.stdout)))
    assert list(rows[0]) == list(COLUMNS)
    assert len({row["event_id"] for row in rows}) == len(rows)
    battles = [row for row in rows if row["kind"] == "battle"]
    assert battles and all(row["event_type"] == "Battles" for row in battles)
    assert {row["actor1_id"] for row in battles} <= {"red", "blue"}
    assert {(row["latitude"], row["longitude"]) for row in rows if row["location_id"] == "ford"} == {
        ("1.0", "2.0")
    }
    # Each day of fighting is a row, where the story tells only what is new.
    scenario = read_scenario("small.yaml")
    told = [event for event in tell(scenario, 4).events if event.kind == "battle"]
    assert len(battles) > len(told)
    assert {e.day for e in told} <= {int(row["day"]) for row in battles}


def test_what_is_kept_every_day_changes_no_bit() -> None:
    scenario = read_scenario("small.yaml")
    assert tell(scenario, 4, every_day=True).measures == tell(scenario, 4).measures


@pytest.mark.parametrize("dated", ["event_date", "date_start"])
def test_score_reads_a_file_of_events_and_counts_what_the_run_counted(here: Path, dated: str) -> None:
    from whitecell.analysis.scoring import facts
    from whitecell.scenario.observed import read_observed, understood

    text = whitecell("export", "events", "small.yaml", "--seed", "4").stdout.replace("event_date", dated, 1)
    (here / "recorded.csv").write_text(text, encoding="utf-8")
    (here / "observed.yaml").write_text(
        "measures:\n"
        "  backs: {statistic: count, record: retreats, of: [red, blue]}\n"
        "observations:\n"
        "  struck: {measure: strikes, source: x, events: {file: recorded.csv, where: {kind: [strike]}}}\n"
        "  broke: {measure: backs, source: x, events: {file: recorded.csv, where: {kind: [retreat]}}}\n",
        encoding="utf-8",
    )
    from whitecell.scenario.reading import read_source

    stated = read_observed("observed.yaml")
    scenario, _ = read_source("small.yaml", more=stated)
    seen = {
        fact.measure: fact for fact in facts(understood(stated, scenario), stated, scenario, "small.yaml")
    }
    import numpy as np

    played = play(scenario, np.array([4]))
    for measure in ("strikes", "backs"):
        assert seen[measure].value == played[measure][0]
    assert played["strikes"][0] > 0


def test_dates_as_event_data_sets_write_them() -> None:
    from whitecell.scenario.recorded import _date

    assert str(_date("20 June 2017")) == str(_date("2017-06-20 00:00:00.000")) == "2017-06-20"
    assert _date("31 June 2017") is None and _date("20 Jun 2017") is None


def test_zones_are_valid_geojson_by_day(here: Path) -> None:
    result = whitecell("export", "zones", "small.yaml", "--seed", "4", "--every", "30", "-o", "zones.geojson")
    assert "Written to zones.geojson" in result.stderr
    found = json.loads((here / "zones.geojson").read_text(encoding="utf-8"))
    assert found["type"] == "FeatureCollection" and "crs" not in found
    assert [f["properties"]["day"] for f in found["features"]] == [0, 0, 0, 30, 30, 30, 40, 40, 40]
    assert len({f["id"] for f in found["features"]}) == 9
    hill = found["features"][0]
    assert hill["geometry"] == {"type": "Point", "coordinates": [1, 1]}
    assert hill["properties"]["date"] == "2017-06-11"
    for each in found["features"]:
        shares = [v for key, v in each["properties"].items() if key.startswith("control_")]
        assert 0.0 <= sum(shares) <= 1.0001
        assert each["properties"]["holder_share"] == max(shares)


def test_zones_come_back_as_outlines(here: Path) -> None:
    ring = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]
    content = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}}
    (here / "one.geojson").write_text(json.dumps(content), encoding="utf-8")
    stated = changed(days=3)
    stated["zones"]["hill"]["outline"] = {"file": "one.geojson"}
    (here / "drawn.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    whitecell("export", "zones", "drawn.yaml", "-o", "out.geojson", "--runs", "3", "--jobs", "1")
    stated["zones"]["hill"]["outline"] = {"file": "out.geojson"}
    (here / "again.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    first, again = read_scenario("drawn.yaml").zones["hill"], read_scenario("again.yaml").zones["hill"]
    assert first.outline is not None and again.outline is not None
    assert first.outline.shape == again.outline.shape != ""


def test_a_theatre_without_places_has_no_map(here: Path) -> None:
    stated = changed(days=3)
    del stated["zones"]["camp"]["at"]
    (here / "nowhere.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    result = whitecell("export", "zones", "nowhere.yaml")
    assert result.exit_code == 2 and "give `at` or `outline` to camp" in result.stderr
