"""YAML text as nodes that know where they stand.

A reader of its own on top of PyYAML's events: it needs no recursion, so deep nesting cannot
exhaust the stack; it knows duplicate keys, limits size and depth, refuses tags and aliases, and
reads scalars as YAML 1.2 does (``no`` is a word, ``1:30`` is a word, ``1e3`` is a number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from whitecell.scenario.problems import Problem, ScenarioError

MAX_BYTES = 4_000_000
MAX_DEPTH = 40
MAX_DIGITS = 400
"""Longer than any number; Python refuses to read thousands of digits, and what is so long is a word."""

Key: TypeAlias = str | int
PathTo: TypeAlias = tuple[Key, ...]

_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Node:
    """A value of the file: a scalar, a list of nodes, or a mapping of names to nodes.

    ``line`` and ``column`` count from 1. ``keys`` holds the place of each key of a mapping.
    """

    value: Any
    file: str
    line: int
    column: int
    keys: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def child(self, key: Key) -> Node | None:
        """The node under a key or index, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and 0 <= key < len(self.value):
            found: Node = self.value[key]
            return found
        return None

    def plain(self) -> Any:
        """The value as plain Python objects."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def scalar(text: str) -> Any:
    """What an unquoted scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= MAX_DIGITS and _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _FLOAT.fullmatch(text):
        return float(text.replace("_", ""))
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def read_text(path: Path) -> str:
    """Read a scenario file.

    Raises
    ------
    ScenarioError
        If it is no regular file, too large, unreadable, or not UTF-8.
    """
    try:
        if not path.exists():
            raise ScenarioError([Problem("error", "there is no such file", file=str(path))])
        if not path.is_file():
            raise ScenarioError([Problem("error", "this is not a regular file", file=str(path))])
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScenarioError([Problem("error", str(error.strerror), file=str(path))]) from None
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes; no scenario needs that"
        raise ScenarioError([Problem("error", message, file=str(path))])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError(
            [Problem("error", "this is not UTF-8 text", "save the file as UTF-8", str(path), line, 1)]
        ) from None


def parse(text: str, file: str) -> Node:
    """Read YAML text as nodes; every syntax problem is a :class:`ScenarioError`."""
    try:
        return _Builder(text, file).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = " ".join(part for part in (error.context, error.problem) if part)
        hint = "indent with spaces, not tabs" if "\\t" in what or "'\t'" in what else ""
        if "mapping values are not allowed" in what:
            hint = "text with a colon in it goes into quotes; or the line is indented wrongly"
        elif not hint and error.context_mark is not None:
            begun = error.context_mark.line + 1
            hint = f"what it was reading begins in line {begun}: is a quote, bracket or comma missing there?"
        excerpt = _line(text, line)
        raise ScenarioError(
            [Problem("error", f"this is not YAML: {what}", hint, file, line, column, excerpt)]
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        what = str(error).splitlines()[0]
        raise ScenarioError([Problem("error", f"this is not YAML: {what}", file=file)]) from None


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


class _Builder:
    """Builds the tree of nodes from the stream of events, with a stack of its own."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.pending: list[tuple[str, Any] | None] = []

    def build(self) -> Node:
        for event in self._events():
            self._take(event)
        if self.root is None or not isinstance(self.root.value, dict):
            self.problems.append(
                Problem(
                    "error",
                    "the file must be a mapping of keys to values",
                    "`whitecell new` writes one to start from",
                    self.file,
                )
            )
        if self.problems:
            raise ScenarioError(self.problems)
        assert self.root is not None
        return self.root

    def _events(self) -> Iterator[Any]:
        documents = 0
        for event in yaml.parse(self.text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(event, "a scenario file holds one document", "remove the '---'")
                    return
            yield event

    def _problem(self, event: Any, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.problems.append(
            Problem(
                "error", message, hint, self.file, mark.line + 1, mark.column + 1,
                _line(self.text, mark.line + 1),
            )
        )  # fmt: skip

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._problem(event, "aliases (*name) are not read", "write the value out")
            self._place(self._node(event, None), event)
            return
        if isinstance(event, (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if event.tag is not None:
                self._problem(event, f"tags ({event.tag}) are not read", "write a plain value")
            if event.anchor is not None:
                self._problem(event, f"anchors (&{event.anchor}) are not read", "remove it")
        if isinstance(event, yaml.ScalarEvent):
            quoted = event.style is not None
            self._place(self._node(event, event.value if quoted else scalar(event.value)), event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self.stack) >= MAX_DEPTH:
                self._problem(event, f"nested deeper than {MAX_DEPTH} levels")
                raise ScenarioError(self.problems)
            node = self._node(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            self._place(node, event)
            self.stack.append(node)
            self.pending.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()
            self.pending.pop()

    def _node(self, event: Any, value: Any) -> Node:
        return Node(value, self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _place(self, node: Node, event: Any) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        waiting = self.pending[-1]
        if waiting is None:
            self.pending[-1] = (self._key(node, event), event)
            return
        key, key_event = waiting
        self.pending[-1] = None
        if key in parent.value:
            first = parent.keys[key][1]
            self._problem(key_event, f"the key '{key}' is here twice", f"it stands in line {first} already")
            return
        parent.value[key] = node
        mark = key_event.start_mark
        parent.keys[key] = (self.file, mark.line + 1, mark.column + 1)

    def _key(self, node: Node, event: Any) -> str:
        if isinstance(node.value, (dict, list)):
            self._problem(event, "a key must be a word, not a list or a mapping")
            raise ScenarioError(self.problems)
        return str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
