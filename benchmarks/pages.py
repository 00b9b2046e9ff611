"""Parts of documents that commands write: what stands between two marks is theirs."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def put(page: Path, part: str, lines: list[str]) -> None:
    """Write lines between ``<!-- part -->`` and ``<!-- /part -->`` of a page.

    Raises
    ------
    ValueError
        If the page has no such marks.
    """
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    text = page.read_text(encoding="utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{page} needs {begin} and {end} once each")
    head, rest = text.split(begin)
    tail = rest.split(end)[1]
    page.write_text(head + "\n".join([begin, "", *lines, "", end]) + tail, encoding="utf-8")
