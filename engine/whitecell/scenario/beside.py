"""Files that a scenario or a file of observations names: plain ones of a bounded size, in its own folder.

A scenario may come from anybody, so nothing outside its folder is opened.
"""

from __future__ import annotations

from pathlib import Path

from whitecell import disk
from whitecell.scenario.nodes import Key
from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean
from whitecell.scenario.source import Source


def path_beside(file: str, endings: tuple[str, ...], source: Source, place: tuple[Key, ...]) -> Path:
    """The path of a file named at a place; it starts from the folder of the file that names it.

    Raises
    ------
    ScenarioError
        At the place: if it has none of the endings, lies outside that folder, or is not there.
    """
    naming = Path(source.file_of(place))
    home = naming.parent
    if not file.endswith(endings):
        message = f"'{file[:80]}' does not end in {' or '.join(endings)}"
        hint = "name a file that does"
        raise ScenarioError([source.problem("error", place, message, hint)])
    try:
        path = home / file
        inside = path.resolve().is_relative_to(home.resolve())
        there = path.is_file()
    except (OSError, ValueError, RuntimeError):
        inside, there = True, False
    if not inside:
        message = f"'{file[:80]}' lies outside the folder of this file"
        hint = f"put it beside {naming.name}, or into a folder there"
        raise ScenarioError([source.problem("error", place, message, hint)])
    if not there:
        beside = sorted(p.name for p in home.glob(f"*{endings[0]}") if p.name.isprintable())
        hint = did_you_mean(file, beside) or "its path starts from the folder of this file"
        raise ScenarioError([source.problem("error", place, f"there is no file '{file[:80]}'", hint)])
    return path


def text_beside(path: Path, most: int, source: Source, place: tuple[Key, ...]) -> str:
    """The text of such a file, up to a number of bytes.

    Raises
    ------
    ScenarioError
        If it is no plain file of that size, or no UTF-8 text.
    """
    try:
        return disk.read(path, most, through_links=False).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ScenarioError(
            [Problem("error", "this is not UTF-8 text", "save the file as UTF-8", str(path), line, 1)]
        ) from None
    except OSError as error:
        message = f"{path.name} {error.strerror}"
        raise ScenarioError([source.problem("error", place, message)]) from None
