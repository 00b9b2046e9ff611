"""Small charts as SVG: the base in grey, the changed case in the accent colour over it.

Colours are in the page's style sheet, by class. All text from a scenario is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from whitecell.report.letters import cut, length, text_width
from whitecell.report.wording import figure, percent
from whitecell.view.bins import Bins

WIDTH, HEIGHT = 250, 118
LEFT, RIGHT = 4, 246
TOP, FLOOR = 8, 92
LABELS, LINE = 110, 14
"""How far numbers stand below the axis, and how far below these a unit that does not fit beside them."""
ROW = 30
"""Height of a row of two bars."""
SIZE = 11.0
"""Size of letters, as the style sheet has it."""
LONGEST = 105
"""Width of a row's name; a longer name is cut, and shown in full when the reader points at it."""
GAP = 6
"""Gap between words and what stands beside them."""


def svg(width: float, height: float, label: str, parts: Iterable[str]) -> str:
    """A picture with a description for those who cannot see it."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="group" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    """Words at a place; they keep their length in any font."""
    extra = f' class="{kind}"' if kind else ""
    look = f'text-anchor="{anchor}"{extra}{length(words, SIZE)}'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'


def rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A filled box."""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}"/>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A stroke."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def hit(x: float, width: float, top: float, height: float, words: str, seeds: Sequence[int]) -> str:
    """An invisible box that says what it covers, and opens one of its runs."""
    if not seeds:
        return f"<g><title>{escape(words)}</title>{rect(x, top, width, height, 'hit none')}</g>"
    some = " ".join(map(str, seeds))
    said = f"{words}. Opens run {seeds[0]}."
    return (
        f'<g class="bar" role="button" tabindex="-1" data-seeds="{some}" aria-label="{escape(said)}">'
        f"<title>{escape(said)}</title>{rect(x, top, width, height, 'hit')}</g>"
    )


