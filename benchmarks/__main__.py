"""Measure the shipped scenario and write docs/performance.md.

Each figure is a median of interleaved repetitions, since machines are noisy; ratios matter, not seconds.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import numpy as np

from benchmarks.pages import DOCS, Yardstick, put
from benchmarks.rolls import roller
from whitecell.batch.footprint import of_a_run
from whitecell.batch.slabs import fitting
from whitecell.game.play import play
from whitecell.game.war_game import Phase, WarGame
from whitecell.scenario.reading import read_scenario
from whitecell_cli.main import COMMANDS

NAME = "southwest-syria-2017"
RUNS = 1000
AIM = 3.0
"""Milliseconds per run and core that a batch of ``RUNS`` should take."""
REPEATS = 5
PAGE = DOCS / "performance.md"
WHITECELL = [sys.executable, "-m", "whitecell_cli"]


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(*arguments: str) -> float:
    """Wall-clock seconds of a whole process."""
    return seconds(lambda: subprocess.run([*WHITECELL, *arguments], check=True, capture_output=True))


yardstick = Yardstick()


def interleaved(works: dict[str, Callable[[], float]], repeats: int = REPEATS) -> dict[str, list[float]]:
    """Call each in turn, repeatedly, and keep what each call measured."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        yardstick.look()
        for name, work in works.items():
            found[name].append(work())
    return found


SLAB = 512
"""Runs of the slab with which versions are compared."""


def batch(jobs: int) -> float:
    """Seconds of a whole `batch` of a thousand runs that are stored."""
    with tempfile.TemporaryDirectory() as folder:
        return command("batch", NAME, "--runs", str(RUNS), "--jobs", str(jobs), "-o", f"{folder}/b")


def unkept() -> float:
    """Seconds of the same with one process, storing nothing."""
    return command("batch", NAME, "--runs", str(RUNS), "--jobs", "1", "--no-store")


def dice_share(slab: int = SLAB) -> tuple[float, float]:
    """Seconds of a slab, and of the same slab's dice alone."""
    scenario = read_scenario(NAME)
    seeds = np.arange(slab, dtype=np.int64)
    return seconds(lambda: play(scenario, seeds)), seconds(roller(scenario, slab))


def _timed(run: Callable[[], object], phase: str, spent: dict[str, float]) -> Callable[[], object]:
    """Wrap a part of a phase so that its time is added up."""

    def timed() -> None:
        spent[phase] = spent.get(phase, 0.0) + seconds(run)

    return timed


def per_phase(slab: int = SLAB) -> dict[str, float]:
    """Seconds of each phase over a whole slab."""
    scenario = read_scenario(NAME)
    spent: dict[str, float] = {}
    with WarGame(scenario, np.arange(slab, dtype=np.int64)) as game:
        game.phases = tuple(
            Phase(phase.name, [_timed(part, phase.name, spent) for part in phase.parts])
            for phase in game.phases
        )
        for _ in range(scenario.days):
            game.step()
    return spent


