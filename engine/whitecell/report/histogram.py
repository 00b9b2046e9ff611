"""Histograms made of characters, for terminals that can draw blocks and for those that cannot."""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS = " ▁▂▃▄▅▆▇█"
PLAIN = " .:-=+*#@"
WIDTH = 12
"""Characters of a histogram."""


def bars(counts: Sequence[float], plain: bool = False) -> str:
    """Draw counts as one character each, the highest filling it; any count above zero is visible.

    Parameters
    ----------
    counts : sequence of float
        Runs in each bin, from the lowest bin to the highest.
    plain : bool
        Use ASCII characters only.
    """
    ramp = PLAIN if plain else BLOCKS
    top = max(counts, default=0.0)
    if top <= 0.0:
        return ramp[0] * len(counts)
    steps = len(ramp) - 1
    return "".join(ramp[0] if count <= 0.0 else ramp[max(1, round(count / top * steps))] for count in counts)


def joined(counts: Sequence[float], width: int) -> list[float]:
    """Join equally many neighbours, so that at most ``width`` bins remain; the last may join fewer."""
    each = -(-len(counts) // width) or 1
    return [sum(counts[first : first + each]) for first in range(0, len(counts), each)]


def gauge(share: float, width: int = WIDTH, plain: bool = False) -> str:
    """Draw a share of all runs as a filled part of a bar.

    A share between 0 and 1 never looks like either.
    """
    full, empty = ("#", ".") if plain else ("█", "░")
    filled = round(share * width)
    if 0.0 < share < 1.0:
        filled = min(max(filled, 1), width - 1)
    return full * filled + empty * (width - filled)


def dot(low: float, middle: float, high: float, ends: tuple[float, float], width: int, plain: bool) -> str:
    """Draw a number with its interval as a dot between two bars, on a line between two ends.

    Zero is marked if it lies strictly between the ends.
    """
    bar, mark, inside, outside, zero = "[o-.|" if plain else "├●─·│"
    closing = "]" if plain else "┤"
    first, last = ends
    wide = last - first or 1.0

    def place(value: float) -> int:
        return min(max(round((value - first) / wide * (width - 1)), 0), width - 1)

    line = [outside] * width
    if first < 0.0 < last:
        line[place(0.0)] = zero
    for k in range(place(low), place(high) + 1):
        line[k] = inside
    line[place(low)], line[place(high)] = bar, closing
    line[place(middle)] = mark
    return "".join(line)
