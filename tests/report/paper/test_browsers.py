"""A batch report in the browsers that are installed, in fonts of several widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from firefox import Firefox, installed
from pictures import EVERY, FONT

from whitecell_cli.main import cli

FONTS = ("Liberation Sans", "DejaVu Sans", "DejaVu Sans Mono", "Liberation Serif")
WIDTHS = (1280, 500)
STYLED = """
const look = document.getElementById("look") || document.createElement("style");
look.id = "look"; look.textContent = said; document.head.append(look);
for (const one of document.querySelectorAll("details")) one.open = true;
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of a few runs, as the command writes it."""
    home = tmp_path_factory.mktemp("report")
    for words in (
        f"batch southwest-syria-2017 --runs 20 --days 60 --jobs 1 -o {home / 'batch'}",
        f"report {home / 'batch'} --jobs 1 -o {home / 'report.html'}",
    ):
        done = CliRunner().invoke(cli, words.split())
        assert done.exit_code == 0, done.output
    return home / "report.html"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A Firefox; without one the tests skip: not every system has it."""
    if (where := installed()) is None:
        pytest.skip("no Firefox is installed here")
    found = Firefox(where, tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


def test_no_label_is_cut_off_or_runs_into_another_in_firefox(firefox: Firefox, report: Path) -> None:
    wrong = []
    for width in WIDTHS:
        firefox.open(report, width)
        for font in FONTS:
            firefox.evaluate(f"const said = arguments[0]; {STYLED}", FONT.format(font))
            # What belongs to a mark Firefox measures otherwise, with all that its line could reach to.
            found = [said for said in firefox.evaluate(f"return {EVERY}") if "over a mark" not in said]
            wrong += [f"{font}, {width}: {said}" for said in found]
    assert wrong == [], "\n".join(wrong)


def test_nor_in_chromium(browser: Any, report: Path) -> None:
    wrong = []
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(report.as_uri())
        for font in FONTS:
            page.evaluate(f"said => {{ {STYLED} }}", FONT.format(font))
            wrong += [f"{font}, {width}: {said}" for said in page.evaluate(EVERY)]
        page.close()
    assert wrong == [], "\n".join(wrong)


def test_what_is_cut_off_is_found(firefox: Firefox, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<svg width="300" height="60" font-size="12"><text x="-9" y="20">day it ends</text>'
        '<text x="120" y="20">Daraa city</text><text x="140" y="24">Nasib</text>'
        "</svg>",
        encoding="utf-8",
    )
    firefox.open(page)
    assert firefox.evaluate(f"return {EVERY}") == [
        "cut off: day it ends", "one over the other: Daraa city / Nasib",
    ]  # fmt: skip
