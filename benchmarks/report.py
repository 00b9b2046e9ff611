"""Time and size of a report of a thousand runs; a part of ``make bench``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import DOCS, Yardstick, put

NAME = "southwest-syria-2017"
RUNS = 1000
REPEATS = 3
AIM_SECONDS, AIM_MEGABYTES = 10.0, 5.0
WHITECELL = [sys.executable, "-m", "whitecell_cli"]


def seconds(*words: str) -> float:
    """Wall-clock seconds of a whole process."""
    began = time.perf_counter()
    subprocess.run([*WHITECELL, *words], check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Play a batch and write its report, in turn, and write the figures."""
    with tempfile.TemporaryDirectory() as home:
        pairs, yardstick = [], Yardstick()
        for number in range(REPEATS):
            yardstick.look()
            folder = Path(home) / str(number)
            played = seconds("batch", NAME, "--runs", str(RUNS), "-o", str(folder))
            pairs.append((played, seconds("report", str(folder))))
        size = (folder / "report.html").stat().st_size / 1e6
    written = [w for _, w in pairs]
    middle = statistics.median(written)
    ratio = statistics.median(w / p for p, w in pairs)
    verdict = "met" if middle <= AIM_SECONDS else f"missed: it takes {middle / AIM_SECONDS:.1f} times as long"
    lines = [
        f"`whitecell report` on {RUNS:,} runs of `{NAME}`, whole process, in turn with the batch itself: "
        f"{middle:.1f} s ({min(written):.1f} – {max(written):.1f}), {ratio:.2f} times as long as playing the "
        f"batch took beside it; the file has {size:.2f} MB. The aims were under {AIM_SECONDS:g} s, here "
        f"{verdict}, and under {AIM_MEGABYTES:g} MB, {'met' if size <= AIM_MEGABYTES else 'missed'}.",
        yardstick.said(),
    ]
    put(DOCS / "performance.md", "report", lines)
    print(lines[0])


if __name__ == "__main__":
    main()
