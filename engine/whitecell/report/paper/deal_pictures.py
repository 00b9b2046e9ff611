"""Pictures of packages for the page of a deal: where each party would sign, and gains at others' cost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from whitecell.analysis.deals import Gain, Outcome
from whitecell.report.deal import DealText
from whitecell.report.deal_charts import acceptance, along, trade_off
from whitecell.report.drawing import Chart
from whitecell.report.look import WIDTH
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import Block, Figure
from whitecell.report.wording import capital, clean, figure, percent
from whitecell.scenario.values import present

BOTH = (2 * WIDTH, WIDTH - 40)
"""Widths of a picture, for a page and for a phone."""


def deal_map(text: DealText, storied: Collection[int]) -> list[Block]:
    """The zone of possible agreement, drawn over one term or two."""
    terms = _drawn_terms(text)
    if len(terms) == 1:
        return [_along(text, terms[0])]
    one, other = terms
    best = text.answers.best
    shown = [
        each for each in text.answers.outcomes
        if all(each.values[t] == best.values[t] for t in text.deal.terms if t not in terms)
    ]  # fmt: skip
    cells: list[dict[str, Any]] = [
        {
            "x": text.value(one, each.values[one]), "y": text.value(other, each.values[other]),
            "share": each.kept.value, "mark": " •" if each.agreed else "",
            "to": f"#{place_of(each, storied)}",
        }
        for each in sorted(shown, key=lambda e: (e.values[other], e.values[one]))
    ]  # fmt: skip
    fixed = [
        f"{text.names.number(t)}: {text.value(t, best.values[t])}" for t in text.deal.terms if t not in terms
    ]
    caption = (
        "Share of runs in which it is signed and in force on the last day; a dot: each party is more likely "
        "than not to sign it."
    )
    lines = [*_between(text, one, "x", shown), *_between(text, other, "y", shown)]
    caption += f" Dashed: red lines ({'; '.join(line['said'] for line in lines)})." if lines else ""
    caption += f" With {'; '.join(fixed)}." if fixed else ""
    said = caption + " " + "; ".join(f"{c['x']}, {c['y']}: {percent(c['share'])}" for c in cells)
    names = [capital(text.names.number(t)) for t in terms]
    pictures = [
        Chart(acceptance(cells, names[0], names[1], lines, width=wide), f"map-{wide}", said, recolour=False)
        for wide in BOTH
    ]
    return [Figure("acceptance", pictures[0], caption, pictures[1])]


def _between(text: DealText, term: str, axis: str, shown: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Red lines of parties on a term, between the values that are drawn; none where nothing is excluded."""
    values = sorted({each.values[term] for each in shown})
    found = []
    for line in _red_lines(text, term):
        low = line["key"] == "at_least"
        signed_still = [value for value in values if (value >= line["x"] if low else value <= line["x"])]
        if 0 < len(signed_still) < len(values):
            last = min(signed_still) if low else max(signed_still)
            # Across, values rise to the right; up, they rise from the bottom, and a cell's top is its side 0.
            end = int(low == (axis == "y"))
            said = f"{line['who']} on {text.names.number(term)}: at {'least' if low else 'most'} "
            said += text.value(term, last if text.deal.options(term) else line["x"])
            found.append({"axis": axis, "at": text.value(term, last), "end": end, "said": said})
    return found


def place_of(each: Outcome, storied: Collection[int]) -> str:
    """The place in the page to which a click on a package leads: a run of it, or its row."""
    return f"{'story' if each.number in storied else 'package'}-{each.number}"


def _drawn_terms(text: DealText) -> list[str]:
    """The one or two terms over which acceptance varies most, those with numbers first."""

    def moved(term: str) -> float:
        by: dict[float, list[float]] = {}
        for each in text.answers.outcomes:
            by.setdefault(each.values[term], []).append(each.signed.value)
        means = [sum(values) / len(values) for values in by.values()]
        return max(means) - min(means)

    terms = [t for t in text.deal.terms if len({e.values[t] for e in text.answers.outcomes}) > 1]
    ranked = sorted(terms or text.deal.terms, key=lambda term: -moved(term))[:2]
    return sorted(ranked, key=lambda term: bool(text.deal.options(term)))


