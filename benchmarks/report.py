"""Time and size of reports of a thousand runs; a part of ``make bench``."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.pages import DOCS, Yardstick, put, spread, verdict
from benchmarks.processes import watched

SIDES = ("southwest-syria-2017-terms", "southwest-syria-2017-no-exclusion")
RUNS = 1000
REPEATS = 3
AIM_SECONDS, AIM_MEGABYTES = 10.0, 5.0
REPORTS = {
    "a batch": ("report", "0", "-o", "batch.html"),
    "a comparison": ("report", "0", "1", "-o", "comparison.html"),
}
"""What is reported, and the command in the folder of the batches."""


def main() -> None:
    """Play batches, write their reports in turn, and write the figures."""
    yardstick = Yardstick()
    found: dict[str, list[float]] = {name: [] for name in REPORTS}
    with tempfile.TemporaryDirectory() as home:
        for number, name in enumerate(SIDES):
            watched(("batch", name, "--runs", str(RUNS), "-o", str(number)), home)
        for _ in range(REPEATS):
            yardstick.look()
            for name, words in REPORTS.items():
                found[name].append(watched(words, home).seconds)
        sizes = {name: (Path(home) / words[-1]).stat().st_size / 1e6 for name, words in REPORTS.items()}
    lines = ["| report of | seconds, median | least – most | MB |", "|---|---|---|---|"]
    lines += [f"| {name} | {spread(times)} | {sizes[name]:.2f} |" for name, times in found.items()]
    slowest = max(statistics.median(times) for times in found.values())
    largest = max(sizes.values())
    lines += [
        "",
        f"Batches of {RUNS:,} runs of `{SIDES[0]}` and `{SIDES[1]}`, whole processes. The aim of",
        f"{AIM_SECONDS:g} s is {verdict(slowest, AIM_SECONDS)}; that of {AIM_MEGABYTES:g} MB is "
        f"{verdict(largest, AIM_MEGABYTES)}.",
        yardstick.said(),
    ]
    put(DOCS / "performance.md", "report", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
