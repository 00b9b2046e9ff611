"""Change a number in a scenario file and leave everything else as it stands, comments and layout too."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from whitecell.scenario.nodes import parse, read_text, scalar
from whitecell.scenario.problems import Problem, ScenarioError
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.reading import read_source
from whitecell.scenario.sanity import findings

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_PLAIN = re.compile(r"[A-Za-z0-9][\w .\-]*[\w]|\w")


def edit(path: Path, settings: Mapping[str, str]) -> None:
    """Set values in a file: assumptions by name, anything else by its dotted path.

    A name that the file does not state itself, but what it extends does, gets a line of its own under
    ``assumptions``. The file is replaced as a whole, after it has been read and checked as it will be;
    whoever is stopped in between leaves it as it was.

    Parameters
    ----------
    path : Path
        A scenario file, not a bundled name.
    settings : mapping of str to str

    Raises
    ------
    ScenarioError
        If a name is not known, or the file would have an error that it has not now.
    """
    shown, path = path, path.resolve()
    read_text(shown)
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    for name, value in settings.items():
        text = changed(text, str(shown), name, value)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes((BOM if raw.startswith(BOM.encode()) else "").encode() + text.encode())
        shutil.copymode(path, part)
        _checked(part, shown)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _checked(part: Path, path: Path) -> None:
    """Refuse what has errors, in words about the file itself."""
    try:
        problems = [p for p in findings(*read_source(part)) if p.grade == "error"]
    except ScenarioError as error:
        problems = list(error.problems)
    if problems:
        raise ScenarioError(
            Problem(
                p.grade, p.message, p.hint, str(path) if Path(p.file).name == part.name else p.file,
                p.line, p.column, p.excerpt,
            )
            for p in problems
        )  # fmt: skip


def changed(text: str, file: str, name: str, value: str) -> str:
    """The text with one value set; see :func:`edit`."""
    parse(text, file)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for place in _places(name):
        node = _at(root, place)
        if isinstance(node, yaml.MappingNode):
            node = _at(node, ("value",))
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            return text[:start] + _written(value) + text[end:]
    return _added(text, file, root, name, value)


def _places(name: str) -> list[tuple[str, ...]]:
    """Where a name may be stated: among the assumptions, or at its path."""
    return [("assumptions", name), tuple(name.split("."))]


def _at(node: yaml.Node | None, place: tuple[str, ...]) -> yaml.Node | None:
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if getattr(key, "value", None) == step]
            if not found:
                return None
            node = found[0]
        elif isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
            node = node.value[int(step)]
        else:
            return None
    return node


def _written(value: str) -> str:
    """A value as YAML: numbers, dates and plain words as they are, other text in quotes."""
    if not isinstance(scalar(value), str) or _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("'", "''") + "'"


def _added(text: str, file: str, root: yaml.Node | None, name: str, value: str) -> str:
    """State an assumption that only an extended file has."""
    known = _inherited(file)
    if name not in known:
        from whitecell.scenario.problems import did_you_mean

        hint = did_you_mean(name, list(known)) or "`whitecell show` lists the assumptions"
        raise ScenarioError([Problem("error", f"there is nothing called '{name}' to set", hint, file)])
    if "." in name:
        raise ScenarioError(
            [
                Problem(
                    "error", f"'{name}' is stated in what the file extends, and not in the file itself",
                    "state it there by hand, at the same place", file,
                )
            ]
        )  # fmt: skip
    line_end = "\r\n" if "\r\n" in text else "\n"
    entry = f"{name}: {{value: {_written(value)}}}"
    block = _at(root, ("assumptions",))
    if not isinstance(block, yaml.MappingNode):
        start = "" if text.endswith("\n") else line_end
        return f"{text}{start}assumptions:{line_end}  {entry}{line_end}"
    if block.flow_style:
        at = block.start_mark.index + 1
        return f"{text[:at]}{entry}{', ' if block.value else ''}{text[at:]}"
    first = block.value[0][0].start_mark
    return f"{text[: first.index]}{entry}{line_end}{' ' * first.column}{text[first.index :]}"


def _inherited(file: str) -> dict[str, Assumption]:
    return dict(read_source(Path(file))[0].assumptions)
