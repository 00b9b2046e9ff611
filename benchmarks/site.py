"""The part of `make site` beside MkDocs: links that leave the documents become plain text.

The documents are also read in a checkout, where they link to code; a site that was handed on has no code.
"""

from __future__ import annotations

import re
from typing import Any

LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#|mailto:)([^)\s]+)\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """A page with only those links that lead to other pages; MkDocs calls this before it makes HTML."""
    depth = page.file.src_uri.count("/")

    def plain(link: re.Match[str]) -> str:
        up = len(re.match(r"(?:\.\./)*", link[2])[0]) // 3  # type: ignore[index]
        return link[1] if up > depth else link[0]

    return LINK.sub(plain, markdown)
