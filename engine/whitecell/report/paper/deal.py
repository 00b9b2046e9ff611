"""The page that a mediator takes along: which deal would be signed, would hold, and gives whom what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whitecell.analysis.deals import Gain, Outcome
from whitecell.analysis.proposed import proposed
from whitecell.report.deal import VERDICTS, DealText, share
from whitecell.report.deal_charts import acceptance, along, trade_off
from whitecell.report.drawing import Chart
from whitecell.report.look import WIDTH
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Folded,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
)
from whitecell.report.paper.repeat import Source, repeat
from whitecell.report.paper.scenario import period
from whitecell.report.wording import capital, clean, counted, figure, percent, signed
from whitecell.scenario.values import numbers, present

BOTH = (2 * WIDTH, WIDTH - 40)
"""Widths of a picture, for a page and for a phone."""


def deal_report(
    text: DealText, source: Source, command: str, *, about: str = "", words: str = "SCENARIO"
) -> Document:
    """Put the page together.

    Parameters
    ----------
    text : DealText
    source : Source
        Of the packages that were played.
    command : str
        Writes this page.
    about : str
        How many runs, in a line.
    words : str
        Words after ``whitecell run`` that play the scenario.
    """
    answers = text.answers
    blocks: list[Block] = [
        Heading("The answer", 2, "answer"),
        Paragraph(text.question(), "lead"),
        Bullets(text.brief()),
        *_map(text),
        Paragraph(_rests(text), "note"),
        Heading("What it gives whom, and who would spoil it", 2, "gives"),
        Bullets(text.more()),
        *_trade_off(text),
        Heading("Every package", 2, "packages"),
        Paragraph(
            "Share of runs with 95 % interval. Signs: of the runs with a text, those in which the party "
            "would sign the first one. Kept: signed, and in force on the last day.",
            "note",
        ),
        _packages(text),
        Folded("What each package gives whom, against no deal", [_given(text)]),
        Folded("A story of each package", [_stories(text, words)]),
        *_positions(text),
    ]
    told = f"{counted(len(answers.outcomes), 'packages')}, {about}; {period(text.deal.scenario)}"
    return Document(clean(text.title()), told, blocks, repeat([source], command))


def _rests(text: DealText) -> str:
    """How sure it is, and what that rests on."""
    told = (
        "Every package was played with the same dice, and against the same scenario without a text to sign. "
        "Intervals are of chance alone, at the stated values"
    )
    if text.robust:
        told += "; what the ranges of the assumptions do is told below"
    cited, made, every = _grounds(text)
    from_model = f"{made} were proposed from the model itself; " if made else ""
    return (
        f"{told}. Of {counted(every, 'numbers')} that say how actors stand to the terms {cited} cite a "
        f"source; {from_model}the others are judgement. Not a forecast."
    )


def _grounds(text: DealText) -> tuple[int, int, int]:
    """How many numbers of the terms cite a claim, were proposed from the model, and there are."""
    deal = text.deal
    stated = [
        number for place, number, _ in numbers(deal.scenario)
        if place[:3] == ("agreements", deal.agreement, "terms")
    ]  # fmt: skip
    known = deal.scenario.assumptions
    cited = [n for n in stated if isinstance(n, str) and n in known and known[n].cites]
    return len(cited), sum(proposed(deal.scenario, n) for n in stated), len(stated)


def _map(text: DealText) -> list[Block]:
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
    caption += f" With {'; '.join(fixed)}." if fixed else ""
    said = caption + " " + "; ".join(f"{c['x']}, {c['y']}: {percent(c['share'])}" for c in cells)
    names = [capital(text.names.number(t)) for t in terms]
    pictures = [Chart(acceptance(cells, *names, width=wide), f"map-{wide}", said) for wide in BOTH]
    return [Figure("acceptance", pictures[0], caption, pictures[1])]


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
                    found.append({"x": at, "said": f"{who}: {word} {figure(at)}"})
    return found


def _trade_off(text: DealText) -> list[Block]:
    """What one actor wins at the cost of another, for the two aims that packages move most apart."""
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
    titles = [_axis(text, every[0].gains[k]) for k in (first, second)]
    caption = (
        "What each package gives two actors against no deal, with 95 % intervals; better is right and up."
    )
    said = caption + " " + "; ".join(f"package {r['number']}: {r['x']:.3g}, {r['y']:.3g}" for r in rows)
    pictures = [Chart(trade_off(rows, *titles, width=wide), f"trade-{wide}", said) for wide in BOTH]
    return [Figure("trade-off", pictures[0], caption, pictures[1])]


def _axis(text: DealText, gain: Gain) -> str:
    less = "" if gain.higher else "less "
    name = label(text.deal.scenario, gain.measure)
    return f"{capital(text.names.actor(gain.actor))}: {less}{name}"


def _packages(text: DealText) -> Table:
    parties = text.deal.parties
    heads = (
        "", *(capital(text.names.number(term)) for term in text.deal.terms),
        *(f"{capital(text.names.actor(party))} signs" for party in parties),
        "all sign", "stands once signed", "kept",
    )  # fmt: skip
    rows: list[Sequence[Inline]] = []
    for each in text.answers.outcomes:
        values = each.values
        terms = [Span(text.value(term, values[term]), value=values[term]) for term in text.deal.terms]
        shares = [each.signs[party] for party in parties] + [each.signed, each.stands, each.kept]
        cells = [Span(share(s) if s.runs else "–", value=s.value if s.runs else -1.0) for s in shares]
        strong = each is text.answers.best
        rows.append((Span(str(each.number), value=each.number, strong=strong), *terms, *cells))
    right = frozenset(range(1 + len(text.deal.terms), len(heads)))
    keys = [f"package-{each.number}" for each in text.answers.outcomes]
    return Table("Packages; the number of the one that is kept most often is bold", heads, rows, right, keys)


def _given(text: DealText) -> Block:
    every = text.answers.outcomes
    if not every[0].gains:
        return Paragraph("No actor states aims.")
    heads = ("", *(_axis(text, gain) for gain in every[0].gains))
    rows: list[Sequence[Inline]] = []
    for each in every:
        cells = []
        for gain in each.gains:
            scale = 100.0 if gain.contrast.of == "share" else 1.0
            low, high = gain.interval
            said = f"{signed(gain.value * scale)} [{signed(low * scale)}, {signed(high * scale)}]"
            cells.append(
                Span(said, value=gain.value, strong=gain.verdict != "open", note=VERDICTS[gain.verdict])
            )
        rows.append((Span(str(each.number), value=each.number, to=f"package-{each.number}"), *cells))
    caption = "Gain against no deal; above 0 is better for the actor; bold: the interval does not hold 0"
    return Table(caption, heads, rows, frozenset(range(1, len(heads))))


def _stories(text: DealText, words: str) -> Block:
    rows: list[Sequence[Inline]] = []
    for each in text.answers.outcomes:
        said = f"whitecell run {words} {settings(text, each)} --seed 0"
        rows.append((Span(str(each.number), to=f"package-{each.number}"), Span(said, code=True)))
    return Table("The command that tells one run of each package", ("", "command"), rows)


def settings(text: DealText, each: Outcome) -> str:
    """The options that put a package on the table of the scenario itself."""
    return " ".join(f"--set {term}={each.values[term]:g}" for term in text.deal.terms)


def _positions(text: DealText) -> list[Block]:
    """Who stands for what, how much it cares, and what it refuses."""
    scenario, names = text.deal.scenario, text.names
    rows: list[Sequence[Inline]] = []
    agreement = scenario.agreements[text.deal.agreement]
    for term, spec in agreement.terms.items():
        for actor, position in spec.positions.items():

            def said(number: Any, term: str = term) -> str:
                return "–" if number is None else text.value(term, present(number, scenario))

            rows.append((
                capital(names.number(term)),
                capital(names.actor(actor)) + ("" if actor in text.deal.parties else " (no chair)")
                + (" (proposed from the model)" if proposed(scenario, position.ideal) else ""),
                said(position.ideal), figure(present(position.salience, scenario)),
                figure(present(agreement.influence.get(actor, 1.0), scenario)),
                said(position.at_least), said(position.at_most),
            ))  # fmt: skip
    heads = ("term", "actor", "would have", "salience", "influence", "signs no less than", "no more than")
    table = Table("Positions as the scenario states them", heads, rows, frozenset({3, 4}))
    return [Heading("Positions", 2, "positions"), table] if rows else []
