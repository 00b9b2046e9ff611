"""The first page of an exploration: the drivers of the outcome, their effect, and the share of chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from whitecell.analysis.foundations import JUDGED
from whitecell.report.exploration import FEW, condition_said
from whitecell.report.heat import few
from whitecell.report.names import Names
from whitecell.report.paper.blocks import Block
from whitecell.report.paper.one_page import OnePage
from whitecell.report.wording import capital, clean, counted, figure, listed, percent, percent_within, ranged
from whitecell.scenario.model import Scenario


def exploration_brief(
    scenario: Scenario, found: Mapping[str, Any], response: str, picture: Block | None
) -> OnePage:
    """The first page of an exploration, from the results beside its runs.

    ``response`` is the measure that comes first; empty if no assumption clearly moves any.
    """
    names = Names(scenario)
    drivers, dug = found["drivers"], found["foundations"]
    points, seeds = int(found["points"]), int(found["seeds"])
    clear = [d for d in drivers if d["clear"]]
    boxes = [d for d in found["discoveries"] if d["box"]]
    boxes.sort(key=lambda d: not _about(d, response))
    answer = [said] if (said := few(points)) else []
    if not clear:
        answer.append(f"At {counted(points, 'points')} no assumption clearly drives any measure.")
    answer += [*_farthest(names, found, response), *_strongest(names, drivers), *_shares(drivers)]
    sure = (
        f"{points:,} points over {len(found['assumptions']):,} assumptions, {counted(seeds, 'runs')} at "
        "each. Intervals are over points. What is not named may matter too: it did not stand out from noise."
    )
    if seeds < FEW:
        sure += f" With {counted(seeds, 'seeds')} at each point, the share of chance is rough."
    weakest = "No assumption clearly drives anything, so none can be called the weakest."
    if dug:
        told = {row["assumption"] for row in found["swings"] if row["measure"] == response}
        f = next((f for f in dug if f["assumption"] in told), dug[0])
        judged = f["grade"] == JUDGED
        grade = "it rests on judgement alone" if judged else f"its best source is graded {clean(f['grade'])}"
        weakest = (
            f"{capital(names.number(f['assumption']))}: influential, and by source the weakest of those in "
            f"the picture. It drives “{names.response(f['measure'])}” most (influence {f['influence']:.2f}), "
            f"and {grade}."
        )
    change = (
        capital(f"{'' if _about(boxes[0], response) else 'of another measure: '}{_box(names, boxes[0])}")
        if boxes
        else "No part of the ranges was found in which an outcome mostly happens. More points may show one."
    )
    return OnePage(
        "Which assumptions drive the outcome, and how much of it is chance?",
        answer,
        picture,
        sure,
        weakest,
        change,
    )


def _called(names: Names, assumption: str) -> str:
    """An assumption as a name in the middle of a sentence: its label, or its key as words."""
    entry = names.scenario.assumptions.get(assumption)
    if entry is None or entry.label:
        return names.number(assumption)
    return f"“{capital(names.number(assumption))}”"


def _farthest(names: Names, found: Mapping[str, Any], response: str) -> Iterator[str]:
    """The effect of the assumption that moves a measure most, if the intervals at its ends do not meet."""
    row = next((row for row in found["swings"] if row["measure"] == response), None)
    if row is None or abs(row["high"] - row["low"]) <= row["high_error"] + row["low_error"]:
        return
    unit = next((s["unit"] for s in found["stated"] if s["measure"] == response), "of runs")
    low, high = (
        percent_within(at, max(at - error, 0.0), min(at + error, 1.0))
        if unit == "of runs"
        else f"{figure(float(f'{at:.3g}'))} ± {figure(float(f'{error:.2g}'))}"
        for at, error in ((row["low"], row["low_error"]), (row["high"], row["high_error"]))
    )
    told = "" if unit == "of runs" else f" {clean(unit)}"
    yield (
        f"{capital(names.response(response))}: {low} where {_called(names, row['assumption'])} is in the "
        f"lowest fifth of its range, {high}{told} where it is in the highest."
    )


def _strongest(names: Names, drivers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The assumption that clearly drives the most measures, with these measures."""
    by: dict[str, list[Mapping[str, Any]]] = {}
    for driver in drivers:
        if driver["clear"]:
            by.setdefault(str(driver["assumption"]), []).append(driver)
    if not by:
        return
    name, mine = max(by.items(), key=lambda each: (len(each[1]), each[0]))
    mine = sorted(mine, key=lambda d: -abs(d["rank"]))
    alike = sum(len(each) == len(mine) for each in by.values()) > 1

    def quoted(driver: Mapping[str, Any]) -> str:
        return f"“{names.response(driver['measure'])}”"

    ways = [
        f"{way} {listed(quoted(d) for d in some)}"
        for way, up in (("raises", True), ("lowers", False))
        if (some := [d for d in mine[:3] if (d["rank"] > 0) is up])
    ]
    every = len({str(d["measure"]) for d in drivers})
    more = f", and {len(mine) - 3} more depend on it" if len(mine) > 3 else ""
    yield (
        f"{capital(names.number(name))} clearly drives {len(mine)} of {every} measures, "
        f"{'no fewer' if alike else 'more'} than any other assumption: it {listed(ways)}{more}."
    )


def _shares(drivers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The share of variance from assumptions, whatever the seed: the median over the measures."""
    shares = {
        str(d["measure"]): d["variance_assumptions"] for d in drivers if d["variance_chance"] is not None
    }
    if shares:
        ordered = sorted(shares.values())
        yield (
            f"In the median measure, assumptions alone account for {percent(ordered[len(ordered) // 2])} "
            f"of the variance ({percent(ordered[0])} to {percent(ordered[-1])}). Chance has a part in the "
            "rest."
        )


def _about(found: Mapping[str, Any], response: str) -> bool:
    """Whether a condition is about the measure that comes first."""
    return str(found["condition"]).rsplit(" ", 2)[0] == response.partition(":")[0]


def _box(names: Names, found: Mapping[str, Any]) -> str:
    """The assumptions under which an outcome mostly happens, in a sentence."""
    box = found["box"]
    sides = listed(
        ranged(_called(names, side["assumption"]), side["low"], side["high"]) for side in box["sides"]
    )
    happens = capital(condition_said(names.scenario, str(found["condition"])))
    return (
        f"where {sides}, “{happens}” holds in most runs at {percent(box['density'])} of the points. Over all "
        f"points it is {percent(box['base'])}."
    )
