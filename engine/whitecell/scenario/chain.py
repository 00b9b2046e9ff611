"""A scenario file and those it extends, merged into one tree with the place of every value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from whitecell.scenario.files import mark, read_text, unreadable
from whitecell.scenario.library import locate
from whitecell.scenario.list_changes import Complain, changed, is_change, slip
from whitecell.scenario.loader import lines_of
from whitecell.scenario.nodes import Node
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import Problem, ScenarioError
from whitecell.scenario.shipped import SHIPPED, shipped_laws, text_of_laws
from whitecell.scenario.source import Source

MAX_CHAIN = 16


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
    marks: dict[str, str] = {}
    while True:
        try:
            text = read_text(path)
            tree = parse(text, str(path))
        except ScenarioError as error:
            raise ScenarioError(_extended_by(files, error.problems)) from None
        if path.resolve() in [file.resolve() for file in files]:
            names = " → ".join(file.name for file in [*files, path])
            hint = "one of them has to stand on its own: take its `extends` out"
            raise ScenarioError([_extends_problem(trees[-1], lines, f"extends in a circle: {names}", hint)])
        if len(files) >= MAX_CHAIN:
            message = f"extends a chain of more than {MAX_CHAIN} files"
            hint = "`whitecell show --resolved` makes one file of a chain"
            raise ScenarioError([_extends_problem(trees[-1], lines, message, hint)])
        lines[str(path)], marks[str(path)] = lines_of(text), mark(text)
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
            hint = "write it like extends: my-base.yaml"
            raise ScenarioError([_extends_problem(tree, lines, message, hint)])
        try:
            path = _base(extends.value, path)
        except ScenarioError as error:
            first = error.problems[0]
            raise ScenarioError([_extends_problem(tree, lines, first.message, first.hint)]) from None
    source = Source(_over_the_laws(trees[-1], lines), files[-1:], lines)
    for k in range(len(trees) - 2, -1, -1):
        amiss = list(source.amiss)
        merged = _merge(source.root, trees[k], _complaints(amiss, lines))
        source = Source(_over_the_laws(merged, lines), files[k:], lines, source, amiss)
    source.marks = marks
    return source


def with_entries(source: Source, more: Source, section: str) -> Source:
    """A scenario with the entries of one section of another file added; they keep their places.

    Raises
    ------
    ScenarioError
        If an entry has the name of one of the scenario.
    """
    new, there = more.root.child(section), source.root.child(section)
    if new is None or not isinstance(new.value, dict):
        return source
    known = there.value if there is not None and isinstance(there.value, dict) else {}
    if twice := [name for name in new.value if name in known]:
        hint = "use that one, or give this one another name"
        raise ScenarioError(
            [
                more.problem("error", (section, n), f"the scenario has '{n}' already", hint, key=True)
                for n in twice
            ]
        )
    keys = {**(there.keys if there is not None else {}), **new.keys}
    joined = replace(there or new, value={**known, **new.value}, keys=keys)
    root = replace(
        source.root,
        value={**source.root.value, section: joined},
        keys={section: more.root.keys[section], **source.root.keys},
    )
    return replace(source, root=root, lines={**source.lines, **more.lines})


def _over_the_laws(tree: Node, lines: dict[str, list[str]]) -> Node:
    """A tree with the engine's own entries added where the tree states none or takes them away."""
    laws = shipped_laws()
    lines[laws.file] = lines_of(text_of_laws())
    value, keys = dict(tree.value), dict(tree.keys)
    for section in SHIPPED:
        stated, shipped = tree.child(section), laws.value[section]
        if stated is None:
            value[section], keys[section] = shipped, laws.keys[section]
        elif isinstance(stated.value, dict):
            entries, places = dict(stated.value), dict(stated.keys)
            for name, node in shipped.value.items():
                if name not in entries:
                    entries[name], places[name] = node, shipped.keys[name]
            value[section] = replace(stated, value=entries, keys=places)
    return replace(tree, value=value, keys=keys)


def _base(reference: str, beside: Path) -> Path:
    """The file that another extends; only YAML files are opened, wherever links lead.

    Raises
    ------
    ScenarioError
        If nothing can be read there.
    """
    path = locate(reference, beside=beside)
    try:
        fault, hint = unreadable(path)
        # A link that leads back to itself cannot be resolved.
        target = path if fault else path.resolve()
    except (OSError, ValueError) as error:
        fault, hint = f"it cannot be read: {getattr(error, 'strerror', None) or error}", ""
    if fault:
        if fault == "there is no such file":
            hint = f"paths start from the folder of this file; {hint}"
        raise ScenarioError([Problem("error", f"extends '{reference[:80]}': {fault}", hint)])
    if target.suffix not in (".yaml", ".yml"):
        message = f"extends '{reference[:80]}', which is {target.name}, no YAML file"
        raise ScenarioError([Problem("error", message, "name a scenario, or a file that ends in .yaml")])
    return path


def _extended_by(files: list[Path], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of a file that another extends, with a note on which file extends it."""
    for problem in problems:
        joint = "; " if problem.hint else ""
        by = f"{joint}{files[-1]} extends this file" if files else ""
        yield replace(problem, hint=problem.hint + by)


def _emptied(tree: Node) -> Problem:
    """A finding on an empty heading: it means null, and would take away all extended assumptions."""
    file, line, column = tree.keys["assumptions"]
    return Problem(
        "error", "`assumptions:` with nothing under it would take away every assumption of what is extended",
        "remove the line, or state an assumption under it", file, line, column, "assumptions:",
    )  # fmt: skip


def _extends_problem(tree: Node, lines: dict[str, list[str]], message: str, hint: str) -> Problem:
    """A finding about what a file extends, at the line that says so."""
    file, line, column = tree.keys.get("extends", (tree.file, 1, 1))
    return Problem("error", message, hint, file, line, column, lines[file][line - 1])


def _complaints(amiss: list[Problem], lines: dict[str, list[str]]) -> Complain:
    """A function that adds each complaint to the problems."""

    def complain(at: tuple[str, int, int], message: str, hint: str) -> None:
        file, line, column = at
        amiss.append(Problem("error", message, hint, file, line, column, lines[file][line - 1]))

    return complain


def _merge(base: Node, over: Node, complain: Complain) -> Node:
    """Lay one tree over another.

    Mappings are joined. A list gets the additions and removals that the file states. Anything else replaces
    the base, and null takes it away.
    """
    if isinstance(base.value, list) and (is_change(over) or slip(over)):
        return changed(base, over, complain)
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return replace(over, over=base)
    value: dict[str, Any] = dict(base.value)
    keys, gone = dict(base.keys), dict(base.gone)
    for key, node in over.value.items():
        if node.value is None and key in value:
            del value[key]
            keys.pop(key, None)
            gone[key] = over.keys[key]
            continue
        value[key] = _merge(value[key], node, complain) if key in value else node
        keys[key] = over.keys[key]
    return Node(value, over.file, over.line, over.column, keys, gone)
