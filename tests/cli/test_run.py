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


def test_a_window_tells_the_same_sentences_as_the_whole() -> None:
    whole, part = invoke("--days", "60").output, invoke("--days", "30-60").output
    days = [int(day) for day in re.findall(r"· day (\d+)$", part, re.MULTILINE)]
    assert days
    assert min(days) >= 30
    assert "days 30 to 60, 11 July 2017 to 10 August 2017" in part
    told = part.split("\n\n", 1)[1].split("How it stood")[0]
    for line in told.splitlines():
        assert line in whole or "quiet days" in line or "much the same" in line


def test_why_and_json_keep_to_the_window() -> None:
    content = json.loads(invoke("--days", "30-40", "--json", "--why", "militias").output)
    assert content["events"]
    days = [event["day"] for event in content["events"]] + [w["day"] for w in content["why"]["weighings"]]
    assert 30 <= min(days) <= max(days) <= 40


@pytest.mark.parametrize("words", ["40-30", "0-3", "x", "3-", "4000"])
def test_what_is_no_window_is_refused(words: str) -> None:
    result = invoke("--days", words)
    assert result.exit_code == 2
    assert "--days" in result.stderr


def test_a_stored_batch_is_told_by_windows_too(tmp_path: Path) -> None:
    folder = str(tmp_path / "kept")
    runner = CliRunner()
    assert runner.invoke(cli, ["batch", EXAMPLE, "--runs", "2", "--days", "9", "-o", folder]).exit_code == 0
    assert "days 3 to 5" in runner.invoke(cli, ["run", folder, "--days", "3-5"]).output
    late = runner.invoke(cli, ["run", folder, "--days", "3-50"])
    assert late.exit_code == 2
    assert "until day 9" in late.stderr
