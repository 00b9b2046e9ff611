"""Processor time and memory of a process and its descendants; Linux only."""

from __future__ import annotations

import os
from pathlib import Path


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


def memory(leader: int) -> dict[int, float]:
    """Resident memory in MiB, by process; shared memory is counted in each."""
    page = os.sysconf("SC_PAGE_SIZE") / 2**20
    return {p: int(stat[21]) * page for p, stat in _family(leader).items()}
