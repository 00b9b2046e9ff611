"""Kill real batches at random moments; check that each, resumed, has the bytes of an undisturbed one.

``python -m benchmarks.kills`` writes the result into docs/performance.md; a part of ``make bench``.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.pages import DOCS, put

NAME = "southwest-syria-2017"


def batch(folder: Path, runs: int) -> list[str]:
    """The command that plays a batch into a folder."""
    return [
        sys.executable, "-m", "whitecell_cli", "batch", NAME,
        "--runs", str(runs), "--slab", "128", "--jobs", "2", "-o", str(folder),
    ]  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def killed(times: int, runs: int = 1000, seed: int = 0) -> Counter[str]:
    """Kill a number of batches, each once at a random moment, and finish them.

    Returns
    -------
    Counter of str
        ``killed`` (the others had already ended), ``same`` and ``other`` bytes, and ``lost``: finished slabs
        that were played again.
    """
    moments, found = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as home:
        calm = Path(home) / "calm"
        begun = time.monotonic()
        subprocess.run(batch(calm, runs), check=True, capture_output=True)
        took = time.monotonic() - begun
        wanted = contents(calm)
        for number in range(times):
            folder = Path(home) / str(number)
            process = subprocess.Popen(
                batch(folder, runs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                process.wait(moments.uniform(0.0, 1.0) * took)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                found["killed"] += 1
            before = {p: p.stat().st_mtime_ns for p in folder.glob("runs/*.parquet")}
            subprocess.run(batch(folder, runs), check=True, capture_output=True)
            found["same" if contents(folder) == wanted else "other"] += 1
            found["lost"] += sum(p.stat().st_mtime_ns != then for p, then in before.items())
    return found


def sentence(found: Counter[str]) -> str:
    """The result, in a sentence for a page."""
    return (
        f"{found['killed']} of {found['same'] + found['other']} batches were killed by SIGKILL at a random "
        f"moment and played again: {found['same']} ended in the bytes of a calm batch, {found['other']} did "
        f"not; {found['lost']} finished slabs were played twice."
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    said = sentence(killed(parser.parse_args().times))
    put(DOCS / "performance.md", "killed", [said])
    print(said)
