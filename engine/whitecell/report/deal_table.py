"""Packages as a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from whitecell.report.deal import DealText, share
from whitecell.report.page import table
from whitecell.report.wording import percent

if TYPE_CHECKING:
    from rich.console import RenderableType


def package_table(text: DealText, width: int) -> list[RenderableType]:
    """Every package with its shares, for a console ``width`` characters wide; stacked if too wide."""
    terms, parties = text.deal.terms, text.deal.parties
    heads = [
        "", *(text.names.number(term) for term in terms),
        *(f"{text.names.actor(party)} signs" for party in parties), "all sign", "kept",
    ]  # fmt: skip
    rows = [
        [
            str(each.number), *(text.value(term, each.values[term]) for term in terms),
            *(percent(each.signs[p].value) if each.signs[p].runs else "–" for p in parties),
            percent(each.signed.value), share(each.kept),
        ]
        for each in text.answers.outcomes
    ]  # fmt: skip
    widest = [max(len(head), *(len(row[k]) for row in rows)) for k, head in enumerate(heads)]
    first = 1 + len(terms)
    if sum(widest) + 2 * len(heads) > width:
        stacked: list[RenderableType] = []
        for each, row in zip(text.answers.outcomes, rows, strict=True):
            stacked.append(Text(f"{row[0]}  {text.package(each.values)}"))
            said = ", ".join(f"{head} {cell}" for head, cell in zip(heads[first:], row[first:], strict=True))
            stacked.append(Padding(Text(said), (0, 0, 0, 4)))
        return stacked
    grid = table(*heads, right=list(range(first, len(heads))), fixed=())
    for each, row in zip(text.answers.outcomes, rows, strict=True):
        grid.add_row(*(Text(cell, style="bold" if each is text.answers.best else "") for cell in row))
    return [grid]
