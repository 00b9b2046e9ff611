"""Programs at the seats of a game are asked before a turn is played, and only if whoever plays it said so."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell.table.entries import Message, Ordered
from whitecell.table.folder import GAME, Folder, open_game
from whitecell_cli.games import consent
from whitecell_cli.main import cli

PLAYER = """
import json, sys
from pathlib import Path
Path("started").write_text(Path("started").read_text() + "x" if Path("started").exists() else "x")
for line in sys.stdin:
    asked = json.loads(line)
    order = {"actor": "militias", "choice": "effort", "option": "hold"}
    print(json.dumps({"n": asked["n"], "orders": [order], "note": "we wait"}), flush=True)
"""
SEATS = ("--seats", "red=iran,militias", "--seats", "blue=jordan", "--days", "14")


def whitecell(*words: str, code: int = 0, answer: str | None = None) -> Result:
    done = CliRunner().invoke(cli, words, env={"COLUMNS": "200"}, input=answer)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done


@pytest.fixture
def game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(consent, "record", lambda: tmp_path / "settings" / "programs.json")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "player.py").write_text(PLAYER)
    begin(f"red={sys.executable} player.py")
    return tmp_path / "day"


def begin(*programs: str, name: str = "day", seconds: str = "60") -> Result:
    given = [part for program in programs for part in ("--program", program)]
    return whitecell("game", "new", "southwest-syria-2017", *SEATS, *given, "--seconds", seconds, "-o", name)


def started(folder: Path) -> int:
    path = folder / "started"
    return len(path.read_text()) if path.exists() else 0


def said(folder: Folder) -> list[tuple[str, str]]:
    return [(entry.seat, entry.kind) for entry in folder.entries]


def test_a_step_asks_the_program_of_a_seat(
    game: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = whitecell("game", "step", "day")
    assert "militias effort: hold" in done.output
    folder = open_game(game)
    assert said(folder) == [("red", "order"), ("white", "step")]
    assert folder.entries[0].reason == "we wait"
    kept = json.loads((game / "programs" / "red.jsonl").read_text())
    assert (kept["turn"], kept["said"]["note"]) == (1, "we wait")
    assert "by a program" in whitecell("game", "status", "day").output
    # It is started where it was stated, wherever the game is played from.
    monkeypatch.chdir("/")
    assert "Nothing new is ordered for red." in whitecell("game", "step", str(game)).output
    assert started(tmp_path) == 2
    assert open_game(game).turn == 3


def test_nothing_that_a_folder_from_somebody_else_names_is_started(game: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    shutil.copytree(game, foreign)
    for words in (["step", "foreign"], ["step", "foreign", "--turn", "1"]):
        told = whitecell("game", *words, code=2).output
        assert "was not begun here; nothing was started" in told
        assert f"red: {sys.executable} player.py" in told
    assert not open_game(foreign).entries
    assert started(tmp_path) == 0
    whitecell("game", "step", "foreign", "--no-programs")
    assert said(open_game(foreign)) == [("white", "step")]
    whitecell("game", "allow", "foreign", code=1, answer="n\n")
    whitecell("game", "step", "foreign", code=2)
    assert started(tmp_path) == 0
    whitecell("game", "allow", "foreign", answer="y\n")
    whitecell("game", "step", "foreign")
    assert started(tmp_path) == 1


def test_what_was_allowed_is_not_what_was_changed_since(game: Path, tmp_path: Path) -> None:
    settings = game / GAME
    settings.write_text(settings.read_text().replace("player.py", "other.py"))
    told = whitecell("game", "step", "day", code=2).output
    assert "other.py" in told and "nothing was started" in told
    assert started(tmp_path) == 0


def test_a_record_that_cannot_be_read_allows_nothing(game: Path, tmp_path: Path) -> None:
    consent.record().write_text("{")
    assert "is damaged" in whitecell("game", "step", "day", code=2).output
    consent.record().write_text("[]")
    assert "nothing was started" in whitecell("game", "step", "day", code=2).output
    assert started(tmp_path) == 0


def test_a_branch_is_of_whoever_began_the_game(game: Path, tmp_path: Path) -> None:
    whitecell("game", "branch", "day", "--at", "0", "-o", "other")
    whitecell("game", "step", "other")
    assert started(tmp_path) == 1


def test_bad_answers_are_told_and_kept_and_the_turn_is_played(game: Path) -> None:
    silent = f"{sys.executable} -c 'import time; time.sleep(60)'"
    begin(f"red={silent}", "blue=no-such-program-anywhere", name="bad", seconds="0.2")
    done = whitecell("game", "step", "bad")
    assert "said nothing within 0.2 s; the model chooses instead" in done.output
    assert "no-such-program-anywhere cannot be started" in done.output
    folder = open_game(Path("bad"))
    assert said(folder) == [("red", "message"), ("blue", "message"), ("white", "step")]
    assert all(e.body.to == ("white",) for e in folder.entries if isinstance(e.body, Message))


def test_nothing_is_kept_through_a_link(game: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (game / "programs").symlink_to(tmp_path / "elsewhere")
    assert "links are not followed" in whitecell("game", "step", "day", code=2).output
    assert started(tmp_path) == 0
    assert not open_game(game).entries


def test_a_seat_that_the_model_plays(game: Path) -> None:
    whitecell("game", "new", "southwest-syria-2017", *SEATS, "--model", "red", "-o", "calm")
    order = ("militias", "effort", "hold")
    assert (
        "the model plays 'red'" in whitecell("game", "order", "calm", "--seat", "red", *order, code=2).output
    )
    whitecell("game", "order", "calm", *order)
    (entry,) = open_game(Path("calm")).entries
    assert isinstance(entry.body, Ordered)
    assert json.loads(whitecell("game", "status", "calm", "--json").output)["seats"]["red"]["led_by"] == (
        "the model"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--program", "rod=x"], "there is no seat 'rod'"),
        (["--program", "red= "], "names no program"),
        (["--program", "red='x"], "No closing quotation"),
        (["--program", "red=x", "--model", "red"], "not by two of them"),
        (["--program", "red=x", "--seconds", "9999"], "--seconds"),
        (["--model", "rod"], "there is no seat 'rod'"),
    ],
)
def test_seats_that_cannot_be(game: Path, words: list[str], told: str) -> None:
    assert told in whitecell("game", "new", "southwest-syria-2017", *SEATS, *words, "-o", "no", code=2).output
    assert not Path("no").exists()
