"""The report of a comparison: how the scenarios differ, how the outcomes differ, how surely, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whitecell.analysis.days import Days
from whitecell.analysis.paired import Contrast
from whitecell.analysis.summary import kind_of
from whitecell.batch.hands import Hands
from whitecell.report import charts, lined
from whitecell.report.comparison import HEADS, SURE, brief, cells, unlike
from whitecell.report.drawing import Chart
from whitecell.report.look import WIDTH
from whitecell.report.maps.constraints import lettered
from whitecell.report.names import Names
from whitecell.report.outcome import label
from whitecell.report.paper import one_page, theatre
from whitecell.report.paper.batch import Grounds, Played, told
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
    Document,
    Figure,
    Figures,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
)
from whitecell.report.paper.measures import POINTS
from whitecell.report.paper.repeat import repeat
from whitecell.report.paper.scenario import assumed, described, period
from whitecell.report.paper.stories import By
from whitecell.report.wording import capital, clean, counted, listed
from whitecell.scenario.difference import Difference, assumptions_in
from whitecell.scenario.model import Scenario

ANSWERS, RANKED, DRAWN, FIRST = 6, 14, 8, 5
"""Most differences that are told first, differences drawn in a row, measures drawn day by day, and
differences in the brief's picture."""


@dataclass(frozen=True, eq=False, slots=True)
class Against:
    """A further side of a comparison, with its differences from the first.

    ``why`` is the causal chain in sentences, empty if the two do not diverge or it was not asked for.
    """

    batch: Played
    days: Days
    stated: Sequence[Difference]
    contrasts: Sequence[Contrast]
    why: Sequence[str]


def comparison_report(
    base: Played,
    days: Days,
    sides: Sequence[Against],
    grounds: Grounds,
    by: By | None,
    command: str,
    hands: Hands,
) -> Document:
    """Put a comparison's report together; parameters as in :func:`.batch.batch_report`."""
    plot = base.scenario
    letters = lettered(plot, *(side.batch.scenario for side in sides))
    tales = told(base, by, hands, letters)
    runs = counted(len(base.seeds), "runs")
    changed = assumptions_in(d for side in sides for d in side.stated)
    titles = _titles([base, *(side.batch for side in sides)])
    top = _drawn_ranked(plot, sides[0], "-brief", FIRST)
    contrasts = [side.contrasts for side in sides]
    first = one_page.of_comparison(
        plot, titles, contrasts, len(base.seeds), top[0] if top else None, grounds.claims, changed
    )
    blocks: list[Block] = first.blocks()
    for number, side in enumerate(sides):
        blocks += _side(base, days, side, number, len(sides) > 1)
    over = [(clean(base.source.label), plot, days)]
    over += [(clean(s.batch.source.label), s.batch.scenario, s.days) for s in sides]
    changes = [theatre.differing(over[0], side, f"map-change-{k}") for k, side in enumerate(over[1:], 1)]
    blocks += [
        *described(plot),
        Heading("The theatre", 2, "map"),
        theatre.mapped(plot, days.standing(0), "map-start", letters=letters),
        *(figure for figure in changes if figure is not None),
        theatre.beside(over, "map-end"),
        *tales,
        *assumed(plot, grounds.claims, grounds.missing, changed),
    ]
    called = [base.source.label, *(side.batch.source.label for side in sides)]
    each = listed(
        f"{letter}: {clean(label)}" for letter, label in zip(one_page.LETTERS, called, strict=False)
    )
    about = f"{each}. {capital(runs)} of each, the same dice; {period(plot)}"
    foot = repeat([base.source, *(side.batch.source for side in sides)], command)
    title = f"{titles[0]} compared with {listed(titles[1:])}"
    if len({clean(side.scenario.title) for side in (base, *(side.batch for side in sides))}) == 1:
        title = f"{clean(plot.title)}: {title}"
    return Document(title, about, blocks, foot, folded=True)


def _titles(sides: Sequence[Played]) -> list[str]:
    """Names of the sides for readers: their scenarios' titles, or their labels if all titles are the same.

    If only some titles are the same, each side has its title and its label.
    """
    titles = [clean(side.scenario.title) for side in sides]
    if len({*titles}) == len(titles):
        return titles
    labels = [clean(side.source.label) for side in sides]
    if len({*labels}) == len(labels) and len({*titles}) == 1:
        return labels
    if len({*labels}) == len(labels):
        return [f"{title} ({label})" for title, label in zip(titles, labels, strict=True)]
    return [f"{title} ({k})" for k, title in enumerate(titles, start=1)]


