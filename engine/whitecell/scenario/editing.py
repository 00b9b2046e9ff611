"""Change a number in a scenario file and leave everything else as it stands, comments and layout too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from whitecell import disk
from whitecell.scenario.edits import changed
from whitecell.scenario.files import MAX_BYTES, read_text
from whitecell.scenario.older import upgraded
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import examined

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def edit(path: Path, settings: Mapping[str, str]) -> None:
    """Set values in a file: assumptions by name, anything else by its dotted path.

    A number that the file does not state gets a line of its own: under ``assumptions``, under the key that
    holds it, or at the top. The new text is read and checked before it replaces the file as a whole; an
    interruption leaves the file as it was.

    Parameters
    ----------
    path : Path
        A scenario file, not a bundled name.
    settings : mapping of str to str

    Raises
    ------
    ScenarioError
        If a name is not known, or the file would have an error.
    """
    read_text(path)
    shown, path = path, path.resolve()
    raw = disk.read(path, MAX_BYTES)
    text = raw.decode("utf-8-sig")
    for name, value in settings.items():
        text = changed(text, str(shown), name, value)
    with disk.fresh(path) as part:
        part.write_text((BOM if raw.startswith(BOM.encode()) else "") + text, encoding="utf-8", newline="")
        part.chmod(path.stat().st_mode)
        checked(part, shown)


def upgrade(path: Path) -> list[str]:
    """Rewrite a file in the words of today's language; return the changes, a line for each.

    Raises
    ------
    ScenarioError
        If it is no YAML, or would have an error.
    """
    read_text(path)
    shown, path = path, path.resolve()
    raw = disk.read(path, MAX_BYTES)
    text = raw.decode("utf-8-sig")
    parse(text, str(shown))
    new, notes = upgraded(text)
    if notes:
        with disk.fresh(path) as part:
            part.write_text((BOM if raw.startswith(BOM.encode()) else "") + new, encoding="utf-8", newline="")
            part.chmod(path.stat().st_mode)
            checked(part, shown)
    return notes


def checked(part: Path, path: Path) -> None:
    """Refuse a text with errors, in words about the file itself."""
    problems = [problem for problem in examined(part) if problem.grade == "error"]
    if problems:
        raise ScenarioError(
            replace(
                p, file=str(path) if Path(p.file).name == part.name else p.file,
                hint=p.hint.replace(part.name, path.name),
            )
            for p in problems
        )  # fmt: skip
