"""Time of a Dask cluster against local processes, on this machine; a part of ``make bench``."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import DOCS, put
from whitecell.batch import run_batch
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
WORKERS = 2
SECONDS = 12.0
"""Seconds that a batch takes, roughly."""
REPEATS = 4
"""Repetitions; every other time the local processes come first, so that a drift evens out."""


UNWATCHED = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
"""How workers are started, as docs/cluster.md says."""


def started(folder: Path) -> tuple[str, list[subprocess.Popen[bytes]]]:
    """A scheduler and its workers as processes of their own, and the scheduler's address."""
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m"]
    scheduler = [*dask, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler += ["--no-dashboard", "--scheduler-file", str(file)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    quiet["env"] = os.environ | UNWATCHED
    processes = [subprocess.Popen(scheduler, **quiet)]  # type: ignore[call-overload]
    while not file.exists():
        time.sleep(0.1)
    time.sleep(0.5)
    address = str(json.loads(file.read_text(encoding="utf-8"))["address"])
    worker = [*dask, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    processes += [subprocess.Popen(worker, **quiet) for _ in range(WORKERS)]  # type: ignore[call-overload]
    return address, processes


def main() -> None:
    """Play the same batch in both ways, in turn, and write the ratio."""
    plot = read_scenario(NAME)

    def seconds(runs: int, **where: object) -> float:
        began = time.perf_counter()
        run_batch(plot, range(runs), slab=512, **where)  # type: ignore[arg-type]
        return time.perf_counter() - began

    with tempfile.TemporaryDirectory() as home:
        address, processes = started(Path(home))
        try:
            places: dict[str, dict[str, object]] = {"far": {"scheduler": address}, "near": {"jobs": WORKERS}}
            seconds(2048, scheduler=address)
            runs = max(round(SECONDS / seconds(4096, jobs=WORKERS)), 1) * 4096
            pairs = []
            for number in range(REPEATS):
                pair = {}
                for place in ("far", "near") if number % 2 == 0 else ("near", "far"):
                    pair[place] = seconds(runs, **places[place])
                pairs.append((pair["far"], pair["near"]))
        finally:
            for process in processes:
                process.kill()
    far, near = (statistics.median(pair[k] for pair in pairs) for k in (0, 1))
    ratio = statistics.median(a / b for a, b in pairs)
    lines = [
        f"{runs:,} runs of `{NAME}`, {REPEATS} times in turn: {near:.1f} s in {WORKERS} local processes, "
        f"{far:.1f} s on a scheduler with {WORKERS} workers over TCP; the cluster takes {ratio:.3f} times as "
        "long, its connection included. The aim was less than 1.05.",
    ]
    put(DOCS / "performance.md", "cluster", lines)
    print(lines[0])


if __name__ == "__main__":
    main()