def spread(
    found: Bins,
    label: str,
    unit: str,
    medians: tuple[float | None, float | None],
    never: tuple[float, float, Sequence[int]] | None = None,
    changed: bool = True,
) -> str:
    """Two histograms, one over the other.

    Parameters
    ----------
    found : Bins
    label, unit : str
        What is counted.
    medians : pair of float or None
        Of the base and of the case.
    never : (share, share, seeds), optional
        For days: shares of the base's and the case's runs in which it never happened, and seeds. They are
        drawn apart at the right, to a scale of all runs, since they may be far more than any bin holds.
    changed : bool
        Whether there is a case beside the base.
    """
    right = RIGHT - 46 if never else RIGHT
    low, high, height = found.edges[0], found.edges[-1], HEIGHT
    top = max((*found.base, *(found.case if changed else ()), 1e-9))

    def across(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (right - LEFT)

    def up(share: float) -> float:
        return FLOOR - share / top * (FLOOR - TOP)

    parts, outline, hits = [], [], []
    for k, (base, case) in enumerate(zip(found.base, found.case, strict=True)):
        x, end = across(found.edges[k]), across(found.edges[k + 1])
        gap = 0.5 if end - x > 3 else 0.0
        if base > 0:
            parts.append(rect(x + gap, up(base), end - x - 2 * gap, FLOOR - up(base), "base"))
        outline += [f"{x:.1f},{up(case):.1f}", f"{end:.1f},{up(case):.1f}"]
        said = f"{_between(found.edges, k)} {unit}: ".replace(" :", ":") + _shares(base, case, changed)
        hits.append(hit(x, end - x, TOP, FLOOR - TOP, said, found.seeds[k]))
    if changed:
        parts.append(_stepped(outline, LEFT, right))
    parts.append(line(LEFT, FLOOR, right, FLOOR, "axis"))
    for value, kind in zip(medians, ("median base", "median case"), strict=True):
        if value is not None and (changed or kind.endswith("base")):
            x = min(max(across(value), LEFT), right)
            parts.append(line(x, FLOOR, x, FLOOR + 5, kind))
    ends = figure(_shown(low)), figure(_shown(high))
    parts += [text(LEFT, LABELS, ends[0], "start"), text(right, LABELS, ends[1], "end")]
    wide = (right - LEFT) / 2 - max(text_width(end, SIZE) for end in ends) - GAP
    if 2 * wide >= text_width(unit, SIZE):
        parts.append(text((LEFT + right) / 2, LABELS, unit, "middle", "unit"))
    else:
        height += LINE
        unit = cut(unit, RIGHT - LEFT, SIZE)
        parts.append(text((LEFT + RIGHT) / 2, LABELS + LINE, unit, "middle", "unit"))
    if never:
        base, case, seeds = never
        x, tall = RIGHT - 30, FLOOR - TOP - 12
        parts += [
            rect(x, FLOOR - tall, 30, tall, "track"),
            rect(x, FLOOR - base * tall, 30, base * tall, "base"),
        ]
        if changed:
            level = f"{FLOOR - case * tall:.1f}"
            parts.append(_stepped([f"{x},{level}", f"{x + 30},{level}"], x, x + 30))
        parts += [
            line(x, FLOOR, x + 30, FLOOR, "axis"),
            text(x + 15, LABELS, "never", "middle"),
            text(x + 15, TOP + 6, f"{100 * (case if changed else base):.0f} %", "middle"),
        ]
        hits.append(hit(x, 30, TOP, FLOOR - TOP, f"never: {_shares(base, case, changed)}", seeds))
    return svg(WIDTH, height, label, [*parts, *hits])


def _stepped(points: Sequence[str], left: float, right: float) -> str:
    shape = f"{left:.1f},{FLOOR} {' '.join(points)} {right:.1f},{FLOOR}"
    return f'<polyline class="case" points="{shape}"/>'


def shares(
    rows: Sequence[tuple[str, float, float, Sequence[int]]],
    label: str,
    changed: bool = True,
    intervals: Sequence[tuple[float, float]] = (),
) -> str:
    """Shares of runs as bars, the base's above the case's.

    Parameters
    ----------
    rows : sequence of (name, base, case, seeds)
    label : str
    changed : bool
        Whether there is a case beside the base.
    intervals : pairs of float
        95 % interval of the case's share for each row, or of the base's if there is no case.
    """
    parts, hits = [], []
    names = [cut(name, LONGEST, SIZE) for name, *_ in rows]
    numbers = [percent(case if changed else base) for _, base, case, _ in rows]
    left = LEFT + max((text_width(name, SIZE) for name in names), default=0.0) + GAP
    right = RIGHT - max((text_width(number, SIZE) for number in numbers), default=0.0) - GAP
    for number, (name, base, case, seeds) in enumerate(rows):
        y = TOP + number * ROW
        parts.append(text(LEFT, y + 16, names[number]))
        wide = right - left
        parts.append(rect(left, y, wide, 22, "track"))
        if changed:
            parts += [rect(left, y, base * wide, 9, "base"), rect(left, y + 11, case * wide, 11, "case")]
        else:
            parts.append(rect(left, y + 4, base * wide, 14, "base"))
        if number < len(intervals):
            low, high = (left + end * wide for end in intervals[number])
            middle = y + (16.5 if changed else 11)
            parts.append(line(low, middle, high, middle, "whisker"))
        parts.append(text(RIGHT, y + 16, numbers[number], "end"))
        said = f"{name}: ".lstrip(": ") + _shares(base, case, changed)
        hits.append(hit(left, wide, y, 22, said, seeds))
    return svg(WIDTH, TOP + max(len(rows), 1) * ROW, label, [*parts, *hits])


def whisker(middle: float, low: float, high: float, reach: float, sure: bool) -> str:
    """A difference with its interval, on a line on which zero is in the middle and ``reach`` at the ends."""
    width, height = 140, 20

    def across(value: float) -> float:
        return width / 2 + max(-1.0, min(1.0, value / reach if reach else 0.0)) * (width / 2 - 5)

    kind = "sure" if sure else "unsure"
    return (
        f'<svg viewBox="0 0 {width} {height}" aria-hidden="true">'
        f"{line(width / 2, 2, width / 2, height - 2, 'zero')}"
        f"{line(across(low), 10, across(high), 10, f'interval {kind}')}"
        f'<circle class="dot {kind}" cx="{across(middle):.1f}" cy="10" r="4"/></svg>'
    )


def _between(edges: Sequence[float], k: int) -> str:
    """The values of a bin: one whole number, or its two ends."""
    low, high = edges[k], edges[k + 1]
    if low % 1 == 0.5 and high % 1 == 0.5:
        first, last = low + 0.5, high - 0.5
        return figure(first) if first == last else f"{figure(first)} to {figure(last)}"
    return f"{figure(low)} to {figure(high)}"


def _shown(edge: float) -> float:
    """An edge as a label: half-way between whole numbers it is the whole number inside."""
    return edge if edge % 1 != 0.5 else round(edge + (0.5 if edge < 0 or edge == -0.5 else 0.0))


def _shares(base: float, case: float, changed: bool) -> str:
    return f"base {percent(base)}, yours {percent(case)}" if changed else f"{percent(base)} of runs"
