"""The time from a slider's move to its preview and its picture on the live page; a part of ``make bench``.

A slider is moved in a real browser, and the time is taken until the preview is drawn, and until the last of
the runs is drawn. The runs of its preview have been played before the move.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.pages import DOCS, Yardstick, put, spread, verdict
from benchmarks.processes import environment, processor
from whitecell.scenario.kept import SWITCH
from whitecell.view.ahead import PREVIEW

ROOT = Path(__file__).parents[1]
NAME = "southwest-syria-2017"
RUNS = 300
MOVES = 30
SLIDERS = 3
"""Sliders that are moved, of those that matter most."""
AIM, SOON = 2.0, 0.3
"""Seconds to the whole picture, and to the preview."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WATCH = """async ([name, place]) => {
    const slider = document.querySelector(`[data-name="${name}"] input[type=range]`);
    const [drawn, seen] = [document.body.dataset.drawn, document.body.dataset.previewed];
    const began = performance.now();
    let preview = null;
    slider.value = place * slider.max;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    return await new Promise((resolve) => new MutationObserver(() => {
        if (preview === null && document.body.dataset.previewed !== seen) {
            preview = -1;
            requestAnimationFrame(() => { preview = performance.now() - began; });
        }
        if (document.body.dataset.drawn !== drawn && document.body.dataset.done === "true")
            requestAnimationFrame(() => resolve([preview, performance.now() - began]));
    }).observe(document.body, {attributes: true}));
}"""
"""Moves a slider; gives milliseconds to the preview, null if none came, and to the whole picture."""
BESIDE = "southwest-syria-2017-no-talks"
ASK = """async ([path, content]) => {
    const began = performance.now();
    const answer = await fetch(path, {method: "POST",
        headers: {"Content-Type": "application/json"}, body: JSON.stringify(content)});
    await answer.json();
    return performance.now() - began;
}"""
AHEAD = """async () => {
    for (;;) {
        const found = await (await fetch("/api/mattering")).json();
        if (found.ready && found.names.every((name) => found.ahead.includes(name))) return;
        await new Promise((go) => setTimeout(go, 200));
    }
}"""
"""Waits until the runs ahead of all sliders that matter are there."""


@contextmanager
def server(checkout: Path = ROOT) -> Iterator[tuple[str, int]]:
    """The page's address, as a user gets it, and the process of a checkout's server."""
    command = [sys.executable, "-m", "whitecell_cli", "view", NAME, "--no-browser", "--runs", str(RUNS)]
    with tempfile.TemporaryDirectory() as folder:
        # The screening of an earlier start would be found in the user's cache.
        own = {**environment(checkout), SWITCH: folder}
        process = subprocess.Popen(
            command, cwd=folder, env=own, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if found := re.search(r"http://\S+", line):
                    yield found[0], process.pid
                    return
            raise RuntimeError("the server did not start")
        finally:
            process.kill()
            process.communicate()


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    where = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=where, args=list(FLAGS))


def opened(chromium: Any, address: str) -> Any:
    """The page, when its first picture is drawn."""
    page = chromium.new_page()
    page.set_default_timeout(300_000)
    page.goto(address)
    page.wait_for_selector("body[data-done=true]")
    return page


def reset(page: Any) -> None:
    """Set all sliders back, and wait for the picture."""
    page.evaluate("document.getElementById('reset-all').click()")
    page.wait_for_selector("body[data-done=true]")


def place(number: int) -> float:
    """Where a slider goes in a move, as a share of its length: spread evenly over the moves."""
    return 0.02 + 0.96 * ((number * 0.618) % 1.0)


@dataclass
class Times:
    """Seconds, one for each measurement."""

    previews: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    stories: list[float] = field(default_factory=list)
    twins: list[float] = field(default_factory=list)
    busiest: list[float] = field(default_factory=list)
    screening: float = 0.0


def measured(moves: int, yardstick: Yardstick) -> Times:
    """Seconds to each move's preview and picture, to open stories and twins, and of the busiest process."""
    times = Times()
    with server() as (address, leader), browser() as chromium:
        page = opened(chromium, address)
        began = monotonic()
        page.wait_for_selector("body[data-screened=true]")
        times.screening = monotonic() - began
        names = page.evaluate("[...document.querySelectorAll('#mattering .knob')].map(k => k.dataset.name)")
        for number in range(moves):
            name = names[number % SLIDERS]
            reset(page)
            page.evaluate(AHEAD)
            yardstick.look()
            before = processor(leader)
            preview, picture = page.evaluate(WATCH, [name, place(number)])
            times.busiest.append(max(spent - before.get(p, 0.0) for p, spent in processor(leader).items()))
            times.pictures.append(picture / 1000.0)
            if preview is not None:
                times.previews.append(preview / 1000.0)
        for seed in range(min(5, moves)):
            times.stories.append(page.evaluate(ASK, ["/api/story", {"seed": 1000 + seed}]) / 1000.0)
            content = {"seed": 1000 + seed, "beside": BESIDE}
            times.twins.append(page.evaluate(ASK, ["/api/twins", content]) / 1000.0)
    return times


def main() -> None:
    """Measure, print and write the part of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=MOVES)
    parser.add_argument("--dry", action="store_true", help="only print")
    given = parser.parse_args()
    load, yardstick = os.getloadavg()[0], Yardstick()
    times = measured(given.moves, yardstick)
    whole, soon = statistics.median(times.pictures), statistics.median(times.previews)
    lines = [
        f"`whitecell view {NAME}`, {RUNS} runs, {given.moves} moves of the {SLIDERS} sliders that",
        "matter most, in a headless Chromium on the same machine; load before the browser:",
        f"{load:.1f} on {os.cpu_count()} cores.",
        "",
        "| seconds from the move | median | least – most |",
        "|---|---|---|",
        f"| to the preview, {PREVIEW} runs played ahead | {spread(times.previews)} |",
        f"| to the picture of all runs | {spread(times.pictures)} |",
        f"| to open a run's story | {spread(times.stories)} |",
        f"| to open twin runs | {spread(times.twins)} |",
        "",
        f"The aim of {SOON:g} s to the preview is {verdict(soon, SOON)};",
        f"that of {AIM:g} s to the picture is {verdict(whole, AIM)}.",
        f"{len(times.previews)} of {given.moves} moves had a preview. The screening was there",
        f"{times.screening:.0f} s after the first picture. The worker's processor time for a move,",
        f"without waiting for others on the machine, is {spread(times.busiest).replace(' | ', ' s (')}).",
        yardstick.said(),
    ]
    print("\n".join(lines))
    if not given.dry:
        put(DOCS / "performance.md", "view", lines)


if __name__ == "__main__":
    main()