def _along(text: DealText, term: str) -> Figure:
    names = text.names
    rows: list[dict[str, Any]] = [
        {"side": f"{capital(names.actor(party))} signs", "x": each.values[term], "share": s.value,
         "low": s.low, "high": s.high}
        for party in text.deal.parties
        for each in text.answers.outcomes
        if (s := each.signs[party]).runs
    ]  # fmt: skip
    rows += [
        {"side": "signed by all and kept", "x": each.values[term], "share": each.kept.value,
         "low": each.kept.low, "high": each.kept.high}
        for each in text.answers.outcomes
    ]  # fmt: skip
    unit = clean(text.deal.scenario.variables[term].unit)
    title = capital(names.number(term)) + (f", {unit}" if unit else "")
    lines = [{**line, "place": k} for k, line in enumerate(_red_lines(text, term))]
    caption = (
        "Share of runs in which each party signs at first, and in which a deal is kept; dashed: red lines."
    )
    said = caption + " " + "; ".join(f"{r['side']} at {r['x']:g}: {100 * r['share']:.0f} %" for r in rows)
    pictures = [Chart(along(rows, title, lines, width=wide), f"along-{wide}", said) for wide in BOTH]
    return Figure("acceptance", pictures[0], caption, pictures[1])


def _red_lines(text: DealText, term: str) -> list[dict[str, Any]]:
    scenario = text.deal.scenario
    found = []
    for party, position in scenario.agreements[text.deal.agreement].terms[term].positions.items():
        if party in text.deal.parties:
            for key, word in (("at_least", "at least"), ("at_most", "at most")):
                line = getattr(position, key)
                if line is not None:
                    at, who = present(line, scenario), capital(text.names.actor(party))
                    said = f"{who}: {word} {figure(at)}"
                    found.append({"x": at, "key": key, "who": text.names.actor(party), "said": said})
    return found


def deal_trade_off(text: DealText) -> list[Block]:
    """The gain of one actor at the cost of another, for the two aims that packages move most apart."""
    every = text.answers.outcomes
    aims = [(g.actor, g.measure) for g in every[0].gains]
    if len(aims) < 2:
        return []

    def spread(k: int) -> float:
        values = [each.gains[k].value for each in every]
        error = max(each.gains[k].interval[1] - each.gains[k].interval[0] for each in every)
        return (max(values) - min(values)) / (error or 1.0)

    ranked = sorted(range(len(aims)), key=lambda k: -spread(k))
    first = ranked[0]
    others = [k for k in ranked[1:] if aims[k][0] != aims[first][0]] or ranked[1:]
    second = next((k for k in others if aims[k][1] != aims[first][1]), others[0])
    better = {each.number for each in text.answers.undominated}
    rows = [
        {
            "number": each.number, "x": (one := each.gains[first]).value, "x_low": one.interval[0],
            "x_high": one.interval[1], "y": (two := each.gains[second]).value, "y_low": two.interval[0],
            "y_high": two.interval[1], "kind": "undominated" if each.number in better else "others",
        }
        for each in every
    ]  # fmt: skip
    titles = [axis_of(text, every[0].gains[k]) for k in (first, second)]
    caption = (
        "What each package gives two actors against no deal, with 95 % intervals; better is right and up."
    )
    said = caption + " " + "; ".join(f"package {r['number']}: {r['x']:.3g}, {r['y']:.3g}" for r in rows)
    pictures = [Chart(trade_off(rows, *titles, width=wide), f"trade-{wide}", said) for wide in BOTH]
    return [Figure("trade-off", pictures[0], caption, pictures[1])]


def axis_of(text: DealText, gain: Gain) -> str:
    """An aim in words, so that more of it is better."""
    way = "rise in" if gain.higher else "drop in"
    return f"{capital(text.names.actor(gain.actor))}: {way} {label(text.deal.scenario, gain.measure)}"
