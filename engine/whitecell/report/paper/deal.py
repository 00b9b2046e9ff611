"""A page for mediators: which deal would be signed and hold, and what it gives each actor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from whitecell.analysis.deals import Outcome, Share
from whitecell.analysis.proposed import proposed
from whitecell.game.record import Story
from whitecell.report.deal import BROKEN, VERDICTS, DealText, gained, share
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
    Document,
    Folded,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
)
from whitecell.report.paper.deal_brief import deal_brief
from whitecell.report.paper.deal_pictures import axis_of, deal_map, deal_trade_off, place_of
from whitecell.report.paper.repeat import Source, repeat
from whitecell.report.paper.scenario import period
from whitecell.report.paper.stories import told
from whitecell.report.wording import capital, clean, counted, figure
from whitecell.scenario.values import present


def deal_report(
    text: DealText, source: Source, command: str, stories: Sequence[tuple[Outcome, Story]] = (), *,
    about: str = "", words: str = "SCENARIO",
) -> Document:  # fmt: skip
    """Put the page together.

    Parameters
    ----------
    text : DealText
    source : Source
        Source of the packages that were played.
    command : str
        The command that writes this page.
    stories : sequence of (Outcome, Story)
        Some packages, each with a run.
    about : str
        The number of runs, in a line.
    words : str
        Words after ``whitecell run`` that play the scenario.
    """
    answers, storied = text.answers, {each.number for each, _ in stories}
    blocks: list[Block] = [
        *_first(text, storied),
        Heading("What it gives whom, and who would spoil it", 2, "gives"),
        Bullets(text.more()),
        *deal_trade_off(text),
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
    return Document(clean(text.title()), told, blocks, repeat([source], command), folded=True)


def _first(text: DealText, storied: Collection[int]) -> list[Block]:
    """The first page, with the answer in cards for those who have half a minute."""
    head, question, *rest = deal_brief(text, deal_map(text, storied)[0]).blocks()
    return [head, question, *_cards(text), *rest]


def _cards(text: DealText) -> list[Block]:
    """The best package: how often it is kept, the party least likely to sign it, and the main violator."""
    each = text.answers.best
    if each.kept.value == 0.0:
        return []
    names, hardest = text.names, each.hardest

    def card(label: str, found: Share) -> Card:
        said, _, band = share(found).partition(" [")
        return Card(label, Span(said, value=found.value), f"[{band}, of {found.runs:,} runs" if band else "")

    cards = [
        card(f"Package {each.number} is signed by all, and in force at the end", each.kept),
        card(f"{capital(names.actor(hardest))}, the hardest party, signs it at first", each.signs[hardest]),
    ]
    if each.breakers and each.breakers[0].per_hundred >= BROKEN:
        worst = each.breakers[0]
        days = f"{figure(round(worst.per_hundred))} of 100 days"
        what = f"in force, by breaking {names.constraint(worst.clause)}"
        cards.append(Card(f"{capital(names.actor(worst.actor))} would spoil it most", days, what))
    return [Cards(cards)]


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
        to = place_of(each, storied) if each.number in storied else ""
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
    heads = ("package", *(axis_of(text, gain) for gain in every[0].gains))
    rows: list[Sequence[Inline]] = []
    for each in every:
        cells = []
        for gain in each.gains:
            low, change, high = gained((gain.interval[0], gain.value, gain.interval[1]), gain)
            said = f"{change} [{low}, {high}]"
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
    """Each actor's positions, how much it cares, and the values that it refuses."""
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
