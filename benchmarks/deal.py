"""Time and memory of packages of two terms against a batch, into docs/performance.md.

``python -m benchmarks.deal`` plays both in turn, as whole processes on all cores; a part of ``make bench``.
``--runs 20 --repeats 1 --dry`` is a try that writes nothing. Linux only, for the memory.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile

from benchmarks.pages import DOCS, Yardstick, put
from benchmarks.processes import Watched, watched

NAME = "southwest-syria-2017-terms"
DEPTHS = range(10, 55, 5)
"""Kilometres; with the three options of the air forces these make 27 packages. Who watches is not varied."""
PACKAGES = 3 * len(DEPTHS)
RUNS = 400
BATCH = 25
"""Packages of the stated aim: the batch has as many runs as they, and 27 are on the safe side of it."""
REPEATS = 3
AIM = 4.0
"""Times as long as the batch that a deal may take."""
FLAT = 1.25
"""Times the memory that four times the runs may take."""


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="of each package")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    asked = parser.parse_args()
    every = BATCH * asked.runs
    depths = ",".join(map(str, DEPTHS))
    deal = ("deal", NAME, "--term", f"depth={depths}", "--term", "watch=Jordan")
    works = {
        "deal": (*deal, "--runs", str(asked.runs)),
        "batch": ("batch", NAME, "--runs", str(every)),
        "fourth": (*deal, "--runs", str(max(asked.runs // 4, 2))),
    }
    yardstick, found = Yardstick(), {name: list[Watched]() for name in works}
    for _ in range(asked.repeats):
        yardstick.look()
        for name, words in works.items():
            with tempfile.TemporaryDirectory() as folder:
                found[name].append(watched(words, folder))
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
