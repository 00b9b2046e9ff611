"""A file of YAML as nodes: values, each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from whitecell.scenario.problems import Problem

MAX_DIGITS = 400
"""Longer than any number; Python refuses to read thousands of digits, so longer text is a word."""

Key: TypeAlias = str | int
PathTo: TypeAlias = tuple[Key, ...]

_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Node:
    """A value of the file: a scalar, a list of nodes, or a mapping of names to nodes.

    ``line`` and ``column`` count from 1. ``keys`` holds the place of each key of a mapping, ``gone``
    where a key of an extended file was taken away, ``over`` the node of an extended file that this one
    replaces.
    """

    value: Any
    file: str
    line: int
    column: int
    keys: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    gone: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    over: Node | None = None

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


def line_at(lines: Sequence[str], number: int) -> str:
    """A line of a text by its number, from 1; empty if there is none."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def problem_at(lines: Sequence[str], node: Node, message: str, hint: str = "") -> Problem:
    """What is wrong with a node of a text, whose lines these are."""
    excerpt = line_at(lines, node.line)
    return Problem("error", message, hint, node.file, node.line, node.column, excerpt)
