"""A scenario as one file: all that it extends filled in, with comments on what overrides what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from whitecell.scenario.defaults import stated_by_actors
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key, Node
from whitecell.scenario.source import Source, told
from whitecell.scenario.values import written


def resolved(scenario: Scenario, source: Source, settings: Mapping[str, str]) -> str:
    """The whole scenario as YAML that can be read again.

    Comments name the scenario's files. For each value that a file or a setting overrides they give the
    earlier value and its place.

    Parameters
    ----------
    scenario : Scenario
    source : Source
        Where it was read from.
    settings : mapping of str to str
        Assumptions that were set for it, by name.
    """
    content = _plain(scenario.model_dump(exclude_defaults=True))
    content.pop("extends", None)
    for name, key in stated_by_actors(scenario, source, settings):
        content["actors"][name].setdefault(key, getattr(scenario.actors[name], key))
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    lines = text.splitlines()
    for line, ends, said in sorted(_overrides(text, source, settings), reverse=True):
        clean = "".join(c for c in said if c.isprintable())
        if ends:
            lines[line] += f"  # {clean}"
        else:
            indent = len(lines[line]) - len(lines[line].lstrip())
            lines.insert(line, f"{' ' * indent}# {clean}")
    chain = " ← ".join("".join(c for c in str(file) if c.isprintable()) for file in source.files)
    return "\n".join([f"# {chain}", *lines, ""])


def _overrides(text: str, source: Source, settings: Mapping[str, str]) -> Iterator[tuple[int, bool, str]]:
    """Lines on which something is overridden, whether its value ends there, and what to say."""
    waiting: list[tuple[tuple[Key, ...], yaml.Node | None]] = [
        ((), yaml.compose(text, Loader=yaml.SafeLoader))
    ]
    while waiting:
        holder, node = waiting.pop()
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            place = (*holder, str(key.value))
            stated = _stated(place, source)
            ends = isinstance(value, yaml.CollectionNode) or value.start_mark.line == value.end_mark.line
            if place[0] == "assumptions" and place[2:] == ("value",) and place[1] in settings:
                was = f", was {told(stated)}" if stated is not None else ""
                yield key.start_mark.line, ends, f"set{was}"
            elif stated is not None and stated.over is not None:
                does = "changes" if isinstance(stated.value, list) and stated.keys else "overrides"
                yield key.start_mark.line, ends, f"{stated.file}:{stated.line} {does} {told(stated.over)}"
            waiting.append((place, value))


def _stated(place: tuple[Key, ...], source: Source) -> Node | None:
    """Where a place of the resolved scenario is stated."""
    if place[0] == "assumptions" and len(place) > 1:
        place = (*written(str(place[1]), source), *place[2:])
    node: Node | None = source.root
    for step in place:
        node = node.child(step) if node is not None else None
    return node


def _plain(value: Any) -> Any:
    """Tuples as lists, which YAML can write."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value
