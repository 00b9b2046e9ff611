"""A fit as text: the assumptions that facts narrow, and these facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from whitecell.analysis.fitting import ENOUGH, Fit, Fitted
from whitecell.analysis.histories import Told, band
from whitecell.report.page import fitting, section, table
from whitecell.report.wording import clean, counted, figure, listed, percent, signed

if TYPE_CHECKING:
    from rich.console import RenderableType

NARROW = 90
"""Below this width facts are stacked."""
LAYOUTS = ((0, 1, 2, 3, 4, 5), (0, 1, 2, 3, 5), (0, 1, 2, 3))
"""Columns of assumptions, from the widest layout to the narrowest; the first that fits is taken."""
NUMBERS = (1, 2, 3, 4)
"""Columns that are set flush right."""
FEW = 4
"""Most assumptions that are named for a fact."""


def fitting_page(found: Fit, width: int) -> list[RenderableType]:
    """All results of a fit, for a console; ``width`` is in characters."""
    page: list[RenderableType] = [*section("What the facts tell"), *_facts(found, width)]
    if found.informed:
        page += [*section("What they leave of the assumptions"), *_assumptions(found.informed, width)]
    return [*page, *(Text(line) for line in _said(found))]


def refusal(found: Fit) -> str:
    """Why no range is fitted, and what would help."""
    return (
        f"The facts leave as much as {counted(found.effective, 'point/points')} of {len(found.weights):,}; "
        f"below {ENOUGH:.0f} no range is fitted. Take more points, about --points {found.points_needed}, or "
        "fewer facts with --fact."
    )


def reach(one: Told) -> str:
    """How near the runs come to a fact that they hardly meet."""
    low, high = band(one.fact)
    asked = figure(low) if low == high else f"{figure(low)} to {figure(high)}"
    if one.nearest is None:
        return f"it says {asked}, and no run has a value"
    if one.hits and one.distance == 0.0:
        few = f"{one.hits:,} of {one.met.size:,} runs"
        return f"it says {asked}, to which {few} come, too few to weigh; more points may do"
    return f"it says {asked}; the nearest of {one.met.size:,} runs has {figure(one.nearest)}"


def _facts(found: Fit, width: int) -> list[RenderableType]:
    grid = table("fact", "met by", "depends on", right=(1,), fixed=(0,))
    stacked: list[RenderableType] = []
    for one in found.facts:
        met = percent(one.hits / one.met.size, 1) if one.met.size else "–"
        told = _standing(one, found.drivers.get(one.name, ()))
        grid.add_row(clean(one.name), met, told)
        stacked.append(Text(f"{clean(one.name)}, met by {met}: {told}"))
    note = "met by: of all runs over the stated ranges; of a number, the runs that come nearest to it."
    return [*([grid] if width >= NARROW else stacked), "", Text(note)]


def _standing(one: Told, drivers: tuple[str, ...]) -> str:
    if one.standing == "used":
        more = f" and {len(drivers) - FEW} more" if len(drivers) > FEW else ""
        return ", ".join(clean(name) for name in drivers[:FEW]) + more if drivers else "nothing clear"
    return {
        "met": "left out: nearly every run meets it, so it distinguishes no values",
        "out of reach": "left out: hardly any run meets it",
        "rising": "left out: it compares values of an assumption, and is not a fact of one history",
        "fitted before": "left out: the ranges were fitted from it before",
    }[one.standing]


def _assumptions(found: tuple[Fitted, ...], width: int) -> list[RenderableType]:
    heads = ("assumption", "stated", "fitted, 90 %", "narrower by, 95 %", "median moves", "from")
    rows = [
        (
            clean(one.assumption), _range(one.stated), _range(one.fitted), narrower(one), signed(one.shift),
            ", ".join(clean(fact) for fact in one.facts),
        )
        for one in found
    ]  # fmt: skip
    note = "narrower by: against 90 % of the stated range; moves: in parts of the stated range."
    return [*fitting(heads, rows, LAYOUTS, width, NUMBERS), "", Text(note)]


def _range(ends: tuple[float, float]) -> str:
    return f"{figure(ends[0])} to {figure(ends[1])}"


def narrower(one: Fitted) -> str:
    """By how much a range is narrower, with its interval."""
    ends = (one.contraction_low, one.contraction_high)
    return f"{percent(one.contraction)} [{', '.join(f'{100 * end:.0f}' for end in ends)}]"


def _said(found: Fit) -> list[str]:
    """Values that would move, and facts that inform nothing."""
    lines = []
    for one in found.informed:
        if one.moved != one.value:
            lines.append(
                f"The stated value of {clean(one.assumption)}, {figure(one.value)}, lies outside of its "
                f"fitted range; {figure(one.moved)}, the median, would take its place."
            )
    facts = {fact for one in found.informed for fact in one.facts}
    silent = [clean(name) for name in found.drivers if name not in facts]
    if silent:
        lines.append(f"Of no assumption is anything clear from {listed(silent)}.")
    return lines
