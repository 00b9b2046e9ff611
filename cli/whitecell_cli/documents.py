"""Writing a report as what was asked for: HTML, Markdown, PDF or pictures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from whitecell import disk
from whitecell_cli import console

if TYPE_CHECKING:
    from whitecell.batch.hands import Hands
    from whitecell.report.paper.blocks import Document

FORMATS = {".html": "html", ".htm": "html", ".md": "md", ".pdf": "pdf"}


def form_of(output: Path | None) -> str:
    """The format that the ending of a file says; HTML if it says none."""
    return (FORMATS.get(output.suffix.lower(), "") if output else "") or "html"


def write(document: Document, form: str, target: Path, hands: Hands) -> None:
    """Write a report to a file, or to a folder of pictures; charts are drawn by ``hands``."""
    from whitecell.report.drawing import shown
    from whitecell.report.paper import html, markdown
    from whitecell.report.paper.blocks import figures
    from whitecell.report.paper.drawn import drawn

    document = drawn(document, hands)
    target.parent.mkdir(parents=True, exist_ok=True)
    if form == "png":
        from whitecell.report.drawing import png

        with disk.folder(target):
            for figure in figures(document.blocks):
                disk.write(target / f"{figure.file}.png", png(shown(figure.picture)))
    elif form == "md":
        pictures = target.with_name(f"{target.stem}-pictures")
        disk.refuse_link(pictures)
        with disk.folder(pictures):
            for figure in figures(document.blocks):
                disk.write(pictures / f"{figure.file}.svg", shown(figure.picture))
            disk.write(target, markdown.text(document, pictures.name))
    elif form == "pdf":
        from whitecell.report.printing import pdf

        with tempfile.TemporaryDirectory() as place:
            page = Path(place) / "report.html"
            page.write_text(html.page(document), encoding="utf-8")
            printed = Path(place) / "report.pdf"
            pdf(page, printed)
            disk.write(target, printed.read_bytes())
    else:
        disk.write(target, html.page(document))
    console.complain(f"Written to {target}")
