"""Dock the three versions, race them, and write both into docs/performance.md.

``python -m benchmarks.reference``; a part of ``make bench``. Seconds are medians of interleaved
repetitions; ratios count.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.pages import DOCS, put
from benchmarks.processes import memory
from benchmarks.reference import kernel, plain, runners
from benchmarks.reference.docking import agree, compared, whitecell
from benchmarks.reference.figures import SCENARIO, scenario
from benchmarks.rolls import roller
from whitecell.game.memory import keep_memory
from whitecell.game.play import play
from whitecell.scenario.model import Scenario

PAGE = DOCS / "performance.md"
RUNS = 20_000
SLABS = (128, 256, 512, 1024, 2048, 4096, 8192, 16384)
BEST = 8192
"""The slab that is cheapest by the run on the machine of docs/performance.md."""
REPEATS = 7
FASTER = {1: 120, 2: 180}
"""Aims: times as fast as plain Mesa, by processes."""
COMPILED = 0.7
"""Aim: share of the time of compiled loops."""


def timed(work: Callable[[], object], runs: int) -> float:
    """Milliseconds a run; objects of earlier measurements are frozen for the garbage collector meanwhile."""
    gc.collect()
    gc.freeze()
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) / runs * 1e3


def dock() -> list[str]:
    """All three versions at ``RUNS`` runs, pair by pair."""
    versions = {
        "whitecell": whitecell(RUNS, 2),
        "plain Mesa": plain.play(RUNS, 2),
        "numba": kernel.play(RUNS),
    }
    names = list(versions)
    pairs = [(0, 1), (0, 2), (1, 2)]
    found = {pair: compared(versions[names[pair[0]]], versions[names[pair[1]]]) for pair in pairs}
    lines = [
        "| measure | "
        + " | ".join(names)
        + " | "
        + " | ".join(f"p, {names[i]} = {names[j]}" for i, j in pairs)
        + " |",
        "|---|" + "---|" * 6,
    ]
    for k, docked in enumerate(found[0, 1]):
        means = (docked.first, docked.second, found[0, 2][k].second)
        cells = [f"{mean:.4g}" for mean in means] + [f"{found[pair][k].p:.2f}" for pair in pairs]
        lines.append(f"| {docked.measure} | " + " | ".join(cells) + " |")
    verdict = "agree" if all(agree(f) for f in found.values()) else "DO NOT AGREE"
    return [
        f"{RUNS:,} runs of each; means, and p values of Kolmogorov–Smirnov tests. The three {verdict} in "
        "distribution (smallest p times the number of measures, at 0.001).",
        "",
        *lines,
    ]


SHARED, MANY = 2048, 131_072
"""The slab that is cheapest where processes share a cache, and runs beside which their start is little."""
ONE, SAME = f"whitecell, slab of {BEST:,}", f"whitecell, slab of {SHARED:,}"
TWO = f"{SAME}, 2 processes"
DICE = f"its dice alone, slab of {BEST:,}"
MESA = "plain Mesa, `mesa.batch_run`"


def contenders() -> dict[str, tuple[Callable[[], object], int, int]]:
    """What is raced: the work, its runs and its processes."""
    roll = roller(scenario(), BEST)
    found: dict[str, tuple[Callable[[], object], int, int]] = {
        "whitecell, slab of 512": (lambda: whitecell(4096, 1, 512), 4096, 1),
        SAME: (lambda: whitecell(8 * SHARED, 1, SHARED), 8 * SHARED, 1),
        ONE: (lambda: whitecell(4 * BEST, 1, BEST), 4 * BEST, 1),
        DICE: (lambda: [roll() for _ in range(4)], 4 * BEST, 1),
        TWO: (lambda: whitecell(MANY, 2, SHARED), MANY, 2),
        "numba kernel": (lambda: kernel.play(4 * BEST), 4 * BEST, 1),
        MESA: (lambda: plain.play(200), 200, 1),
        f"{MESA}, 2 processes": (lambda: plain.play(400, 2), 400, 2),
    }
    if find_spec("agentpy"):
        found["the same under AgentPy"] = (lambda: runners.agentpy(200), 200, 1)
    if find_spec("ema_workbench"):
        found["the same under EMA workbench"] = (lambda: runners.ema(200, 1), 200, 1)
        found["the same under EMA workbench, 2 processes"] = (lambda: runners.ema(400, 2), 400, 2)
    return found


def race() -> list[str]:
    """Milliseconds a run of each, interleaved, and the ratios."""
    field = contenders()
    keep_memory()  # as the processes do that play batches
    kernel.play(1)  # compile
    measured: dict[str, list[float]] = {name: [] for name in field}
    for _ in range(REPEATS):
        for name, (work, runs, _) in field.items():
            measured[name].append(timed(work, runs))
    medians = {name: statistics.median(times) for name, times in measured.items()}
    one = {1: medians[ONE], 2: medians[TWO]}
    lines = ["| | processes | ms a run | times whitecell's at as many processes |", "|---|---|---|---|"]
    for name, (_, _, processes) in field.items():
        lines.append(f"| {name} | {processes} | {medians[name]:.3f} | {medians[name] / one[processes]:.2f} |")
    mesa, mesas = medians[MESA] / one[1], medians[f"{MESA}, 2 processes"] / one[2]
    ratio = one[1] / medians["numba kernel"]
    return [
        *lines,
        "",
        f"Two processes of whitecell are {medians[SAME] / medians[TWO]:.2f} times as fast as one of the same "
        f"slab, their start included ({MANY:,} runs); the aim was 1.8. "
        f"Against plain Mesa whitecell is {mesa:.0f} times as fast with one process, the aim was "
        f"{FASTER[1]}, and {mesas:.0f} times with two, the aim was {FASTER[2]}; it takes {ratio:.2f} times "
        f"as long as compiled loops, the aim was {COMPILED:g}. Runs {FASTER[1]} times as fast as plain Mesa "
        f"would have {medians[MESA] / FASTER[1]:.3f} ms each, of which the dice alone take "
        f"{medians[DICE]:.3f}.",
    ]


def slabs() -> list[str]:
    """Cost by slab size, and what the floor is made of."""
    keep_memory()
    measured: dict[int, list[float]] = {size: [] for size in SLABS}
    for _ in range(3):
        for size in SLABS:
            measured[size].append(timed(lambda size=size: play(scenario(), np.arange(size)), size))  # type: ignore[misc]
    medians = {size: statistics.median(times) for size, times in measured.items()}
    fixed = (medians[128] - medians[BEST]) / (1 / 128 - 1 / BEST)
    size = BEST
    cells = np.full((len(scenario().actors) * len(scenario().zones), size), 0.5)
    out = np.empty_like(cells)

    def daily(work: Callable[[], object]) -> Callable[[], None]:
        return lambda: [work() for _ in range(scenario().days)].clear()

    dice = statistics.median(timed(roller(scenario(), size), size) for _ in range(3))
    exponential = statistics.median(timed(daily(lambda: np.exp(cells, out=out)), size) for _ in range(3))
    addition = statistics.median(timed(daily(lambda: np.add(cells, cells, out=out)), size) for _ in range(3))
    floor = dice + exponential + addition
    lines = ["| runs in a slab | ms a run |", "|---|---|", *(f"| {s:,} | {medians[s]:.3f} |" for s in SLABS)]
    return [
        *lines,
        "",
        f"A slab costs about {fixed:.0f} ms whatever its size – Python and the fixed cost of some three "
        f"hundred NumPy calls a day –, {fixed / size / medians[size]:.0%} of one of {size:,}. The floor is "
        f"the dice, {dice:.3f} ms a run, and for each actor, zone and day one exponential, "
        f"{exponential:.3f} ms, and one addition, {addition:.3f} ms: {floor:.3f} ms together, "
        f"{floor / medians[size]:.0%} of that slab. The rest is passes over arrays: gathers and scatters by "
        "run where actors go to different places (marches, clashes, choices), which compiled loops do in "
        "registers.",
    ]


CHILD = """
import sys
from pathlib import Path
from whitecell.batch import run_batch
from whitecell.scenario.reading import read_scenario
scenario, runs, folder = read_scenario(Path(sys.argv[1])), int(sys.argv[2]), Path(sys.argv[3])
run_batch(scenario, range(runs), jobs=2, slab=4096, folder=folder)
"""


def growth(sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)) -> list[str]:
    """Time and memory by runs, each batch kept on disk by a process of its own."""
    lines = ["| runs | seconds | ms a run | ms a further run | peak memory, MiB |", "|---|---|---|---|---|"]
    before: tuple[int, float] | None = None
    for runs in sizes:
        with tempfile.TemporaryDirectory() as folder:
            began, peak = time.perf_counter(), 0.0
            words = [sys.executable, "-c", CHILD, str(SCENARIO), str(runs), f"{folder}/b"]
            with subprocess.Popen(words) as leader:
                while leader.poll() is None:
                    peak = max(peak, sum(memory(leader.pid).values()))
                    time.sleep(0.2)
            took = time.perf_counter() - began
            if leader.returncode:
                raise RuntimeError(f"a batch of {runs:,} runs ended with {leader.returncode}")
        further = f"{(took - before[1]) / (runs - before[0]) * 1e3:.3f}" if before else ""
        lines.append(f"| {runs:,} | {took:.1f} | {took / runs * 1e3:.3f} | {further} | {peak:.0f} |")
        before = runs, took
    return [
        *lines,
        "",
        "Two processes, kept on disk; memory is that of all its processes together. A further run is one "
        "beyond the row before, so without start-up.",
    ]


def repeated(times: int) -> Scenario:
    """The reference scenario with its whole theatre stated so many times, each apart from the others."""
    stated = scenario().model_dump(mode="json")
    names = [*stated["zones"], *stated["actors"], *stated["constraints"]]

    def renamed(value: Any, number: int) -> Any:
        if isinstance(value, dict):
            return {renamed(key, number): renamed(item, number) for key, item in value.items()}
        if isinstance(value, list):
            return [renamed(item, number) for item in value]
        return f"{value}{number}" if value in names else value

    parts = [renamed(stated, number) for number in range(times)]
    for section in ("zones", "actors", "constraints"):
        stated[section] = {name: entry for part in parts for name, entry in part[section].items()}
    for section in ("routes", "relations"):
        stated[section] = [entry for part in parts for entry in part[section]]
    stated["measures"] = parts[0]["measures"]
    return Scenario.model_validate(stated)


def size_of_theatre() -> list[str]:
    """Cost by days, and by zones and actors together."""
    lines = ["| days | ms a run |", "|---|---|"]
    for days in (30, 90, 180, 360):
        plot = scenario().model_copy(update={"days": days})
        cost = statistics.median(timed(lambda plot=plot: play(plot, np.arange(512)), 512) for _ in range(3))  # type: ignore[misc]
        lines.append(f"| {days} | {cost:.3f} |")
    lines += ["", "| zones | actors | ms a run |", "|---|---|---|"]
    for times in (1, 2, 4, 8):
        plot = repeated(times)
        cost = statistics.median(timed(lambda plot=plot: play(plot, np.arange(512)), 512) for _ in range(3))  # type: ignore[misc]
        lines.append(f"| {len(plot.zones)} | {len(plot.actors)} | {cost:.3f} |")
    return [*lines, "", "Slabs of 512."]


def main() -> None:
    """Dock, race, and write; words on the command line choose parts."""
    for name, part in (
        ("race", race),
        ("slabs", slabs),
        ("theatre", size_of_theatre),
        ("growth", growth),
        ("dock", dock),
    ):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        lines = part()
        put(PAGE, name, lines)
        print("\n".join(lines))


if __name__ == "__main__":
    main()
