"""Markdown in which what a scenario says is only text."""

from __future__ import annotations

import pytest

from whitecell.report.paper.blocks import Bullets, Document, Paragraph
from whitecell.report.paper.markdown import text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("$(touch x)", "\\$(touch x)"),
        ("`touch x`", "\\`touch x\\`"),
        ("a $x$ b", "a \\$x\\$ b"),
        ("~~no~~ &lt;", "\\~\\~no\\~\\~ \\&lt;"),
        ("see https://example.org", "see https\\://example.org"),
        ("see www.example.org", "see www\\.example.org"),
        ("two\rlines\u2028or three", "two lines or three"),
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("---", "\\---"),
        ("-0.5 and 3.7", "-0.5 and 3.7"),
    ],
)
def test_a_label_is_no_markup_link_formula_or_command(said: str, written: str) -> None:
    page = text(Document("Title", "about", [Paragraph(said), Bullets([said])], []))
    assert page == f"# Title\n\nabout\n\n{written}\n\n- {written}\n"
