"""A series of broken files, the same every time, tried in processes with limits."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from multiprocessing import get_context

from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.fuzz import manifests, scenarios
from benchmarks.fuzz.outcome import BYTES, Outcome, peak

KINDS = {"scenarios": scenarios, "manifests": manifests}
PART = 100
"""Files of one process and one run of Hypothesis."""


def limited() -> None:
    """Limit a worker's memory (libraries map more than they use), and leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES * 3 + peak(), BYTES * 3 + peak()))


def some(job: tuple[str, int, int, int]) -> list[Outcome]:
    """Try so many files of a kind and a series, from a number on."""
    kind, first, files, series = job
    copies, tried = KINDS[kind].copies, KINDS[kind].tried
    KINDS[kind].ready()
    found: list[Outcome] = []

    @seed(series * 1_000_003 + first)
    @settings(
        max_examples=files, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(copies())
    def trying(text: bytes) -> None:
        found.append(tried(text, first + len(found)))

    trying()
    return found[:files]


def all_of(kind: str, files: int, series: int, jobs: int) -> Iterator[Outcome]:
    """Try many files in worker processes; gives what became of each as it comes."""
    parts = [(kind, first, min(PART, files - first), series) for first in range(0, files, PART)]
    with get_context("forkserver").Pool(jobs, limited, maxtasksperchild=1) as pool:
        for part in pool.imap_unordered(some, parts):
            yield from part
