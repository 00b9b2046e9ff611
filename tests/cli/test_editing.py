"""``new``, ``set``, ``schema`` and ``show --diff``, as people type them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell.scenario.reading import read_scenario
from whitecell_cli.main import cli

BASE = "southwest-syria-2017"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_what_new_writes_passes_check_and_plays(here: Path) -> None:
    assert whitecell("new", "valley", "--title", "It's: a [title]").exit_code == 0
    checked = whitecell("check", "valley.yaml")
    assert checked.exit_code == 0
    assert "warning" not in checked.output
    assert read_scenario("valley.yaml").title == "It's: a [title]"
    content = json.loads(whitecell("batch", "valley.yaml", "--runs", "60", "--no-store", "--json").stdout)
    held = content["measures"]["town_northern"]["estimate"]
    assert 0.1 < held < 0.95
    assert checked.output.startswith("No mistakes found.\n")
    assert "no source:" not in checked.output
    text = (here / "valley.yaml").read_text()
    assert len(text.splitlines()) <= 24
    assert max(map(len, text.splitlines())) <= 120
    assert (here / "scenario.schema.json").exists()


def test_new_does_not_write_over_a_file(here: Path) -> None:
    (here / "valley.yaml").write_text("mine")
    refused = whitecell("new", "valley")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert (here / "valley.yaml").read_text() == "mine"
    assert whitecell("new", "valley", "--force").exit_code == 0


def test_a_course_of_action_to_write_on(here: Path) -> None:
    whitecell("new", "case", "--extends", BASE)
    assert whitecell("check", "case.yaml").exit_code == 0
    whitecell("new", "sub/further", "--extends", "case.yaml")
    assert "extends: ../case.yaml" in (here / "sub" / "further.yaml").read_text()
    assert whitecell("check", "sub/further.yaml").exit_code == 0
    assert "Both state the same." in whitecell("show", "--diff", BASE, "case.yaml").output


def test_set_changes_the_number_and_nothing_else(here: Path) -> None:
    whitecell("new", "valley", "--template", "talks")
    before = (here / "valley.yaml").read_bytes()
    (here / "valley.yaml").chmod(0o640)
    assert whitecell("set", "valley.yaml", "leak_chance=0.05", "actors.south.skill=1.1").exit_code == 0
    after = (here / "valley.yaml").read_bytes()
    assert after == before.replace(b"{value: 0.02,", b"{value: 0.05,").replace(b"skill: 1.3", b"skill: 1.1")
    assert stat.S_IMODE((here / "valley.yaml").stat().st_mode) == 0o640
    found = json.loads(whitecell("show", "--json", "valley.yaml").stdout)
    assert found["assumptions"]["leak_chance"]["value"] == 0.05


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    "block",
    ["", "assumptions:\n    mobile_share: {value: 0.3}\n", "assumptions: {mobile_share: {value: 0.3}}\n"],
)
def test_set_states_what_is_only_extended(here: Path, ends: str, start: bytes, block: str) -> None:
    text = f"extends: {BASE}  # a comment\ntitle: Mine\n{block}".replace("\n", ends)
    (here / "mine.yaml").write_bytes(start + text.encode())
    assert whitecell("set", "mine.yaml", "leak_chance=0.05").exit_code == 0
    after = (here / "mine.yaml").read_bytes()
    assert after.startswith(start + f"extends: {BASE}  # a comment{ends}".encode())
    assert b"\n" not in after.replace(ends.encode(), b"")
    plot = read_scenario("mine.yaml")
    assert plot.assumptions["leak_chance"].value == 0.05
    assert plot.assumptions["leak_chance"].cites
    assert (plot.assumptions["mobile_share"].value == 0.3) == bool(block)


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("days=30", "days: 30"),
        ("about=no: comment # here", "about: 'no: comment # here'"),
        ("rules.fog=0.2", "  fog: {value: 0.2}"),
        ("actors.russia.name=Russia", "  russia: {name: Russia}"),
        ("leak_chance.range=[0.01, 0.1]", "  leak_chance: {range: [0.01, 0.1]}"),
        ("leak_chance.judgement=It is so.", "  leak_chance: {judgement: 'It is so.'}"),
    ],
)
def test_set_states_anything_that_is_only_extended(here: Path, setting: str, line: str) -> None:
    text = "extends: middle.yaml  # a comment\ntitle: Mine\n\n# The end.\nmeasures: {}\n"
    (here / "middle.yaml").write_text(f"extends: {BASE}\n")
    (here / "mine.yaml").write_text(text)
    assert whitecell("set", "mine.yaml", setting).exit_code == 0
    after = (here / "mine.yaml").read_text().splitlines()
    assert line in after
    assert [kept for kept in after if kept in text.splitlines()] == text.splitlines()
    assert (here / "middle.yaml").read_text() == f"extends: {BASE}\n"


def test_set_says_why_a_part_of_an_extended_list_stays(here: Path) -> None:
    (here / "mine.yaml").write_text(f"extends: {BASE}\n")
    refused = whitecell("set", "mine.yaml", "relations.1.leverage=0.3")
    assert refused.exit_code == 2
    assert "a list is replaced as a whole: copy `relations` from" in refused.stderr
    assert (here / "mine.yaml").read_text() == f"extends: {BASE}\n"


@pytest.mark.parametrize("words", [("check",), ("run",), ("batch", "--runs", "2"), ("show",)])
def test_what_check_refuses_nothing_plays(here: Path, words: tuple[str, ...]) -> None:
    whitecell("new", "valley", "--template", "talks")
    for line in (
        "rules: {attrition: 5}",
        "zones: {north: {people: 1.0e+12}}",
        "zones: {bridge: {control: {north: 0.7}}}",
        "assumptions: {leak_chance: {range: [0.5, 0.1]}}",
        "measures: {Strikes: {statistic: count, record: losses}}",
        "corridors: {c: {name: C, owner: patron, friends: [], paths: {p: [north, south]}, threshold: 0}}",
    ):
        (here / "mine.yaml").write_text(f"extends: valley\n{line}\n")
        command, *options = words
        refused = whitecell(command, "mine.yaml", *options)
        assert refused.exit_code == 2, line
        assert "error: " in refused.output, line
    assert not (here / "batches").exists()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("leak_chanse=0.05", "did you mean 'leak_chance'"),
        ("leak_chance=5", "takes 0 to 1"),
        ("days=0", "must be 1 or more"),
        ("rules.fog=thick", "must be a number, not 'thick'"),
        ("leak_chance", "not NAME=VALUE"),
        ("rules.fig=2", "did you mean 'fog'"),
        ("dayz=2", "did you mean 'days'"),
        ("zones.west.people=2", "nothing called 'zones.west.people'"),
        ("leak_chance=.inf", "must be a number, not '.inf'"),
        ("leak_chance=1:30", "must be a number, not '1:30'"),
        ("title=one\ntwo", "more than a line"),
        ("routes=none", "no single value"),
    ],
)
def test_set_refuses_what_check_would_and_writes_nothing(here: Path, setting: str, told: str) -> None:
    whitecell("new", "valley", "--template", "talks")
    before = (here / "valley.yaml").read_bytes()
    refused = whitecell("set", "valley.yaml", setting)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert (here / "valley.yaml").read_bytes() == before
    assert {path.name for path in here.iterdir()} == {"valley.yaml", "scenario.schema.json"}


def test_what_ships_is_not_set() -> None:
    refused = whitecell("set", BASE, "days=3")
    assert refused.exit_code == 2
    assert "whitecell new my-case --extends" in refused.stderr


def test_a_heading_without_anything_under_it(here: Path) -> None:
    (here / "mine.yaml").write_text(f"extends: {BASE}\nassumptions:\n  # russia_for_zone: {{value: 0.1}}\n")
    refused = whitecell("check", "mine.yaml")
    assert refused.exit_code == 2
    assert refused.output.count("error:") == 1
    assert "nothing under it" in refused.output


def test_schema_is_json(here: Path) -> None:
    assert json.loads(whitecell("schema").stdout)["title"] == "whitecell scenario"
    whitecell("schema", "-o", "s.json")
    assert json.loads((here / "s.json").read_text())["else"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "--diff", BASE), "takes two"),
        (("show", BASE, BASE), "one scenario at a time"),
        (("show", "--diff", "--resolved", BASE, BASE), "two answers"),
    ],
)
def test_show_explains_its_mistakes(words: tuple[str, ...], told: str) -> None:
    result = whitecell(*words)
    assert result.exit_code == 2
    assert told in result.stderr
