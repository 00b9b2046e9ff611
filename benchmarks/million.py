"""A million runs of the whole scenario: the time, and the memory of all processes.

``python -m benchmarks.million`` plays `whitecell batch` with two processes and writes the figures into
docs/performance.md. It takes ten to twenty minutes, and is not part of ``make bench``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time

from benchmarks.pages import DOCS, Yardstick, put
from benchmarks.processes import memory

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
    yardstick, peak, middle = Yardstick(), 0.0, 0.0
    yardstick.look()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        batch = [
            sys.executable, "-m", "whitecell_cli", "batch", NAME, "--runs", str(words.runs),
            "--jobs", str(JOBS), "-o", f"{folder}/b",
        ]  # fmt: skip
        with subprocess.Popen(batch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as leader:
            while leader.poll() is None:
                now = sum(memory(leader.pid).values())
                if now > peak:
                    peak, middle = now, time.perf_counter() - began
                time.sleep(0.5)
        took = time.perf_counter() - began
        if leader.returncode:
            raise RuntimeError(f"the batch ended with {leader.returncode}")
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
