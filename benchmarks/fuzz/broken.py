"""Breaking things: the nodes of a tree, or the bytes of a text."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 1e308, -1e-308, 10**30, float("nan"), float("inf"), "", " ", "no",
    "on", "1:30", "1_000", "2017-02-31", "~", "with", "a/b", "\u202e", "\x07", "ß" * 300, [], {}, [[]],
    {"": None}, [None], {"value": 1}, {"value": "x", "range": [1, 0]},
    "from the start", "../../etc/passwd", "leak_chance",
    "fuel", "-fuel", "fuel < ", "1/0", "0 ** -fuel", "exp(exp(exp(fuel)))", "mean(losses(north), 366)", "day",
    "(" * 200, "__import__('os')", "happened(relief)", "1e308 * 1e308", "not fuel and day > 3",
)  # fmt: skip
SIGNS = (
    b"\t",
    b"\n",
    b": ",
    b"- ",
    b"{",
    b"]",
    b"'",
    b'"',
    b"&a ",
    b"*a",
    b"!!x ",
    b"#",
    b"\xef\xbb\xbf",
    b"\x00",
)


def nodes(tree: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree that can be changed: a holder and a key or index.

    A swap may have put a part of the tree into itself; each part is visited once.
    """
    found = []
    stack = [tree]
    visited = set()
    while stack:
        holder = stack.pop()
        if id(holder) in visited:
            continue
        visited.add(id(holder))
        keys = (
            list(holder)
            if isinstance(holder, dict)
            else range(len(holder))
            if isinstance(holder, list)
            else ()
        )
        for key in keys:
            found.append((holder, key))
            stack.append(holder[key])
    return found


def structural(draw: st.DrawFn, tree: Any) -> Any:
    """The tree with one to four nodes deleted, replaced, renamed, swapped, scaled or doubled."""
    for _ in range(draw(st.integers(1, 4))):
        places = nodes(tree)
        if not places:
            break
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        how = draw(st.integers(0, 5))
        if how == 0:
            del holder[key]
        elif how == 1:
            holder[key] = deepcopy(draw(st.sampled_from(ODD) | st.text(max_size=5) | st.floats()))
        elif how == 2 and isinstance(holder, dict):
            names = st.sampled_from((f"{key}x", str(key)[:-1], "kind", "", str(key))) | st.text(max_size=5)
            holder[draw(names)] = holder.pop(key)
        elif how == 3:
            other, place = places[draw(st.integers(0, len(places) - 1))]
            try:
                holder[key], other[place] = other[place], holder[key]
            except (KeyError, IndexError):
                continue
        elif how == 4 and isinstance(holder[key], (int, float)) and not isinstance(holder[key], bool):
            holder[key] = holder[key] * draw(st.sampled_from((-1, 0, 10, 1000, 1e-6)))
        else:
            holder[key] = [holder[key], holder[key]]
    return tree


def bytewise(draw: st.DrawFn, text: bytes) -> bytes:
    """A copy with a few bytes changed, dropped, put in, doubled or cut off."""
    content = bytearray(text)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        how = draw(st.integers(0, 40))
        if how < 10:
            content[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
        elif how < 20:
            del content[at : at + draw(st.integers(1, 20))]
        elif how < 30:
            content[at:at] = draw(st.sampled_from(SIGNS))
        elif how < 40:
            content[at:at] = content[at : at + draw(st.integers(1, 40))]
        else:
            del content[at:]
    return bytes(content)
