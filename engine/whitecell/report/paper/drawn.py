"""The charts of a document, drawn in several processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whitecell.batch.hands import Hands, Here
from whitecell.report.drawing import Chart, Picture, shown
from whitecell.report.paper.blocks import Block, Document, Figure, Figures, Folded, figures

FEW = 8
"""Number of charts for which other processes are not worth starting."""


def drawn(document: Document, hands: Hands) -> Document:
    """The document with its charts as pictures; the number of processes changes nothing."""
    pictures = [p for figure in figures(document.blocks) for p in (figure.picture, figure.narrow)]
    charts = [picture for picture in pictures if isinstance(picture, Chart)]
    made = (hands if len(charts) > FEW else Here()).map(shown, charts)
    return replace(document, blocks=_with(document.blocks, made))


def _with(blocks: Sequence[Block], made: Iterator[str]) -> list[Block]:
    """Blocks with the pictures in place of their charts, in the order of :func:`.blocks.figures`."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure):
            block = _done(block, made)
        elif isinstance(block, Figures):
            block = replace(block, figures=[_done(figure, made) for figure in block.figures])
        elif isinstance(block, Folded):
            block = replace(block, blocks=_with(block.blocks, made))
        found.append(block)
    return found


def _done(figure: Figure, made: Iterator[str]) -> Figure:
    def of(picture: Picture) -> str:
        return next(made) if isinstance(picture, Chart) else picture

    wide = of(figure.picture)
    return replace(figure, picture=wide, narrow=of(figure.narrow))
