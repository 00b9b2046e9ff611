"""A comparison on paper: what is stated differently, what comes out differently, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from whitecell.analysis.paired import Contrast
from whitecell.report.histogram import dot
from whitecell.report.page import table
from whitecell.report.table import margin_decimals
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
SURE = 0.05
"""Corrected p from which a difference is called one."""


def stated(found: Sequence[Difference]) -> list[RenderableType]:
    """What two scenarios state differently, with what it rests on."""
    if not found:
        return [Text("Both state the same.")]
    lines: list[RenderableType] = []
    for item in found:
        head = f"{clean(item.place)}: {_change(item)}"
        rests = f"cites {', '.join(item.cites)}" if item.cites else clean(item.judgement)
        lines.append(Padding(Text(head), (0, 0, 0, 2)))
        if rests:
            lines.append(Padding(Text(rests, style="dim"), (0, 0, 0, 6)))
    return lines


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
    spreads = [_spread(c) for c in found]
    reach = max((max(abs(low), abs(high)) for low, _, high in spreads), default=0.0) or 1.0
    rows = [
        (*row_cells(c), dot(*ends, (-reach, reach), DOTS, plain) if ends != (0.0, 0.0, 0.0) else "")
        for c, ends in zip(found, spreads, strict=True)
    ]
    names = (*HEADS, "lower, higher" if plain else "lower ←  → higher")
    for columns in LAYOUTS:
        widest = [max(len(names[k]), *(len(cells[k]) for cells in rows)) for k in columns]
        if sum(widest) + 2 * len(columns) <= width:
            heads = [names[k] for k in columns]
            fixed = [n for n, k in enumerate(columns) if k in (0, 4, DRAWN)]
            grid = table(
                *heads, right=[n for n, k in enumerate(columns) if k in (1, 2, 3, 5, 6)], fixed=fixed
            )
            for contrast, cells in zip(found, rows, strict=True):
                style = "bold" if contrast.p_holm < SURE else "dim" if contrast.p_holm >= 0.5 else ""
                grid.add_row(*(Text(cells[k], style=style) for k in columns))
            return [grid]
    stacked: list[RenderableType] = []
    for cells in rows:
        stacked += [Text(cells[0]), Padding(Text(f"{cells[3]} {cells[4]}, p {cells[5]}"), (0, 0, 0, 4))]
    return stacked


def _spread(c: Contrast) -> tuple[float, float, float]:
    """Low end, difference and high end in standard deviations; zeros where nothing can be drawn."""
    if c.effect == 0.0 or c.difference == 0.0:
        return 0.0, 0.0, 0.0
    scale = c.effect / c.difference
    return c.low * scale, c.effect, c.high * scale


def row_cells(c: Contrast) -> tuple[str, ...]:
    """What stands in each column of ``HEADS``."""
    if c.pairs == 0:
        return c.name, "none", "none", "none", c.unit, "", "", ""
    scale = 100.0 if c.of == "share" else 1.0
    unit = "points" if c.of == "share" else c.unit
    sign = " %" if c.of == "share" else ""
    decimals = max(margin_decimals(scale * (c.high - c.low) / 2), 1 if c.of == "share" else 0)
    first, second = (f"{scale * v:,.{decimals}f}{sign}" for v in (c.first, c.second))
    if c.difference == 0.0 and c.low == c.high:
        return c.name, first, second, "0", unit, "1.000", "50 %", "same"
    low, middle, high = (f"{scale * v:+,.{decimals}f}" for v in (c.low, c.difference, c.high))
    difference = f"{middle} [{low}, {high}]".replace("-", MINUS)
    p = "< 0.001" if c.p_holm < 0.001 else f"{c.p_holm:.3f}"
    return c.name, first, second, difference, unit, p, f"{100 * c.superiority:.0f} %", pairing(c)


def pairing(c: Contrast) -> str:
    """What pairing bought: how many times the variance would be with other seeds."""
    if c.reduction is None:
        return "same"
    if c.reduction <= 1.0:
        return "no help"
    return f"÷ {c.reduction:.3g}"
