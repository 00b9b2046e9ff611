"""Measure two versions beside each other, commands and the game, in pairs.

``python -m benchmarks.versions OTHER_CHECKOUT`` runs each command in the other checkout and in this one, in
turn, and writes the medians and the median of the ratios into docs/performance.md. Processor seconds are
those of the command and of all processes that it waited for. Both versions start with a scenario that was
read before, as in a user's second call.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.pages import DOCS, Yardstick, put
from benchmarks.processes import environment, processor
from benchmarks.view import WATCH, browser, opened, place, reset, server

HERE = Path(__file__).parents[1]
NAME = "southwest-syria-2017"
REPEATS = 7
PAGE = DOCS / "performance.md"
GAME = """
import sys, time
import numpy as np
from whitecell.game.play import play
from whitecell.scenario.reading import read_scenario
scenario, runs = read_scenario(sys.argv[1]), int(sys.argv[2])
play(scenario, np.arange(2))
for _ in sys.stdin:
    wall, processor = time.perf_counter(), time.process_time()
    play(scenario, np.arange(runs))
    print(time.perf_counter() - wall, time.process_time() - processor, flush=True)
"""


class Took(NamedTuple):
    """Seconds of one call: by the clock, and of processors."""

    wall: float
    processor: float


def command(checkout: Path, *words: str) -> Callable[[], Took]:
    """A whole process of a checkout's command, in a folder of its own; timed when it is called."""

    def run() -> Took:
        with tempfile.TemporaryDirectory() as folder:
            before, began = os.times(), time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "whitecell_cli", *words],
                env=environment(checkout), cwd=folder, check=True, capture_output=True,
            )  # fmt: skip
            wall, after = time.perf_counter() - began, os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        return Took(wall, spent)

    return run


def game(checkout: Path, runs: int) -> Callable[[], Took]:
    """A slab of the game alone, in a process that keeps running; timed when it is called."""
    player = subprocess.Popen(
        [sys.executable, "-c", GAME, NAME, str(runs)],
        env=environment(checkout), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def run() -> Took:
        assert player.stdin is not None
        assert player.stdout is not None
        player.stdin.write("\n")
        player.stdin.flush()
        wall, processor = player.stdout.readline().split()
        return Took(float(wall), float(processor))

    return run


CASES: dict[str, Callable[[Path], Callable[[], Took]]] = {
    "`whitecell run`": lambda where: command(where, "run", NAME, "--seed", "1"),
    "`whitecell check`": lambda where: command(where, "check", NAME),
    "`batch --runs 1000`, 1 process": lambda where: command(where, "batch", NAME, "--jobs", "1"),
    "`batch --runs 1000`, 2 processes": lambda where: command(where, "batch", NAME, "--jobs", "2"),
    "the game alone, 512 runs": lambda where: game(where, 512),
    "the game alone, 2,048 runs": lambda where: game(where, 2048),
}


SLIDE = "a slider's move to the picture of 300 runs"
AIMS = dict(zip((*CASES, SLIDE), (0.55, 0.7, 0.65, 0.55, 0.7, 0.7, 0.6), strict=True))
"""Ratios that were aimed at beside dca70e8, the version before short commands were made faster."""
SLIDER = "leak_chance"
REST = 3.0
"""Seconds before a move in which a server may play runs ahead."""


def moves(other: Path, repeats: int) -> list[tuple[Took, Took]]:
    """Moves of a slider of the live page to the picture of all runs, in both checkouts in turn."""

    def move(page: Any, leader: int, number: int) -> Took:
        reset(page)
        time.sleep(REST)
        before = processor(leader)
        _, picture = page.evaluate(WATCH, [SLIDER, place(number)])
        spent = max(now - before.get(p, 0.0) for p, now in processor(leader).items())
        return Took(picture / 1000.0, spent)

    with server(other) as (theirs, one), server() as (ours, two), browser() as chromium:
        old, new = opened(chromium, theirs), opened(chromium, ours)
        new.wait_for_selector("body[data-screened=true]")
        pairs = [(move(old, one, number), move(new, two, number)) for number in range(repeats + 1)]
    return pairs[1:]


def row(name: str, pairs: list[tuple[Took, Took]]) -> str:
    """A row of the table: medians of both versions, and of the ratios."""
    before, now = (median(pair[k].wall for pair in pairs) for k in (0, 1))
    ratio = median(b.wall / a.wall for a, b in pairs)
    # The time of workers that were killed at the end is counted nowhere.
    spent = "" if "2 processes" in name else f"{median(b.processor / a.processor for a, b in pairs):.2f}"
    return f"| {name} | {before:.2f} | {now:.2f} | {ratio:.2f} | {AIMS[name]:.2f} | {spent} |"


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("other", type=Path, help="a checkout of the other version")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    words = parser.parse_args()
    yardstick = Yardstick()
    lines = [
        "| | seconds before | seconds now | ratio | aim | ratio of processor seconds |",
        "|---|---|---|---|---|---|",
    ]
    for name, made in CASES.items():
        yardstick.look()
        other, own = made(words.other.resolve()), made(HERE)
        for warm in (other, own):
            warm()
        lines.append(row(name, [(other(), own()) for _ in range(words.repeats)]))
    yardstick.look()
    lines.append(row(SLIDE, moves(words.other.resolve(), words.repeats)))
    lines += ["", f"Medians of {words.repeats} pairs, of `{NAME}`. {yardstick.said()}"]
    put(PAGE, "versions", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