def _side(base: Played, days: Days, side: Against, number: int, several: bool) -> list[Block]:
    plot, first, second = base.scenario, clean(base.source.label), clean(side.batch.source.label)
    tail, key = (f": {second}", f"-{number}") if several else ("", "")
    sure = [c for c in side.contrasts if c.p_holm < SURE and not c.unlike]
    blocks: list[Block] = [
        Heading(f"What the comparison says{tail}", 2, f"answer{key}"),
        Paragraph(
            f"What changes if “{second}” is played instead of “{first}”, run by run with the same dice?",
            "lead",
        ),
    ]
    if sure:
        blocks.append(Cards([_card(plot, c) for c in sure[:ANSWERS]]))
        blocks.append(
            Paragraph(
                f"{len(sure):,} of {len(side.contrasts):,} numbers differ significantly: p below "
                f"{SURE:g} after Holm's correction. Ranked by standard deviations. Not a forecast.",
                "note",
            )
        )
    elif all(c.difference == 0.0 and c.low == c.high for c in side.contrasts):
        blocks.append(Paragraph("Every measure is the same in all runs, to the last bit."))
    else:
        blocks.append(
            Paragraph(f"No measure differs significantly (p below {SURE:g} after Holm's correction).")
        )
    blocks += [Heading("Differences between the scenarios", 3), *_stated(side.stated)]
    blocks += [Heading(f"What differs, ranked{tail}", 2, f"ranked{key}"), *_ranked(plot, side, key)]
    if side.why:
        blocks += [
            Heading(f"Why{tail}", 2, f"why{key}"),
            Bullets([clean(s) for s in side.why], numbered=True),
        ]
    drawn = _drawn(base, days, side, key)
    if drawn:
        blocks += [
            Heading(f"How it goes{tail}", 2, f"measures{key}"),
            Paragraph(
                "Left how runs spread at the end; right the median day by day, with the middle half of runs.",
                "note",
            ),
            *drawn,
        ]
    return blocks


def _card(plot: Scenario, c: Contrast) -> Card:
    shown = cells(c)
    size, _, interval = shown[3].partition(" [")
    name = capital(Names(plot).response(c.name))
    number = Span(size, value=c.difference)
    both = f"{shown[1]} to {shown[2]}"
    return Card(name, number, f"[{interval}; {both}" if interval else both, clean(shown[4]))


def _stated(found: Sequence[Difference]) -> list[Block]:
    if not found:
        return [Paragraph("Both state the same.")]
    rows: list[Sequence[Inline]] = []
    for d in found:
        first, second = (
            "–" if d.only and d.only != side else clean(brief(value))
            for side, value in (("first", d.first), ("second", d.second))
        )
        rests = f"cites {', '.join(d.cites)}" if d.cites else clean(d.judgement)
        rows.append((Span(clean(d.place), code=True), first, second, rests))
    return [Table("Places at which the two differ", ("place", "first", "second", "rests on"), rows)]


def _drawn_ranked(plot: Scenario, side: Against, key: str, most: int) -> list[Block]:
    """The largest differences as dots with intervals, without measures that count different things."""
    shown = []
    for c in side.contrasts:
        if c.effect == 0.0 or c.difference == 0.0 or c.unlike:
            continue
        scale, written = c.effect / c.difference, cells(c)
        shown.append({
            "what": Names(plot).response(c.name),
            "middle": c.effect, "low": c.low * scale, "high": c.high * scale,
            "said": f"{written[3].partition(' [')[0]} {written[4]}", "sure": c.p_holm < SURE,
        })  # fmt: skip
    if not shown:
        return []
    title = "difference in standard deviations, 95 % interval"
    said = "; ".join(f"{row['what']} {row['said']}" for row in shown[:most])
    wide, narrow = (
        Chart(lined.ranked(shown[:most], title, width=w), f"ranked{key}-{w}", said)
        for w in (2 * WIDTH, WIDTH)
    )
    caption = "Largest differences on top. Grey diamonds do not differ significantly (Holm's correction)."
    return [Figure(f"ranked{key}", wide, caption, narrow)]


def _ranked(plot: Scenario, side: Against, key: str) -> list[Block]:
    blocks = _drawn_ranked(plot, side, key, RANKED)
    rows: list[Sequence[Inline]] = []
    for c in side.contrasts:
        name, first, second, difference, *rest = cells(c)
        rows.append((
            clean(name), Span(first, value=c.first), Span(second, value=c.second),
            Span(difference, value=c.difference), *(clean(cell) for cell in rest),
        ))  # fmt: skip
    caption = (
        "Every number in both, the difference with its 95 % interval, p after Holm's correction, how often "
        "the second is higher, and what the same dice divide the variance by"
    )
    told = [Paragraph(line, "note") for line in unlike(side.contrasts)]
    return [*blocks, Table(caption, HEADS, rows, frozenset({1, 2, 3, 5, 6, 7})), *told]


def _drawn(base: Played, days: Days, side: Against, key: str) -> list[Block]:
    """The measures that differ most, with both sides in each picture."""
    plot = base.scenario
    names = list(dict.fromkeys(c.measure for c in side.contrasts if c.effect != 0.0))[:DRAWN]
    first, second = clean(base.source.label), clean(side.batch.source.label)
    second = second if second != first else f"{second} (second)"
    blocks: list[Block] = []
    for k, name in enumerate(names):
        measure, drawn = plot.measures[name], []
        what = capital(label(plot, name))
        kind = kind_of(measure.statistic)
        if kind in ("number", "day"):
            sides = {
                first: np.asarray(base.columns[name], dtype=np.float64),
                second: np.asarray(side.batch.columns[name], dtype=np.float64),
            }
            spec = charts.distribution("day" if kind == "day" else measure.unit, sides)
            picture = Chart(spec, f"d{key}-{k}", f"{what}: how runs spread in both")
            drawn.append(Figure(f"{name}-spread{key}", picture, "How runs spread."))
        if name in days.series and name in side.days.series:
            both = {first: days.series[name], second: side.days.series[name]}
            every = max(plot.days // POINTS + 1, 1)
            spec = charts.fan(measure.unit, both, plot.start, every=every)
            picture = Chart(spec, f"f{key}-{k}", f"{what} over the days in both")
            drawn.append(Figure(f"{name}-days{key}", picture, "Day by day."))
        if drawn:
            blocks += [Heading(what, 3), Figures(drawn)]
    return blocks
