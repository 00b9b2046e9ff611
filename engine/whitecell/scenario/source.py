"""Where a scenario comes from: its files, and what they state at a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from whitecell.scenario.nodes import Key, Node, line_at
from whitecell.scenario.problems import Grade, Problem
from whitecell.scenario.shipped import LAWS


@dataclass(slots=True)
class Source:
    """Where a scenario comes from: its files, first the one that was asked for, and their tree."""

    root: Node
    files: list[Path]
    lines: dict[str, list[str]] = field(default_factory=dict)
    """The text of each file as it was read, by its name; the file may change afterwards."""
    base: Source | None = None
    """The source of the file that it extends, as it was read."""
    amiss: list[Problem] = field(default_factory=list)
    """Faulty changes to lists of extended files; these changes are left out."""
    marks: dict[str, str] = field(default_factory=dict)
    """A fingerprint of the text of each file of the chain, by its name."""

    def problem(
        self, grade: Grade, place: tuple[Key, ...], message: str, hint: str = "", *, key: bool = False
    ) -> Problem:
        """A finding at the deepest part of a place that stands in a file.

        With ``key`` it points at the name of the last step rather than at its value.
        """
        node, holder, last = self._at(place)
        file, line, column = node.file, node.line, node.column
        if key and holder is not None and str(last) in holder.keys:
            file, line, column = holder.keys[str(last)]
        elif node.over is not None and grade == "error" and not isinstance(node.over.value, (dict, list)):
            joint = "" if not hint else " It" if hint.endswith("?") else "; it"
            hint = f"{hint}{joint or 'it'} overrides {told(node.over)}"
        return Problem(grade, message, hint, file, line, column, self._excerpt(file, line))

    def line_of(self, place: tuple[Key, ...], beside: tuple[Key, ...]) -> str:
        """Where something stands, for a message about another place: line, column, and file if it differs."""
        node, file = self._at(place)[0], self._at(beside)[0].file
        spot = f"line {node.line}, column {node.column}"
        return spot if node.file == file else f"{node.file}:{node.line}:{node.column}"

    def node(self, place: tuple[Key, ...]) -> Node | None:
        """What the files state at a place; None if they state nothing there."""
        node: Node | None = self.root
        for step in place:
            node = node.child(step) if node is not None else None
        return node

    def file_of(self, place: tuple[Key, ...]) -> str:
        """The file that states what is at a place, or the deepest part of it that any file states."""
        return self._at(place)[0].file

    def _at(self, place: tuple[Key, ...]) -> tuple[Node, Node | None, Key | None]:
        """The deepest node of a place, what holds it, and under which key."""
        node, holder, last = self.root, None, None
        for step in place:
            found = node.child(step)
            if found is None:
                break
            node, holder, last = found, node, step
        return node, holder, last

    def stating(self, key: str) -> Path:
        """The file of the chain that states a key of the scenario; the first one if none does."""
        node = self.root.child(key)
        return Path(node.file) if node is not None else self.files[0]

    def unstated(self, section: str = "rules") -> tuple[str, ...]:
        """Parameters of the laws, or defaults, that no file of the chain states: they are the engine's."""
        held = self.root.child(section)
        return tuple(name for name, node in held.value.items() if node.file == str(LAWS)) if held else ()

    def taken_away(self, section: str, name: str) -> str:
        """Where a file of the chain takes away (``~``) an entry that it extends; empty if none does."""
        for holder, key in ((self.root.child(section), name), (self.root, section)):
            if holder is not None and key in holder.gone:
                file, line, _ = holder.gone[key]
                return f"{file}:{line} takes it away (~)"
        return ""

    def _excerpt(self, file: str, line: int) -> str:
        return line_at(self.lines.get(file, []), line)


def told(node: Node) -> str:
    """A value of an extended file, and where it stands, in words: ``0.02 in base.yaml:20``."""
    said = repr(node.value[:40]) if isinstance(node.value, str) else str(node.value)
    if isinstance(node.value, (dict, list)):
        said = "the list" if isinstance(node.value, list) else "the mapping"
    return f"{said} in {node.file}:{node.line}"
