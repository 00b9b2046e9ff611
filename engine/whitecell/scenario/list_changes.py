"""Changes to a list of an extended file: what a file adds to it, and what it takes from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from whitecell.scenario.nodes import Node
from whitecell.scenario.problems import did_you_mean

WORDS = ("add", "take")
"""Keys under which a file states such a change, where the extended file has a list."""
MOST = 100_000
"""A limit on comparisons of items to be taken with those of a list; no scenario needs as many."""
Complain: TypeAlias = Callable[[tuple[str, int, int], str, str], None]
"""Says what is wrong, and how it is mended, at a place: file, line and column."""


def is_change(node: Node) -> bool:
    """Whether a node of an extending file says what to add to a list, or to take from it."""
    return isinstance(node.value, dict) and any(word in node.value for word in WORDS)


def slip(node: Node) -> str:
    """The key of a mapping over a list that was probably meant as one of the two words; empty if none was."""
    keys = list(node.value)[:3] if isinstance(node.value, dict) else []
    return next((key for key in keys if key not in WORDS and did_you_mean(key, WORDS, few=0)), "")


def changed(base: Node, over: Node, complain: Complain) -> Node:
    """A list as another file changes it: without the items taken, and with the items added at the end.

    Items keep their places in the files. A faulty change is complained of and left out.
    """
    for key in over.value:
        if key not in WORDS:
            hint = did_you_mean(key, WORDS) or "a list is changed by `add` and `take`, or stated again"
            complain(over.keys[key], f"there is no key '{key}' here", hint)
    items = _taken(base, _items(over, "take", complain), complain)
    there = {item.value: item for item in items if not isinstance(item.value, (dict, list))}
    for new in _items(over, "add", complain):
        plain = not isinstance(new.value, (dict, list))
        if plain and new.value in there:
            hint = f"take it out here; it stands in {there[new.value].file}:{there[new.value].line}"
            complain((new.file, new.line, new.column), f"'{new.value}' is in the list already", hint)
            continue
        items.append(new)
        if plain:
            there[new.value] = new
    return replace(over, value=items, over=base)


def _taken(base: Node, wanted: list[Node], complain: Complain) -> list[Node]:
    """A list without what is to be taken from it."""
    if len(wanted) * len(base.value) > MOST:
        message = f"to take {len(wanted):,} from a list of {len(base.value):,} takes too long"
        complain((wanted[0].file, wanted[0].line, wanted[0].column), message, "state the list again")
        return list(base.value)
    items = [(item, item.plain()) for item in base.value]
    for each in wanted:
        at, plain = (each.file, each.line, each.column), each.plain()
        if plain in ({}, [], None):
            hint = "name an item of the list, or keys of it and their values"
            complain(at, "this does not say what to take", hint)
            continue
        left = [(item, stated) for item, stated in items if not _matches(plain, stated)]
        if len(left) == len(items):
            complain(at, *_not_there(plain, base, [stated for _, stated in items]))
        items = left
    return [item for item, _ in items]


def _items(over: Node, word: str, complain: Complain) -> list[Node]:
    """What stands under one of the two words."""
    node = over.child(word)
    if node is None:
        return []
    if isinstance(node.value, list):
        return node.value
    said = (
        "a mapping"
        if isinstance(node.value, dict)
        else "nothing"
        if node.value is None
        else _text(node.value)
    )
    plain = not isinstance(node.value, dict) and node.value is not None
    hint = f"write {word}: [{said if plain else '...'}]" + ("" if plain else ", or take it out")
    complain((node.file, node.line, node.column), f"'{word}' must be a list, not {said}", hint)
    return []


def _matches(wanted: Any, item: Any) -> bool:
    """Whether an item is to be taken: a mapping matches by the keys stated, a list in any order."""
    if isinstance(wanted, dict) and isinstance(item, dict):
        return all(key in item and _matches(value, item[key]) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(item, list):
        return _text(wanted) == _text(item)
    return bool(wanted == item)


def _not_there(wanted: Any, base: Node, items: list[Any]) -> tuple[str, str]:
    """Message that the list has no item such as is to be taken, and a hint of what may have been meant."""
    keys = tuple(wanted) if isinstance(wanted, dict) else ()
    known = [_text(_part(item, keys)) for item in items]
    where = f"the list is that of {base.file}:{base.line}"
    near = did_you_mean(_text(wanted), [text for text in known if text != "{}"])
    text = _text(wanted) if keys else f"'{_text(wanted)}'"
    return f"there is no {text} to take", f"{near}{' ' if near else ''}({where})"


def _part(item: Any, keys: tuple[str, ...]) -> Any:
    return {key: item[key] for key in keys if key in item} if keys and isinstance(item, dict) else item


def _text(value: Any) -> str:
    """A value on one line, as a file would have it; lists are sorted, since their order does not matter."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_text(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(sorted(map(_text, value)))}]"
    if value is None:
        return "~"
    return str(value).lower() if isinstance(value, bool) else str(value)
