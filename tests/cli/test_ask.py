"""``whitecell game ask``: what is refused, and what is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell.table.entries import Message
from whitecell.table.folder import open_game
from whitecell_cli.main import cli

SILENT = [sys.executable, "-c", "import time; time.sleep(60)"]


def whitecell(*words: str) -> Result:
    return CliRunner().invoke(cli, words, env={"COLUMNS": "200"})


@pytest.fixture
def game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    seats = ("--seats", "red=iran,militias")
    done = whitecell("game", "new", "southwest-syria-2017", *seats, "--days", "7", "-o", "day")
    assert done.exit_code == 0, done.output
    return tmp_path / "day"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--seat", "rod", "true"], "did you mean 'red'"),
        (["--seat", "red"], "PROGRAM"),
        (["--seat", "red", "no-such-program"], "no-such-program cannot be started"),
        (["--seat", "red", "--seconds", "0", "true"], "--seconds"),
    ],
)
def test_what_cannot_be_is_told(game: Path, words: list[str], said: str) -> None:
    done = whitecell("game", "ask", "day", *words)
    assert done.exit_code == 2
    assert said in done.output
    assert not open_game(game).entries


def test_a_silent_program_is_told_and_nothing_is_ordered(game: Path) -> None:
    done = whitecell("game", "ask", "day", "--seat", "red", "--seconds", "0.2", *SILENT)
    assert done.exit_code == 0
    assert "said nothing within 0.2 s; the model chooses instead" in done.output
    assert "Nothing new is ordered for red." in done.output
    (entry,) = open_game(game).entries
    assert isinstance(entry.body, Message)
    assert (entry.seat, entry.body.to) == ("red", ("white",))
    assert entry.body.text == "The program of red: it said nothing within 0.2 s; the model chooses instead."


def test_after_the_last_turn_nobody_is_asked(game: Path) -> None:
    assert whitecell("game", "step", "day").exit_code == 0
    done = whitecell("game", "ask", "day", "--seat", "red", *SILENT)
    assert done.exit_code == 2
    assert "over" in done.output
