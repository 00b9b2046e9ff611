"""A comparison as text: how the scenarios differ, how the outcomes differ, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from rich.padding import Padding
from rich.text import Text

from whitecell.report.histogram import dot
from whitecell.report.names import Names
from whitecell.report.page import table
from whitecell.report.sidenames import over_column
from whitecell.report.table import DOUBT, doubt_said, margin_decimals, sensible_decimals
from whitecell.report.wording import MINUS, capital, clean, figure, listed, number_word
from whitecell.scenario.difference import Difference
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.analysis.paired import Contrast

Called: TypeAlias = tuple[str, str]
"""Names of the two sides of a comparison."""
SIDES: Called = ("first", "second")
ARROW = "→"
HEADS = ("measure", "first", "second", "difference, 95 %", "unit", "p, Holm", "higher", "pairing")
DRAWN, KEY = 8, 9
"""The columns of the dot-plot and of the key of a measure, which is typed; on terminals only."""
DOTS = 21
"""Characters of a dot-plot."""
LAYOUTS = (
    (0, 1, 2, 3, 4, DRAWN, 5, 6, 7, KEY), (0, 1, 2, 3, 4, DRAWN, 5, KEY), (0, 1, 2, 3, 4, DRAWN, 5),
    (0, 1, 2, 3, 4, 5), (0, 3, 4, 5), (0, 3, 4),
)  # fmt: skip
"""Columns, from the widest layout to the narrowest; the first that fits is taken."""
NOTES = {
    6: "Chance higher: how often {} is higher in a pair; ties count half.",
    7: "Pairing: correlation of pairs, and by what the same dice divide the variance of the difference.",
}
"""Meaning of the columns that only wide tables have."""
LABEL = 26
"""Least width of the column of labels in characters; below it, another column is left out."""
FOLDED = 8
"""Most measures without any difference that are named."""
SAME = "same"
"""Says that a number is the same in every pair."""
UNLIKE = "≠"
"""Marks a measure that counts different things in the two sides."""
SURE = 0.05
"""A difference is significant below this corrected p."""


def stated(
    first: Scenario, second: Scenario, found: Sequence[Difference], called: Called = SIDES
) -> list[RenderableType]:
    """Differences between two scenarios: each in words, with the change, its path and its source.

    ``called`` are the names of the two scenarios.
    """
    if not found:
        return [Padding(Text("Both state the same."), (0, 0, 0, 2))]
    one, other = Names(first), Names(second)
    lines: list[RenderableType] = []
    for item in found:
        said = (one if item.only == "first" else other).place(item.place)
        lines.append(Padding(Text(f"{capital(said)}: {_change(item, called)}"), (0, 0, 0, 2)))
        notes = [clean(item.place), *_rests(item, called)]
        lines.append(Padding(Text("; ".join(notes), style="dim"), (0, 0, 0, 6)))
    return lines


def _rests(item: Difference, called: Called) -> list[str]:
    """The source of each side's value; given once if both share it or only one side has one."""
    second = _basis(item.cites, item.judgement)
    first = _basis(item.cites_first, item.judgement_first)
    if item.only or first == second:
        return [second if item.only else f"{second} (both)"] if second else []
    sides = zip(called, (first, second), strict=True)
    return [f"{clean(side)}: {text or 'has no stated source'}" for side, text in sides]


def _basis(cites: Sequence[str], judgement: str) -> str:
    parts = [f"cites {', '.join(cites)}"] if cites else []
    return "; ".join([*parts, clean(judgement)] if judgement else parts)


def _change(item: Difference, called: Called) -> str:
    if item.only:
        return f"only in {clean(called[item.only == 'second'])}: {brief(getattr(item, item.only))}"
    return f"{brief(item.first)} → {brief(item.second)}"


def brief(value: Any) -> str:
    """A stated value on one line."""
    if isinstance(value, float):
        return figure(value)
    if isinstance(value, dict) and "value" in value:
        return figure(value["value"])
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return clean(text if len(text) <= 60 else text[:59] + "…")


def contrast_table(
    found: Sequence[Contrast],
    width: int,
    plain: bool = False,
    names: Names | None = None,
    called: Called = SIDES,
) -> list[RenderableType]:
    """Contrasts as a table for a console; significant ones stand out.

    Where there is room, each difference is drawn as a dot with its interval, all in standard deviations.
    Contrasts that are the same in every pair are named below.

    Parameters
    ----------
    found : sequence of Contrast
    width : int
        Characters of a line.
    plain : bool
        Draw and write in ASCII characters only.
    names : Names, optional
        Gives the labels of measures; without it, their keys are shown.
    called : (str, str)
        Names of the two sides.
    """
    apart = [c for c in found if c.pairs and c.differing]
    spreads = [standardised(c) for c in apart]
    reach = max((max(abs(low), abs(high)) for low, _, high in spreads), default=0.0) or 1.0
    rows = [
        (
            labelled(c, names),
            *cells(c)[1:],
            dot(*ends, (-reach, reach), DOTS, plain) if ends != (0.0, 0.0, 0.0) else "",
            c.measure if names else "",
        )
        for c, ends in zip(apart, spreads, strict=True)
    ]
    drawn, key = "lower, higher" if plain else "lower ←  → higher", "key" if names else ""
    sides = map(over_column, called)
    heads = (HEADS[0], *sides, *HEADS[3:5], "p", "chance higher", HEADS[7], drawn, key)
    below = _folded([c for c in found if not (c.pairs and c.differing)], names)
    if not apart:
        return below
    for columns in LAYOUTS:
        widest = [_wide(heads[k], *(row[k] for row in rows)) for k in columns]
        widest[0] = min(widest[0], LABEL)
        if sum(widest) + 2 * len(columns) <= width:
            fixed = [n for n, k in enumerate(columns) if k in (4, DRAWN, KEY)]
            right = [n for n, k in enumerate(columns) if k in (1, 2, 3, 5, 6)]
            grid = table(*(heads[k] for k in columns), right=right, fixed=fixed)
            for contrast, row in zip(apart, rows, strict=True):
                style = "bold" if contrast.p_holm < SURE else "dim" if contrast.p_holm >= 0.5 else ""
                grid.add_row(*(Text(row[k], style="dim" if k == KEY else style) for k in columns))
            notes = [text for k, text in NOTES.items() if k in columns]
            return [grid, *below, *(Text(text.format(called[1]), style="dim") for text in notes)]
    stacked: list[RenderableType] = []
    for row in rows:
        said = f"{row[1]} {ARROW} {row[2]}, difference {row[3]} {row[4]}, p {row[5]}"
        stacked += [Text(row[0]), Padding(Text(said), (0, 0, 0, 4))]
    return [*stacked, *below]


