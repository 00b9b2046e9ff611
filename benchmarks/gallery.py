"""Write docs/gallery.md and its pictures of the shipped scenarios. ``make gallery``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks.first_pages import draw as first_pages
from benchmarks.pages import DOCS, light
from benchmarks.sitting import draw as sitting
from benchmarks.view import browser, server
from whitecell.analysis.days import replayed
from whitecell.report.drawing import png
from whitecell.report.maps.picture import theatre_map, theatre_maps
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
TERMS, OTHER = f"{NAME}-terms", f"{NAME}-no-exclusion"
SEED = 931
MOVED = "russian_will_to_restrain_militias:0.7"
STORIES = DOCS.parent / "tests" / "friends"
TURNS = (
    ("southern-opposition-turns", "Friends change: two who share a town turn on each other", (8, 12), 3),
    ("volunteers-turn", "Friends change: a faction goes over", (45, 60), 2),
    ("hanorre-enters", "Friends change: an outsider enters", (30, 40), 1),
)
"""Courses of action in which relations change: what happens, days before and after, and the seed."""
FOLDER = DOCS / "gallery"
PAGE = DOCS / "gallery.md"
WHITECELL = [sys.executable, "-m", "whitecell_cli"]
HEAD = """# Gallery

Pictures that whitecell draws of the shipped scenario. `make gallery` draws all of them again, from the same
seeds.
"""


FIRST = """## The first screen of each report

These are the first screens at 1280 × 800 and 390 × 844 pixels. `python -m benchmarks.first_pages` takes only
these. The pictures under *Before* show commit fc687e8, taken by `python -m benchmarks.first_pages CHECKOUT`
with a checkout of it.
"""


def whitecell(*words: str) -> None:
    """Run a command."""
    subprocess.run([*WHITECELL, *words], check=True, capture_output=True)


def pictures(home: Path) -> Iterator[tuple[str, str, str, bytes]]:
    """Every picture: its file, its heading, the command or call behind it, and its bytes."""
    scenario = read_scenario(NAME)
    run = replayed(scenario, np.array([SEED], dtype=np.int64))
    for day in (0, 60):
        svg = theatre_map(scenario, run.standing(day), key="m")
        head = "The theatre before the first turn" if day == 0 else f"Run {SEED} at the end of day {day}"
        yield (
            f"map-day-{day}.png",
            head,
            f"whitecell run {NAME} --seed {SEED} --map --day {day}",
            png(svg, 1.2),
        )
    base, terms, other, explored = (str(home / name) for name in ("base", "terms", "other", "explored"))
    whitecell("batch", NAME, "--runs", "300", "-o", base)
    whitecell("batch", TERMS, "--runs", "300", "-o", terms)
    whitecell("batch", OTHER, "--runs", "300", "-o", other)
    whitecell("explore", NAME, "--points", "1000", "--seeds", "2", "-o", explored)
    wanted = {
        ("report", base): {
            "shares": "What happens, in how many runs",
            "zone_held_days-spread": "How a measure spreads over runs",
            "militias_near_border-days": "How a measure goes over the days",
        },
        ("report", terms, other, "--no-why"): {
            "ranked": "What differs most without the ban near the border, paired by seed",
            "militias_near_border-days": "A measure of both, day by day",
        },
        ("report", explored): {
            "drivers-tanf_strikes": "What drives a measure",
            "box-0": "Under which assumptions a deal is signed in most runs",
        },
    }
    for words, chosen in wanted.items():
        folder = home / "pictures"
        shutil.rmtree(folder, ignore_errors=True)
        whitecell(*words, "--format", "png", "-o", str(folder))
        said = " ".join(["whitecell", *(re.sub(rf"^{home}/", "", word) for word in words), "--format", "png"])
        for name, head in chosen.items():
            yield f"{name}.png", head, said, (folder / f"{name}.png").read_bytes()


def turned() -> Iterator[tuple[str, str, str, bytes]]:
    """A change of sides in a story of each theatre, before and after; form as in :func:`pictures`."""
    for name, what, days, seed in TURNS:
        scenario = read_scenario(str(STORIES / f"{name}.yaml"), days=days[-1])
        run = replayed(scenario, np.array([seed], dtype=np.int64))
        shown = [(f"Run {seed}, end of day {day}", scenario, run.standing(day)) for day in days]
        said = f"whitecell run tests/friends/{name}.yaml --seed {seed} --map --day {days[-1]}"
        yield f"{name}.png", what, said, png(theatre_maps(shown, key="m"), 1.2)


def live() -> Iterator[tuple[str, str, str, bytes]]:
    """Pictures of the page of ``view`` in a real browser; form as in :func:`pictures`."""
    with server() as (address, _), browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(f"{address}#set={MOVED}")
        page.wait_for_selector("body[data-done=true]")
        said = f"whitecell view {NAME}"
        yield "page-what-if.png", "The live page: an assumption is moved", said, page.screenshot()
        page.get_by_role("tab", name="Story").click()
        page.get_by_label("Run (seed)").fill(str(SEED))
        page.get_by_label("Run (seed)").press("Enter")
        page.wait_for_selector("#theatre svg")
        page.get_by_role("slider", name="Day").fill("60")
        page.wait_for_function("() => document.querySelector('#date').innerText.includes('day 60 ')")
        yield "page-story.png", f"The live page: day 60 of run {SEED}", said, page.screenshot()
        page.emulate_media(color_scheme="dark")
        page.goto(f"{address}#tab=twins&seed={SEED}&beside={NAME}-no-talks")
        page.wait_for_selector("#twin-told:visible")
        page.mouse.move(0, 0)
        yield (
            "page-twins.png",
            f"The live page, dark: seed {SEED} with talks and without",
            said,
            page.screenshot(),
        )


def main() -> None:
    """Draw everything and write the page."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    parts = [HEAD]
    with tempfile.TemporaryDirectory() as home:
        for number, (name, head, said, content) in enumerate(chain(pictures(Path(home)), live(), turned())):
            name = f"{number + 1}-{name}"
            (FOLDER / name).write_bytes(light(content))
            parts.append(f"## {head}\n\n`{said}`\n\n![{head}](gallery/{name})\n")
    parts += [FIRST, "<!-- first-pages -->\n<!-- /first-pages -->\n", "<!-- table -->\n<!-- /table -->\n"]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    first_pages()
    sitting()


if __name__ == "__main__":
    main()
