"""The page that a mediator takes along: which deal would be signed, would hold, and gives whom what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from whitecell.analysis.deals import Gain, Outcome, Share
from whitecell.analysis.proposed import proposed
from whitecell.game.record import Story
from whitecell.report.deal import BROKEN, VERDICTS, DealText, share
from whitecell.report.deal_charts import acceptance, along, trade_off
from whitecell.report.drawing import Chart
from whitecell.report.look import WIDTH
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
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
from whitecell.report.paper.stories import told
from whitecell.report.wording import capital, clean, counted, figure, percent, signed
from whitecell.scenario.values import numbers, present

BOTH = (2 * WIDTH, WIDTH - 40)
"""Widths of a picture, for a page and for a phone."""


def deal_report(
    text: DealText, source: Source, command: str, stories: Sequence[tuple[Outcome, Story]] = (), *,
    about: str = "", words: str = "SCENARIO",
) -> Document:  # fmt: skip
    """Put the page together.

    Parameters
    ----------
    text : DealText
    source : Source
        Of the packages that were played.
    command : str
        Writes this page.
    stories : sequence of (Outcome, Story)
        A run of some packages.
    about : str
        How many runs, in a line.
    words : str
        Words after ``whitecell run`` that play the scenario.
    """
    answers, storied = text.answers, {each.number for each, _ in stories}
    blocks: list[Block] = [
        Heading("The answer", 2, "answer"),
        Paragraph(text.question(), "lead"),
        *_first(text),
        Bullets(text.brief()),
        *_map(text, storied),
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
        _packages(text, storied),
        Folded("What each package gives whom, against no deal", [_given(text)]),
        *_told(text, stories, words),
        Folded("The command that tells a run of each package", [_stories(text, words)]),
        *_positions(text),
    ]
    told = f"{counted(len(answers.outcomes), 'packages')}, {about}; {period(text.deal.scenario)}"
    return Document(clean(text.title()), told, blocks, repeat([source], command))


def _first(text: DealText) -> list[Block]:
    """The answer for those who have half a minute."""
    each = text.answers.best
    if each.kept.value == 0.0:
        return []
    names, hardest = text.names, each.hardest

    def card(label: str, found: Share) -> Card:
        said, _, band = share(found).partition(" [")
        return Card(label, Span(said, value=found.value), f"[{band}, of {found.runs:,} runs" if band else "")

    cards = [
        card("Signed by all, and in force at the end", each.kept),
        card(f"{capital(names.actor(hardest))}, the hardest party, signs at first", each.signs[hardest]),
    ]
    if each.breakers and each.breakers[0].per_hundred >= BROKEN:
        worst = each.breakers[0]
        days = f"{figure(round(worst.per_hundred))} of 100 days"
        what = f"in force, by breaking {names.constraint(worst.clause)}"
        cards.append(Card(f"{capital(names.actor(worst.actor))} would spoil it most", days, what))
    return [
        Paragraph([
            "The package that is kept most often is ",
            Span(f"number {each.number}", to=f"package-{each.number}"), f": {text.package(each.values)}.",
        ]),
        Cards(cards),
    ]  # fmt: skip


def _told(text: DealText, stories: Sequence[tuple[Outcome, Story]], words: str) -> list[Block]:
    """A run of some packages, each with its turning points."""
    found: list[Block] = []
    for each, story in stories:
        why = f"{capital(text.package(each.values))}. A most representative run of it."
        again = f"whitecell run {words} {settings(text, each)} --seed {story.seed}"
        head, *rest = told(text.deal.scenario, story, f"Package {each.number}", why, again)
        assert isinstance(head, Heading)
        found += [Heading(head.text, 3, f"story-{each.number}"), *rest]
    return [Folded(f"A run of each of {counted(len(stories), 'packages')}", found)] if stories else []


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


def _map(text: DealText, storied: Collection[int]) -> list[Block]:
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
            "share": each.kept.value, "mark": " •" if each.agreed else "", "to": f"#{_place(each, storied)}",
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
        Chart(acceptance(cells, names[0], names[1], lines, width=wide), f"map-{wide}", said) for wide in BOTH
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
            said = f"{line['who']} signs no {text.names.number(term)} {'below' if low else 'above'} "
            said += text.value(term, last if text.deal.options(term) else line["x"])
            found.append({"axis": axis, "at": text.value(term, last), "end": end, "said": said})
    return found


def _place(each: Outcome, storied: Collection[int]) -> str:
    """Where in the page a click on a package goes: to a run of it, or to its row."""
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


def _packages(text: DealText, storied: Collection[int]) -> Table:
    parties = text.deal.parties
    heads = (
        "package", *(capital(text.names.number(term)) for term in text.deal.terms),
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
        to = _place(each, storied) if each.number in storied else ""
        rows.append((Span(str(each.number), value=each.number, strong=strong, to=to), *terms, *cells))
    right = frozenset(range(1 + len(text.deal.terms), len(heads)))
    keys = [f"package-{each.number}" for each in text.answers.outcomes]
    caption = "Packages; the number of the one that is kept most often is bold"
    caption += "; a number that is a link goes to a run of it" if storied else ""
    return Table(caption, heads, rows, right, keys)


def _given(text: DealText) -> Block:
    every = text.answers.outcomes
    if not every[0].gains:
        return Paragraph("No actor states aims.")
    heads = ("package", *(_axis(text, gain) for gain in every[0].gains))
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
    return Table("One run of each package", ("package", "command"), rows)


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
