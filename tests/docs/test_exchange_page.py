"""docs/exchange.md, followed to the letter in an empty folder."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from whitecell.report.event_rows import COLUMNS
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.shapes import MOST_CORNERS
from whitecell_cli.main import cli

PAGE = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def test_every_command_and_file_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.chdir(tmp_path)
    names = {"json": "zones.geojson", "csv": "recorded.csv"}
    for kind, text in BLOCKS:
        if kind == "yaml":
            names["yaml"] = text.splitlines()[0].removeprefix("# ")
        if kind in names:
            (tmp_path / names[kind]).write_text(text, encoding="utf-8")
    lines = [
        line.removeprefix("$ ") for kind, text in BLOCKS if kind == "console" for line in text.splitlines()
    ]
    assert len(lines) == 11
    for line in lines:
        words = shlex.split(line)[1:]
        words += ["--runs", "12", "--points", "8"] if words[0] == "score" else []
        words += ["--jobs", "1"] if words[0] in ("batch", "compare", "score") or "--runs" in words else []
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0, (line, result.output)
    for name in ("base.xlsx", "compared.xlsx", "events.csv", "base.zip", "received/batch/manifest.json"):
        assert (tmp_path / name).is_file(), name
    town = read_scenario("outlined.yaml").zones["town"]
    assert town.at == (32.8, 36.2) and town.outline is not None
    weekly = json.loads((tmp_path / "weekly.geojson").read_text(encoding="utf-8"))
    assert {feature["geometry"]["type"] for feature in weekly["features"]} == {"MultiPolygon"}
    told = [CliRunner().invoke(cli, ["run", name, "--seed", "7"]).stdout
            for name in ("received/batch", "received/scenario/valley.yaml")]  # fmt: skip
    assert told[0] == told[1]


def test_the_columns_are_those_that_are_written() -> None:
    part = PAGE.split("<!-- columns -->")[1].split("<!-- /columns -->")[0]
    assert dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", part, re.MULTILINE)) == dict(COLUMNS)
    assert f"outline has {MOST_CORNERS:,} corners at most" in PAGE
