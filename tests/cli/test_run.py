"""``whitecell run`` for some of the days."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell_cli.main import cli

EXAMPLE = "southwest-syria-2017"


def invoke(*words: str) -> Result:
    return CliRunner().invoke(cli, ["run", EXAMPLE, "--seed", "7", *words])


def test_a_run_is_told_by_its_outcome_then_by_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    told = invoke("--days", "60").output
    assert told.index("Outcome on") < told.index("June 2017 · days 1 to 19") < told.index("July 2017 · days")
    assert len(told.splitlines()) < 60


def test_some_days_are_told_in_the_same_sentences_as_all() -> None:
    whole = invoke("--days", "60", "--to", "60").output
    part = invoke("--days", "60", "--from", "30", "--to", "2017-08-10").output
    days = [int(day) for day in re.findall(r"· day (\d+)$", part, re.MULTILINE)]
    assert days
    assert 30 <= min(days) <= max(days) <= 60
    for line in part.splitlines():
        assert line in whole or "no significant change" in line or "Left out" in line


@pytest.mark.parametrize(
    ("words", "named"), [(("--zone", "Daraa city"), "Daraa city"), (("--actor", "isis"), "ISIS")]
)
def test_a_zone_or_an_actor_can_be_chosen(words: tuple[str, str], named: str) -> None:
    told = [line for line in invoke("--days", "60", *words).output.splitlines() if line.startswith("  The ")]
    assert told
    assert all(named in line for line in told)


def test_why_and_json_keep_to_the_chosen_days() -> None:
    words = ("--days", "60", "--from", "30", "--to", "40", "--json", "--why", "militias")
    content = json.loads(invoke(*words).output)
    assert content["events"]
    days = [event["day"] for event in content["events"]] + [w["day"] for w in content["why"]["weighings"]]
    assert 30 <= min(days) <= max(days) <= 40
    assert [state["day"] for state in content["days"]] == [*range(30, 41)]


def test_json_has_the_state_by_day() -> None:
    content = json.loads(invoke("--days", "5", "--json").output)
    assert content["days"][0]["date"] == "2017-06-12"
    last = content["days"][-1]
    assert set(last) == {
        "day", "date", "control", "fighters", "people", "main_efforts", "in_force", "open", "levels",
        "measures",
    }  # fmt: skip
    assert all(0.0 <= share <= 1.0 for zone in last["control"].values() for share in zone.values())
    same = ("tanf_strikes", "displaced")
    assert all(last["measures"][name] == content["measures"][name] for name in same)


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--from", "0"), "--from"), (("--from", "x"), "--from"), (("--to", "4000"), "--to"),
        (("--from", "2016-01-01"), "--from"), (("--from", "40", "--to", "30"), "--to"),
        (("--zone", "nowhere"), "--zone"), (("--actor", "nobody"), "--actor"),
        (("--days", "30-40"), "--days"),
    ],
)  # fmt: skip
def test_what_the_run_does_not_have_is_refused(words: tuple[str, ...], option: str) -> None:
    result = invoke(*words)
    assert result.exit_code == 2
    assert option in result.stderr


def test_a_stored_batch_is_told_in_part_too(tmp_path: Path) -> None:
    folder = str(tmp_path / "kept")
    runner = CliRunner()
    assert runner.invoke(cli, ["batch", EXAMPLE, "--runs", "2", "--days", "9", "-o", folder]).exit_code == 0
    told = runner.invoke(cli, ["run", folder, "--from", "3", "--to", "5"])
    assert told.exit_code == 0
    assert re.findall(r"· day (\d+)$", told.output, re.MULTILINE)
    late = runner.invoke(cli, ["run", folder, "--days", "50"])
    assert late.exit_code == 2
    assert "until day 9" in late.stderr
