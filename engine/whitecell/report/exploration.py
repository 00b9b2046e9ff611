"""An exploration on paper: what drives what, when it happens, what is regretted, where to dig."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from whitecell.analysis.discovery import Box, Leaf
from whitecell.analysis.exploration import Discovery, Exploration
from whitecell.analysis.foundations import Foundation
from whitecell.analysis.regret import Regret
from whitecell.report.page import section, table
from whitecell.report.wording import MINUS, clean, figure, percent, signed

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.analysis.sensitivity import Driver

NARROW = 90
"""Below this width rows are stacked."""
INDEX = {
    "lhs": "first order", "sequence": "first order", "sobol": "first order", "morris": "effect",
}  # fmt: skip
LEAVES = 2


def exploration_page(found: Exploration, width: int, top: int) -> list[RenderableType]:
    """Everything that an exploration showed, for a console of a width in characters."""
    page: list[RenderableType] = [*section("What drives each measure"), *_drivers(found, width, top)]
    told = [d for d in found.discoveries if d.box or d.leaves]
    if told:
        page += section("When it happens")
        for discovery in told:
            page += _discovery(discovery)
    for name, regrets in found.regrets.items():
        page += [*section(f"Regret: {name}"), *_regrets(regrets)]
    page += [*section("Where to dig: what matters most and rests on least"), *_dig(found.foundations, width)]
    return page


def _drivers(found: Exploration, width: int, top: int) -> list[RenderableType]:
    total = found.design.kind == "sobol"
    heads = ["measure", "dice", "assumption", INDEX[found.design.kind]]
    heads += ["total"] if total else []
    heads += ["rank"]
    grid = table(*heads, right=(1, len(heads) - 1), fixed=(0,))
    stacked: list[RenderableType] = []
    for response in found.responses:
        clear = [d for d in found.drivers[response.name] if d.clear][:top]
        noise = "" if response.noise != response.noise else percent(response.noise)
        if not clear:
            grid.add_row(clean(response.name), noise, "none is clear", *[""] * (len(heads) - 3))
            stacked.append(Text(f"{clean(response.name)}: none is clear"))
            continue
        stacked.append(Text(f"{clean(response.name)} (dice {noise or 'unknown'})"))
        for number, driver in enumerate(clear):
            first = (clean(response.name), noise) if number == 0 else ("", "")
            grid.add_row(*first, clean(driver.assumption), *_figures(driver, total))
            line = f"{clean(driver.assumption)}: {', '.join(_figures(driver, total))}"
            stacked.append(Padding(Text(line), (0, 0, 0, 2)))
    return [grid] if width >= NARROW else stacked


def _figures(driver: Driver, total: bool) -> list[str]:
    cells = [_index(driver.index, driver.error) if driver.error > 0 else "–"]
    if total:
        cells.append(_index(driver.total or 0.0, driver.total_error or 0.0))
    return [*cells, signed(driver.rank)]


def _index(value: float, error: float) -> str:
    return f"{value:.2f} ± {error:.2f}".replace("-0.00", "0.00").replace("-", MINUS)


def _discovery(found: Discovery) -> list[RenderableType]:
    head = f"{found.condition}: in most runs at {percent(found.share)} of points"
    lines: list[RenderableType] = [Padding(Text(clean(head), style="bold"), (0, 0, 0, 2))]
    if found.box:
        lines.append(Padding(Text(box_sentence(found.box)), (0, 0, 0, 4)))
    elif found.leaves:
        lines.append(Padding(Text("box: no side of one is sure; more points may show it"), (0, 0, 0, 4)))
    if found.leaves:
        ends = (found.leaves[0], found.leaves[-1])
        for leaf in dict.fromkeys(ends):
            lines.append(Padding(Text(leaf_sentence(leaf)), (0, 0, 0, 4)))
    return lines


def box_sentence(box: Box) -> str:
    """A box as a sentence, with its coverage and density."""
    sides = " and ".join(_side(clean(s.assumption), s.low, s.high) for s in box.sides)
    return (
        f"box: {sides} – coverage {percent(box.coverage)}, density {percent(box.density)} "
        f"(everywhere {percent(box.base)}), {percent(box.mass)} of points"
    )


def _side(name: str, low: float, high: float) -> str:
    if low == float("-inf"):
        return f"{name} ≤ {figure(high)}"
    if high == float("inf"):
        return f"{name} ≥ {figure(low)}"
    return f"{figure(low)} ≤ {name} ≤ {figure(high)}"


def leaf_sentence(leaf: Leaf) -> str:
    """A leaf of a tree as a sentence; of several questions about an assumption, what they leave."""
    ends: dict[str, tuple[float, float]] = {}
    for name, sign, value in leaf.conditions:
        low, high = ends.get(name, (float("-inf"), float("inf")))
        ends[name] = (low, min(high, value)) if sign == "≤" else (max(low, value), high)
    way = " and ".join(_side(clean(name), low, high) for name, (low, high) in ends.items())
    return f"tree: {way or 'everywhere'} – {percent(leaf.share)} of {leaf.points:,} points"


def _regrets(found: Sequence[Regret]) -> list[RenderableType]:
    heads = ("course of action", "mean", "best at", "mean regret", "worst regret", "at point")
    grid = table(*heads, right=(1, 2, 3, 4, 5), fixed=(0,))
    for r in found:
        grid.add_row(
            clean(r.option), figure(r.mean), percent(r.best), figure(r.average), figure(r.worst),
            str(r.worst_point),
        )  # fmt: skip
    return [grid]


def _dig(found: Sequence[Foundation], width: int, count: int = 10) -> list[RenderableType]:
    grid = table("assumption", "influence", "on", "best grade", "score", right=(1, 4), fixed=(0,))
    stacked: list[RenderableType] = []
    for f in found[:count]:
        grid.add_row(clean(f.assumption), f"{f.influence:.2f}", clean(f.measure), f.grade, f"{f.score:.2f}")
        stacked.append(Text(f"{clean(f.assumption)}: {f.influence:.2f} on {clean(f.measure)}, {f.grade}"))
    if not found:
        return [Text("No assumption clearly drives anything in this design.")]
    return [grid] if width >= NARROW else stacked
