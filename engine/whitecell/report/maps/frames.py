"""What changes on a map: layers of a day, and the days on which each changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

Layers = dict[str, str]
"""Layer → what stands in it, as SVG."""
Frames = dict[str, list[tuple[int, str]]]
"""Layer → the days on which it changes, with what stands in it from then on."""
_PLACE = re.compile(r'data-layer="([^"]*)">')


def filled(backdrop: str, layers: Layers) -> str:
    """A whole picture: a backdrop with what stands in its layers."""
    return _PLACE.sub(lambda found: found[0] + layers.get(unescape(found[1]), ""), backdrop)


def framed(shown: Iterable[tuple[int, Layers]]) -> Frames:
    """Each layer's days of change, from what stands in it on each day, in order."""
    found: Frames = {}
    for day, layers in shown:
        for name, drawn in layers.items():
            told = found.setdefault(name, [])
            if not told or told[-1][1] != drawn:
                told.append((day, drawn))
    return found
