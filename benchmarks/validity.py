"""Measure what docs/validity.md says: facts, foregone conclusions, assumptions, mechanisms.

``python -m benchmarks.validity`` writes all of it; ``--only facts`` a part.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from benchmarks.pages import DOCS, put
from whitecell.analysis.bearing import Bearing, assumption_bearings, mechanism_bearings
from whitecell.analysis.expectation import expectations, hold
from whitecell.analysis.intervals import wilson
from whitecell.game.play import play
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
PAGE = DOCS / "validity.md"
POINTS = 2000
SLAB = 500
SEEDS = 64
MORE_SEEDS = 1000
"""Seeds for assumptions that move nothing in the first few."""


def facts() -> list[str]:
    """Where the facts of the register fall."""
    lines = ["| fact | asked | found | runs | |", "|---|---|---|---|---|"]
    for name in (f"{NAME}-may", NAME):
        for key, fact in expectations(name).items():
            found = hold(key, fact)
            verdict = "fits" if found.met else "**does not fit**"
            lines.append(
                f"| {key}: {fact.fact} | {found.asked} | {found.found} | {found.runs:,} | {verdict} |"
            )
    return lines


def over_the_ranges() -> dict[str, NDArray[Any]]:
    """Measures of a Latin hypercube over all ranges, a seed to a point."""
    plot = read_scenario(NAME)
    ranged = {n: a.range for n, a in plot.assumptions.items() if a.range and a.range[0] < a.range[1]}
    low, high = (np.array([limits[end] for limits in ranged.values()]) for end in (0, 1))
    points = low + qmc.LatinHypercube(len(ranged), rng=1).random(POINTS) * (high - low)
    parts = []
    for first in range(0, POINTS, SLAB):
        seeds = np.arange(first, first + SLAB, dtype=np.int64)
        columns = {name: points[seeds, k] for k, name in enumerate(ranged)}
        parts.append(play(plot, seeds, columns))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def outcomes() -> list[str]:
    """How often each of a pair of outcomes comes, over the ranges and at the stated values."""
    ranges = over_the_ranges()
    parts = [play(read_scenario(NAME), np.arange(n, n + SLAB, dtype=np.int64)) for n in (0, SLAB)]
    stated = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    questions: dict[str, Callable[[dict[str, NDArray[Any]]], NDArray[np.bool_]]] = {
        "a deal is signed": lambda m: m["deal_signed"] > 0,
        "no deal is signed": lambda m: m["deal_signed"] <= 0,
        "the zone is signed and does not collapse": lambda m: (
            (m["deal_signed"] > 0) & np.isnan(m["zone_collapse_day"])
        ),
        "the zone collapses": lambda m: ~np.isnan(m["zone_collapse_day"]),
        "the corridor is joined": lambda m: ~np.isnan(m["corridor_joined_day"]),
        "the corridor is never joined": lambda m: np.isnan(m["corridor_joined_day"]),
        "the sanctions pass": lambda m: ~np.isnan(m["sanctions_day"]),
        "the US–Russian rung rises": lambda m: m["us_russia_peak_rung"] > 1,
    }
    lines = [
        f"| outcome | over the ranges, {POINTS:,} points | at the stated values, {2 * SLAB:,} runs |",
        "|---|---|---|",
    ]
    for question, asked in questions.items():
        cells = []
        for measures in (ranges, stated):
            so = asked(measures)
            least, most = wilson(int(so.sum()), len(so))
            cells.append(f"{so.mean():.1%} [{least:.1%}, {most:.1%}]")
        lines.append(f"| {question} | {' | '.join(cells)} |")
    return lines


def _row(found: Bearing) -> str:
    most = f"`{found.measure}` {found.effect:+.2f}" if found.measure else "–"
    return f"| {found.name} | {found.changed:.1%} | {most} |"


def mechanisms() -> list[str]:
    """What switching each mechanism off changes."""
    found = sorted(mechanism_bearings(read_scenario(NAME), 256), key=lambda b: -b.changed)
    idle = [b.name for b in found if b.changed == 0.0]
    return [
        f"{len(found)} mechanisms, {len(idle)} of which change nothing when switched off"
        f"{': ' + ', '.join(idle) if idle else ''}. 256 seeds.",
        "",
        "| switched off | runs that change | moves most, in standard deviations |",
        "|---|---|---|",
        *map(_row, found),
    ]


def assumptions() -> list[str]:
    """What each assumption moves between the ends of its range."""
    plot = read_scenario(NAME)
    found = {b.name: b for b in assumption_bearings(plot, SEEDS)}
    quiet = [name for name, b in found.items() if b.changed == 0.0]
    again = {b.name: b for b in assumption_bearings(plot, MORE_SEEDS, quiet)} if quiet else {}
    found |= again
    idle = [name for name, b in found.items() if b.changed == 0.0]
    ordered = sorted(found.values(), key=lambda b: -abs(b.effect))
    return [
        f"{len(found)} assumptions have a range; {len(idle)} of them change nothing"
        f"{': ' + ', '.join(idle) if idle else ''}. {SEEDS} seeds at each end of the range, and "
        f"{MORE_SEEDS:,} for the {len(again)} that moved nothing in these.",
        "",
        "| assumption | runs that change | moves most, in standard deviations |",
        "|---|---|---|",
        *map(_row, ordered),
    ]


PARTS: dict[str, Callable[[], list[str]]] = {
    "facts": facts,
    "outcomes": outcomes,
    "mechanisms": mechanisms,
    "assumptions": assumptions,
}


def main() -> None:
    """Write the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS)
    only = parser.parse_args().only
    for part, measure in PARTS.items():
        if only in (None, part):
            lines = measure()
            put(PAGE, part, lines)
            print("\n".join(lines))


if __name__ == "__main__":
    main()
