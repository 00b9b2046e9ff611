"""The time of a turn, from the press of the button to the picture on the white cell's desk.

A game is served as a facilitator would serve it, and its pages are opened in a real browser. Turns of seven
days are played from the desk, each after an order.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pages import DOCS, Yardstick, put, spread, verdict
from benchmarks.processes import processor
from benchmarks.view import browser
from whitecell.scenario.reading import read_scenario
from whitecell.table.folder import Seat, create

NAME = "southwest-syria-2017"
SEATS = {"blue": ("united_states", "jordan", "coalition"), "red": ("iran", "militias")}
TURNS = 12
AIM = 1.0
SETTLED = 1500
"""Milliseconds after an order, within which all pages show it."""
PRESS = """() => new Promise((resolve) => {
    const button = document.querySelector("#turn-head ~ .row button");
    const before = document.body.dataset.turn, began = performance.now();
    new MutationObserver(() => {
        if (document.body.dataset.turn !== before)
            requestAnimationFrame(() => resolve(performance.now() - began));
    }).observe(document.body, {attributes: true});
    button.click();
})"""


@contextmanager
def server(*words: str) -> Iterator[tuple[dict[str, str], int]]:
    """The links of a new game by place, and the server's process; ``words`` follow the command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game"
        seats = {name: Seat(actors=actors) for name, actors in SEATS.items()}
        create(path, NAME, read_scenario(NAME), seed=12, turn=7, seats=seats)
        command = [sys.executable, "-m", "whitecell_cli", "game", "serve", str(path), *words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        links: dict[str, str] = {}
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if found := re.fullmatch(r"  (\w+): (\S+)\n", line):
                    links[found[1]] = found[2]
                if line.startswith("Ctrl-C"):
                    yield links, process.pid
                    return
            raise RuntimeError("the server did not start")
        finally:
            process.kill()
            process.communicate()


def measured(turns: int, places: tuple[str, ...], yardstick: Yardstick) -> tuple[list[float], list[float]]:
    """Seconds to the picture of each turn, and seconds of the server's processor time in it."""
    pictures, spent = [], []
    with server() as (links, leader), browser() as chromium:
        pages = {}
        for place in places:
            pages[place] = chromium.new_page()
            pages[place].set_default_timeout(120_000)
            pages[place].goto(links[place])
            pages[place].wait_for_selector("body[data-live=true]")
        desk = pages["desk"]
        choice = desk.locator("select[data-draft*='effort']").first
        desk.locator("#discussed summary").click()
        for number in range(turns):
            choice.select_option(index=1 + number % 2)
            desk.get_by_role("button", name="Send 1 order").click()
            desk.wait_for_function("() => document.querySelector('.orders select').value === ''")
            desk.wait_for_timeout(SETTLED)
            yardstick.look()
            before = processor(leader)
            pictures.append(desk.evaluate(PRESS) / 1000.0)
            spent.append(sum(now - before.get(p, 0.0) for p, now in processor(leader).items()))
    return pictures, spent


def main() -> None:
    """Measure, print and write the part of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    turns = parser.parse_args().turns
    cores = os.cpu_count()
    load, yardstick = os.getloadavg()[0], Yardstick()
    alone, own = measured(turns, ("desk",), yardstick)
    full, _ = measured(turns, ("desk", "wall", "blue", "red"), yardstick)
    middle = statistics.median(full)
    lines = [
        f"`whitecell game serve` of {NAME}, {turns} turns of 7 days, an order before each, in a",
        f"headless Chromium on the same machine; load before the browser: {load:.1f} on {cores} cores.",
        "",
        "| seconds from the press to the picture on the desk | median | least – most |",
        "|---|---|---|",
        f"| the desk alone | {spread(alone)} |",
        f"| desk, wall and two seats open | {spread(full)} |",
        "",
        f"The aim of {AIM:g} s is {verdict(middle, AIM)}. The server's processor time until then,",
        f"without waiting for others on the machine, is {spread(own).replace(' | ', ' s (')}).",
        yardstick.said(),
    ]
    put(DOCS / "performance.md", "desk", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
