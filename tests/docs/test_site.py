"""The documents as a site: every page and link is there, and nothing is fetched from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from benchmarks.site import on_page_markdown

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


class Page:
    """As much of a page as the hook asks for."""

    def __init__(self, uri: str) -> None:
        self.file = self
        self.src_uri = uri


def test_links_out_of_the_documents_become_text() -> None:
    text = "[a](b.md) [c](../c.md) [d](../../d.py) [e](https://e.org) [f](#f) ![g](../g.png)"
    assert on_page_markdown(text, Page("x.md")) == "[a](b.md) c d [e](https://e.org) [f](#f) !g"
    assert on_page_markdown(text, Page("y/x.md")) == text.replace("[d](../../d.py)", "d")


def test_every_page_is_in_the_navigation() -> None:
    class Loader(yaml.SafeLoader):
        """Knows no tags, and there are none."""

    stated = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=Loader)
    named = set(re.findall(r"[\w./-]+\.md", str(stated["nav"])))
    assert named == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert [next(iter(part)) for part in stated["nav"]] == [
        "Home", "Analyst", "Facilitator", "Teacher", "Developer", "Glossary",
    ]  # fmt: skip
    for tour in (DOCS / "tours").glob("*.md"):
        assert len(tour.read_text(encoding="utf-8").split()) < 600, f"{tour.name} is longer than a page"


def test_the_glossary_is_in_order_and_speaks_of_what_is_used() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^(\S.*)\n:   ", text, re.MULTILINE)
    assert len(terms) >= 35
    assert terms == sorted(terms, key=str.casefold)
    others = " ".join(
        p.read_text(encoding="utf-8") for p in DOCS.rglob("*.md") if p.name != "glossary.md"
    ).lower()
    unused = [term for term in terms if not all(word.lower() in others for word in term.split(", "))]
    assert not unused


def test_it_builds_strictly_and_needs_no_network(tmp_path: Path) -> None:
    if find_spec("material") is None:
        pytest.skip("no MkDocs Material is installed here")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    fetched = re.compile(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(https?:)?//""")
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > len(list(DOCS.rglob("*.md")))
    for page in pages:
        assert not fetched.search(page.read_text(encoding="utf-8")), page.name
    assert (tmp_path / "site" / "search" / "search_index.js").is_file(), "search works from the disk"
