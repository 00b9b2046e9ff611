"""Short names for the sides of a comparison, where there is little room."""

from __future__ import annotations

import re
from collections.abc import Sequence

NARROW = 14
"""Characters of a line of a name over a column."""


def short_names(labels: Sequence[str]) -> list[str]:
    """The labels; each further one drops the beginning that it shares with the first.

    ``valley`` and ``valley-in-winter`` are ``valley`` and ``in-winter``, ``valley`` and ``valley luck=0.8``
    are ``valley`` and ``luck=0.8``.
    """
    first, *others = labels
    short = [first, *(_without(label, first) for label in others)]
    return short if len({*short}) == len(short) else list(labels)


def _without(label: str, first: str) -> str:
    """A label without another that it begins with, if a word of its own is left."""
    rest = label.removeprefix(first)
    return rest[1:] if rest != label and rest[:1] in ("-", "_", " ") and len(rest) > 1 else label


def over_column(name: str) -> str:
    """A name broken over lines, so that it fits over a column of numbers."""
    lines = [""]
    for part in re.findall(r"[^-_ =]+[-_ =]*|[-_ =]+", name):
        for piece in (part[k : k + NARROW] for k in range(0, len(part), NARROW)):
            if len(lines[-1]) + len(piece.rstrip()) > NARROW:
                lines.append("")
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)
