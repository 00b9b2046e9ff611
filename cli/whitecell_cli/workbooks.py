"""The tables of an answer as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from whitecell import disk
from whitecell_cli import console

if TYPE_CHECKING:
    from whitecell.analysis.comparison import Arm
    from whitecell.analysis.exploration import Exploration
    from whitecell.analysis.paired import Contrast
    from whitecell.batch import Batch
    from whitecell.report.divergence import Chain
    from whitecell.report.rows import Row
    from whitecell.scenario.model import Scenario

CAVEAT = ("What it is", "Results follow from the stated assumptions; they are not a forecast.")


def keep(content: bytes, target: Path) -> None:
    """Write a workbook to a file."""
    disk.write(target, content)
    console.complain(f"Written to {target}")


def batch_book(plot: Scenario, batch: Batch, command: str) -> bytes:
    """A batch: its measures, and a row for each run."""
    from whitecell.analysis.summary import summarise
    from whitecell.report.rows import summary_rows
    from whitecell.report.workbook import Sheet, workbook

    first, last = int(batch.seeds[0]), int(batch.seeds[-1])
    columns = {"seed": batch.seeds, **batch.columns}
    runs: list[Row] = [
        dict(zip(columns, row, strict=True))
        for row in zip(*(column.tolist() for column in columns.values()), strict=True)
    ]  # fmt: skip
    about = [
        *_about(plot, command),
        ("Runs", f"{len(batch.seeds):,}, seeds {first} to {last}, {plot.days} days each"),
    ]
    sheets = [
        Sheet("measures", summary_rows(summarise(plot, batch.columns))),
        Sheet("runs", runs, _measures(plot)),
    ]
    return workbook(plot.title, about, sheets)


def comparison_book(
    sides: Sequence[Arm],
    families: Sequence[Sequence[Contrast]],
    chains: Sequence[Chain | None],
    labels: Sequence[str],
) -> bytes:
    """A comparison: all its tables."""
    from whitecell.report.rows import comparison_rows
    from whitecell.report.workbook import Sheet, workbook
    from whitecell.scenario.difference import differences

    base = sides[0]
    stated = [differences(base.scenario, side.scenario) for side in sides[1:]]
    tables = comparison_rows(zip(labels[1:], families, stated, chains, strict=True))
    first, last = int(base.seeds[0]), int(base.seeds[-1])
    about = [
        ("First side", labels[0]),
        ("Compared with it", ", ".join(labels[1:])),
        ("Runs", f"{len(base.seeds):,} of each, seeds {first} to {last}, the same dice"),
        CAVEAT,
    ]
    notes = {
        "day": "of the run, from 1; of what differs later the median day",
        "kind": "what happens that parts them",
    }
    return workbook(base.scenario.title, about, [Sheet(name, rows, notes) for name, rows in tables.items()])


def exploration_book(plot: Scenario, found: Exploration, command: str) -> bytes:
    """An exploration: all its tables, and the design with the mean of each measure."""
    from whitecell.report.rows import exploration_rows
    from whitecell.report.workbook import Sheet, workbook

    units = {
        name: f"assumption, {assumption.unit or 'no unit'}" for name, assumption in plot.assumptions.items()
    }
    means = {r.name: f"{r.name}, mean over seeds, {r.unit or 'no unit'}" for r in found.responses}
    notes = {**units, **means}
    sheets = [
        Sheet(name, rows, notes if name == "points" else {}) for name, rows in exploration_rows(found).items()
    ]
    about = [*_about(plot, command), ("Design", f"{len(found.design.points):,} points over "
             f"{len(found.design.names)} assumptions")]  # fmt: skip
    return workbook(plot.title, about, sheets)


def _about(plot: Scenario, command: str) -> list[tuple[str, str]]:
    """What every workbook of one scenario states about its origin."""
    from whitecell import __version__
    from whitecell.scenario.digest import digest

    return [
        CAVEAT,
        ("Command", command),
        ("Scenario", f"SHA-256 {digest(plot)}"),
        ("Version", f"whitecell {__version__}"),
    ]


def _measures(plot: Scenario) -> Mapping[str, str]:
    """The label and unit of each measure's column."""
    from whitecell.analysis.summary import kind_of
    from whitecell.report.outcome import label

    whole = {"flag": "1 if it happened, else 0", "day": "day of the run; empty if it never came"}
    return {
        name: f"{label(plot, name)}, {whole.get(kind_of(measure.statistic), measure.unit or 'no unit')}"
        for name, measure in plot.measures.items()
    }
