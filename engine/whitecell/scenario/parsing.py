"""YAML text as nodes.

A reader of its own on top of PyYAML's events: it needs no recursion, so deep nesting cannot
exhaust the stack; it knows duplicate keys, limits size and depth, refuses tags and aliases, and
reads scalars as YAML 1.2 does (``no`` is a word, ``1:30`` is a word, ``1e3`` is a number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml

from whitecell.scenario.loader import Asked, can_be_quick, events, lines_of
from whitecell.scenario.nodes import Node, line_at, scalar
from whitecell.scenario.problems import Problem, ScenarioError

MAX_DEPTH = 40


def parse(text: str, file: str, what: str = "scenario file") -> Node:
    """Read YAML text as nodes; every syntax problem is a :class:`ScenarioError`.

    ``what`` is what the file should be, for messages.
    """
    if can_be_quick(text):
        # The reader below reports the mistake: it knows where and what it is.
        with suppress(ScenarioError, yaml.YAMLError, ValueError):
            return _Builder(text, file, what).build(quick=True)
    try:
        return _Builder(text, file, what).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "expected ':'" in str(error.problem):
            mark = error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message, hint = _in_plain_words(error)
        raise ScenarioError(
            [
                Problem(
                    "error",
                    f"this is not YAML: {message}",
                    hint,
                    file,
                    line,
                    column,
                    line_at(lines_of(text), line),
                )
            ]
        ) from None
    except yaml.reader.ReaderError as error:
        at = int(error.position)
        before = lines_of(text[:at]) or [""]
        raise ScenarioError(
            [
                Problem(
                    "error", f"this is not YAML: no text has the character U+{ord(text[at]):04X}",
                    "remove it; was the file saved by a program that writes more than text?",
                    file, len(before), len(before[-1]) + 1, line_at(lines_of(text), len(before)),
                )
            ]
        ) from None  # fmt: skip
    except (yaml.YAMLError, ValueError) as error:
        what = str(error).splitlines()[0]
        raise ScenarioError([Problem("error", f"this is not YAML: {what}", file=file)]) from None


_PLAIN_WORDS = (
    (r"'\\t'", "a tab stands where spaces should", "indent with spaces, not tabs"),
    (
        r"found character (.*) that cannot start any token",
        "a value cannot begin with {0}",
        "put the value into quotes",
    ),
    (
        "mapping values are not allowed",
        "there is one colon too many here",
        "text with a colon in it goes into quotes; or the line is indented wrongly",
    ),
    (
        "flow mapping.*expected ',' or '}'",
        "between { and } a comma or the } is missing",
        "the { stands in line {line}: each `key: value` in it is followed by a comma, the last by a }",
    ),
    (
        r"flow sequence.*expected ',' or '\]'",
        "between [ and ] a comma or the ] is missing",
        "the [ stands in line {line}: each value in it is followed by a comma, the last by a ]",
    ),
    (
        "could not find expected ':'",
        "this line should read `key: value` and has no colon",
        "add the colon, or indent the line if it continues with the text above",
    ),
    (
        "quoted scalar.*unexpected end of stream",
        "a quote is never closed",
        "it is opened in line {line}; close it",
    ),
    (
        "expected <block end>",
        "this does not continue what stands before it",
        "is it indented as its neighbours are, and is every quote and bracket since line {line} closed?",
    ),
)
"""What PyYAML says, what it means, and how to mend it; ``line`` is where PyYAML began to read."""


def _in_plain_words(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """What is wrong with a text, and what to do, for people who do not know how YAML is read."""
    what = " ".join(part for part in (error.context, error.problem) if part)
    begun = error.context_mark.line + 1 if error.context_mark else 0
    for pattern, message, hint in _PLAIN_WORDS:
        found = re.search(pattern, what)
        if found:
            return message.replace("{0}", (*found.groups(), "")[0]), hint.replace("{line}", str(begun))
    hint = f"what it was reading begins in line {begun}" if begun else ""
    return what, hint


class _Builder:
    """Builds the tree of nodes from the stream of events, with a stack of its own."""

    def __init__(self, text: str, file: str, what: str) -> None:
        self.text, self.file, self.what = text, file, what
        self.lines = lines_of(text)
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.pending: list[tuple[str, Any] | None] = []

    def build(self, *, quick: bool = False) -> Node:
        asked = Asked(self.text) if quick and "?" in self.text else None
        for event in self._events(quick):
            self._take(event)
            if asked is not None:
                asked.hear(event)
        if asked is not None and not asked.all_seen:
            raise ScenarioError(())
        if self.root is None or not isinstance(self.root.value, dict):
            scenario = self.what == "scenario file"
            word = "scenario" if scenario else self.what
            message = f"this is not a {word}: it must consist of lines such as `title: My valley`"
            hint = "`whitecell new my-valley` writes one to start from" if scenario else ""
            # No excerpt: the scenario may name any file here, and its content must not be shown.
            self.problems.append(Problem("error", message, hint, self.file, 1, 1))
        if self.problems:
            raise ScenarioError(self.problems)
        assert self.root is not None
        return self.root

    def _events(self, quick: bool) -> Iterator[Any]:
        documents = 0
        for event in events(self.text, quick=quick):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(
                        event,
                        f"a {self.what} holds one document, and here begins another",
                        "remove the '---', or make two files of it",
                    )
                    return
            yield event

    def _problem(self, event: Any, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.problems.append(
            Problem(
                "error", message, hint, self.file, mark.line + 1, mark.column + 1,
                line_at(self.lines, mark.line + 1),
            )
        )  # fmt: skip

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._problem(
                event,
                f"aliases (*{event.anchor}) are not read",
                "write the value out here; a number that is used often is an assumption with a name",
            )
            self._place(self._node(event, None), event)
            return
        if isinstance(event, (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if event.tag is not None:
                self._problem(event, f"tags ({event.tag}) are not read", "remove it and write a plain value")
            if event.anchor is not None:
                self._problem(event, f"anchors (&{event.anchor}) are not read", f"remove &{event.anchor}")
        if isinstance(event, yaml.ScalarEvent):
            quoted = bool(event.style)
            self._place(self._node(event, event.value if quoted else scalar(event.value)), event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self.stack) >= MAX_DEPTH:
                self._problem(event, f"nested deeper than {MAX_DEPTH} levels", "no scenario needs that")
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
            self._problem(
                key_event,
                f"the key '{key}' is here twice",
                f"it stands in line {first} already: join the two, or rename one",
            )
            return
        parent.value[key] = node
        mark = key_event.start_mark
        parent.keys[key] = (self.file, mark.line + 1, mark.column + 1)

    def _key(self, node: Node, event: Any) -> str:
        if isinstance(node.value, (dict, list)):
            self._problem(event, "a key must be a word, not a list or a mapping", "write `word: value`")
            raise ScenarioError(self.problems)
        return str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
