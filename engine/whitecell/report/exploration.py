"""An exploration as text: drivers, conditions of outcomes, regret, and research priorities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from whitecell.analysis.discovery import Box, Leaf
from whitecell.analysis.exploration import Discovery, Exploration
from whitecell.analysis.foundations import Foundation
from whitecell.analysis.regret import Regret
from whitecell.report.names import Names
from whitecell.report.page import section, table
from whitecell.report.wording import (
    MINUS,
    capital,
    clean,
    figure,
    listed,
    parted,
    percent,
    plus_minus,
    ranged,
    signed,
)
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.analysis.crossed import Components
    from whitecell.analysis.sensitivity import Driver
    from whitecell.analysis.standing import Standing

NARROW = 90
"""Below this width rows are stacked."""
INDEX = {
    "lhs": "first order", "sequence": "first order", "sobol": "first order", "morris": "effect",
}  # fmt: skip
LEAVES = 2
DUG = ("assumption", "influence", "on", "best grade", "score", "to type")
"""Heads of the research priorities; the key is what ``--set`` and ``--only`` take."""
STANDINGS = 8
"""Most measures for which the position of the stated values is given."""
BAR = 10
"""Characters of the variance bar."""
SIGNS = "█▒░"
"""Marks of assumptions, of both together, and of chance."""
FEW = 5
"""With fewer seeds the share of chance is uncertain, and the page says so."""


def exploration_page(scenario: Scenario, found: Exploration, width: int, top: int) -> list[RenderableType]:
    """All results of an exploration, for a console; ``width`` is in characters."""
    names = Names(scenario)
    page: list[RenderableType] = [*section("What drives each measure"), *_drivers(names, found, width, top)]
    if found.standings:
        page += section("Where the stated values lie in what was explored")
        page += _standings(names, found.standings, width)
    told = [d for d in found.discoveries if d.box or d.leaves]
    if told:
        page += section("When it happens")
        for discovery in told:
            page += _discovery(names, discovery)
    for name, regrets in found.regrets.items():
        page += [*section(f"Regret: {names.response(name)}"), *_regrets(regrets, width)]
    page += [
        *section("Research priorities: influential but weakly sourced"),
        *_dig(names, found.foundations, width),
    ]
    return page


def _drivers(names: Names, found: Exploration, width: int, top: int) -> list[RenderableType]:
    total = found.design.kind == "sobol"
    heads = ["measure", "variance", "assumption", INDEX[found.design.kind]]
    heads += ["total"] if total else []
    heads += ["rank"]
    grid = table(*heads, right=(len(heads) - 1,), fixed=(1,))
    stacked: list[RenderableType] = []
    driverless: list[str] = []
    for response in found.responses:
        clear = [d for d in found.drivers[response.name] if d.clear][:top]
        made = variance_bar(response.components)
        if not clear:
            driverless.append(names.response(response.name))
            continue
        stacked.append(Text(f"{names.response(response.name)}  {made}"))
        for number, driver in enumerate(clear):
            first = (names.response(response.name), made) if number == 0 else ("", "")
            grid.add_row(*first, capital(names.number(driver.assumption)), *_figures(driver, total))
            line = f"{capital(names.number(driver.assumption))}: {', '.join(_figures(driver, total))}"
            stacked.append(Padding(Text(line), (0, 0, 0, 2)))
    seeds = found.responses[0].values.shape[1] if found.responses else 0
    shown = [grid] if width >= NARROW and stacked else stacked
    none = [Text(f"No clear driver: {listed(driverless)}.")] if driverless else []
    return [*shown, *none, "", *_what_varies(found.design.kind, seeds)]


def variance_bar(made: Components | None) -> str:
    """The sources of a measure's variance over runs, as a bar and in percent: ``███▒░ 60·10·30``."""
    if made is None:
        return "unknown"
    shares = (made.assumptions, made.together, made.chance)
    bar = "".join(sign * count for sign, count in zip(SIGNS, parted(shares, BAR), strict=True))
    return f"{bar} {'·'.join(str(part) for part in parted(shares))}"


