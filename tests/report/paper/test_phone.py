"""Tables on a phone: every column is in sight, nothing has to be moved sideways; and pictures on paper."""

from __future__ import annotations

from typing import Any

import pytest

from whitecell.report.paper import html
from whitecell.report.paper.blocks import Document, Figure, Folded, Heading, Span, Table

HEADS = ("measure", "first", "second", "difference, 95 %", "unit", "p, Holm", "higher", "pairing")
ROW = (
    "corridor_joined_day_of_the_first_of_several: days until",
    Span("1,179.87", value=1.0), "1,179.52", "−0.0072 [−0.0153, +0.0009]?", "share of the province",
    "< 0.001", "21 %", "r 0.92, ÷ 4.97",
)  # fmt: skip
LEDGER = ("agreements.astana_south.collapse.hazard_of_the_guarantor" * 2, "0.13", "x" * 90, "", "0.2")


def document() -> Document:
    compared = Table("Every number in both", HEADS, [ROW, ROW], frozenset({1, 2, 3, 5, 6, 7}))
    ledger = Table("What it assumes", ("name", "value", "says", "note", "score"), [LEDGER], frozenset({1, 4}))
    return Document("Tables", "on a phone", [Heading("One", 2, "one"), compared, Folded("more", [ledger])])


OUT = """width => [...document.querySelectorAll("tbody th, td, table, caption")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.left < 0 || box.right > width + 0.5);
}).map((one) => one.textContent)"""


@pytest.mark.parametrize("width", [360, 390, 1200])
def test_every_cell_is_in_sight(browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(html.page(document()))
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 1000:
        assert page.evaluate(OUT, width) == []
        said = page.evaluate(
            "[...document.querySelectorAll('td')].map((one) => getComputedStyle(one, '::before').content)"
        )
        assert "difference, 95 %" in said[2]
        assert page.locator("td:visible").count() == 2 * 7 + 3
    page.close()


def test_a_tall_picture_is_not_parted_by_the_end_of_a_sheet(browser: Any) -> None:
    tall = '<svg viewBox="0 0 960 3000" width="960" height="3000" role="img" aria-label="x"></svg>'
    page = browser.new_page(viewport={"width": 688, "height": 1000})
    page.emulate_media(media="print")
    page.set_content(html.page(Document("Tall", "", [Figure("tall", tall, "A picture.")])))
    sheet = (297 - 2 * 16) * 96 / 25.4
    assert page.evaluate("document.querySelector('figure').getBoundingClientRect().height") < sheet
    page.close()
