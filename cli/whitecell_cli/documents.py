"""Writing a document in the wanted format: HTML, Markdown, PDF, slides or pictures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell import disk
from whitecell_cli import console

if TYPE_CHECKING:
    from whitecell.batch.hands import Hands
    from whitecell.report.paper.blocks import Document

FORMATS = {".html": "html", ".htm": "html", ".md": "md", ".pdf": "pdf", ".pptx": "pptx"}


def form_of(output: Path | None) -> str:
    """The format that a file's ending states; HTML if it has none, or is a folder.

    Raises
    ------
    click.BadParameter
        If no format has this ending.
    click.UsageError
        If the library that writes it is not installed.
    """
    ending = "" if output is None or output.is_dir() else output.suffix.lower()
    form = FORMATS.get(ending or ".html", "")
    if not form:
        raise click.BadParameter(
            f"'{console.safe(ending)}' is not written; give a name that ends in {', '.join(FORMATS)}",
            param_hint="'-o'",
        )
    must_be_installed(form)
    return form


def must_be_installed(form: str) -> None:
    """Refuse a format if the library that writes it is not installed; raises click.UsageError."""
    from whitecell.report.paper import slides
    from whitecell.report.printing import MISSING, browser

    if form == "pptx" and not slides.able():
        raise click.UsageError("slides need the extra: pip install 'whitecell[slides]'; or name a .html file")
    if form == "pdf" and browser() is None:
        raise click.UsageError(MISSING)


def show(document: Document, output: Path | None) -> None:
    """Write a document: as Markdown to stdout, or to a file in the format of its ending."""
    from whitecell.batch.hands import Here
    from whitecell.report.paper import markdown

    if output is None:
        console.write(console.safe(markdown.text(document)))
    else:
        write(document, form_of(output), output, Here())


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
    elif form == "pptx":
        from whitecell.report.paper import slides

        disk.write(target, slides.written(document))
    elif form == "md" and not figures(document.blocks):
        disk.write(target, markdown.text(document))
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
