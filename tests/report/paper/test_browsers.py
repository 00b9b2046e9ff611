"""Reports in the browsers that are installed, in fonts of several widths."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from firefox import Firefox
from pictures import EVERY, FONT

from whitecell.report import charts, lined
from whitecell.report.discovery_charts import trade_off
from whitecell.report.drawing import Chart
from whitecell.report.look import WIDTH
from whitecell.report.paper import html
from whitecell.report.paper.blocks import Block, Document, Figure, Heading
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
def explored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The charts of an exploration and of a game, with long names, as a report has them."""
    what = "The chance that the guarantor restrains the armed groups near the border (−0.25 to 1,250,000)"
    rows: list[dict[str, Any]] = [
        {
            "what": what if k % 2 else "Leverage (0 to 1)", "low": 0.3 - k / 20, "high": 0.4 + k / 15,
            "low_error": 0.05, "high_error": 0.2, "said": "under 1 % → over 99 %",
        }
        for k in range(6)
    ]  # fmt: skip
    way = [
        {
            "coverage": 1 - k / 20, "density": 0.2 + k / 25, "held_coverage": 1 - k / 19 if k < 15 else None,
            "held_density": 0.2 + k / 40 if k < 15 else None,
        }
        for k in range(20)
    ]  # fmt: skip
    title = "Days on which the agreement on the zone is in force, share of runs"
    wide, narrow = (
        Chart(lined.tornado(rows, title, 0.36, percent=True, width=w), f"t{w}", "x")
        for w in (2 * WIDTH, WIDTH)
    )
    turns = [(date(2017, 6, day), 9e5 * day) for day in (7, 14, 21)]
    course = Chart(charts.course("fighters near the border", turns), "course", "x")
    blocks: list[Block] = [
        Heading("In brief", 2, "brief"),
        Figure("tornado", wide, "A tornado.", narrow),
        Heading("More", 2, "more"),
        Figure("curve", Chart(trade_off(way, 0.2, (0.7, 0.5)), "curve", "x"), "A curve."),
        Figure("course", course, "Turn by turn."),
    ]
    path = tmp_path_factory.mktemp("explored") / "report.html"
    path.write_text(html.page(Document("An exploration", "about", blocks, folded=True)), encoding="utf-8")
    return path


@pytest.mark.parametrize("which", ["report", "explored"])
def test_no_label_is_cut_off_or_runs_into_another_in_firefox(
    firefox: Firefox, which: str, request: pytest.FixtureRequest
) -> None:
    wrong = []
    for width in WIDTHS:
        firefox.open(request.getfixturevalue(which), width)
        for font in FONTS:
            firefox.evaluate(f"const said = arguments[0]; {STYLED}", FONT.format(font))
            # What belongs to a mark Firefox measures otherwise, with all that its line could reach to.
            found = [said for said in firefox.evaluate(f"return {EVERY}") if "over a mark" not in said]
            wrong += [f"{font}, {width}: {said}" for said in found]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("which", ["report", "explored"])
def test_nor_in_chromium(browser: Any, which: str, request: pytest.FixtureRequest) -> None:
    wrong = []
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(request.getfixturevalue(which).as_uri())
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
