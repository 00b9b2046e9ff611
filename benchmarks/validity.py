"""Measure the figures of docs/validity.md: facts, foregone conclusions, assumptions, mechanisms.

``python -m benchmarks.validity`` writes all of them; ``--only facts`` writes a part.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import DOCS, put
from whitecell.analysis.design import design, ranged
from whitecell.analysis.expectation import expectations, hold
from whitecell.analysis.intervals import wilson
from whitecell.analysis.screening import DETECTED, Bearing, assumption_bearings, mechanism_bearings, watched
from whitecell.game.play import play
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
PAGE = DOCS / "validity.md"
POINTS = 2000
SLAB = 500
STAGES = (64, 256, 1024)
"""Seeds for all assumptions, then for those still undetected, and so on."""
FACT_RUNS = 4_000
"""Runs that facts are compared with: some lie so near an end of the stated range that fewer cannot decide."""
LAST_STAGE = 4096
"""Seeds for assumptions that are still undetected, played where they should matter most."""
WHERE_IT_MATTERS = ("joint_strikes_chance", 1.0)
"""An assumption and a value at which a clause that is otherwise rare is on the table."""
LEAST = 0.05
"""Share of runs that each outcome has to exceed over the ranges."""


def facts() -> list[str]:
    """Where the facts of the register fall among the runs."""
    lines = ["| fact | asked | found | runs | |", "|---|---|---|---|---|"]
    for name in (f"{NAME}-may", NAME):
        for key, fact in expectations(name).items():
            found = hold(key, fact, runs=FACT_RUNS)
            verdict = found.verdict if found.verdict == "fits" else f"**{found.verdict}**"
            lines.append(
                f"| {key}: {fact.fact} | {found.asked} | {found.found} | {found.runs:,} | {verdict} |"
            )
    return lines


Measures = dict[str, NDArray[Any]]
QUESTIONS: dict[str, Callable[[Measures], NDArray[np.bool_]]] = {
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
"""Outcomes of a run, each of which should be neither certain nor impossible."""


def over_the_ranges(count: int = POINTS) -> Measures:
    """Measures of a Latin hypercube over all ranges, with shapes and correlations, one seed per point."""
    plot = read_scenario(NAME)
    made = design(plot, "lhs", count, ranged(plot), 1)
    parts = []
    for first in range(0, count, SLAB):
        seeds = np.arange(first, min(first + SLAB, count), dtype=np.int64)
        columns = {name: made.points[seeds, k] for k, name in enumerate(made.names)}
        parts.append(play(plot, seeds, columns))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def outcomes() -> list[str]:
    """How often each of a pair of outcomes happens, over the ranges and at the stated values."""
    ranges = over_the_ranges()
    parts = [play(read_scenario(NAME), np.arange(n, n + SLAB, dtype=np.int64)) for n in (0, SLAB)]
    stated = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    often = [question for question, asked in QUESTIONS.items() if asked(ranges).mean() > LEAST]
    lines = [
        f"{len(often)} of {len(QUESTIONS)} outcomes come in more than {LEAST:.0%} of the points.",
        "",
        f"| outcome | over the ranges, {POINTS:,} points | at the stated values, {2 * SLAB:,} runs |",
        "|---|---|---|",
    ]
    for question, asked in QUESTIONS.items():
        cells = []
        for measures in (ranges, stated):
            so = asked(measures)
            least, most = wilson(int(so.sum()), len(so))
            cells.append(f"{so.mean():.1%} [{least:.1%}, {most:.1%}]")
        lines.append(f"| {question} | {' | '.join(cells)} |")
    return lines


def _row(found: Bearing, *more: str) -> str:
    most = f"`{found.measure}` {found.effect:+.2g}" if found.measure else "–"
    return " | ".join((f"| {found.name}", f"{found.changed:.1%}", most, *more)) + " |"


def _missing(names: list[str]) -> str:
    return f": {', '.join(names)}" if names else ""


def mechanisms() -> list[str]:
    """The changes when each mechanism is switched off."""
    found = sorted(mechanism_bearings(watched(read_scenario(NAME)), 256), key=lambda b: -b.changed)
    idle = [b.name for b in found if b.changed == 0.0]
    unclear = [b.name for b in found if b.chance >= DETECTED]
    return [
        f"{len(found)} mechanisms, {len(idle)} of which change nothing when switched off{_missing(idle)}; "
        f"{len(found) - len(unclear)} move a measure detectably in 256 seeds{_others(unclear)}.",
        "",
        "| switched off | runs that change | moves most, in standard deviations | detected |",
        "|---|---|---|---|",
        *(_row(b, "yes" if b.chance < DETECTED else "no") for b in found),
    ]


def _others(names: list[str]) -> str:
    return f", all but {', '.join(names)}" if names else ""


def assumptions() -> list[str]:
    """The measures that each assumption moves between the ends of its range."""
    plot = watched(read_scenario(NAME))
    found: dict[str, tuple[Bearing, str]] = {}
    counts, quiet = [], list[str]()
    for runs in STAGES:
        stage = {b.name: b for b in assumption_bearings(plot, runs, quiet or None)}
        found |= {name: (b, f"{runs:,}") for name, b in stage.items()}
        quiet = [name for name, b in stage.items() if b.chance >= DETECTED]
        counts.append(f"{len(quiet)} after {runs:,}")
        if not quiet:
            break
    if quiet:
        name, value = WHERE_IT_MATTERS
        where = f"{STAGES[-1]:,} with `{name}` {value:g}"
        there = watched(read_scenario(NAME, {name: str(value)}))
        stage = {b.name: b for b in assumption_bearings(there, STAGES[-1], quiet)}
        clear = {name: b for name, b in stage.items() if b.chance < DETECTED}
        found |= {name: (b, where) for name, b in clear.items()}
        quiet = [name for name in quiet if name not in clear]
        counts.append(f"{len(quiet)} after {where}")
    if quiet:
        stage = {b.name: b for b in assumption_bearings(plot, LAST_STAGE, quiet)}
        found |= {name: (b, f"{LAST_STAGE:,}") for name, b in stage.items()}
        quiet = [name for name, b in stage.items() if b.chance >= DETECTED]
        counts.append(f"{len(quiet)} after {LAST_STAGE:,}")
    idle = [name for name, (b, _) in found.items() if b.changed == 0.0]
    ordered = sorted(found.values(), key=lambda row: -abs(row[0].effect))
    return [
        f"{len(found)} assumptions have a range; {len(idle)} change nothing{_missing(idle)}, and "
        f"{len(found) - len(quiet)} move a measure detectably{_others(quiet)}. "
        f"Undetected so far, by seeds at each end of the range: {', '.join(counts)}.",
        "",
        "| assumption | runs that change | moves most, in standard deviations | seeds |",
        "|---|---|---|---|",
        *(_row(b, seeds if b.chance < DETECTED else f"{seeds}, not detected") for b, seeds in ordered),
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
