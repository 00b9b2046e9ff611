"""A document as slides (PPTX), by python-pptx; needs the extra ``slides``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from textwrap import shorten
from typing import Any

from whitecell.report.drawing import png, shown
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Cards,
    Document,
    Figure,
    Figures,
    Folded,
    Heading,
    Inline,
    Paragraph,
    Table,
    pieces,
)

WIDE, HIGH = 13.333, 7.5
"""Size of a slide in inches."""
LINES, LETTERS = 14, 95
"""Most lines of text on a slide, and letters in a line."""
ROWS = 15
"""Most lines of a table on a slide, with its head."""
CELL = 160
"""Most letters of one cell; a report has the rest."""
LONGEST = 600
"""Most letters of one paragraph; a report has the rest."""
_LEFT, _TOP, _BODY = 0.6, 1.5, WIDE - 1.2


def able() -> bool:
    """Whether python-pptx is installed."""
    return find_spec("pptx") is not None


@dataclass(slots=True)
class _Slide:
    """The content of one slide: lines of text, a table or a picture."""

    title: str
    lines: list[str] = field(default_factory=list)
    table: tuple[Sequence[str], Sequence[Sequence[str]], frozenset[int]] | None = None
    picture: Figure | None = None

    def takes(self, more: str) -> bool:
        """Whether another paragraph fits on the slide; a single one always fits."""
        return not self.lines or sum(-(-len(line) // LETTERS) for line in (*self.lines, more)) <= LINES


def written(document: Document) -> bytes:
    """Write a document as slides.

    Each heading begins a slide; text that does not fit continues on the next. Folded parts are left out.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        A PPTX file.
    """
    from pptx import Presentation
    from pptx.util import Inches

    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    first = show.slides.add_slide(show.slide_layouts[0])
    _placed(first.shapes.title, _LEFT, 2.2, 1.6)
    _placed(first.placeholders[1], _LEFT, 4.0, 1.2)
    first.shapes.title.text, first.placeholders[1].text = _legal(document.title), _legal(document.about)
    for slide in _slides(document):
        _draw(show, slide)
    file = BytesIO()
    show.save(file)
    return file.getvalue()


def _slides(document: Document) -> Iterator[_Slide]:
    now = _Slide(document.title)
    for block in _open(document.blocks):
        match block:
            case Heading():
                if now.lines:
                    yield now
                now = _Slide(block.text)
            case Table():
                if now.lines:
                    yield now
                title = f"{now.title}: {block.caption}"
                rows = [[shorten(_said(c), CELL, placeholder=" …") for c in row] for row in block.rows]
                for part in _parts(block.heads, rows):
                    yield _Slide(title, table=(block.heads, part, block.right))
                now = _Slide(now.title)
            case Figure():
                if now.lines:
                    yield now
                yield _Slide(_said(block.caption), picture=block)
                now = _Slide(now.title)
            case _:
                for line in _lines(block):
                    said = shorten(line, LONGEST, placeholder=" …")
                    if not now.takes(said):
                        yield now
                        now = _Slide(now.title)
                    now.lines.append(said)
    if now.lines:
        yield now


def _open(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks one by one, without folded parts."""
    for block in blocks:
        if isinstance(block, Figures):
            yield from block.figures
        elif not isinstance(block, Folded):
            yield block


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _said(block.text)
        case Bullets():
            for k, item in enumerate(block.items, start=1):
                yield f"{k}. {_said(item)}" if block.numbered else f"• {_said(item)}"
        case Cards():
            for card in block.cards:
                parts = [f"{card.label}: {_said(card.number)}", card.unit, _said(card.more)]
                yield " ".join(part for part in parts if part)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of a table's columns in inches, in proportion to their longest cells up to a limit."""
    longest = [min(max(len(line[k]) for line in (heads, *rows)), 60) + 4 for k in range(len(heads))]
    return [_BODY * letters / sum(longest) for letters in longest]


def _parts(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Rows of a table by slides, as many as fit."""
    # A letter of 13 points is some 0.09 inches wide; a cell has margins of 0.1 on each side.
    letters = [max((width - 0.2) / 0.09, 1.0) for width in _widths(heads, rows)]

    def lines(row: Sequence[str]) -> int:
        return max(-(-len(cell) // int(room)) or 1 for cell, room in zip(row, letters, strict=True))

    part: list[Sequence[str]] = []
    left = ROWS - lines(heads)
    for row in rows:
        if part and lines(row) > left:
            yield part
            part, left = [], ROWS - lines(heads)
        part.append(row)
        left -= lines(row)
    if part:
        yield part


def _said(text: Inline) -> str:
    return " ".join("".join(span.text for span in pieces(text)).split())


def _legal(text: str) -> str:
    """Text without the control characters that a PPTX file cannot hold."""
    return "".join(c for c in text if c.isprintable())


def _draw(show: Any, slide: _Slide) -> None:
    from pptx.util import Inches, Pt

    drawn = show.slides.add_slide(show.slide_layouts[5])
    title = drawn.shapes.title
    _placed(title, _LEFT, 0.3, 1.0)
    title.text = _legal(shorten(slide.title, 110, placeholder=" …"))
    title.text_frame.paragraphs[0].font.size = Pt(28)
    title.text_frame.word_wrap = True
    if slide.lines:
        box = drawn.shapes.add_textbox(Inches(_LEFT), Inches(_TOP), Inches(_BODY), Inches(HIGH - _TOP - 0.4))
        box.text_frame.word_wrap = True
        for k, line in enumerate(slide.lines):
            paragraph = box.text_frame.paragraphs[0] if k == 0 else box.text_frame.add_paragraph()
            paragraph.text = _legal(line)
            paragraph.font.size, paragraph.space_after = Pt(16), Pt(6)
    if slide.table is not None:
        _tabulate(drawn, *slide.table)
    if slide.picture is not None:
        image = drawn.shapes.add_picture(
            BytesIO(png(shown(slide.picture.picture))), Inches(_LEFT), Inches(_TOP)
        )
        scale = min(Inches(_BODY) / image.width, Inches(HIGH - _TOP - 0.4) / image.height)
        image.width, image.height = int(image.width * scale), int(image.height * scale)


def _tabulate(drawn: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int]) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    high = Inches(0.35) * (len(rows) + 1)
    table = drawn.shapes.add_table(
        len(rows) + 1, len(heads), Inches(_LEFT), Inches(_TOP), Inches(_BODY), high
    ).table
    for k, width in enumerate(_widths(heads, rows)):
        table.columns[k].width = Inches(width)
    for n, line in enumerate((heads, *rows)):
        for k, said in enumerate(line):
            cell = table.cell(n, k)
            cell.text = _legal(said)
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(13)
                if k in right:
                    paragraph.alignment = PP_ALIGN.RIGHT


def _placed(shape: Any, left: float, top: float, high: float) -> None:
    """Put a placeholder of the template, which is made for narrower slides, over the whole width."""
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = (
        Inches(left), Inches(top), Inches(WIDE - 2 * left), Inches(high)
    )  # fmt: skip
