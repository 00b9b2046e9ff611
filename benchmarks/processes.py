"""Processor time and memory of a process and its descendants; Linux only."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Watched(NamedTuple):
    """A whole command: seconds by the clock, MiB that its processes held at most, and seconds until then."""

    seconds: float
    peak: float
    after: float


def environment(checkout: Path) -> dict[str, str]:
    """The environment in which Python finds the whitecell of a checkout, and keeps its compiled modules."""
    paths = os.pathsep.join(str(checkout / part) for part in ("engine", "cli"))
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": paths}


def _family(leader: int) -> dict[int, list[str]]:
    """The fields of ``/proc/PID/stat`` after the name, of a process and its descendants."""
    fields: dict[int, list[str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields[int(entry.name)] = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
    family = {leader}
    while more := {p for p, stat in fields.items() if int(stat[1]) in family} - family:
        family |= more
    return {p: fields[p] for p in family if p in fields}


def processor(leader: int) -> dict[int, float]:
    """Seconds of processor time, by process."""
    tick = os.sysconf("SC_CLK_TCK")
    return {p: (int(stat[11]) + int(stat[12])) / tick for p, stat in _family(leader).items()}


def watched(words: Sequence[str], folder: str, beat: float = 0.05) -> Watched:
    """Run a command of whitecell in a folder, and look at its memory every ``beat`` seconds.

    Raises
    ------
    RuntimeError
        If it ends with an error.
    """
    began, peak, after = time.perf_counter(), 0.0, 0.0
    with subprocess.Popen(
        [sys.executable, "-m", "whitecell_cli", *words], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while process.poll() is None:
            if (now := sum(memory(process.pid).values())) > peak:
                peak, after = now, time.perf_counter() - began
            time.sleep(beat)
    if process.returncode:
        raise RuntimeError(f"whitecell {' '.join(words)} ended with {process.returncode}")
    return Watched(time.perf_counter() - began, peak, after)


def memory(leader: int) -> dict[int, float]:
    """Resident memory in MiB, by process; shared memory is counted in each."""
    page = os.sysconf("SC_PAGE_SIZE") / 2**20
    return {p: int(stat[21]) * page for p, stat in _family(leader).items()}
