"""What ``whitecell explore`` varies, how it is asked for, and where it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell import disk
from whitecell_cli import console

if TYPE_CHECKING:
    from whitecell.analysis.design import Design
    from whitecell.scenario.model import Scenario

MOST = 2_000_000
"""Runs above which a design is taken for a slip."""


def must_know(name: str, known: list[str], what: str, option: str) -> None:
    """Refuse a name that the scenario does not have, with what may have been meant."""
    from whitecell.scenario.problems import did_you_mean

    if name not in known:
        hint = did_you_mean(name, known) or f"there are {', '.join(known[:12])} …"
        message = f"the scenario has no {what} '{console.safe(name)}'; {hint}"
        raise click.BadParameter(message, param_hint=f"'{option}'")


def preference(plot: Scenario, text: str) -> tuple[str, bool]:
    """A measure of which much or little is wanted, and whether it is much."""
    name, _, way = text.rpartition(":")
    if way not in ("high", "low") or not name:
        raise click.BadParameter(
            f"'{console.safe(text)}' is not MEASURE:high or MEASURE:low", param_hint="'--prefer'"
        )
    must_know(name, list(plot.measures), "measure", "--prefer")
    return name, way == "high"


def varied(plot: Scenario, others: dict[str, Scenario], only: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Assumptions to vary, and those left out since they are what tells the courses of action apart."""
    from whitecell.analysis.design import ranged

    names = list(ranged(plot))
    for name in only:
        must_know(name, list(plot.assumptions), "assumption", "--only")
        if name not in names:
            raise click.BadParameter(f"'{name}' has no range to vary over", param_hint="'--only'")
    names = [name for name in names if not only or name in only]
    apart = [
        name
        for name in names
        if any(side.assumptions.get(name) != plot.assumptions[name] for side in others.values())
    ]
    return [name for name in names if name not in apart], apart


def made_design(plot: Scenario, kind: str, size: int, names: list[str], seed: int, seeds: int) -> Design:
    """The design that was asked for; raises UsageError if it has more than ``MOST`` runs."""
    from whitecell.analysis.design import design

    rows = {"sobol": len(names) + 2, "morris": len(names) + 1}.get(kind, 1) * size * seeds
    if rows > MOST:
        raise click.UsageError(
            f"that design has {rows:,} runs; take fewer --points or --seeds, or vary some assumptions --only"
        )
    try:
        return design(plot, kind, size, names, seed)  # type: ignore[arg-type]
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def home_of(
    output: Path | None, label: str, side: Scenario, made: Design, seeds: range, several: bool
) -> Path:
    """Folder in which a scenario's runs of a design are kept."""
    from whitecell.analysis.response import fingerprint
    from whitecell.scenario.digest import digest

    if output is not None:
        return output / label if several else output
    return Path("batches") / f"{label}-{digest(side)[:8]}-explore-{fingerprint(made, seeds)}"


def keep_design(folder: Path, made: Design) -> None:
    """Write the design beside its runs: row n of the runs is point n // seeds."""
    import numpy as np

    with disk.fresh(folder / "design.csv") as part:
        np.savetxt(part, made.points, delimiter=",", fmt="%.17g", header=",".join(made.names), comments="")
