"""Files that are read and written."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from whitecell import disk


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
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(kept if kind == "link" else tmp_path / "none")
    for attempt in (lambda: disk.write(path, "new", over=over), lambda: os.close(disk.opened(path))):
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
