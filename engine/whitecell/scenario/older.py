"""Words of older versions of the language: what replaces each, and a file rewritten in today's words.

Only what the new words say in the same sense is rewritten; comments and everything else stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from whitecell.scenario.loader import compose

OLDER: dict[tuple[str, str], str] = {
    ("injects", "if_happened"): "when: happened(NAME)",
    ("injects", "unless_happened"): "when: not happened(NAME)",
}
"""Keys that are gone, by their section, and what replaces them."""
FOREIGN: dict[str, str] = {
    "trigger": "say under `when` of an inject what must be so",
    "condition": "a condition stands under `when`",
    "probability": "it is called `chance`",
    "events": "they are called `injects`",
    "factions": "they are called `actors`",
    "forces_by_zone": "they stand under `forces` of an actor",
    "treaties": "they are called `agreements`",
    "negotiations": "they are called `talks`",
    "ceasefires": "a ceasefire is a constraint of the kind `ceasefire`",
    "blockade": "say a stock as a variable whose `per_day` is a formula, such as 2 * control(navy, port) - 1",
    "stocks": "what runs down or fills up is a variable, with a `per_day` that may be a formula",
    "resources": "what runs down or fills up is a variable, with a `per_day` that may be a formula",
    "navy": "ships are an actor's `forces` in zones of the sea",
    "strength": "fighters stand under `forces`, what one is worth under `skill`",
    "morale": "say it as a variable, and let `skill` be a formula of it",
    "threshold": "write a condition, such as `when: fuel < 10`",
    "probability_per_day": "it is called `chance_per_day`",
    "locations": "they are called `zones`",
    "parameters": "they are called `assumptions`",
}
"""Words of the field for which this language has other words."""


def upgraded(text: str) -> tuple[str, list[str]]:
    """The text of a file in the words of today, and what was changed, a line for each."""
    root = compose(text)
    changes: list[tuple[int, int, str]] = []
    notes = []
    for name, inject in _entries(root, "injects"):
        old = [(k, v) for k, v in inject.value if ("injects", k.value) in OLDER]
        if not old:
            continue
        said = [each for key, value in old for each in _conditions(key.value, value)]
        stated = [(k, v) for k, v in inject.value if k.value == "when"]
        if stated:
            said = [f"({stated[0][1].value})", *said]
        when = "when: " + " and ".join(said)
        first, *others = [*stated, *old]
        changes.append((first[0].start_mark.index, _end(text, first[1]), when))
        for key, value in others:
            start, end = key.start_mark.index, _end(text, value)
            changes.append((*_with_gap(text, start, end, flow=bool(inject.flow_style)), ""))
        notes.append(f"injects.{name}: {when}")
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text, notes


def _entries(root: yaml.Node | None, section: str) -> Iterator[tuple[str, yaml.MappingNode]]:
    """The entries of a section, by name."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == section and isinstance(value, yaml.MappingNode):
            yield from ((k.value, v) for k, v in value.value if isinstance(v, yaml.MappingNode))


def _conditions(key: str, value: yaml.Node) -> list[str]:
    """A list of names, as conditions."""
    names = [item.value for item in value.value] if isinstance(value, yaml.SequenceNode) else []
    told = [name if name.isidentifier() else "'" + name + "'" for name in names]
    return [f"{'not ' * (key == 'unless_happened')}happened({name})" for name in told]


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends: before the space or the line that YAML counts to a list in indented lines."""
    end: int = node.end_mark.index
    while end and text[end - 1] in " \r\n":
        end -= 1
    return end


def _with_gap(text: str, start: int, end: int, *, flow: bool) -> tuple[int, int]:
    """A part with what stands between it and the one before: a comma inside braces, else its line."""
    if flow:
        before = re.search(r",\s*$", text[:start])
        return (before.start() if before else start), end
    line = text.rfind("\n", 0, start)
    return (line if line >= 0 else start), end
