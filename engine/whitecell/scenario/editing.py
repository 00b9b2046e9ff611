"""Change a number in a scenario file and leave everything else as it stands, comments and layout too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from whitecell import disk
from whitecell.scenario.chain import read_chain
from whitecell.scenario.files import MAX_BYTES, read_text
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Node, parse, scalar
from whitecell.scenario.older import upgraded
from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean
from whitecell.scenario.reading import examined

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_PLAIN = re.compile(r"[A-Za-z0-9][\w .\-]*[\w]|\w")

_LISTED = re.compile(r"\[[^\[\]{}&*!|>#'\"]*\]")
"""A list of plain values."""


def edit(path: Path, settings: Mapping[str, str]) -> None:
    """Set values in a file: assumptions by name, anything else by its dotted path.

    What the file does not state itself gets a line of its own: under ``assumptions``, under the key that
    holds it, or at the top. The file is replaced as a whole, after it has been read and checked as it will
    be; whoever is stopped in between leaves it as it was.

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
    """Write a file anew in the words of today's language; give what was changed, a line for each.

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
    """Refuse what has errors, in words about the file itself."""
    problems = [problem for problem in examined(part) if problem.grade == "error"]
    if problems:
        raise ScenarioError(
            replace(
                p, file=str(path) if Path(p.file).name == part.name else p.file,
                hint=p.hint.replace(part.name, path.name),
            )
            for p in problems
        )  # fmt: skip


def changed(text: str, file: str, name: str, value: str) -> str:
    """The text with one value set; see :func:`edit`."""
    if not value.isprintable():
        raise _refused(file, f"'{name}' is set to more than a line of text", "give it one line")
    parse(text, file)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    steps = tuple(name.split("."))
    for place in (("assumptions", name), ("assumptions", *steps), steps):
        node = _at(root, place)
        if isinstance(node, yaml.MappingNode):
            node = _at(node, ("value",)) or node
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            hint = f"it is written over several lines, from line {node.start_mark.line + 1}: edit it there"
            raise _refused(file, f"'{name}' is no single value", hint)
        if node is not None:
            return text[: node.start_mark.index] + _written(value) + text[node.end_mark.index :]
    return _added(text, file, root, name, value)


def _refused(file: str, message: str, hint: str) -> ScenarioError:
    return ScenarioError([Problem("error", message, hint, file)])


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
    """A value as YAML: numbers, dates, lists and plain words as they are, other text in quotes."""
    if not isinstance(scalar(value), str) or _PLAIN.fullmatch(value) or _LISTED.fullmatch(value):
        return value
    return "'" + value.replace("'", "''") + "'"


def _added(text: str, file: str, root: yaml.Node | None, name: str, value: str) -> str:
    """State what only an extended file states, or what no file has stated yet."""
    place = _home(file, name)
    holder, rest = root, place
    while len(rest) > 1:
        inner = _at(holder, rest[:1])
        if not isinstance(inner, yaml.MappingNode):
            break
        holder, rest = inner, rest[1:]
    line_end = "\r\n" if "\r\n" in text else "\n"
    nested = _written(value)
    for step in reversed(rest[1:]):
        nested = f"{{{_written(step)}: {nested}}}"
    entry = f"{_written(rest[0])}: {nested}"
    assert isinstance(holder, yaml.MappingNode)
    if holder.flow_style:
        at = holder.start_mark.index + 1
        return f"{text[:at]}{entry}{', ' if holder.value else ''}{text[at:]}"
    if holder is not root:
        first = holder.value[0][0].start_mark
        return f"{text[: first.index]}{entry}{line_end}{' ' * first.column}{text[first.index :]}"
    if len(rest) > 1:
        start = "" if text.endswith("\n") else line_end
        return f"{text}{start}{rest[0]}:{line_end}  {entry.partition(': ')[2][1:-1]}{line_end}"
    # A line of the file itself goes behind those at its top.
    at = 0
    for _, stated in holder.value:
        if not isinstance(stated, yaml.ScalarNode):
            break
        at = text.find("\n", stated.end_mark.index - 1) + 1 or len(text)
    start = line_end if at and text[at - 1] != "\n" else ""
    return f"{text[:at]}{start}{entry}{line_end}{text[at:]}"


def _home(file: str, name: str) -> tuple[str, ...]:
    """Where a name is stated in what a file extends, or would be.

    Raises
    ------
    ScenarioError
        If there is nothing of that name, or it is inside a list, which is only stated as a whole.
    """
    whole = read_chain(file).root
    steps = tuple(name.split("."))
    listed = whole.child("assumptions")
    numbers = listed.value if listed is not None and isinstance(listed.value, dict) else {}
    place: tuple[str, ...] = steps
    if name in numbers:
        place = ("assumptions", name)
    elif steps[0] in numbers and len(steps) > 1:
        place = ("assumptions", *steps)
    node: Node | None = whole
    for index, step in enumerate(place):
        assert node is not None
        if isinstance(node.value, list):
            at = ".".join(place[:index])
            hint = (
                f"a list is replaced as a whole: copy `{at}` from {node.file}:{node.line} and change it here"
            )
            raise _refused(file, f"'{name}' is inside a list that this file does not state", hint)
        inner = node.child(step)
        last = index == len(place) - 1
        if inner is None and not (last and (index > 0 or step in Scenario.model_fields)):
            known = [*numbers, *Scenario.model_fields] if index == 0 else list(node.value or ())
            hint = did_you_mean(step, known, few=0) or "`whitecell show` lists the assumptions"
            raise _refused(file, f"there is nothing called '{name}' to set", hint)
        node = inner
    if node is not None and isinstance(node.value, dict) and ("value" in node.value):
        place = (*place, "value")
    return place
