"""The first hour for a teacher, followed to the letter in an empty folder; and the tour of the language."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from whitecell.game.war_game import WarGame
from whitecell_cli.main import cli

DOCS = Path(__file__).parents[2] / "docs"
BLOCKS = re.compile(r"```(console|yaml)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    ("page", "commands"), [("teacher.md", 15), ("tours/language.md", 3), ("index.md", 3)]
)
def test_every_step_works(page: str, commands: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = 0
    for kind, body in BLOCKS.findall((DOCS / page).read_text(encoding="utf-8")):
        if kind == "yaml":
            (tmp_path / body.splitlines()[0].removeprefix("# ")).write_text(body, encoding="utf-8")
            continue
        for line in body.splitlines():
            words = shlex.split(line.removeprefix("$ "))
            assert words[0] == "whitecell"
            result = CliRunner().invoke(cli, words[1:])
            assert result.exit_code == 0, (line, result.output)
            done += 1
    assert done == commands
    if page == "teacher.md":
        report = (tmp_path / "monday.md").read_text(encoding="utf-8")
        assert "Gas for eleven days" in report and "The model would have chosen" in report


def test_the_tour_of_the_model_has_the_phases_in_their_order() -> None:
    text = (DOCS / "tours" / "model.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| (\w+) \| (?!what)", text, re.MULTILINE)) == tuple(WarGame.PHASES)
