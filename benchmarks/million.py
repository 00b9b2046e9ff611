"""A million runs of the whole scenario: the time, and the memory of all processes.

``python -m benchmarks.million`` plays `whitecell batch` with two processes and writes the figures into
docs/performance.md. It takes ten to twenty minutes, and is not part of ``make bench``.
"""

from __future__ import annotations

import argparse
import tempfile

from benchmarks.pages import DOCS, Yardstick, put
from benchmarks.processes import watched

NAME, JOBS = "southwest-syria-2017", 2
RUNS = 1_000_000
AIM = 1536.0
"""MiB of all processes together."""
PAGE = DOCS / "performance.md"


def main() -> None:
    """Play, watch, print, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=RUNS)
    words = parser.parse_args()
    yardstick = Yardstick()
    yardstick.look()
    batch = ("batch", NAME, "--runs", str(words.runs), "--jobs", str(JOBS), "-o", "b")
    with tempfile.TemporaryDirectory() as folder:
        took, peak, middle = watched(batch, folder, beat=0.5)
    yardstick.look()
    met = "met" if peak < AIM else "missed"
    lines = [
        f"{words.runs:,} runs of `{NAME}` with {JOBS} processes, kept on disk and summed up: {took:.0f} s, "
        f"{took / words.runs * 1e3:.2f} ms a run; all processes together took {peak:,.0f} MiB at most, after "
        f"{middle:.0f} s. The aim of less than {AIM:,.0f} MiB is {met}. {yardstick.said()}",
    ]
    put(PAGE, "million", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
