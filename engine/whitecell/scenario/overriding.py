"""What a file must state to extend another with other numbers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from whitecell.scenario.library import bundled, locate

_PLAIN = re.compile(r"[A-Za-z0-9.][\w./\-]*")


def named_from(reference: str, path: Path) -> str:
    """How a file names the one that it extends: by a bundled name, or the path from its folder.

    Parameters
    ----------
    reference : str
        A bundled name, or a path as seen from here.
    path : Path
        Where the file will stand.
    """
    if reference in bundled():
        return reference
    return Path(os.path.relpath(locate(reference), path.parent)).as_posix()


def scalar(text: str) -> str:
    """Text as YAML has it on one line, in quotes where it needs them."""
    # A word of digits, or one such as `no`, would be read as something else.
    plain = _PLAIN.fullmatch(text) and yaml.safe_load(text) == text
    return text if plain else "'" + " ".join(text.split()).replace("'", "''") + "'"


def overriding(base: Any, changes: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """What to state to change keys of assumptions that are written in place.

    If an assumption stands inside a list, the whole list is stated: lists replace each other.

    Parameters
    ----------
    base : mapping
        What the base states, in plain values of its own: lists on the way are taken over and changed.
    changes : iterable of (str, mapping)
        Dotted places, each with the keys that change there. A plain number becomes an assumption, unless it
        stands in a list and only its value differs.
    """
    stated: dict[str, Any] = {}
    for place, entry in changes:
        _state(stated, base, place.split("."), entry)
    return stated


def _state(stated: dict[str, Any], base: Any, place: list[str], entry: Mapping[str, Any]) -> None:
    """Put an entry at its place."""
    holder: Any = stated
    for depth, step in enumerate(place):
        base = base[int(step)] if isinstance(base, list) else base[step]
        last = depth == len(place) - 1
        if isinstance(holder, list):
            if last:
                plain = entry["value"] if set(entry) == {"value"} else dict(entry)
                holder[int(step)] = {**base, **entry} if isinstance(base, dict) else plain
                return
            holder = holder[int(step)]
        elif last:
            inside_a_list = isinstance(base, dict) and step in holder
            holder[step] = {**holder[step], **entry} if inside_a_list else dict(entry)
        else:
            holder = holder.setdefault(step, base if isinstance(base, list) else {})
