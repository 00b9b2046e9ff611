"""Time and memory of packages on the table against a batch of as many runs, for docs/performance.md.

``python -m benchmarks.deal`` plays both in turn, as whole processes on all cores; a part of ``make bench``.
``--runs 20 --repeats 1 --dry`` tries it out and writes nothing. Linux only, because of the memory.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from benchmarks.pages import DOCS, Yardstick, put
from benchmarks.processes import memory

NAME = "southwest-syria-2017-terms"
PACKAGES = 25
RUNS = 400
REPEATS = 5
AIM = 4.0
"""How many times as long as a batch of as many runs a deal may take."""
FLAT = 1.25
"""How many times as much memory four times the runs may take."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A whole process: wall-clock seconds, and the most that it and its children held at once, in MiB."""

    seconds: float
    peak: float


def measured(*words: str) -> Measured:
    """Run a command of whitecell in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        began, peak = time.perf_counter(), 0.0
        with subprocess.Popen(
            [sys.executable, "-m", "whitecell_cli", *words], cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            while process.poll() is None:
                peak = max(peak, sum(memory(process.pid).values()))
                time.sleep(0.05)
        if process.returncode:
            raise RuntimeError(f"whitecell {' '.join(words)} ended with {process.returncode}")
        return Measured(time.perf_counter() - began, peak)


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="of each package")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    asked = parser.parse_args()
    every = PACKAGES * asked.runs
    deal = ("deal", NAME, "--packages", str(PACKAGES))
    works = {
        "deal": (*deal, "--runs", str(asked.runs)),
        "batch": ("batch", NAME, "--runs", str(every)),
        "fourth": (*deal, "--runs", str(max(asked.runs // 4, 2))),
    }
    yardstick, found = Yardstick(), {name: list[Measured]() for name in works}
    for _ in range(asked.repeats):
        yardstick.look()
        for name, words in works.items():
            found[name].append(measured(*words))
    times = {name: [each.seconds for each in some] for name, some in found.items()}
    peaks = {name: statistics.median(each.peak for each in some) for name, some in found.items()}
    ratio = statistics.median(a / b for a, b in zip(times["deal"], times["batch"], strict=True))
    grown = peaks["deal"] / peaks["fourth"]
    rows = [
        f"| `whitecell {' '.join(works[name])}` | {statistics.median(times[name]):.1f} "
        f"({min(times[name]):.1f} – {max(times[name]):.1f}) | {peaks[name]:.0f} |"
        for name in works
    ]
    met = ("met" if ratio <= AIM else "missed", "flat" if grown <= FLAT else "not flat")
    lines = [
        f"{PACKAGES} packages × {asked.runs} runs, with no deal and the best package again, against a batch "
        f"of {every:,} runs; whole processes, kept, on {os.cpu_count()} cores.",
        "",
        "| | seconds, median (least – most) | MiB at most, all processes |",
        "|---|---|---|",
        *rows,
        "",
        f"The deal takes {ratio:.2f} times as long as the batch; the aim of {AIM:g} is {met[0]}. Memory is "
        f"{met[1]}: four times the runs take {grown:.2f} times as much.",
        yardstick.said(),
    ]
    if not asked.dry:
        put(DOCS / "performance.md", "deal", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
