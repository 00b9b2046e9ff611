"""All benchmarks one after another, and the minutes that they take. ``make bench``.

Each part writes its figures into its page and runs in a process of its own. Longer measurements have commands
of their own: ``benchmarks.million``, ``benchmarks.versions`` and ``benchmarks.kills --times 100``.
"""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.pages import DOCS, put, verdict

PARTS: tuple[tuple[str, ...], ...] = (
    ("benchmarks",),
    ("benchmarks.reference",),
    ("benchmarks.theatres",),
    ("benchmarks.cluster",),
    ("benchmarks.kills", "--times", "15"),
    ("benchmarks.deal", "--repeats", "1"),
    ("benchmarks.report",),
    ("benchmarks.view", "--moves", "20"),
    ("benchmarks.desk",),
    ("benchmarks.env", "--write"),
)
AIM = 20.0
"""Minutes for all of them."""


def main() -> None:
    """Run each part, and write how long each took."""
    lines = ["| part | seconds |", "|---|---|"]
    whole = 0.0
    for words in PARTS:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", *words], check=True)
        spent = time.perf_counter() - began
        whole += spent
        lines.append(f"| `python -m {' '.join(words)}` | {spent:.0f} |")
    minutes = whole / 60.0
    said = f"Together {minutes:.0f} minutes; the aim of less than {AIM:.0f} is {verdict(minutes, AIM)}."
    lines += ["", said]
    put(DOCS / "performance.md", "suite", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
