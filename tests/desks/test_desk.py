"""A day's work at a desk, through the command, with what a system may lack; see docs/desks.md."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from whitecell.disk import UnlockedWarning
from whitecell.scenario.digest import digest
from whitecell.scenario.library import bundled
from whitecell.scenario.reading import examined, read_scenario
from whitecell.table.entries import Message
from whitecell.table.folder import append, open_game

pytestmark = pytest.mark.desk

COMMAND = [sys.executable, "-c", "from whitecell_cli.main import main; main()"]
NOTHING = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"n": json.loads(line)["n"], "orders": []}), flush=True)
"""


def command(words: str, home: Path, encoding: str = "cp1252", code: int = 0) -> str:
    """What a command says, in a folder, to a console of an encoding."""
    done = subprocess.run(
        [*COMMAND, *shlex.split(words)], cwd=home, capture_output=True, timeout=300,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode(encoding)
    assert done.returncode == code, said
    assert "Traceback" not in said
    return said


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario of twenty lines."""
    place = tmp_path_factory.mktemp("desk")
    command("new valley", place)
    return place


def test_two_workers_play_what_one_plays_and_it_is_gone_on_with(home: Path) -> None:
    alone = command("batch valley.yaml --runs 300 --days 20 --jobs 1 --slab 100 -o one --json", home)
    command("batch valley.yaml --runs 200 --days 20 --jobs 2 --slab 100 -o two", home)
    manifest = home / "two" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"\n", b"\r\n"))
    shared = command("batch valley.yaml --runs 300 --days 20 --jobs 2 --slab 100 -o two --json", home)
    told = [json.loads(text[: text.rindex("}") + 1])["measures"] for text in (alone, shared)]
    assert told[0] == told[1]


def test_a_game_with_a_program_at_a_seat_and_lines_that_end_otherwise(home: Path, can_lock: bool) -> None:
    (home / "player.py").write_text(NOTHING, encoding="utf-8")
    scenario = read_scenario(home / "valley.yaml")
    actor = next(iter(scenario.actors))
    command(f"game new valley.yaml --seats aux={actor} --turn 20 -o game", home)
    command(f"game ask game --seat aux {sys.executable} player.py", home)
    assert (home / "game" / "programs" / "aux_.jsonl").exists()
    command("game step game", home)
    for name in ("game.yaml", "log.jsonl"):
        text = (home / "game" / name).read_bytes()
        (home / "game" / name).write_bytes(text.replace(b"\n", b"\r\n"))
    folder = open_game(home / "game")
    assert folder.turn == 2
    told: AbstractContextManager[Any] = nullcontext() if can_lock else pytest.warns(UnlockedWarning)
    with told:
        folder = append(folder, "aux", Message(text="a\rb\r\nc"))
    assert open_game(home / "game") == folder


def test_a_checkout_whose_lines_end_otherwise_reads_as_the_same(tmp_path: Path) -> None:
    """Git on Windows may end lines with a carriage return too: scenarios, registers, manifests."""
    shipped = bundled()
    seeds = shipped["island-quarantine"].parents[1] / "seeds"
    for path in (*shipped.values(), *seeds.glob("*.yaml")):
        copy = tmp_path / path.parent.name / path.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    for name in ("island-quarantine-escort", "eastern-ukraine-2015"):
        copy = tmp_path / "scenarios" / f"{name}.yaml"
        assert digest(read_scenario(copy)) == digest(read_scenario(name))
    island = [
        examined(each) for each in (tmp_path / "scenarios" / "island-quarantine.yaml", "island-quarantine")
    ]
    told = [[(p.grade, p.message, p.line, p.column) for p in found] for found in island]
    assert told[0] == told[1]


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
def test_no_character_is_too_much_for_a_console(home: Path, encoding: str) -> None:
    for words in (
        "game ask --help", "run valley.yaml --days 9 --map", "show southwest-syria-2017",
    ):  # fmt: skip
        command(words, home, encoding)
    assert "--help" in command("run valley.yaml –seed", home, "utf-8", code=2)


@pytest.mark.parametrize("name", ["con", "NUL.yaml", "lpt1.yml", "a:b", "what?"])
def test_a_new_file_has_a_name_that_every_system_takes(name: str, home: Path) -> None:
    said = command(f"new '{name}'", home, code=2)
    assert "would do" in said
