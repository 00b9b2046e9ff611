"""Compare the duration of a truce with that of ceasefires since 1989: table and picture of docs/validity.md.

``python -m benchmarks.truces`` plays ``truces.yaml`` beside this file, in which the laws have the engine's
numbers, over many seeds, and says how long the accord holds. The data are ceasefires of the ETH/PRIO Civil
Conflict Ceasefire Dataset (Clayton et al. 2022, Journal of Conflict Resolution): in effect before 11 June
2017, outside Syria, open-ended, and with a known end or known to endure.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.curves import HEIGHT, WIDTH, Counted, against, draw
from benchmarks.pages import DOCS, put
from whitecell.analysis.intervals import wilson
from whitecell.game.war_game import WarGame
from whitecell.report.look import Spec
from whitecell.scenario.reading import read_scenario

PAGE = DOCS / "validity.md"
SCENARIO = Path(__file__).with_name("truces.yaml")
MECHANISM = Path(__file__).with_name("truces-with-mechanism.yaml")
RUNS = 4000
DAYS = (30, 90, 180, 365)
SPELLS = ((0, 7), (7, 30), (30, 90), (90, 180), (180, 365))
HAZARD = (27.7, 5.7, 3.2, 2.0, 1.0)
"""Ends per 1,000 days of all ceasefires in these spells of their age."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Ceasefires of a kind: their number, and the share that held after each of ``DAYS``."""

    words: str
    count: int
    share: tuple[float, ...]

    def counted(self) -> list[Counted]:
        """The shares with Wilson's intervals at 95 %."""
        ends = [wilson(round(share * self.count), self.count) for share in self.share]
        return [Counted(d, s, *e) for d, s, e in zip(DAYS, self.share, ends, strict=True)]

    def within(self, k: int, share: float) -> bool:
        """Whether a share lies in the 95 % interval of the data after the k-th of ``DAYS``."""
        found = wilson(round(self.share[k] * self.count), self.count)
        return found[0] <= share <= found[1]


ALL = Kept("all", 189, (0.73, 0.60, 0.50, 0.42))
WITHOUT = Kept("without a mechanism", 98, (0.65, 0.54, 0.46, 0.38))
WITH = Kept("with a mechanism", 90, (0.82, 0.68, 0.56, 0.47))


@dataclass(frozen=True, slots=True)
class Lives:
    """The day on which the accord ended in each run; infinite if it held to the end."""

    end: NDArray[np.float64]

    def standing(self, day: int) -> int:
        """The number of runs in which it held after a number of days."""
        return int((self.end > day).sum())

    def curve(self, days: int) -> list[float]:
        """The share of runs in which it held after each day, from 0 on."""
        return [self.standing(day) / len(self.end) for day in range(days + 1)]

    def hazard(self, first: int, last: int) -> float:
        """Ends per 1,000 days in force, after day ``first`` and up to day ``last``."""
        days = np.clip(self.end, first, last) - first
        ends = (self.end > first) & (self.end <= last)
        return float(1000.0 * ends.sum() / max(float(days.sum()), 1.0))


def lives(scenario: Path, runs: int = RUNS, agreement: str = "accord") -> Lives:
    """Play a scenario whose agreement is in force from the start, and record when it ends in each run."""
    with WarGame(read_scenario(str(scenario)), np.arange(runs, dtype=np.int64)) as game:
        accord = game.pieces.agreements[agreement]
        end = np.full(runs, np.inf)
        for day in range(1, game.setup.stated.days + 1):
            game.step()
            end[~accord.in_force & np.isinf(end)] = day
        return Lives(end)


def table(plain: Lives, watched: Lives) -> list[str]:
    """The lines of the page."""
    lines = ["| | days 30 | 90 | 180 | 365 |", "|---|---|---|---|---|"]
    for kept, told in ((ALL, plain), (WITHOUT, plain), (WITH, watched)):
        data = " | ".join(f"{one.share:.0%} [{one.low:.0%}, {one.high:.0%}]" for one in kept.counted())
        lines.append(f"| ceasefires, {kept.words} (n = {kept.count}) | {data} |")
        if kept is not ALL:
            shares = [told.standing(day) / len(told.end) for day in DAYS]
            lines.append(f"| model, {kept.words} | " + " | ".join(f"{s:.0%}" for s in shares) + " |")
    lines += ["", "| ends per 1,000 days | " + " | ".join(f"days {a}–{b}" for a, b in SPELLS) + " |"]
    lines.append("|---|" + "---|" * len(SPELLS))
    lines.append("| ceasefires, all | " + " | ".join(f"{h:.1f}" for h in HAZARD) + " |")
    for words, told in (("without", plain), ("with", watched)):
        rates = [told.hazard(*spell) for spell in SPELLS]
        lines.append(f"| model, {words} a mechanism | " + " | ".join(f"{h:.1f}" for h in rates) + " |")
    return lines


def picture(plain: Lives, watched: Lives, width: int = WIDTH, height: int = HEIGHT) -> Spec:
    """The curves of the model, and the shares of ceasefires with their intervals."""
    sides = ((WITHOUT, plain), (WITH, watched))
    named = [(f"model, and {kept.count} ceasefires, {kept.words}", kept, told) for kept, told in sides]
    return against(
        {name: told.curve(DAYS[-1]) for name, _, told in named},
        {name: kept.counted() for name, kept, _ in named},
        "days since it came into force", "share that still stands",
        ticks=(0, *DAYS), width=width, height=height,
    )  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Play, print, and write the page."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--runs", type=int, default=RUNS)
    asked: Any = parser.parse_args(arguments)
    plain, watched = lives(SCENARIO, asked.runs), lives(MECHANISM, asked.runs)
    lines = table(plain, watched)
    print("\n".join(lines))
    if asked.runs == RUNS:
        put(PAGE, "truces", lines)
        draw("truces", picture(plain, watched))


if __name__ == "__main__":
    main()
