"""The first page on packages: which would be signed and hold, and what the positions rest on."""

from __future__ import annotations

from whitecell.analysis.proposed import proposed
from whitecell.report.deal import DealText
from whitecell.report.paper.blocks import Block
from whitecell.report.paper.one_page import OnePage, weakest
from whitecell.report.wording import counted
from whitecell.scenario.quantity import Number
from whitecell.scenario.values import numbers


def deal_brief(text: DealText, picture: Block | None) -> OnePage:
    """The first page on the packages of a deal."""
    stated = {number for number in _stated(text) if isinstance(number, str)}
    futures = text.futures()
    change = (
        futures[0]
        if futures
        else "Other values of the assumptions: whitecell deal --futures plays their ranges."
    )
    return OnePage(
        text.question(),
        text.brief(),
        picture,
        _rests(text),
        weakest(text.deal.scenario, {}, stated, "the positions"),
        change,
    )


def _rests(text: DealText) -> str:
    """How sure the result is, and its sources."""
    told = (
        "Every package was played with the same dice, and against no deal. Intervals are of chance alone, at "
        "the stated values"
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
    """Numbers of the terms: how many cite a claim, how many were proposed from the model, and all."""
    stated = _stated(text)
    known = text.deal.scenario.assumptions
    cited = [n for n in stated if isinstance(n, str) and n in known and known[n].cites]
    return len(cited), sum(proposed(text.deal.scenario, n) for n in stated), len(stated)


def _stated(text: DealText) -> list[Number]:
    """The numbers of the terms: values, or names of assumptions."""
    deal = text.deal
    return [
        number for place, number, _ in numbers(deal.scenario)
        if place[:3] == ("agreements", deal.agreement, "terms")
    ]  # fmt: skip
