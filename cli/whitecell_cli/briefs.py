"""The first page of a report on a terminal: the answer in sentences, before any table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.report.paper.one_page import OnePage


def lines(page: OnePage) -> list[RenderableType]:
    """The answers of a page, how sure they are, and what they depend on."""
    from rich.text import Text

    from whitecell.report.page import item, section
    from whitecell.report.paper.one_page import SENTENCES

    rests = (("How sure", page.sure), ("Weakest assumption", page.weakest))
    return [
        *section("In brief"),
        *(item(sentence) for sentence in list(page.answer)[:SENTENCES]),
        *(item(Text.assemble((f"{head}: ", "bold"), text)) for head, text in rests),
    ]
