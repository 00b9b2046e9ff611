"""A document as HTML and Markdown: well-formed, whole, and safe whatever the text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from whitecell.report.paper import html, markdown
from whitecell.report.paper.blocks import (
    Bullets,
    Card,
    Cards,
    Document,
    Figure,
    Folded,
    Heading,
    Paragraph,
    Span,
    Table,
)

EVIL = "<script>alert('1')</script> \"&` | [x](javascript:y) <img src=x onerror=y>"
SVG = '<svg viewBox="0 0 1 1" role="img" aria-label="x"></svg>'


class Reader(HTMLParser):
    """Checks that elements are closed in order, and keeps what is read."""

    VOID = frozenset({"meta", "link", "wbr", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def document(text: str) -> Document:
    table = Table(
        text, (text, text), [(Span(text, code=True, note=text), Span(text, value=0.1))], frozenset({1})
    )
    blocks = [
        Heading(text, 2, "one"),
        Paragraph([text, Span(text, strong=True, to="one")], "lead"),
        Bullets([text, [text]]),
        Cards([Card(text, Span(text, value=1.5), text, text)]),
        table,
        Figure(text, SVG, text, SVG, table),
        Folded(text, [Paragraph(text)], paper=False),
    ]
    return Document(text, text, blocks, [Heading(text, 2, "two")])


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(html.page(document(text)))
    assert not reader.open
    return reader


def test_any_text_is_only_text() -> None:
    reader = read(EVIL)
    assert not {"script", "img", "iframe", "object"} & set(reader.tags)
    assert not any(name.startswith("on") for name, _ in reader.attributes)
    assert sum(EVIL in said for said in reader.said) >= 10
    assert all(not (v or "").startswith("javascript") for n, v in reader.attributes if n in ("href", "src"))


def test_the_page_may_load_and_run_nothing() -> None:
    reader = read("x")
    assert any("default-src 'none'" in (value or "") for _, value in reader.attributes)
    addresses = [value or "" for name, value in reader.attributes if name in ("href", "src")]
    assert all(address.startswith(("#", "data:")) for address in addresses)
    targets = {value for name, value in reader.attributes if name == "id"}
    assert {address[1:] for address in addresses if address.startswith("#")} <= targets


def test_headings_come_in_order() -> None:
    levels = [int(tag[1]) for tag in read("x").tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_markdown_takes_no_text_for_markup() -> None:
    text = re.sub(r"``.*?``", "", markdown.text(document(EVIL), "pictures"))
    assert "<script" not in text.replace("\\<script", "")
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    for line in text.splitlines():
        if line.startswith("| "):
            assert line.replace("\\|", "").count("|") == 3


def test_every_colour_that_the_style_sheet_names_is_there_for_both_screens() -> None:
    style = html.page(Document("t", "a", [], []))
    used, defined = set(re.findall(r"var\(--([a-z-]+)\)", style)), re.findall(r"--([a-z-]+): #", style)
    # Once for a light screen and paper, once for a dark screen.
    assert used <= set(defined) and len(defined) == 2 * len(set(defined))
