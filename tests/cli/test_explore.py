"""``explore``, as people type it."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from whitecell_cli.main import cli

BASE = "southwest-syria-2017"
QUICK = ("--days", "15", "--seeds", "2", "--jobs", "1")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_text_json_and_csv_say_the_same(here: Path) -> None:
    words = ("explore", BASE, "--points", "150", *QUICK)
    text = whitecell(*words).output
    content = json.loads(whitecell(*words, "--json").stdout)
    rows = list(csv.DictReader(StringIO(whitecell(*words, "--csv", "drivers").stdout)))
    assert "150 points over" in text
    assert "What drives each measure" in text
    assert "Research priorities" in text
    assert [row["assumption"] for row in rows] == [row["assumption"] for row in content["drivers"]]
    assert float(rows[0]["index"]) == content["drivers"][0]["index"]
    strikes = next(row for row in content["drivers"] if row["measure"] == "tanf_strikes")
    assert "tanf" in strikes["assumption"]
    folder = next((here / "batches").iterdir())
    points = np.loadtxt(folder / "design.csv", delimiter=",", skiprows=1)
    assert points.shape == (150, len(content["assumptions"]))


@pytest.mark.parametrize("design", ["sobol", "morris", "sequence"])
def test_other_designs(design: str) -> None:
    words = ("explore", BASE, "--design", design, "--points", "8", "--only", "tanf_strike_resolve")
    content = json.loads(whitecell(*words, "--only", "leak_chance", *QUICK, "--no-store", "--json").stdout)
    assert set(content["assumptions"]) == {"leak_chance", "tanf_strike_resolve"}
    best = next(row for row in content["drivers"] if row["measure"] == "tanf_strikes")
    assert best["assumption"] == "tanf_strike_resolve"


def test_where_the_stated_values_lie() -> None:
    words = ("explore", BASE, "--points", "12", "--only", "leak_chance", "--measure", "deal_signed", *QUICK)
    words = (*words, "--measure", "leak_day", "--no-store")
    text = whitecell(*words).output
    (deal, leak) = csv.DictReader(StringIO(whitecell(*words, "--csv", "stated").stdout))
    assert "Where the stated values lie in what was explored" in text
    assert (deal["measure"], leak["measure"]) == ("deal_signed", "leak_day: days until")
    assert 0.0 <= float(leak["percentile"]) <= 1.0
    assert re.search(r"As stated, \d of 2 measures lie in the lowest or highest quarter", text)


def test_regret_of_courses_of_action() -> None:
    options = [f"{BASE}-no-exclusion", f"{BASE}-no-talks"]
    words = [w for option in options for w in ("--against", option)]
    result = whitecell(
        "explore", BASE, "--points", "24", *words, "--prefer", "deal_signed:high", "--json", *QUICK
    )
    content = json.loads(result.stdout)
    found = {row["option"]: row for row in content["regret"]}
    assert set(found) == {BASE, *options}
    assert all(row["worst"] >= row["average"] >= 0 for row in found.values())
    assert max(row["best"] for row in found.values()) > 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--only", "leak_chanse"), "did you mean 'leak_chance'"),
        (("--measure", "deal_sined"), "did you mean 'deal_signed'"),
        (("--when", "deal_signed"), "write it like zone_held_days<30"),
        (("--when", "deal<3"), "no measure 'deal'"),
        (("--against", BASE), "add --prefer MEASURE:high or MEASURE:low"),
        (("--against", BASE, "--prefer", "deal_signed"), "MEASURE:high"),
        (("--design", "sobol", "--points", "4096"), "take fewer --points"),
        (("--csv", "drivers", "--json"), "two formats"),
    ],
)
def test_mistakes_are_explained(words: tuple[str, ...], told: str) -> None:
    result = whitecell("explore", BASE, *words)
    assert result.exit_code == 2
    assert told in result.stderr
