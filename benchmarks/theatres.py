"""Time and memory of a run by the width of the theatre.

``python -m benchmarks.theatres`` plays theatres of 20 zones and 12 actors, 100 and 30, 300 and 60, each in a
process of its own. Zones lie on a grid. Each actor has forces in three zones and wants six, all near each
other: in a large war, most actors know only their own part of it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.pages import DOCS, Yardstick, put

SIZES = ((20, 12), (100, 30), (300, 60))
"""Zones and actors."""
RUNS, DAYS, REPEATS = 64, 30, 3
PAGE = DOCS / "performance.md"


def theatre(zones: int, actors: int, days: int = DAYS) -> dict[str, Any]:
    """A scenario with a number of zones and actors, on two sides that hold one half of the map each."""
    wide = round(zones**0.5 * 1.2)
    names = [f"z{k:03}" for k in range(zones)]
    beside = [(k, k + 1) for k in range(zones) if (k + 1) % wide and k + 1 < zones]
    beside += [(k, k + wide) for k in range(zones - wide)]
    sides = [[f"a{k:02}" for k in range(actors) if k % 2 == s] for s in (0, 1)]
    cast: dict[str, Any] = {}
    for k in range(actors):
        home = k * zones // actors
        far = [abs(z % wide - home % wide) + abs(z // wide - home // wide) for z in range(zones)]
        near = sorted(range(zones), key=far.__getitem__)
        cast[f"a{k:02}"] = {
            "name": f"actor {k}",
            "kind": "armed group",
            "mobility": 0.5,
            "forces": {names[z]: 500 + 10 * k for z in near[:3]},
            "worth": {names[z]: 0.2 + 0.1 * (n % 5) for n, z in enumerate(near[:6])},
        }
    return {
        "title": f"{zones} zones and {actors} actors",
        "start": "2024-01-01",
        "days": days,
        "zones": {
            name: {"name": name, "control": {f"a{k * actors // zones:02}": 1}} for k, name in enumerate(names)
        },
        "routes": [{"between": [names[a], names[b]], "days": 1} for a, b in beside],
        "actors": cast,
        "relations": [
            *({"hostile": [a, b]} for a in sides[0] for b in sides[1]),
        ],
        "measures": {"held": {"statistic": "final", "record": "control", "of": sides[0], "zones": names}},
    }


def measured(zones: int, actors: int, runs: int) -> dict[str, float]:
    """Seconds to set up and to play, peak memory beyond that of the libraries, and posts."""
    from whitecell.game.war_game import WarGame
    from whitecell.scenario.reading import read_scenario

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "theatre.yaml"
        file.write_text(json.dumps(theatre(zones, actors)))
        scenario = read_scenario(file)
    with WarGame(scenario.model_copy(update={"days": 1}), np.arange(1)) as game:
        game.step()
        posts = len(game.setup.posts)
    before = peak()
    start = time.process_time()
    with WarGame(scenario, np.arange(runs)) as game:
        made = time.process_time()
        for _ in range(scenario.days):
            game.step()
        held = float(game.gauges["held"].result().mean())
    end = time.process_time()
    return {
        "made": made - start, "played": end - made, "memory": peak() - before, "all": peak(), "posts": posts,
        "held": held,
    }  # fmt: skip


def peak() -> float:
    """Peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def of_checkout(where: Path, zones: int, actors: int, runs: int) -> dict[str, float]:
    """The same with the engine of a checkout, in a process of its own."""
    paths = os.pathsep.join(str(path) for path in (where / "engine", Path(__file__).parents[1]))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.theatres", "--one", f"{zones}", f"{actors}", f"{runs}"],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure, here and in another checkout if one is named, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, help="a checkout of another version to measure beside")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--one", type=int, nargs=3, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        print(json.dumps(measured(*words.one)))
        return
    here, yardstick = Path(__file__).parents[1], Yardstick()
    lines = [
        "| zones | actors | posts | seconds to set up | seconds to play | ms a run, day and 100 posts | MiB "
        "| times before |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for zones, actors in SIZES:
        yardstick.look()
        found, ratios = [], []
        for _ in range(REPEATS):
            found.append(of_checkout(here, zones, actors, words.runs))
            if words.before:
                other = of_checkout(words.before, zones, actors, words.runs)
                assert other["held"] == found[-1]["held"], "the two versions play differently"
                seconds = [each["made"] + each["played"] for each in (found[-1], other)]
                ratios.append((seconds[0] / seconds[1], found[-1]["all"] / other["all"]))
        made, played, memory = (median(each[k] for each in found) for k in ("made", "played", "all"))
        posts = found[0]["posts"]
        cost = 1e5 * played / (words.runs * DAYS * posts)
        beside = " × time, ".join(f"{median(r):.2f}" for r in zip(*ratios, strict=True))
        lines.append(
            f"| {zones} | {actors} | {posts} | {made:.2f} | {played:.2f} | {cost:.2f} | {memory:.0f} "
            f"| {beside + ' × memory' if beside else ''} |"
        )
    lines += [
        "",
        f"Processor time of {words.runs} runs of {DAYS} days, median of {REPEATS}; a post is an actor and a "
        f"zone where its force can ever stand. {yardstick.said()}",
    ]
    put(PAGE, "wide", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
