"""``compare`` and ``--until``, as people type them."""

from __future__ import annotations

import csv
import json
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell_cli.main import cli

BASE = "southwest-syria-2017"
OTHER = f"{BASE}-no-exclusion"
QUICK = ("--days", "12", "--runs", "12", "--jobs", "1")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_an_identical_course_of_action_is_said_in_one_line(here: Path) -> None:
    (here / "same.yaml").write_text(f"extends: {BASE}\ntitle: The same again\n")
    output = whitecell("compare", BASE, "same.yaml", *QUICK).output
    assert "Both state the same." in output
    assert "Every measure is the same in all 12 seeds, to the last bit." in output


def test_text_json_and_csv_say_the_same() -> None:
    words = ("compare", BASE, "--set", "tanf_strike_resolve=0.3", *QUICK)
    text, content = whitecell(*words).output, json.loads(whitecell(*words, "--json").stdout)
    rows = list(csv.DictReader(StringIO(whitecell(*words, "--csv").output)))
    found = content["comparisons"][0]
    assert "assumptions.tanf_strike_resolve: 0.16 → 0.3" in text
    assert found["stated"][0]["place"] == "assumptions.tanf_strike_resolve"
    assert [row["measure"] for row in rows] == [m["measure"] for m in found["measures"]]
    assert float(rows[0]["difference"]) == found["measures"][0]["difference"]
    assert found["why"]["sentences"][0] in " ".join(text.split())


def test_the_seed_that_is_named_shows_it() -> None:
    words = (
        "compare",
        BASE,
        "--set",
        "tanf_strike_resolve=0.3",
        "--runs",
        "30",
        "--days",
        "40",
        "--jobs",
        "1",
    )
    content = json.loads(whitecell(*words, "--json").stdout)["comparisons"][0]["why"]
    link = content["first"][0]
    command = next(
        re.search(r"\(whitecell (run .*?)\)", line)[1]  # type: ignore[index]
        for line in content["sentences"]
        if f"Seed {link['example']['seed']} " in line
    )
    output = whitecell(*shlex.split(command)).output
    assert f"day {link['example']['day']}" in output


def test_stored_batches_are_compared_and_explained(here: Path) -> None:
    for name, folder in ((BASE, "one"), (OTHER, "other")):
        whitecell("batch", name, "--runs", "20", "--days", "8", "-o", folder)
    played = whitecell("compare", BASE, OTHER, "--runs", "20", "--days", "8", "--csv").output
    stored = whitecell("compare", "one", "other", "--csv").output
    assert [line.split(",", 1)[1] for line in stored.splitlines()] == [
        line.split(",", 1)[1] for line in played.splitlines()
    ]
    mixed = whitecell("compare", "one", OTHER, "--days", "8")
    assert mixed.exit_code == 2
    assert "has been played" in mixed.stderr


def test_what_cannot_be_compared_is_refused_with_a_reason() -> None:
    whitecell("batch", BASE, "--runs", "20", "--days", "8", "-o", "one")
    whitecell("batch", BASE, "--runs", "20", "--days", "8", "--seed", "5", "-o", "other")
    refused = whitecell("compare", "one", "other")
    assert refused.exit_code == 2
    assert "--shared" in refused.stderr
    assert "15 runs of each" in whitecell("compare", "one", "other", "--shared", "--no-why").output
    other_start = whitecell("compare", BASE, f"{BASE}-may", *QUICK)
    assert other_start.exit_code == 2
    assert "not the same days" in other_start.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("compare", BASE), "nothing to compare"),
        (("compare", BASE, OTHER, "--csv", "--json"), "two formats"),
        (("compare", BASE, "no-such"), "there is no scenario 'no-such'"),
        (("compare", BASE, OTHER, "--until", "deal±0.1"), "no measure 'deal'"),
        (("batch", BASE, "--until", "deal_sined±0.1"), "did you mean 'deal_signed'"),
        (("batch", BASE, "--until", "deal_signed"), "write it like deal_signed±0.02"),
    ],
)
def test_mistakes_are_explained(words: tuple[str, ...], told: str) -> None:
    result = whitecell(*words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_until_stops_when_it_is_known_or_at_the_cap() -> None:
    words = ("batch", BASE, "--days", "3", "--jobs", "1", "--json")
    met = whitecell(*words, "--until", "tanf_strikes±0.08")
    content = json.loads(met.stdout)
    measure = content["measures"]["tanf_strikes"]
    assert "met after" in met.stderr
    assert (measure["high"] - measure["low"]) / 2 <= 0.08
    again = json.loads(whitecell(*words, "--until", "tanf_strikes±0.08", "--no-store").stdout)
    assert again["measures"] == content["measures"]
    capped = whitecell(*words, "--until", "tanf_strikes±0.0001", "--runs", "600")
    assert "not met" in capped.stderr
    assert json.loads(capped.stdout)["runs"] == 600
    # A looser target takes the first runs of what is kept.
    loose = json.loads(whitecell(*words, "--until", "tanf_strikes±0.9").stdout)
    assert loose["runs"] == 512


def test_compare_until() -> None:
    words = ("compare", BASE, "--set", "tanf_strike_resolve=0.3", "--days", "3", "--no-why", "--json")
    met = whitecell(*words, "--until", "tanf_strikes±0.5", "--jobs", "1")
    assert "met after 512 runs" in met.stderr
    rows = json.loads(met.stdout)["comparisons"][0]["measures"]
    strikes = next(row for row in rows if row["measure"] == "tanf_strikes")
    assert (strikes["high"] - strikes["low"]) / 2 <= 0.5
