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
    assert ": 0.8 → 0.3\n      assumptions.tanf_strike_resolve" in text
    assert text.startswith(f"{BASE} compared with {BASE} tanf_strike_resolve=0.3\n")
    assert text.index("In brief") < text.index("What comes out differently") < text.index("Why")
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
    sentence = next(
        line for line in content["sentences"] if f"Seed {link['example']['seed']} shows it on" in line
    )
    commands = re.findall(r"whitecell (run .*?)(?: and |\))", sentence)
    assert len(commands) == 2
    reasons = [whitecell(*shlex.split(command)).output for command in commands]
    assert reasons[0] != reasons[1]
    stories = [whitecell(*shlex.split(command.split(" --why")[0]), "--full").output for command in commands]
    day = f"· day {link['example']['day']}\n"
    assert any(day in story for story in stories + reasons)
    events = [re.split(r"\n\n(?=\w+ \d+ \w+ \d{4} · day )", story) for story in stories]
    dated = [
        {int(re.search(r"· day (\d+)", e)[1]): e.split("\n\n")[0] for e in found if "· day" in e}  # type: ignore[index]
        for found in events
    ]
    assert all(dated[0].get(d) == dated[1].get(d) for d in range(1, link["example"]["day"]))
    parted = {row["seed"]: row for row in content["partings"]}
    assert len(parted) == 30
    assert parted[link["example"]["seed"]]["day"] == link["example"]["day"]


def test_stored_batches_are_compared_and_explained(here: Path) -> None:
    for name, folder in ((BASE, "one"), (OTHER, "other")):
        whitecell("batch", name, "--runs", "20", "--days", "8", "-o", folder)
    played = whitecell("compare", BASE, OTHER, "--runs", "20", "--days", "8", "--csv").output
    stored = whitecell("compare", "one", "other", "--csv").output
    assert [line.split(",", 1)[1] for line in stored.splitlines()] == [
        line.split(",", 1)[1] for line in played.splitlines()
    ]
    mixed = whitecell("compare", "one", OTHER, "--days", "8", "--csv").output
    assert [line.split(",", 1)[1] for line in mixed.splitlines()] == [
        line.split(",", 1)[1] for line in played.splitlines()
    ]
    for words in (("one", "other", "--days", "8"), ("one", "--set", "leak_chance=0.1")):
        refused = whitecell("compare", *words)
        assert refused.exit_code == 2
        assert "has been played" in refused.stderr


def test_a_run_of_a_stored_batch_is_told_as_it_was_played(here: Path) -> None:
    (here / "mine.yaml").write_text(f"extends: {BASE}\ntitle: Mine\n")
    whitecell("batch", "mine.yaml", "--runs", "3", "--days", "8", "-o", "kept")
    there = whitecell("run", "mine.yaml", "--seed", "2", "--days", "8", "--full").output
    (here / "mine.yaml").write_text(f"extends: {BASE}\ntitle: Changed\nzones: {{}}\n")
    assert whitecell("run", "kept", "--seed", "2", "--full").output == there
    assert "has been played" in whitecell("run", "kept", "--set", "leak_chance=0.1").stderr


def test_an_exploration_is_no_batch_of_seeds(here: Path) -> None:
    quick = ("--days", "3", "--seeds", "2", "--points", "4", "--only", "leak_chance", "--jobs", "1")
    whitecell("explore", BASE, *quick, "-o", "points")
    for words in (("compare", "points", BASE), ("run", "points")):
        refused = whitecell(*words)
        assert refused.exit_code == 2
        assert "is an exploration" in refused.stderr


@pytest.mark.parametrize(
    ("table", "head"),
    [
        ("measures", "against,measure,aspect,of,unit,pairs,first,second"),
        ("stated", "against,place,first,second,only,cites"),
        ("partings", "against,seed,day,phase,kind,actor,zone,thing,more_in"),
        ("later", "against,phase,kind,actor,zone,thing,share,day,more_in_second"),
        ("days", "against,measure,day,difference,standard_error"),
    ],
)
def test_every_table_is_there_as_csv(table: str, head: str) -> None:
    words = (
        "compare",
        BASE,
        "--set",
        "tanf_strike_resolve=0.3",
        *QUICK,
        "--days",
        "40",
        "--csv",
        "--table",
        table,
    )
    lines = whitecell(*words).output.splitlines()
    assert lines[0].startswith(head)
    assert len(lines) > 1
    if table == "partings":
        assert len(lines) == 13


def test_what_cannot_be_compared_is_refused_with_a_reason() -> None:
    whitecell("batch", BASE, "--runs", "20", "--days", "8", "-o", "one")
    whitecell("batch", BASE, "--runs", "20", "--days", "8", "--seed", "5", "-o", "other")
    refused = whitecell("compare", "one", "other")
    assert refused.exit_code == 2
    assert "--shared" in refused.stderr
    assert "15 runs of each" in whitecell("compare", "one", "other", "--shared", "--no-why").output
    longer = whitecell("compare", "one", BASE, "--days", "10", "--no-why")
    assert longer.exit_code == 2
    assert "8 days" in longer.stderr
    cut = whitecell("compare", "one", OTHER, "--days", "10", "--no-why", "--shared", "--csv").output
    assert cut == whitecell("compare", "one", OTHER, "--days", "8", "--no-why", "--csv").output
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
        (("compare", BASE, OTHER, "--until", "leak_day: go±1", "--days", "2"), "'leak_day: days until'"),
        (("compare", BASE, OTHER, "--table", "stated"), "give --csv too"),
        (("batch", BASE, "--until", "leak_day: came±0.1"), "ask for leak_day±0.1"),
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
    unkept = whitecell(*words, "--until", "tanf_strikes±0.5", "--jobs", "1", "--no-store")
    assert json.loads(unkept.stdout) == json.loads(met.stdout)
