"""Files that are read and written."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from whitecell import disk

pytestmark = pytest.mark.desk


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    with suppress(ZeroDivisionError), disk.fresh(path) as part:
        part.write_text("half")
        raise ZeroDivisionError
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x", "old")]
    disk.write(path, "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x", "new")]


def test_what_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    disk.write(tmp_path / "x", "old", over=False)
    with pytest.raises(FileExistsError):
        disk.write(tmp_path / "x", "new", over=False)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x", "old")]


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("kind", ["link", "link to nothing", "pipe", "folder"])
def test_nothing_is_written_through_what_is_no_file(tmp_path: Path, kind: str, over: bool) -> None:
    path, kept = tmp_path / "x", tmp_path / "kept"
    kept.write_text("precious")
    if kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no such pipes here")
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(kept if kind == "link" else tmp_path / "none")
    for attempt in (lambda: disk.write(path, "new", over=over), lambda: disk.held(path).__enter__()):
        with pytest.raises(disk.IrregularError, match=kind.split()[0]):
            attempt()
    with pytest.raises(disk.IrregularError):
        disk.read(path, 10, through_links=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept", "x"]
    assert kept.read_text() == "precious"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(bytes(11))
    assert len(disk.read(tmp_path / "x", 11)) == 11
    with pytest.raises(disk.IrregularError, match="larger than 10 bytes"):
        disk.read(tmp_path / "x", 10)


def test_a_full_disk_leaves_nothing_behind_and_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for over in (True, False):
        with pytest.raises(OSError, match="No space") as caught:
            disk.write(tmp_path / "x", "new", over=over)
        assert caught.value.filename == str(tmp_path / "x")
        assert not list(tmp_path.iterdir())


def test_what_is_open_elsewhere_is_tried_again_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows replaces no file that is open; here the system call is made to refuse as it does there."""
    path, tries = tmp_path / "report.html", []
    path.write_text("old")
    replace = Path.replace

    def busy(part: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 4:
            raise PermissionError(13, "The process cannot access the file", str(part), 32, str(target))
        return replace(part, target)

    monkeypatch.setattr(disk, "PAUSE", 0.001)
    monkeypatch.setattr(Path, "replace", busy)
    disk.write(path, "new")
    assert (path.read_text(), len(tries)) == ("new", 4)
    monkeypatch.setattr(disk, "PATIENCE", 0.01)
    monkeypatch.setattr(disk, "PAUSE", 0.02)
    for over, name in ((True, "report.html"), (False, "other.html")):
        tries.clear()
        with pytest.raises(PermissionError, match="if a program has it open, close it there") as caught:
            disk.write(tmp_path / name, "newer", over=over)
        assert caught.value.filename == str(tmp_path / name)
        assert len(tries) > 1
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("report.html", "new")]


HOLDER = """
import sys
from pathlib import Path
from whitecell import disk
with disk.held(Path(sys.argv[1])) as free:
    print(free, flush=True)
    sys.stdin.read()
"""


def test_one_process_at_a_time_holds_a_file(tmp_path: Path, can_lock: bool) -> None:
    lock = tmp_path / ".lock"
    if not can_lock:
        told = pytest.warns(disk.UnlockedWarning, match=f"{tmp_path.name}: files there cannot be locked")
        with told, disk.held(lock) as free:
            assert free
        return
    words = [sys.executable, "-c", HOLDER, str(lock)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with disk.held(lock) as free:
            assert not free
        other.kill()
        other.wait()
        with disk.held(lock) as free:
            assert free
    with disk.held(lock) as free:
        assert free


@pytest.mark.parametrize("name", ["nul.html", "CON", "report.", "a:b.md"])
def test_names_that_windows_does_not_take_are_refused_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.write(tmp_path / name, "kept")
    monkeypatch.setattr(disk, "WINDOWS", True)
    with pytest.raises(disk.IrregularError, match="cannot be a file's name here"):
        disk.write(tmp_path / name, "lost")
    assert (tmp_path / name).read_text() == "kept"