def main() -> None:
    """Measure, print and write the page."""
    scenario = read_scenario(NAME)
    each = of_a_run(scenario)
    by_itself = fitting(RUNS, 1, each)
    whole = interleaved({"1": lambda: batch(1), "2": lambda: batch(2), "unkept": unkept})
    unkept_times = whole.pop("unkept")
    slabs = {
        str(n): (lambda n=n: seconds(lambda: play(scenario, np.arange(n, dtype=np.int64))) / n)
        for n in sorted({64, 128, 256, SLAB, 1024, 2048, 4096, by_itself})
    }
    by_slab = interleaved(slabs, 3)
    shares = [dice_share() for _ in range(REPEATS)]
    phases = [per_phase() for _ in range(3)]
    start = interleaved(
        {
            "--help": lambda: command("--help"),
            "scenarios": lambda: command("scenarios"),
            f"check {NAME}": lambda: command("check", NAME),
            f"run {NAME}": lambda: command("run", NAME),
        }
    )
    help_of = interleaved(
        {f"{name} --help": (lambda name=name: command(name, "--help")) for name in COMMANDS}, 3
    )
    empty = interleaved({"read": lambda: command("show", NAME)}, 3)["read"]
    lines = [
        f"Machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"NumPy {np.__version__}. {yardstick.said()}",
        "",
        f"## `whitecell batch {NAME} --runs {RUNS}`, whole process",
        "",
        "| processes | seconds, median (least – most) | ms a run and core |",
        "|---|---|---|",
    ]
    for jobs, times in whole.items():
        middle = statistics.median(times)
        cost = 1000 * middle * int(jobs) / RUNS
        lines.append(f"| {jobs} | {middle:.2f} ({min(times):.2f} – {max(times):.2f}) | {cost:.2f} |")
    ratio = statistics.median(a / b for a, b in zip(whole["1"], whole["2"], strict=True))
    lines += ["", f"Two processes are {ratio:.2f} times as fast as one, start-up included."]
    best = 1000 * statistics.median(whole["1"]) / RUNS
    verdict = "met" if best <= AIM else f"missed: it takes {best / AIM:.2f} times as much"
    lines += [f"The aim of {AIM:g} ms a run and core, start-up and all, is {verdict}.", ""]
    lines += ["## The game alone, by runs played at once", ""]
    lines += ["| runs in a slab | ms a run |", "|---|---|"]
    lines += [f"| {n} | {1000 * statistics.median(times):.2f} |" for n, times in by_slab.items()]
    dice = statistics.median(d / total for total, d in shares)
    lines += ["", f"Dice take {dice:.0%} of a slab of {SLAB}.", ""]
    by_run = {int(n): statistics.median(times) for n, times in by_slab.items()}
    cheapest = min(by_run, key=lambda n: by_run[n])
    overhead = max(by_run[64] - by_run[cheapest], 0.0) * 64 / (1 - 64 / cheapest)
    share, least = (overhead / (by_run[n] * n) for n in (SLAB, cheapest))
    lines += [
        "What does not grow with the runs in a slab – Python and the fixed cost of calls – is the difference",
        f"of slabs of 64 and {cheapest:,}: about {overhead:.2f} s a slab, {share:.0%} of a slab of {SLAB} "
        f"and {least:.0%} of one of {cheapest:,}, the cheapest by the run.",
        "",
        f"## A slab of {SLAB} by phase",
        "",
        "| phase | share |",
        "|---|---|",
    ]
    middle_phases = {p: statistics.median(found[p] for found in phases) for p in phases[0]}
    total = sum(middle_phases.values())
    ordered = sorted(middle_phases.items(), key=lambda item: -item[1])
    lines += [f"| {phase} | {spent / total:.0%} |" for phase, spent in ordered]
    played = by_run[by_itself] * RUNS
    rest = max(statistics.median(whole["1"]) - played, 0.0)
    one = statistics.median(whole["1"])
    kept = statistics.median(a - b for a, b in zip(whole["1"], unkept_times, strict=True))
    lines += [
        "",
        "## Start-up",
        "",
        f"Of the {statistics.median(whole['1']):.1f} s with one process, about {rest:.2f} s are start-up,",
        f"reading the scenario (`show` takes {statistics.median(empty):.1f} s in all), writing, the table.",
        f"Keeping the runs – Parquet written and read again – takes {kept:.2f} s of it, {kept / one:.0%}.",
        "",
        "| command | seconds |",
        "|---|---|",
        *[
            f"| `whitecell {name}` | {statistics.median(times):.2f} |"
            for name, times in (start | help_of).items()
        ],
    ]
    best = min(by_run, key=lambda n: by_run[n])
    lines += [
        "",
        f"Slabs by themselves: of a thousand runs one of {by_itself:,}, of many "
        f"{fitting(10**6, 1, each):,}; the cheapest here is {best:,}.",
    ]
    put(PAGE, "scenario", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
