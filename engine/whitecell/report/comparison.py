"""A comparison on paper: how the scenarios differ, how the outcomes differ, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from whitecell.analysis.paired import Contrast
from whitecell.report.histogram import dot
from whitecell.report.page import table
from whitecell.report.table import DOUBT, doubt_said, margin_decimals
from whitecell.report.wording import MINUS, clean, figure
from whitecell.scenario.difference import Difference

if TYPE_CHECKING:
    from rich.console import RenderableType

HEADS = ("measure", "first", "second", "difference, 95 %", "unit", "p, Holm", "higher", "pairing")
DRAWN = 8
"""The column of a dot-plot, on terminals only."""
DOTS = 21
"""Characters of a dot-plot."""
LAYOUTS = (
    (0, 1, 2, 3, 4, DRAWN, 5, 6, 7), (0, 1, 2, 3, 4, DRAWN, 5), (0, 3, 4, DRAWN, 5), (0, 3, 4, 5), (0, 3, 4),
)  # fmt: skip
"""Columns, from the widest layout to the narrowest; the first that fits is taken."""
SAME = "same"
"""Says that a number is the same in every pair."""
UNLIKE = "≠"
"""Marks a measure that counts other things in one than in the other."""
SURE = 0.05
"""Corrected p from which a difference is called one."""


def stated(found: Sequence[Difference]) -> list[RenderableType]:
    """What two scenarios state differently, with what it rests on."""
    if not found:
        return [Text("Both state the same.")]
    lines: list[RenderableType] = []
    for item in found:
        head = f"{clean(item.place)}: {_change(item)}"
        lines.append(Padding(Text(head), (0, 0, 0, 2)))
        lines += [Padding(Text(rests, style="dim"), (0, 0, 0, 6)) for rests in _rests(item)]
    return lines


def _rests(item: Difference) -> list[str]:
    """What each side rests on; one line where it is the same, or where only one side has it."""
    second = _basis(item.cites, item.judgement)
    first = _basis(item.cites_first, item.judgement_first)
    if item.only or first == second:
        return [second if item.only else f"{second} (both)"] if second else []
    sides = (("first", first), ("second", second))
    return [f"{side}: {text or 'has no stated source'}" for side, text in sides]


def _basis(cites: Sequence[str], judgement: str) -> str:
    parts = [f"cites {', '.join(cites)}"] if cites else []
    return "; ".join([*parts, clean(judgement)] if judgement else parts)


def _change(item: Difference) -> str:
    if item.only:
        return f"only in the {item.only}: {brief(getattr(item, item.only))}"
    return f"{brief(item.first)} → {brief(item.second)}"


def brief(value: Any) -> str:
    """A stated value on one line."""
    if isinstance(value, float):
        return figure(value)
    if isinstance(value, dict) and "value" in value:
        return figure(value["value"])
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return clean(text if len(text) <= 60 else text[:59] + "…")


def contrast_table(found: Sequence[Contrast], width: int, plain: bool = False) -> list[RenderableType]:
    """Contrasts as a table for a console of a width in characters; what is sure stands out.

    Where there is room, each difference is drawn as a dot with its interval, all in standard deviations.
    """
    spreads = [standardised(c) for c in found]
    reach = max((max(abs(low), abs(high)) for low, _, high in spreads), default=0.0) or 1.0
    rows = [
        (*cells(c), dot(*ends, (-reach, reach), DOTS, plain) if ends != (0.0, 0.0, 0.0) else "")
        for c, ends in zip(found, spreads, strict=True)
    ]
    names = (*HEADS, "lower, higher" if plain else "lower ←  → higher")
    for columns in LAYOUTS:
        widest = [max(len(names[k]), *(len(row[k]) for row in rows)) for k in columns]
        if sum(widest) + 2 * len(columns) <= width:
            heads = [names[k] for k in columns]
            fixed = [n for n, k in enumerate(columns) if k in (0, 4, DRAWN)]
            grid = table(
                *heads, right=[n for n, k in enumerate(columns) if k in (1, 2, 3, 5, 6)], fixed=fixed
            )
            for contrast, row in zip(found, rows, strict=True):
                style = "bold" if contrast.p_holm < SURE else "dim" if contrast.p_holm >= 0.5 else ""
                grid.add_row(*(Text(row[k], style=style) for k in columns))
            return [grid]
    stacked: list[RenderableType] = []
    for row in rows:
        stacked += [Text(row[0]), Padding(Text(f"{row[3]} {row[4]}, p {row[5]}"), (0, 0, 0, 4))]
    return stacked


def legend(found: Sequence[Contrast]) -> list[str]:
    """Notes on the columns, line by line; only of columns that are there."""
    lines = [
        "Bold: p below 0.05 after Holm's correction over all rows. Higher: how often the second is, "
        "ties half.",
        "Pairing: correlation of pairs, and what the same dice divide the variance of the difference by.",
    ]
    if any(c.aspect == "days until" for c in found):
        lines.append("'days until': restricted mean, never counting as the last day.")
    if len({c.fact for c in found if c.fact}) < sum(bool(c.fact) for c in found):
        lines.append(
            "Rows that are the same number by number are one fact, and count once in the correction."
        )
    lines += unlike(found)
    if any(c.doubtful for c in found):
        lines.append(doubt_said("pairs"))
    return lines


def unlike(found: Sequence[Contrast]) -> list[str]:
    """Of measures that count other things in one than in the other: which, a line each."""
    told = {c.measure: c.unlike for c in found if c.unlike}
    return [f"{UNLIKE} {clean(name)} compares unlike things: {clean(words)}." for name, words in told.items()]


def standardised(c: Contrast) -> tuple[float, float, float]:
    """Low end, difference and high end in standard deviations; zeros where nothing can be drawn."""
    if c.effect == 0.0 or c.difference == 0.0:
        return 0.0, 0.0, 0.0
    scale = c.effect / c.difference
    return c.low * scale, c.effect, c.high * scale


def cells(c: Contrast) -> tuple[str, ...]:
    """A row of the table: what stands under each of ``HEADS``."""
    name = f"{c.name} {UNLIKE}" if c.unlike else c.name
    if c.pairs == 0:
        return name, "none", "none", "none", c.unit, "", "", ""
    scale = 100.0 if c.of == "share" else 1.0
    unit = "points" if c.of == "share" else c.unit
    sign = " %" if c.of == "share" else ""
    if c.differing == 0:
        value = f"{scale * c.first:.1f} %" if sign else figure(c.first)
        return name, value, value, "0", unit, "1.000", "50 %", SAME
    decimals = max(margin_decimals(scale * (c.high - c.low) / 2), 1 if sign else 0)
    first, second = (f"{scale * v:,.{decimals}f}{sign}".replace("-", MINUS) for v in (c.first, c.second))
    low, middle, high = (f"{scale * v:+,.{decimals}f}" for v in (c.low, c.difference, c.high))
    difference = f"{middle} [{low}, {high}]{DOUBT if c.doubtful else ''}".replace("-", MINUS)
    p = "< 0.001" if c.p_holm < 0.001 else f"{c.p_holm:.3f}"
    return name, first, second, difference, unit, p, f"{100 * c.superiority:.0f} %", pairing(c)


def pairing(c: Contrast) -> str:
    """What pairing gained: the correlation, and how many times the variance would be with other seeds."""
    if c.reduction is None:
        return SAME
    correlation = "" if c.correlation is None else f"r {c.correlation:.2f}, ".replace("-", MINUS)
    if c.reduction <= 1.0:
        return f"{correlation}did not help"
    factor = f"{c.reduction:,.0f}" if c.reduction >= 100.0 else f"{c.reduction:.3g}"
    return f"{correlation}÷ {factor}"
