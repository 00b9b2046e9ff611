"""Measure the vector environment beside a loop over single games, and write it into docs/environments.md.

Run ``python -m benchmarks.env [--write]``. Both play the same turns with random choices, and read what both
seats see after each.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from benchmarks.pages import DOCS, Yardstick, put
from whitecell.env.vector import VectorEnv
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
SEATS = {"blue": ("united_states", "jordan", "coalition"), "red": ("militias", "iran", "russia")}
AIMS = {"blue": {"zone_held_days": 1.0}}
PAGE = DOCS / "environments.md"
SLABS = (64, 512, 4096)
SINGLE = 4
AIM = 50.0
"""How many times as many game-days a second the vector environment should give."""


def game_days(env: VectorEnv, seeds: np.ndarray) -> float:
    """Game-days a second of one call of reset and all steps to the end."""
    rng = np.random.default_rng(0)
    start = time.perf_counter()
    stand = env.reset(seeds)
    while not stand.over:
        picks = {
            agent: rng.integers(0, actions.counts[:, None], (len(actions.counts), len(seeds)))
            for agent, actions in env.actions.items()
        }
        stand = env.step(picks)
    return len(seeds) * env.scenario.days / (time.perf_counter() - start)


def measured(days: int, repeats: int) -> tuple[list[str], float]:
    """Lines for the page, and how many times as fast the largest slab is."""
    env = VectorEnv(read_scenario(NAME, days=days), SEATS, aims=AIMS)
    yardstick = Yardstick()
    works = {1: [np.array([seed]) for seed in range(SINGLE)], **{n: [np.arange(n)] for n in SLABS}}
    found: dict[int, list[float]] = {n: [] for n in works}
    for _ in range(repeats):
        yardstick.look()
        for n, slabs in works.items():
            found[n].append(float(np.mean([game_days(env, seeds) for seeds in slabs])))
    single = float(np.median(found[1]))
    rows = []
    for n, speeds in found.items():
        middle = float(np.median(speeds))
        name = "a loop over single games" if n == 1 else f"{n:,} at once"
        times = "" if n == 1 else f"{middle / single:.0f}"
        rows.append(f"| {name} | {middle:,.0f} ({min(speeds):,.0f} – {max(speeds):,.0f}) | {times} |")
    head = [
        f"{NAME}, {days} days in turns of {env.turn}, two seats with random picks; medians of {repeats} "
        "interleaved repetitions (least – most), on one core.",
        yardstick.said(),
        "",
        "| games | game-days a second | times the loop |",
        "|---|---|---|",
    ]
    times = float(np.median(found[SLABS[-1]])) / single
    verdict = "met" if times >= AIM else "missed"
    return [*head, *rows, "", f"The aim of {AIM:.0f} times is {verdict} with {SLABS[-1]:,} games."], times


def main() -> None:
    """Print the table, and write it into the page if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write it into the page")
    asked = parser.parse_args()
    lines, _ = measured(asked.days, asked.repeats)
    print("\n".join(lines))
    if asked.write:
        put(PAGE, "env", lines)


if __name__ == "__main__":
    main()
