"""Reads files of scenarios and registers as text; says why a file cannot be read."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean

MAX_BYTES = 4_000_000


def read_text(path: Path) -> str:
    """Read a scenario file.

    Raises
    ------
    ScenarioError
        If it is no regular file, too large, unreadable, or not UTF-8.
    """
    try:
        fault, hint = unreadable(path)
        if fault:
            raise ScenarioError([Problem("error", fault, hint, str(path))])
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"it cannot be read: {error.strerror}"
        raise ScenarioError([Problem("error", reason, "are you allowed to read it?", str(path))]) from None
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes; no scenario needs that"
        hint = "is this the file that you mean? Results, pictures and archives are no scenarios"
        raise ScenarioError([Problem("error", message, hint, str(path))])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError(
            [Problem("error", "this is not UTF-8 text", "save the file as UTF-8", str(path), line, 1)]
        ) from None


def mark(text: str) -> str:
    """A fingerprint of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def unreadable(path: Path) -> tuple[str, str]:
    """Why nothing can be read at a path, and what to do; two empty texts if a file is there."""
    if path.is_file():
        return "", ""
    if path.is_dir():
        return "this is a folder, not a file", "name the scenario file in it"
    if path.exists():
        return "this is a device or a pipe, not a file", "save the scenario as a file, and name that"
    if path.is_symlink():
        return (
            "this is a symbolic link to nothing, or one that leads back to itself",
            "link it to a file that is there",
        )
    return "there is no such file", _beside(path)


def _beside(path: Path) -> str:
    """Files of a folder with names like one that is not there."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} either"
    names = sorted(p.name for p in path.parent.glob("*.y*ml") if p.name.isprintable())
    return did_you_mean(path.name, names) or "no file in its folder has a name like it"
