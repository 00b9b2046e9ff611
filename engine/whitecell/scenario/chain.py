"""A scenario file and those it extends, merged into one tree that remembers every place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whitecell.scenario.library import is_file, locate
from whitecell.scenario.nodes import Key, Node, parse, read_text
from whitecell.scenario.problems import Grade, Problem, ScenarioError

MAX_CHAIN = 16


@dataclass(slots=True)
class Source:
    """Where a scenario comes from: its files, first the one that was asked for, and their tree."""

    root: Node
    files: list[Path]
    lines: dict[str, list[str]] = field(default_factory=dict)
    """The text of each file as it was read, by its name: a file may change after that."""

    def problem(
        self, grade: Grade, place: tuple[Key, ...], message: str, hint: str = "", *, key: bool = False
    ) -> Problem:
        """A finding at the deepest part of a place that stands in a file.

        With ``key`` it points at the name of the last step rather than at its value.
        """
        node, holder, last = self.root, None, None
        for step in place:
            found = node.child(step)
            if found is None:
                break
            node, holder, last = found, node, step
        file, line, column = node.file, node.line, node.column
        if key and holder is not None and str(last) in holder.keys:
            file, line, column = holder.keys[str(last)]
        return Problem(grade, message, hint, file, line, column, self._excerpt(file, line))

    def _excerpt(self, file: str, line: int) -> str:
        lines = self.lines.get(file, [])
        return lines[line - 1] if 0 < line <= len(lines) else ""


def read_chain(reference: str | Path) -> Source:
    """Read a file and everything it extends.

    Raises
    ------
    ScenarioError
        If a file is missing or no YAML, or the chain returns to itself.
    """
    path = locate(reference)
    files: list[Path] = []
    trees: list[Node] = []
    lines: dict[str, list[str]] = {}
    while True:
        text = read_text(path)
        if path.resolve() in [file.resolve() for file in files]:
            names = " → ".join(file.name for file in [*files, path])
            raise ScenarioError([_extends_problem(trees[-1], f"extends in a circle: {names}")])
        if len(files) >= MAX_CHAIN:
            raise ScenarioError([_extends_problem(trees[-1], f"extends more than {MAX_CHAIN} files")])
        tree = parse(text, str(path))
        lines[str(path)] = text.splitlines()
        files.append(path)
        trees.append(tree)
        extends = tree.child("extends")
        if extends is None or extends.value in (None, ""):
            break
        emptied = tree.child("assumptions")
        if emptied is not None and emptied.value is None:
            raise ScenarioError([_emptied(tree)])
        if not isinstance(extends.value, str):
            message = "`extends` names one scenario, as text"
            raise ScenarioError([_extends_problem(tree, message, "write it like extends: my-base.yaml")])
        try:
            path = locate(extends.value, beside=path)
            if not is_file(path):
                raise ScenarioError([Problem("error", f"there is no file '{extends.value}'")])
        except ScenarioError as error:
            first = error.problems[0]
            raise ScenarioError([_extends_problem(tree, first.message, first.hint)]) from None
    merged = trees[-1]
    for tree in reversed(trees[:-1]):
        merged = _merge(merged, tree)
    return Source(merged, files, lines)


def _emptied(tree: Node) -> Problem:
    """A heading without anything under it: null, which would take all that is extended away."""
    file, line, column = tree.keys["assumptions"]
    return Problem(
        "error", "`assumptions:` with nothing under it would take away every assumption of what is extended",
        "remove the line, or state an assumption under it", file, line, column, "assumptions:",
    )  # fmt: skip


def _extends_problem(tree: Node, message: str, hint: str = "") -> Problem:
    file, line, column = tree.keys.get("extends", (tree.file, 0, 0))
    return Problem("error", message, hint, file, line, column)


def _merge(base: Node, over: Node) -> Node:
    """Lay one tree over another: mappings join, everything else replaces, null takes away."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    value: dict[str, Any] = dict(base.value)
    keys = dict(base.keys)
    for key, node in over.value.items():
        if node.value is None and key in value:
            del value[key]
            keys.pop(key, None)
            continue
        value[key] = _merge(value[key], node) if key in value else node
        keys[key] = over.keys[key]
    return Node(value, over.file, over.line, over.column, keys)
