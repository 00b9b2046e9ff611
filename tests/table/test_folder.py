"""A game's folder: what was accepted stays, what was changed is noticed, what is hostile is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from whitecell.table.entries import LONGEST, Message, Ordered, Step
from whitecell.table.errors import GameError
from whitecell.table.folder import GAME, LOG, SCENARIO, Folder, Seat, Settings, append, branch, open_game

Begin = Callable[..., Folder]


def said(folder: Folder, *texts: str) -> Folder:
    for text in texts:
        folder = append(folder, "blue", Message(text=text), "why not")
    return folder


def test_what_is_said_is_read_again_as_it_was_said(begun: Begin) -> None:
    folder = said(begun(), "one", "two\nlines", "– drei “3”")
    folder = append(folder, "red", Ordered(actor="militias", choice="effort", option="hold"), "why")
    folder = append(folder, "white", Step())
    again = open_game(folder.path)
    assert again == folder
    assert (again.turn, again.turns, again.days(4)) == (2, 4, (16, 20))
    lines = (folder.path / LOG).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["before"] for line in lines] == [
        folder.first,
        *(e.hash for e in folder.entries[:-1]),
    ]


def test_a_torn_line_counts_for_nothing_and_is_mended(begun: Begin) -> None:
    folder = said(begun(), "one", "two")
    whole = (folder.path / LOG).read_bytes()
    for cut in (1, 20, len(whole.splitlines()[-1])):
        (folder.path / LOG).write_bytes(whole[:-cut])
        torn = open_game(folder.path)
        assert [e.body for e in torn.entries] == [Message(text="one")]
        assert torn.torn
        assert [e.body for e in said(torn, "three").entries] == [Message(text="one"), Message(text="three")]
        assert not open_game(folder.path).torn


HOLDER = """
import sys
from pathlib import Path
from whitecell.table.folder import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_processes_cannot_both_write(begun: Begin) -> None:
    folder = begun()
    words = [sys.executable, "-c", HOLDER, str(folder.path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(GameError, match="another process is writing"):
            said(folder, "one")
        other.communicate()
    assert len(said(folder, "one").entries) == 1


def test_who_has_not_seen_the_last_entry_looks_again(begun: Begin) -> None:
    folder = begun()
    said(folder, "first")
    with pytest.raises(GameError, match="somebody else has written"):
        said(folder, "second")
    assert [e.body for e in open_game(folder.path).entries] == [Message(text="first")]


def change(line: int, old: bytes, new: bytes) -> Callable[[Path], None]:
    def changed(path: Path) -> None:
        lines = (path / LOG).read_bytes().splitlines(keepends=True)
        assert old in lines[line]
        lines[line] = lines[line].replace(old, new)
        (path / LOG).write_bytes(b"".join(lines))

    return changed


def without(line: int) -> Callable[[Path], None]:
    def taken(path: Path) -> None:
        lines = (path / LOG).read_bytes().splitlines(keepends=True)
        (path / LOG).write_bytes(b"".join(lines[:line] + lines[line + 1 :]))

    return taken


def written(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda path: (path / name).write_bytes(content) and None


def edited(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        text = (path / name).read_text(encoding="utf-8")
        assert old in text
        (path / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def linked(name: str) -> Callable[[Path], None]:
    def link(path: Path) -> None:
        (path / name).rename(path.parent / name)
        (path / name).symlink_to(path.parent / name)

    return link


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (change(0, b"one", b"uno"), "line 2 of the log does not follow"),
        (change(1, b'"n": 2', b'"n": 7'), "line 2 of the log does not follow"),
        (change(2, b'"turn": 1', b'"turn": 2'), "is of turn 2 in the middle of turn 1"),
        (change(2, b"three", b"\\ud800"), "half a character"),
        (change(1, b'"text"', b'"txet"'), "line 2 of the log: this is no message: text"),
        (change(1, b'"message"', b'"massage"'), "line 2 of the log: kind"),
        (without(0), "line 1 of the log does not follow"),
        (without(1), "line 2 of the log does not follow"),
        (written(LOG, b"{}\n"), "line 1 of the log: n"),
        (written(LOG, b"[" * 100_000 + b"\n"), "nested deeper"),
        (written(LOG, b'"' + b"x" * LONGEST + b'"\n'), "bytes"),
        (written(LOG, b"\xff\xfe\n"), "UTF-8"),
        (linked(LOG), "link"),
        (linked(GAME), "link"),
        (lambda path: (path / LOG).unlink(), "log.jsonl is missing"),
        (lambda path: (path / SCENARIO).unlink(), "scenario.json is missing"),
        (edited(SCENARIO, "Amman", "Geneva"), "digest differs"),
        (edited(GAME, "format: 1", "format: 2"), "its layout is 2"),
        (edited(GAME, "seed: 3", "seed: 4"), "line 1 of the log does not follow"),
        (edited(GAME, "seed: 3", "seed: -4"), "game.yaml: seed"),
        (edited(GAME, "numpy:", "numpie:"), "other versions"),
        (edited(GAME, "- militias", "- militia"), "there is no actor 'militia'"),
        (edited(GAME, "- militias", "- jordan"), "'jordan' sits on 'blue' and on 'red'"),
        (edited(GAME, "seats:", "seats: &a"), "anchor"),
        (written(GAME, b"a: &a [x]\nb: *a\n"), "game.yaml"),
        (written(GAME, b"!!python/object:os.system {}\n"), "game.yaml"),
        (written(GAME, b"{" * 10_000), "game.yaml"),
        (written(GAME, b""), "game.yaml"),
    ],
)  # fmt: skip
def test_what_was_changed_or_is_hostile_is_refused_in_a_line(
    begun: Begin, harm: Callable[[Path], object], told: str
) -> None:
    folder = said(begun(), "one", "two", "three")
    harm(folder.path)
    with pytest.raises(GameError) as error:
        open_game(folder.path)
    assert told in str(error.value)
    assert len(str(error.value)) < 700
    assert "\n" not in str(error.value)


def test_a_pipe_is_not_waited_for(begun: Begin) -> None:
    folder = begun()
    (folder.path / LOG).unlink()
    os.mkfifo(folder.path / LOG)
    with pytest.raises(GameError, match="pipe"):
        open_game(folder.path)


@pytest.mark.parametrize(
    ("seats", "told"),
    [
        ({"white": Seat(actors=("iran",))}, "'white' is no name of a seat"),
        ({"../x": Seat(actors=("iran",))}, "no name of a seat"),
        ({"red": Seat(actors=("isos",))}, "there is no actor 'isos'"),
    ],
)
def test_seats_that_cannot_be(begun: Begin, seats: dict[str, Seat], told: str) -> None:
    with pytest.raises(GameError, match=told):
        begun(seats=seats)


@pytest.mark.parametrize("name", ["../x.yaml", "/etc/x", ".hidden", "a/b"])
def test_no_file_is_written_beside_the_folder(begun: Begin, name: str) -> None:
    with pytest.raises(GameError, match="no name of a file"):
        begun(files={name: b"x"})


def test_nothing_is_accepted_that_could_not_be_read_again(begun: Begin) -> None:
    folder = begun()
    for body, reason in (
        (Message(text="x"), "y" * 20_001),
        (Message(text="x"), "\ud800"),
        (Message.model_construct(to=(), text="x" * LONGEST), ""),
    ):
        with pytest.raises(GameError):
            append(folder, "blue", body, reason)
    assert open_game(folder.path).entries == ()
    for text in ("no", "1e3", "null", "~", "# x", "a: b", "\u202e", "'", '"', "\t", "\u0000"):
        folder = append(folder, "blue", Message(text=text), text)
    assert open_game(folder.path) == folder


@pytest.mark.parametrize("name", ["1e3", "no", "null", "2017-06-11", "a: b", "# x", "x" * 200])
def test_a_name_is_read_as_it_was_written(begun: Begin, name: str) -> None:
    folder = begun(files={f"{name[:90]}.yaml": b"x"})
    assert open_game(folder.path) == folder
    assert Settings(**{**dict(folder.settings), "name": name}).text().count(name)


def test_nothing_is_written_over(begun: Begin) -> None:
    folder = begun()
    with pytest.raises(GameError, match="already exists"):
        begun()
    with pytest.raises(GameError, match="already exists"):
        branch(folder, folder.path, 0)
    with pytest.raises(GameError, match="has not been played"):
        branch(folder, folder.path.with_name("other"), 1)


WRITER = """
import sys
from pathlib import Path
from whitecell.table.entries import Message
from whitecell.table.folder import append, open_game
folder = open_game(Path(sys.argv[1]))
number = len(folder.entries)
while True:
    number += 1
    folder = append(folder, "blue", Message(text=f"{number} " + "x" * 5000))
    print(number, flush=True)
"""


def test_a_process_that_is_killed_loses_and_doubles_nothing(begun: Begin) -> None:
    folder, accepted = begun(), 0
    for kill in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder.path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            accepted = int(writer.stdout.readline())
            time.sleep(0.03 * kill)
            writer.send_signal(signal.SIGKILL)
            told = writer.stdout.read().split()
            accepted = int(told[-1]) if told else accepted
        there = open_game(folder.path).entries
        assert accepted <= len(there) <= accepted + 1
        assert [int(e.body.text.split()[0]) for e in there] == list(range(1, len(there) + 1))