def _wide(head: str, *texts: str) -> int:
    """Width in characters of a column whose cells are not broken over lines."""
    return max(map(len, (*head.split("\n"), *texts)))


def labelled(c: Contrast, names: Names | None = None) -> str:
    """The subject of a contrast: the label of its measure and the aspect."""
    return f"{names.response(c.name) if names else clean(c.name)}{f' {UNLIKE}' if c.unlike else ''}"


def _folded(same: Sequence[Contrast], names: Names | None) -> list[RenderableType]:
    """Measures in which no pair of runs differs, in a sentence."""
    told = list(dict.fromkeys(names.response(c.measure) if names else c.measure for c in same))
    if not told:
        return []
    more = [f"{number_word(len(told) - FOLDED)} more"] if len(told) > FOLDED + 1 else []
    named = told[:FOLDED] if more else told
    return [Text(f"The same in every pair of runs: {listed([*named, *more])}.")]


def legend(found: Sequence[Contrast]) -> list[str]:
    """Notes on the marks and columns that occur in the table, line by line."""
    lines = [f"Bold: p below {SURE:g}, corrected for all rows (Holm)."]
    if any(c.aspect == "days until" for c in found):
        lines.append("Days until it happens: restricted mean; a day that never comes counts as the last day.")
    if any(c.unlike for c in found):
        lines.append(f"{UNLIKE} The two sides count other things there, so the difference says nothing.")
    if any(c.doubtful for c in found):
        lines.append(doubt_said("pairs"))
    return lines


def unlike(found: Sequence[Contrast]) -> list[str]:
    """For each measure that counts different things in the two sides, a line that says which."""
    told = {c.measure: c.unlike for c in found if c.unlike}
    return [f"{UNLIKE} {clean(name)} compares unlike things: {clean(words)}." for name, words in told.items()]


def standardised(c: Contrast) -> tuple[float, float, float]:
    """Low end, difference and high end in standard deviations; zeros where nothing can be drawn."""
    if c.effect == 0.0 or c.difference == 0.0:
        return 0.0, 0.0, 0.0
    scale = c.effect / c.difference
    return c.low * scale, c.effect, c.high * scale


def cells(c: Contrast) -> tuple[str, ...]:
    """A row of the table: a cell for each of ``HEADS``."""
    name = f"{c.name} {UNLIKE}" if c.unlike else c.name
    if c.pairs == 0:
        return name, "none", "none", "none", c.unit, "", "", ""
    part = "share" in (c.of, c.unit)
    scale = 100.0 if part else 1.0
    unit = "points" if part else c.unit
    sign = " %" if part else ""
    if c.differing == 0:
        value = f"{scale * c.first:.1f} %" if sign else figure(c.first)
        return name, value, value, "0", unit, "1.000", "50 %", SAME
    decimals = max(margin_decimals(scale * (c.high - c.low) / 2), 1 if sign else 0)
    least = sensible_decimals(scale * max(abs(c.first), abs(c.second)), decimals)
    first, second = (f"{scale * v:,.{least}f}{sign}".replace("-", MINUS) for v in (c.first, c.second))
    low, middle, high = (f"{scale * v:+,.{decimals}f}" for v in (c.low, c.difference, c.high))
    difference = f"{middle} [{low}, {high}]{DOUBT if c.doubtful else ''}".replace("-", MINUS)
    p = "< 0.001" if c.p_holm < 0.001 else f"{c.p_holm:.3f}"
    return name, first, second, difference, unit, p, f"{100 * c.superiority:.0f} %", pairing(c)


def pairing(c: Contrast) -> str:
    """The gain from pairing: the correlation, and the factor by which it divides the variance."""
    if c.reduction is None:
        return SAME
    correlation = "" if c.correlation is None else f"r {c.correlation:.2f}, ".replace("-", MINUS)
    if c.reduction <= 1.0:
        return f"{correlation}did not help"
    factor = f"{c.reduction:,.0f}" if c.reduction >= 100.0 else f"{c.reduction:.3g}"
    return f"{correlation}÷ {factor}"
