"""The first game day, followed to the letter in an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from whitecell_cli.main import cli

PAGE = Path(__file__).parents[2] / "docs" / "game.md"
BLOCKS = re.compile(r"```(console|console refused|text)\n(.*?)```", re.DOTALL)


def test_every_step_works_and_says_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said, commands, quoted = "", 0, 0
    for kind, body in BLOCKS.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "text":
            for line in body.splitlines():
                quoted += 1
                assert line in said, line
            continue
        said = ""
        for line in body.splitlines():
            words = shlex.split(line.removeprefix("$ "))
            assert words[0] == "whitecell"
            result = CliRunner().invoke(cli, words[1:])
            assert result.exit_code == (2 if kind == "console refused" else 0), (line, result.output)
            commands += 1
            said += result.output
    assert (commands, quoted) == (31, 16)
    report = (tmp_path / "monday.md").read_text(encoding="utf-8")
    assert "The model would have chosen hold fire on" in report
    assert "## Turning points" in report
    assert report.count("What red knew") == 3
    assert "<table" in (tmp_path / "blue-1.html").read_text(encoding="utf-8")


def test_the_orders_that_it_shows_can_be_given(tmp_path: Path) -> None:
    from whitecell.scenario.reading import read_scenario

    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "x.yaml").write_text(f"extends: southwest-syria-2017\n{block}", encoding="utf-8")
    assert len(read_scenario(tmp_path / "x.yaml").orders) == 2
