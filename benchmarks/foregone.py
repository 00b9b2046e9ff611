"""Measure how often outcomes of the two other theatres happen, over all ranges and at the stated values.

``python -m benchmarks.foregone`` writes the tables of docs/validity.md; ``--only NAME`` writes one of them.
The points are those of the command above each table.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import DOCS, put
from whitecell.analysis.intervals import mean_interval, wilson
from whitecell.game.play import play
from whitecell.scenario.reading import read_scenario

PAGE = DOCS / "validity.md"
RUNS = 500
BAND = (0.05, 0.95)
"""The shares between which an outcome is no foregone conclusion."""


@dataclass(frozen=True, slots=True)
class Question:
    """An outcome: a measure that is yes or no, or a measure that reaches ``at_least``."""

    measure: str
    at_least: float | None = None

    def of(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each value, 1 if the outcome happened and 0 if not; shares stay as they are."""
        return values if self.at_least is None else np.asarray(values >= self.at_least, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Theatre:
    """A shipped scenario: the design over its ranges, and the outcomes in question."""

    points: int
    seeds: int
    questions: Mapping[str, Question]


THEATRES = {
    "eastern-ukraine-2015": Theatre(250, 2, {
        "the package breaks down": Question("minsk_collapses"),
        "Kyiv orders Debaltseve left": Question("pocket_left"),
        "Debaltseve is overrun": Question("pocket_overrun"),
        "Moscow backs a push": Question("moscow_pushes"),
        "Moscow reins them in": Question("moscow_reins_in"),
        "Washington sends arms": Question("arms_sent"),
        "the EU prolongs sanctions": Question("sanctions_go_on"),
        "a disengagement at Shyrokyne is signed": Question("shyrokyne_cleared_signed"),
        "talks on elections open": Question("dialogue"),
        "the special status is agreed": Question("status_signed"),
        "Moscow and Washington reach the third rung": Question("peak_rung", 3.0),
        "half of Avdiivka is lost to Kyiv": Question("avdiivka_east", 0.5),
        "a tenth of Mariupol is lost to Kyiv": Question("mariupol_east", 0.1),
        "fifty men or more a day are lost from March on": Question("losses_a_day_later", 50.0),
    }),
    "island-quarantine": Theatre(200, 4, {
        "Korvath orders seizures": Question("tightened"),
        "Aldermark orders escorts": Question("escorts_ordered"),
        "gas falls below seven days": Question("gas_below_a_week"),
        "the tanks are empty for a week or more": Question("dark_days", 7.0),
        "Selmere makes a concession": Question("concession"),
        "Selmere clears customs in Korvath": Question("cleared"),
        "an understanding is signed": Question("understanding_signed"),
        "the understanding ends the quarantine": Question("quarantine_lifted"),
        "the powers come to shots": Question("shots"),
        "the premium reaches two per cent": Question("premium_peak", 2.0),
        "resolve is at a half or more at the end": Question("resolve_at_end", 0.5),
        "a missile is fired": Question("salvos", 1.0),
    }),
}  # fmt: skip


def command(name: str) -> list[str]:
    """The command that plays the points."""
    theatre = THEATRES[name]
    design = ["--points", str(theatre.points), "--seeds", str(theatre.seeds)]
    return ["explore", name, *design, "--no-store", "--csv", "points"]


def over_the_ranges(name: str) -> dict[str, NDArray[np.float64]]:
    """The mean of each measure at each point."""
    run = [sys.executable, "-c", "from whitecell_cli.main import main; main()", *command(name)]
    told = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    asked = {question.measure for question in THEATRES[name].questions.values()}
    return {measure: np.array([float(row[measure]) for row in rows]) for measure in asked}


def table(name: str) -> list[str]:
    """How often each outcome happens."""
    theatre, ranges = THEATRES[name], over_the_ranges(name)
    stated = play(read_scenario(name), np.arange(RUNS, dtype=np.int64))
    rows, certain = [], []
    for outcome, question in theatre.questions.items():
        shares = question.of(ranges[question.measure])
        low, high = mean_interval(shares) or (0.0, 1.0)
        so = question.of(np.asarray(stated[question.measure], dtype=np.float64))
        least, most = wilson(int(so.sum()), len(so))
        there = f"{shares.mean():.1%} [{max(low, 0.0):.1%}, {min(high, 1.0):.1%}]"
        rows.append(f"| {outcome} | {there} | {so.mean():.1%} [{least:.1%}, {most:.1%}] |")
        certain += [outcome] if not BAND[0] < shares.mean() < BAND[1] else []
    bottom, top = (f"{end:.0%}" for end in BAND)
    but = f": all but {', '.join(certain)}" if certain else ""
    often = (
        f"{len(rows) - len(certain)} of {len(rows)} outcomes come in more than {bottom} and less than {top}"
    )
    said = f"{often} of the runs over the ranges{but}."
    return [
        f"`whitecell {' '.join(command(name))}`", "", said, "",
        f"| outcome | over the ranges, {theatre.points} points of {theatre.seeds} runs | "
        f"at the stated values, {RUNS} runs |",
        "|---|---|---|", *rows,
    ]  # fmt: skip


def main() -> None:
    """Write the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=THEATRES)
    only = parser.parse_args().only
    for name in THEATRES:
        if only in (None, name):
            lines = table(name)
            put(PAGE, name, lines)
            print("\n".join(lines))


if __name__ == "__main__":
    main()
