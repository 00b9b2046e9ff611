"""Documents as slides."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from whitecell.report.paper.blocks import Bullets, Document, Figure, Folded, Heading, Paragraph, Span, Table
from whitecell.report.paper.slides import HIGH, ROWS, WIDE, written

pptx = pytest.importorskip("pptx")

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


def slides(*blocks: Any) -> list[Any]:
    document = Document("Day one", "Turns 1 to 3", list(blocks))
    return list(pptx.Presentation(BytesIO(written(document))).slides)


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def tables(found: list[Any]) -> list[Any]:
    return [shape.table for slide in found for shape in slide.shapes if shape.has_table]


def test_a_heading_begins_a_slide_and_what_is_folded_stays_out() -> None:
    found = slides(
        Paragraph("How it began."), Heading("Turn 1"), Bullets([["Red: ", Span("attacked", strong=True)]]),
        Folded("All of it", [Paragraph("hidden")]), Heading("Turn 2"), Bullets(["one", "two"], numbered=True),
    )  # fmt: skip
    assert [texts(slide) for slide in found] == [
        ["Day one", "Turns 1 to 3"],
        ["Day one", "How it began."],
        ["Turn 1", "• Red: attacked"],
        ["Turn 2", "1. one\n2. two"],
    ]


def test_long_text_and_long_tables_go_on_on_the_next_slide() -> None:
    found = slides(Bullets([f"{n} " + "word " * 30 for n in range(40)]))
    said = " ".join(text for slide in found for text in texts(slide))
    assert all(f"• {n} word" in said for n in range(40))
    assert len(found) > 4
    rows = [[f"row {n}", "long " * 25, str(n)] for n in range(30)]
    made = tables(slides(Table("Rows", ("name", "why", "number"), rows, right=frozenset({2}))))
    cells = [table.cell(n, 0).text for table in made for n in range(1, len(table.rows))]
    assert cells == [row[0] for row in rows]
    assert all(len(table.rows) <= ROWS for table in made)
    assert {table.cell(0, 1).text for table in made} == {"why"}


def test_pictures_keep_their_shape_and_stay_on_the_slide() -> None:
    shape = next(s for s in slides(Figure("map", SVG, "The map"))[1].shapes if s.shape_type == 13)
    assert shape.width / shape.height == pytest.approx(2.0, rel=0.02)
    inch = 914_400
    assert shape.left + shape.width <= WIDE * inch
    assert shape.top + shape.height <= HIGH * inch


def test_what_a_file_cannot_hold_is_left_out() -> None:
    assert texts(slides(Paragraph("a\x00b\x07c"))[1])[1] == "abc"
