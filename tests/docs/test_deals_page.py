"""docs/deals.md: its commands run, and the options that it names are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from whitecell_cli.commands.deal import command
from whitecell_cli.main import cli

PAGE = (Path(__file__).parents[2] / "docs" / "deals.md").read_text(encoding="utf-8")


BLOCKS = re.findall(r"```console\n\$ whitecell (.*?)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=[words[:60] for words, _ in BLOCKS])
def test_the_command_says_what_the_page_shows(
    block: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, [*shlex.split(block[0]), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    for line in block[1].splitlines():
        assert line == "…" or line in result.stdout, line


def test_the_story_of_a_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (words,) = re.findall(r"`whitecell (run [^`]*--set[^`]*)`", PAGE, re.DOTALL)
    result = CliRunner().invoke(cli, shlex.split(words))
    assert result.exit_code == 0, result.output


def test_the_options_that_it_names_are_there() -> None:
    there = {option for param in command.params for option in param.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) - {"--set", "--why", "--no-store"} <= there
