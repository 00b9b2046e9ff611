"""The page on fitting is executed: its commands run, and it names what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from whitecell.analysis.fitting import ENOUGH
from whitecell.analysis.histories import FEWEST, TOLERANCE
from whitecell.analysis.weights import LEVEL
from whitecell_cli.commands.fit import POINTS, TABLES
from whitecell_cli.main import cli

TEXT = (Path(__file__).parents[2] / "docs" / "fitting.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\$ whitecell (.*)$", TEXT, re.MULTILINE)


def test_its_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = ""
    for line in LINES:
        done = CliRunner().invoke(cli, line.split(), env={"COLUMNS": "160"})
        assert done.exit_code == 0, done.output
        said += done.output
    for column in re.findall(r"^\| ([a-z][^|]*?) \|", TEXT, re.MULTILINE)[1:]:
        assert column in said


def test_its_numbers_are_those_of_the_code() -> None:
    flat = " ".join(TEXT.split())
    assert f"({POINTS:,} unless told)" in flat
    assert f"fewer than {FEWEST} –" in flat
    assert f"{TOLERANCE:.0%}".replace("%", " %") + " at most" in flat
    assert f"holds {LEVEL:.0%}".replace("%", " %") in flat
    assert f"Below {ENOUGH:.0f} no range" in flat
    assert all(f"`{name}`" in flat or f"--csv {name}" in flat for name in TABLES)
