"""``score``, as people type it."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from pictures import clashes
from theatre import changed

from whitecell.scenario.library import bundled, observed_files
from whitecell.scenario.observed import read_observed, understood
from whitecell.scenario.reading import read_source
from whitecell_cli.main import cli

ASSUMED = {"luck": {"value": 0.3, "range": [0.1, 0.9], "judgement": "x"}}
QUICK = ("--runs", "40", "--points", "30", "--jobs", "1")
OBSERVED = """
observations:
  came: {measure: day, value: never, source: the press, naive: {soon: {value: 3}}}
  red: {measure: red, value: 2900, tolerance: 50, source: a count, naive: {last: {value: 3000}}}
  struck: {measure: strikes, events: {file: events.csv}, source: the monitors, naive: {last: {value: 2}}}
  deal: {measure: signed, value: false, source: the press, naive: {coin: {share: 0.5}}}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    stated = changed(days=20, assumptions=ASSUMED, rules__fog="luck")
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    (tmp_path / "observed.yaml").write_text(OBSERVED, encoding="utf-8")
    (tmp_path / "events.csv").write_text("date\n2017-06-13\n2017-06-14\n", encoding="utf-8")
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def score(*words: str) -> Result:
    return whitecell("score", "small.yaml", "--against", "observed.yaml", *QUICK, *words)


def test_text_json_and_csv_say_the_same() -> None:
    text, content = score().output, json.loads(score("--json").stdout)
    rows = list(csv.DictReader(StringIO(score("--csv").stdout)))
    assert "4 observations held against 40 runs at the stated values; 30 points over" in text
    assert "over the ranges of 1 assumption " in " ".join(text.split())
    assert list(content["observations"]) == ["came", "red", "struck", "deal"]
    assert [row["observation"] for row in rows[:4]] == list(content["observations"])
    for ensemble in ("stated", "ranges"):
        assert content["verdict"][ensemble][0] in " ".join(text.split())
        for row in (row for row in rows if row["ensemble"] == ensemble):
            held = content["observations"][row["observation"]]["held"][ensemble]
            assert float(row["score"]) == held["score"]
            assert float(row["pit"]) == held["pit"]
            assert held["low"] <= held["score"] <= held["high"]
        together = content["together"][ensemble]
        assert together["within_90"]["of"] == 4
        assert sum(together["histogram"]) == 4
        assert together["better"]["last"]["of"] == 2
    assert content["observations"]["struck"]["observed"] == 2
    assert content["observations"]["came"]["observed"] is None
    assert "never" in text
    flat = " ".join(text.split())
    assert "the runs score better than 'last' in" in flat
    assert "than 'coin' in" not in flat
    assert (
        flat.index("In brief")
        < flat.index(content["verdict"]["stated"][0])
        < flat.index("Weakest assumption:")
    )
    assert flat.index("Weakest assumption:") < flat.index("skill against")


def test_the_same_whoever_plays() -> None:
    assert score().stdout == score("--jobs", "2").stdout
    assert score("--seed", "5").stdout != score().stdout


def test_settings_are_played() -> None:
    content = json.loads(score("--set", "luck=0.9", "--json").stdout)
    assert content["together"]["stated"] != json.loads(score("--json").stdout)["together"]["stated"]


def test_several_seeds_at_each_point() -> None:
    content = json.loads(score("--seeds", "3", "--json").stdout)
    held = content["observations"]["red"]["held"]
    assert (held["stated"]["runs"], held["ranges"]["runs"]) == (40, 90)


def test_a_narrow_terminal_stacks_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    text = score().output
    assert max(map(len, text.splitlines())) <= 70
    assert "skill against: last " in text


def test_a_scenario_without_ranges_is_played_as_it_stands(here: Path) -> None:
    (here / "small.yaml").write_text(yaml.safe_dump(changed(days=20), sort_keys=False), encoding="utf-8")
    text = score().output
    assert "no assumption has a range" in " ".join(text.split())
    assert "Over the ranges" not in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("observations: {a: {measure: dya, value: 3, source: x}}", "observed.yaml:1:29: error: the scen"),
        ("observations: {a: {measure: day, value: 3}}", "'source' is missing"),
        ("observations: [", "observed.yaml:1"),
    ],
)  # fmt: skip
def test_mistakes_are_explained(here: Path, text: str, told: str) -> None:
    (here / "observed.yaml").write_text(text, encoding="utf-8")
    result = score()
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_file_that_is_not_there() -> None:
    result = whitecell("score", "small.yaml", "--against", "observde.yaml", *QUICK)
    assert result.exit_code == 2
    assert "did you mean 'observed.yaml'" in result.stderr


def test_the_report_says_what_the_text_says(here: Path) -> None:
    text, content = score("-o", "report.html"), json.loads(score("--json").stdout)
    assert "Written to report.html" in text.stderr
    page = (here / "report.html").read_text(encoding="utf-8")
    read = unescape(re.sub("<[^>]+>", "", page)).replace("\N{NO-BREAK SPACE}", " ")
    assert page.rstrip().endswith("</html>")
    for ensemble in ("stated", "ranges"):
        for said in content["verdict"][ensemble]:
            assert said in read
    assert page.count("<figure") == 2
    assert "the press" in page
    score("-o", "paper.md")
    assert "paper-pictures/calibration-stated.svg" in (here / "paper.md").read_text(encoding="utf-8")
    assert (here / "paper-pictures" / "calibration-ranges.svg").is_file()


def test_the_picture_can_be_read(here: Path, browser: Any) -> None:
    score("-o", "paper.md")
    for name in ("stated", "ranges"):
        svg = (here / "paper-pictures" / f"calibration-{name}.svg").read_text(encoding="utf-8")
        # The dashed line ends in the corners, beside the letters of the axes.
        assert [found for found in clashes(browser, svg) if not found.startswith("over a mark")] == []


def test_two_formats_are_one_too_many() -> None:
    assert "two formats" in score("--csv", "--json").stderr


@pytest.mark.parametrize("name", observed_files())
def test_what_ships_is_sound_and_partly_in_sample(name: str) -> None:
    assert name in bundled()
    stated = read_observed(name)
    observed = understood(stated, read_source(name, more=stated)[0])
    assert len(observed.observations) >= 10
    result = whitecell("score", name, "--against", name, "--runs", "8", "--points", "4", "--json")
    content = json.loads(result.stdout)
    fitted = [key for key, one in content["observations"].items() if one["in_sample"]]
    assert 0 < len(fitted) < len(observed.observations) / 2
    assert all(content["observations"][key]["held"]["stated"]["score"] is None for key in fitted)
    counted = content["together"]["stated"]["within_90"]["of"]
    assert counted == len(observed.observations) - len(fitted)
    assert all("http" in one.source or "claim" in one.source or "above" in one.source or one.events
               for one in observed.observations.values())  # fmt: skip
