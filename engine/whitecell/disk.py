"""Files on the disk: what is read is a plain file of a bounded size, and what is written appears whole.

Folders of scenarios and batches are passed on, and a folder from somebody else may hold links, pipes or
devices. All files of whitecell are written here: never through a link, and a file takes its place only when
all of it has been written.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO
from warnings import warn

from whitecell import filenames

PART = ".part"
"""Ending of a file that is being written."""
PATIENCE = 3.0
"""Seconds for which a file that is open elsewhere is tried again."""
PAUSE = 0.05
"""Seconds between two tries."""
WINDOWS = os.name == "nt"
"""Whether names that Windows does not take are refused."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class UnlockedWarning(UserWarning):
    """Something is written where nothing can be locked."""


class IrregularError(OSError):
    """A path that is not opened: it is no plain file, or the file is far too large."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(errno.EINVAL, what, str(path))

    def __str__(self) -> str:
        return f"{self.filename} {self.strerror}"


def read(path: Path, most: int, *, through_links: bool = True) -> bytes:
    """Read a plain file.

    Parameters
    ----------
    path : Path
    most : int
        Bytes that such a file can have.
    through_links : bool
        Follow the path if it is a link.

    Raises
    ------
    IrregularError
        If it is a pipe, a device, a folder, or a link that is not to be followed, or has more bytes. Nothing
        waits for a pipe.
    OSError
        If it cannot be read.
    """
    with stream(path, through_links=through_links) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise IrregularError(path, f"is larger than {most:,} bytes, which nothing of its kind is")
    return content


@contextmanager
def stream(path: Path, *, through_links: bool = True) -> Iterator[BinaryIO]:
    """A plain file, opened to be read part by part.

    Raises
    ------
    IrregularError
        If it is a pipe, a device, a folder, or a link that is not to be followed. Nothing waits for a pipe.
    OSError
        If it cannot be read.
    """
    if not through_links:
        refuse_link(path)
    file = os.open(path, os.O_RDONLY | _NO_WAIT | _BINARY | (0 if through_links else _NO_LINK))
    if not stat.S_ISREG(mode := os.fstat(file).st_mode):
        os.close(file)
        raise IrregularError(path, _said(mode))
    with os.fdopen(file, "rb") as opened:
        yield opened


def write(path: Path, content: str | bytes, *, over: bool = True) -> None:
    """Write a file as a whole or not at all; text as UTF-8. See :func:`fresh`."""
    with fresh(path, over=over) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def fresh(path: Path, *, over: bool = True) -> Iterator[Path]:
    """A new file to write, which takes the place of ``path`` at the end of the ``with``.

    The file is written in the same folder under a random name, and is removed if anything fails.
    Its bytes reach the disk before it gets its name, so that a power cut leaves no empty file there.

    Parameters
    ----------
    path : Path
        In a folder that is there.
    over : bool
        Replace an existing file.

    Raises
    ------
    IrregularError
        If a link, a pipe, a device or a folder stands at the path, or the system takes no such name.
    FileExistsError
        If a file stands there and ``over`` is not set.
    OSError
        If it cannot be written; it names the path.
    """
    part = path.with_name(f".{path.name[:80]}.{os.urandom(4).hex()}{PART}")
    try:
        refuse_irregular(path)
        if WINDOWS and (reason := filenames.fault(path.name)):
            raise IrregularError(path, f"cannot be a file's name here: {reason}")
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666))
        try:
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            if over:
                replace(part, path)
                return
            # Only one process can create the name, so two that write at once do not overwrite each other.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666))
            try:
                replace(part, path)
            except BaseException:
                with suppress(OSError):
                    path.unlink()
                raise
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        if error.filename in (None, str(part)) and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder to write several files into; if that fails and the folder was made here, it is removed."""
    made = not path.exists()
    path.mkdir(parents=True, exist_ok=True)
    try:
        yield path
    except BaseException:
        if made:
            import shutil  # with its readers of archives

            shutil.rmtree(path, ignore_errors=True)
        raise


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file as a lock for this process, and make it if it is not there; gives whether it was free.

    The lock ends with the process, however that ends. Where the file system has no locks, an
    :class:`UnlockedWarning` says so, and the file counts as free.

    Raises
    ------
    IrregularError
        If a link, a pipe, a device or a folder stands at the path.
    """
    from filelock import lock_descriptor, unlock_descriptor

    refuse_irregular(path)
    file = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK | _NO_WAIT, 0o666)
    taken = False
    try:
        if not stat.S_ISREG(mode := os.fstat(file).st_mode):
            raise IrregularError(path, _said(mode))
        try:
            free = taken = lock_descriptor(file, blocking=False)
        except OSError as error:
            # Some network file systems.
            free = True
            warn(
                f"{path.parent}: files there cannot be locked ({error.strerror}); see to it that nothing "
                "else writes there meanwhile",
                UnlockedWarning,
                stacklevel=3,
            )
        yield free
    finally:
        if taken:
            # Windows lets go of a closed file's lock when it finds the time.
            with suppress(OSError):
                unlock_descriptor(file)
        os.close(file)


def replace(part: Path, path: Path) -> None:
    """Let a file take the place of another; if a program has that one open, try again for a while.

    Windows replaces no open file, and a spreadsheet or a virus scanner may have a report open.

    Raises
    ------
    OSError
        If it cannot be; it names ``path`` and says what to do.
    """
    end = monotonic() + PATIENCE
    while True:
        try:
            part.replace(path)
            return
        except PermissionError as error:
            if monotonic() >= end:
                what = f"cannot be replaced ({error.strerror}); if a program has it open, close it there"
                raise PermissionError(error.errno, what, str(path)) from error
        sleep(PAUSE)


def refuse_irregular(path: Path) -> None:
    """Raise :class:`IrregularError` if something stands at a path that is no plain file."""
    mode = _mode(path)
    if mode and not stat.S_ISREG(mode):
        raise IrregularError(path, _said(mode))


def refuse_link(path: Path) -> None:
    """Raise :class:`IrregularError` if a link stands at a path."""
    mode = _mode(path)
    if stat.S_ISLNK(mode):
        raise IrregularError(path, _said(mode))


def _mode(path: Path) -> int:
    """What stands at a path itself, 0 if nothing does."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _said(mode: int) -> str:
    """What stands at a path and what to do, for a message."""
    if stat.S_ISLNK(mode):
        return "is a link to somewhere else, and links are not followed here; put a plain file there"
    if stat.S_ISDIR(mode):
        return "is a folder, where a file is wanted"
    return "is a pipe or a device, no plain file; remove it, or name another place"