def _what_varies(kind: str, seeds: int) -> list[RenderableType]:
    told = (
        f"Variance of a run, in percent: {SIGNS[0]} assumptions, {SIGNS[1]} both together, {SIGNS[2]} chance."
    )
    if kind != "morris":
        told += " Indices divide the part of the assumptions."
    if seeds < FEW:
        told += (
            f" Chance is judged by {seeds} seeds only; more --seeds would tell."
            if seeds > 1
            else (" One seed shows nothing of chance; give --seeds.")
        )
    return [Text(told)]


def _figures(driver: Driver, total: bool) -> list[str]:
    cells = [_index(driver.index, driver.error) if driver.error > 0 else "–"]
    if total:
        cells.append(_index(driver.total or 0.0, driver.total_error or 0.0))
    return [*cells, signed(driver.rank)]


def _index(value: float, error: float) -> str:
    return f"{value:.2f} ± {error:.2f}".replace("-0.00", "0.00").replace("-", MINUS)


def _standings(names: Names, found: Sequence[Standing], width: int) -> list[RenderableType]:
    """The measures whose stated values lie farthest from the middle, and the number of such measures."""
    farthest = sorted(found, key=lambda s: -abs(s.percentile - 0.5))[:STANDINGS]
    grid = table("measure", "as stated", "over the ranges", "percentile", right=(1, 2, 3), fixed=(0,))
    stacked: list[RenderableType] = []
    for s in farthest:
        ends = (amount(s.stated, s.unit), amount(s.ranges, s.unit))
        grid.add_row(names.response(s.measure), *ends, f"{100 * s.percentile:.0f}")
        stacked.append(Text(standing_sentence(s, names.response(s.measure))))
    return [*([grid] if width >= NARROW else stacked), Text(off_centre(found))]


def amount(value: float, unit: str) -> str:
    """A mean of a response: a share of runs in percent, other numbers as they are."""
    return percent(value) if unit == "of runs" else figure(value)


def standing_sentence(s: Standing, named: str) -> str:
    """Where the stated values lie, in a sentence."""
    return (
        f"{named}: {amount(s.stated, s.unit)} at the stated values, {amount(s.ranges, s.unit)} "
        f"over the ranges (percentile {100 * s.percentile:.0f} of the points)"
    )


def off_centre(found: Sequence[Standing]) -> str:
    """For how many measures the stated values lie in the outer quarters of the explored points."""
    outer = sum(abs(s.percentile - 0.5) > 0.25 for s in found)
    return (
        f"As stated, {outer} of {len(found)} measures lie in the lowest or highest quarter of the points: "
        "results over the ranges do not describe the stated case there."
    )


def condition_said(scenario: Scenario, text: str) -> str:
    """A condition in words: ``deal_signed > 0.5`` becomes the label of the flag."""
    measure, sign, value = text.rsplit(" ", 2)
    entry = scenario.measures.get(measure)
    if entry is None:
        return clean(text)
    if entry.statistic == "ever" and (sign, value) == (">", "0.5"):
        return Names(scenario).response(measure)
    if entry.statistic == "first_day" and sign == "<" and float(value) == scenario.days:
        return f"{Names(scenario).response(measure)} comes"
    return (
        f"{Names(scenario).response(measure)} is {'over' if sign == '>' else 'under'} {figure(float(value))}"
    )


def _discovery(names: Names, found: Discovery) -> list[RenderableType]:
    happens = condition_said(names.scenario, str(found.condition))
    head = f"{capital(happens)}: in most runs at {percent(found.share)} of points"
    lines: list[RenderableType] = [Padding(Text(clean(head), style="bold"), (0, 0, 0, 2))]
    if found.box:
        lines.append(Padding(Text(box_sentence(found.box, names)), (0, 0, 0, 4)))
    elif found.leaves:
        lines.append(
            Padding(
                Text("too few points to say under which assumptions it happens; give more --points"),
                (0, 0, 0, 4),
            )
        )
    if found.leaves:
        ends = (found.leaves[0], found.leaves[-1])
        for leaf in dict.fromkeys(ends):
            lines.append(Padding(Text(leaf_sentence(leaf, names)), (0, 0, 0, 4)))
    return lines


