"""Pictures of a game day: desk, seats and wall in a real browser, wide and on a phone.

``python -m benchmarks.sitting`` draws those of docs/gallery.md; with a folder, whole pages to look at.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.desk import server
from benchmarks.pages import DOCS, light, put
from benchmarks.view import browser

FOLDER = DOCS / "gallery"
PAGE = DOCS / "gallery.md"
SIZES = {"1280": (1280, 900), "390": (390, 844)}
SHOWN = {
    "desk": "The desk of the white cell: the turn on trial, event by event with its odds",
    "red": "The page of a seat: its brief, its orders, what it asked",
    "wall": "The screen for everybody",
}
DECK = """injects:
  convoy:
    name: A convoy comes in from the east
    effects: [{kind: reinforce, actor: militias, zone: tanf_approaches, fighters: 400}]
  walk_out: {name: The chief mediator threatens to walk out, when: not happened(convoy)}
"""


def _speak(page: Any, kind: str, body: dict[str, Any], reason: str = "") -> None:
    """Send an entry as the page of a place does."""
    said = page.evaluate(
        """async (content) => (await fetch("/api/say", {method: "POST", body: JSON.stringify(content),
            headers: {"Content-Type": "application/json", Authorization: `Bearer ${location.hash.slice(1)}`}}
        )).json()""",
        {"kind": kind, "body": body, "reason": reason},
    )
    if "error" in said:
        raise RuntimeError(said["error"])


def pictures(whole: bool) -> Iterator[tuple[str, str, bytes]]:
    """Each picture, of a window or of the whole page: its place, its width, and its bytes."""
    with tempfile.TemporaryDirectory() as home, browser() as chromium:
        deck = Path(home) / "deck.yaml"
        deck.write_text(DECK, encoding="utf-8")
        with server("--deck", str(deck)) as (links, _):
            for size, (width, height) in SIZES.items():
                pages = {}
                for place in SHOWN:
                    pages[place] = chromium.new_page(viewport={"width": width, "height": height})
                    pages[place].set_default_timeout(40_000)
                    pages[place].goto(links[place])
                    pages[place].wait_for_selector("body[data-live=true]")
                desk, red = pages["desk"], pages["red"]
                if size == next(iter(SIZES)):
                    _play(desk, red)
                desk.get_by_role("button", name="What would happen").click()
                desk.locator(".events li").first.wait_for()
                if whole:
                    desk.get_by_role("button", name="Roll again").nth(1).click()
                    desk.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
                    desk.get_by_label("Odds over continuations").select_option("0")
                    for label in ("Compare", "Write it", "Odds from here"):
                        desk.get_by_role("button", name=label).first.click()
                    for place in ("#report h3", "#beside p", "#odds table"):
                        desk.locator(place).first.wait_for()
                for place, page in pages.items():
                    page.wait_for_timeout(300)
                    yield place, size, page.screenshot(full_page=whole)
                    page.close()


def _play(desk: Any, red: Any) -> None:
    """Play three turns with orders, a branch, an answered request and an open one."""
    effort = {"actor": "militias", "choice": "effort", "option": "tanf_approaches"}
    _speak(red, "order", effort, "We want to know how serious the line is")
    _speak(red, "message", {"to": ["blue"], "text": "We go where our friends ask us to go."})
    _speak(red, "request", {"text": "How long do the guards at Tanf take to answer a warning?"})
    desk.get_by_label("Answer", exact=True).fill("A day, as far as anybody has seen.")
    desk.get_by_role("button", name="Answer", exact=True).click()
    for turn in (1, 2, 3):
        desk.get_by_role("button", name=f"Play turn {turn}").click()
        desk.wait_for_selector(f'body[data-turn="{turn + 1}"]')
    desk.get_by_label("After turn").fill("1")
    desk.get_by_label("Name of its folder").fill("tuesday")
    desk.get_by_role("button", name="Branch off").click()
    desk.get_by_text("Begun: ").wait_for()
    _speak(red, "request", {"text": "May we count on air support east of Suwayda?"})
    _speak(desk, "request", {"owner": "red", "text": "What would make you leave the road?"})


def draw(folder: Path | None = None) -> None:
    """Draw the pictures, and write their part of the gallery; draws whole pages if a folder is named."""
    home = folder or FOLDER
    home.mkdir(exist_ok=True, parents=True)
    found = {}
    for place, size, content in pictures(whole=folder is not None):
        found[place, size] = f"table-{place}-{size}.png"
        (home / found[place, size]).write_bytes(light(content))
    if folder is None:
        lines = []
        for place, head in SHOWN.items():
            wide, narrow = (found[place, size] for size in SIZES)
            lines += [f"## {head}", "", "`whitecell game serve`", "", f"![{head}](gallery/{wide})", ""]
            lines += [f"![{head}, on a phone](gallery/{narrow})", ""]
        put(PAGE, "table", lines[:-1])


def main() -> None:
    """Draw what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where whole pages go")
    draw(parser.parse_args().folder)


if __name__ == "__main__":
    main()
