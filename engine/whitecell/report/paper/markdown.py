"""A document as Markdown: its pictures are files beside it, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
    Span,
    Table,
    pieces,
)

_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>#|$&~"})
_BEGINS = re.compile(r"(\d*)([-+=.)])(?=\s|$|[-=])")
"""Signs that turn a line that begins with them into a list, a rule or a heading."""


def text(document: Document, pictures: str = "") -> str:
    """Write a document as Markdown.

    Parameters
    ----------
    document : Document
    pictures : str
        Folder of the pictures, as written in links; without one no pictures are shown.
    """
    head = [f"# {_plain(document.title)}", _line(_plain(document.about))]
    body = [part for block in (*document.blocks, *document.foot) for part in _block(block, pictures)]
    return "\n\n".join(part for part in [*head, *body] if part) + "\n"


def _block(block: Block, pictures: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_plain(block.text)}"
        case Paragraph():
            yield _line(_inline(block.text))
        case Bullets():
            mark = "1." if block.numbered else "-"
            yield "\n".join(f"{mark} {_line(_inline(item))}" for item in block.items)
        case Cards():
            yield "\n".join(
                " ".join(
                    part
                    for part in (
                        f"- {_plain(card.label)}:",
                        f"**{_inline(card.number)}**",
                        _plain(card.unit),
                        _inline(card.more),
                    )
                    if part
                )
                for card in block.cards
            )
        case Table():
            yield f"*{_plain(block.caption)}*"
            yield _table(block)
        case Figure():
            if pictures:
                yield f"![{_inline(block.caption)}]({pictures}/{block.file}.svg)"
            if block.table:
                yield from _block(block.table, pictures)
        case Figures():
            for figure in block.figures:
                yield from _block(figure, pictures)
        case Folded():
            yield f"**{_plain(block.summary)}**"
            for inner in block.blocks:
                yield from _block(inner, pictures)


def _table(block: Table) -> str:
    rule = ["---:" if k in block.right else "---" for k in range(len(block.heads))]
    rows: list[Sequence[str]] = [[_plain(head) for head in block.heads], rule]
    rows += [[_inline(cell) for cell in row] for row in block.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _inline(inline: Inline) -> str:
    return "".join(map(_span, pieces(inline)))


def _span(span: Span) -> str:
    if span.code:
        longest = max((len(run) for run in re.findall("`+", span.text)), default=0)
        fence, room = "`" * (longest + 1), " " if longest else ""
        return f"{fence}{room}{' '.join(span.text.split())}{room}{fence}".replace("|", "\\|")
    shown = _plain(span.text)
    return f"**{shown}**" if span.strong and shown else shown


def _plain(said: str) -> str:
    """Text without anything that would be read as markup, a link, a formula or a command."""
    shown = " ".join(said.splitlines()).translate(_ESCAPED)
    return re.sub(r"(?i)(?<=[a-z])(:)(?=//)|(?<=\bwww)(\.)", lambda found: f"\\{found[0]}", shown)


def _line(said: str) -> str:
    """Markdown for the start of a line, escaped so that it makes no list, rule or heading."""
    return _BEGINS.sub(r"\1\\\2", said, count=1) if _BEGINS.match(said) else said