def box_sentence(box: Box, names: Names) -> str:
    """A box as a sentence, with its coverage and density."""
    sides = " and ".join(ranged(names.number(s.assumption), s.low, s.high) for s in box.sides)
    return (
        f"box: {sides} – coverage {percent(box.coverage)}, density {percent(box.density)} "
        f"(everywhere {percent(box.base)}), {percent(box.mass)} of points"
    )


def leaf_sentence(leaf: Leaf, names: Names) -> str:
    """A leaf of a tree as a sentence; several conditions on one assumption become one range."""
    ends: dict[str, tuple[float, float]] = {}
    for name, sign, value in leaf.conditions:
        low, high = ends.get(name, (float("-inf"), float("inf")))
        ends[name] = (low, min(high, value)) if sign == "≤" else (max(low, value), high)
    way = " and ".join(ranged(names.number(name), low, high) for name, (low, high) in ends.items())
    return f"tree: {way or 'everywhere'} – {percent(leaf.share)} of {leaf.points:,} points"


def _regrets(found: Sequence[Regret], width: int) -> list[RenderableType]:
    heads = ("course of action", "mean", "best at", "mean regret", "worst regret", "against the first")
    grid = table(*heads, right=(1, 2, 3, 4, 5), fixed=(0,))
    stacked: list[RenderableType] = []
    for number, r in enumerate(found):
        cells = (
            plus_minus(r.mean, r.mean_error), best_at(r), plus_minus(r.average, r.average_error),
            plus_minus(r.worst, r.worst_error), "–" if number == 0 else plus_minus(r.gap, r.gap_error),
        )  # fmt: skip
        grid.add_row(clean(r.option), *cells)
        stacked.append(Text(clean(r.option)))
        told = (f"{head}: {cell}" for head, cell in zip(heads[1:], cells, strict=True))
        stacked += [Padding(Text(line), (0, 0, 0, 2)) for line in told]
    note = "± and brackets: 95 % for other points and seeds; best at: share of points [surely, possibly]."
    return [*([grid] if width >= NARROW else stacked), Text(verdict(found)), Text(note)]


def best_at(r: Regret) -> str:
    """Share of points at which an option is best, with the shares where it surely and possibly is."""
    return f"{percent(r.best)} [{100 * r.best_sure:.0f}, {100 * r.best_possible:.0f}]"


def verdict(found: Sequence[Regret]) -> str:
    """The better course of action on average, as far as the points and seeds can show it."""
    first = found[0]
    alike = [r for r in found[1:] if not r.told_apart]
    if not found[1:]:
        return f"{clean(first.option)} is the only one."
    if not alike:
        return (
            f"{clean(first.option)} has the smallest worst regret, and its mean differs significantly from "
            "every other."
        )
    names = listed(clean(r.option) for r in alike)
    return (
        f"No verdict between {clean(first.option)} and {names}: the interval of their difference "
        "contains zero; more seeds or points may tell."
    )


def _dig(names: Names, found: Sequence[Foundation], width: int, count: int = 10) -> list[RenderableType]:
    grid = table(*DUG, right=(1, 4), fixed=(0, 5))
    stacked: list[RenderableType] = []
    for f in found[:count]:
        name, on = capital(names.number(f.assumption)), names.response(f.measure)
        grid.add_row(name, f"{f.influence:.2f}", on, f.grade, f"{f.score:.2f}", clean(f.assumption))
        stacked.append(Text(f"{name}: {f.influence:.2f} on {on}, {f.grade}"))
    if not found:
        return [Text("No assumption clearly drives anything in this design.")]
    return [grid] if width >= NARROW else stacked
