"""Changes on a map: the layers of a day, and the days on which each changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

Layers = dict[str, str]
"""Layer → its content, as SVG."""
Frames = dict[str, list[tuple[int, str]]]
"""Layer → the days on which it changes, with its content from then on."""
_PLACE = re.compile(r'data-layer="([^"]*)">')


def filled(backdrop: str, layers: Layers) -> str:
    """A whole picture: a backdrop with the content of its layers."""
    return _PLACE.sub(lambda found: found[0] + layers.get(unescape(found[1]), ""), backdrop)


def framed(shown: Iterable[tuple[int, Layers]]) -> Frames:
    """Each layer's days of change, from its content on each day, in order."""
    found: Frames = {}
    for day, layers in shown:
        for name, drawn in layers.items():
            told = found.setdefault(name, [])
            if not told or told[-1][1] != drawn:
                told.append((day, drawn))
    return found
