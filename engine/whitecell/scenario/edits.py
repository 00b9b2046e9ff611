"""A text of YAML with one value changed: every other character stays where it is.

Places come from the YAML library. Several ways to write the change are tried; one is taken only if the new
text reads the same except for that value. If none works, nothing is changed and the message says what to
write by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from whitecell.scenario.chain import read_chain
from whitecell.scenario.loader import compose
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Node, scalar
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean

_PLAIN = re.compile(r"[A-Za-z0-9][\w .\-]*[\w]|\w")
_LISTED = re.compile(r"\[[^\[\]{}&*!|>#'\"]*\]")
"""A list of plain values."""
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")
"""Text that is in quotes already."""
_HEAD = re.compile(r"[|>][-+0-9]*")
_BREAK = re.compile(r"\r\n|\r|\n")


def changed(text: str, file: str, name: str, value: str) -> str:
    """The text with one value set.

    Parameters
    ----------
    text : str
        Of a scenario file, without a byte order mark.
    file : str
        Path of the file, for looking up what it extends and for messages.
    name : str
        An assumption's name, or the dotted path of anything.
    value : str
        As it is to be read; text in quotes is what stands between them.

    Raises
    ------
    ScenarioError
        If nothing has that name, or it cannot be set without changing something else.
    """
    if not value.isprintable():
        raise _refused(file, f"'{name}' is set to more than a line of text", "give it one line")
    before = parse(text, file).plain()
    root = compose(text)
    written = _written(value)
    place, node = _found(root, name)
    if node is None:
        place = place if _in_own_list(root, place) else _home(file, name)
        holder, rest = _holder(root, place, file, name)
        ways = _added(text, root, holder, rest, written)
        line, what = holder.start_mark.line + 1, f"{rest[0]}: {_nested(rest[1:], written)}"
    else:
        if isinstance(node, yaml.CollectionNode) and (not node.flow_style or _has_comment(text, node)):
            spread = "it has comments inside" if node.flow_style else "it is written over several lines"
            hint = f"{spread}, from line {node.start_mark.line + 1}: edit it there"
            raise _refused(file, f"'{name}' is no single value", hint)
        ways = _replaced(text, node, written)
        line, what = node.start_mark.line + 1, f"{place[-1]}: {written}"
    wanted = _with(before, place, parse(f"x: {written}", file).plain()["x"])
    for new in ways:
        try:
            if _same(parse(new, file).plain(), wanted):
                return new
        except ScenarioError:
            continue
    hint = f"near line {line}, write by hand: {what}"
    raise _refused(file, f"'{name}' cannot be set here without changing something else", hint)


def _refused(file: str, message: str, hint: str) -> ScenarioError:
    return ScenarioError([Problem("error", message, hint, file)])


def _found(root: yaml.Node | None, name: str) -> tuple[tuple[str, ...], yaml.Node | None]:
    """The place and the node that a name addresses in the file; for an assumption, those of its value."""
    steps = tuple(name.split("."))
    for place in (("assumptions", name), ("assumptions", *steps), steps):
        node = _at(root, place)
        if isinstance(node, yaml.MappingNode) and (inner := _at(node, ("value",))) is not None:
            return (*place, "value"), inner
        if node is not None:
            return place, node
    return steps, None


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


def _in_own_list(root: yaml.Node | None, place: tuple[str, ...]) -> bool:
    """Whether the file itself states the list in which an entry would stand."""
    listed = any(isinstance(_at(root, place[:k]), yaml.SequenceNode) for k in range(1, len(place)))
    return listed and isinstance(_at(root, place[:-1]), yaml.MappingNode)


def _has_comment(text: str, node: yaml.CollectionNode) -> bool:
    """Whether a comment stands inside a list or mapping in brackets."""
    at, between = node.start_mark.index, ""
    for part in _scalars(node):
        between += text[at : part.start_mark.index]
        at = part.end_mark.index
    return "#" in between + text[at : node.end_mark.index]


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for part in node.value if isinstance(node, yaml.CollectionNode) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from _scalars(inner)


def _written(value: str) -> str:
    """A value as YAML: numbers, dates, lists and plain words as they are, other text in quotes."""
    as_it_is = (_PLAIN, _LISTED, _QUOTED)
    if not isinstance(scalar(value), str) or any(form.fullmatch(value) for form in as_it_is):
        return value
    return "'" + value.replace("'", "''") + "'"


def _nested(steps: tuple[str, ...], written: str) -> str:
    for step in reversed(steps):
        written = f"{{{_written(step)}: {written}}}"
    return written


def _replaced(text: str, node: yaml.Node, written: str) -> Iterator[str]:
    """The text with one value replaced, in each way in which that may be written."""
    start, end = node.start_mark.index, node.end_mark.index
    head, tail = text[:start], text[end:]
    if getattr(node, "style", None) in ("|", ">"):
        yield head + _instead_of_a_block(text[start:end], written) + tail
    elif start == end:
        for joint in (" ", ": ", ""):
            yield head + joint + written + tail
    else:
        quoted = written if written[0] in "'\"[" else f"'{written}'"
        for new in (written, quoted, f" {written}", f"{written} ", f" {written} "):
            yield head + new + tail


def _instead_of_a_block(block: str, written: str) -> str:
    """A value in place of a block of text, with the comment beside its mark and the empty lines after it."""
    found = _BREAK.search(block)
    first, rest = (block[: found.start()], block[found.start() :]) if found else (block, "")
    mark = _HEAD.match(first)
    beside = first[mark.end() :] if mark else ""
    return written + beside.rstrip(" \t") + rest[len(rest.rstrip()) :]


def _holder(
    root: yaml.Node | None, place: tuple[str, ...], file: str, name: str
) -> tuple[yaml.Node, tuple[str, ...]]:
    """The deepest part of a place that the file states, and the steps from there."""
    assert root is not None
    holder, rest = root, place
    while len(rest) > 1 and (inner := _at(holder, rest[:1])) is not None:
        if isinstance(inner, yaml.ScalarNode) and (inner.style or scalar(inner.value) is not None):
            at = ".".join(place[: len(place) - len(rest) + 1])
            hint = f"write by hand in line {inner.start_mark.line + 1}, for instance {rest[0]}: "
            hint += f"{{value: {inner.value}, {'.'.join(rest[1:])}: …}}"
            raise _refused(file, f"'{at}' is a plain value here, so '{name}' has no place", hint)
        holder, rest = inner, rest[1:]
        if isinstance(inner, yaml.ScalarNode):
            break
    return holder, rest


def _added(
    text: str, root: yaml.Node | None, holder: yaml.Node, rest: tuple[str, ...], written: str
) -> Iterator[str]:
    """The text with one more entry, at each place where it may stand."""
    if isinstance(holder, yaml.ScalarNode):  # a key with nothing under it
        yield from _replaced(text, holder, _nested(rest, written))
        return
    if not isinstance(holder, yaml.MappingNode):
        return
    line_end = found[0] if (found := _BREAK.search(text)) else "\n"
    entry = f"{_written(rest[0])}: {_nested(rest[1:], written)}"
    if holder.flow_style:
        at = holder.start_mark.index + 1
        joint = ", " if holder.value else ""
        yield f"{text[:at]}{entry}{joint}{text[at:]}"
        yield f"{text[:at]}{entry}{joint} {text[at:]}"
        return
    first = holder.value[0][0].start_mark
    indent = " " * first.column
    if holder is root:
        lines = [entry]
        if len(rest) > 1:
            lines = [f"{_written(rest[0])}:", f"  {_written(rest[1])}: {_nested(rest[2:], written)}"]
        block = "".join(f"{indent}{line}{line_end}" for line in lines)
        ends = [_end_of_line(text, _last(root))]
        if len(rest) == 1:  # a key of the top level goes behind the plain values at the top
            at_top = None
            for _, stated in holder.value:
                if not isinstance(stated, yaml.ScalarNode):
                    break
                at_top = stated
            ends = ([_end_of_line(text, at_top)] if at_top is not None else []) + ends
        for at in ends:
            start = line_end if at and text[at - 1] not in "\r\n" else ""
            yield f"{text[:at]}{start}{block}{text[at:]}"
        entry = f"{line_end}{indent}".join(lines)
    yield f"{text[: first.index]}{entry}{line_end}{indent}{text[first.index :]}"


def _last(node: yaml.Node) -> yaml.Node:
    """The last value inside a block."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _end_of_line(text: str, node: yaml.Node) -> int:
    """Where the line after a value begins; the end of the text if there is none."""
    at: int = node.end_mark.index
    if at and text[at - 1] in "\r\n":  # a block of text ends with its last line
        return at
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


def _with(stated: Any, place: tuple[str, ...], value: Any) -> Any:
    """Plain values with the one at a place replaced; missing levels on the way become mappings."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(stated, list):
        return [_with(item, rest, value) if k == int(step) else item for k, item in enumerate(stated)]
    held = stated if isinstance(stated, dict) else {}
    return {**held, step: _with(held.get(step), rest, value)}


def _same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same, 1 and 1.0 distinguished."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


def _home(file: str, name: str) -> tuple[str, ...]:
    """The place at which the files that a file extends state a name, or would state it.

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
