"""Designs of ``explore``, ``fit`` and ``score``: what they vary, their options, and where they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell import disk
from whitecell_cli import console
from whitecell_cli.options import SEED, Function

if TYPE_CHECKING:
    from whitecell.analysis.design import Design
    from whitecell.scenario.model import Scenario

MOST = 2_000_000
"""Runs above which a design is taken for a typing error."""


def design_options(
    points: int | None,
    *,
    least: int = 2,
    seeds: int = 1,
    only: bool = True,
    of_points: str = "Points over the ranges of the assumptions, a Latin hypercube.",
    of_seeds: str = "Runs at each point; no two of them have the same dice.",
) -> Callable[[Function], Function]:
    """``--points``, ``--seeds``, ``--seed`` and, where a part may be varied, ``--only``.

    Parameters
    ----------
    points, seeds : int
        Defaults; None if they depend on other options.
    least : int
        Points, at least.
    of_points, of_seeds : str
        Their help texts.
    """

    def decorated(command: Function) -> Function:
        if only:
            command = click.option(
                "--only", multiple=True, metavar="NAME", help="Vary only this assumption; repeatable."
            )(command)
        command = click.option(
            "--seed", type=SEED, default=0, show_default=True,
            help="Seed of the first run, and of the design.",
        )(command)  # fmt: skip
        command = click.option(
            "--seeds", type=click.IntRange(min=1), default=seeds, show_default=True, help=of_seeds
        )(command)
        return click.option(
            "--points", type=click.IntRange(min=least), default=points, show_default=points is not None,
            help=of_points,
        )(command)  # fmt: skip

    return decorated


def design_words(points: int, seeds: int, seed: int, only: Sequence[str] = ()) -> list[str]:
    """The words of a command that ask for the same design."""
    words = ["--points", str(points), "--seeds", str(seeds), "--seed", str(seed)]
    return words + [word for name in only for word in ("--only", name)]


def must_have_libraries(command: str) -> None:
    """Refuse a command whose libraries are not installed."""
    if any(find_spec(library) is None for library in ("SALib", "sklearn")):
        raise click.UsageError(f"{command} needs the extra: pip install 'whitecell[explore]'")


def must_know(name: str, known: list[str], what: str, option: str) -> None:
    """Refuse a name that the scenario does not have, with what may have been meant."""
    from whitecell.scenario.problems import did_you_mean

    if name not in known:
        hint = did_you_mean(name, known) or f"there are {', '.join(known[:12])} …"
        message = f"the scenario has no {what} '{console.safe(name)}'; {hint}"
        raise click.BadParameter(message, param_hint=f"'{option}'")


def preference(plot: Scenario, text: str) -> tuple[str, bool]:
    """A measure that is wanted high or low, and whether it is high."""
    name, _, way = text.rpartition(":")
    if way not in ("high", "low") or not name:
        raise click.BadParameter(
            f"'{console.safe(text)}' is not MEASURE:high or MEASURE:low", param_hint="'--prefer'"
        )
    must_know(name, list(plot.measures), "measure", "--prefer")
    return name, way == "high"


def varied(plot: Scenario, others: dict[str, Scenario], only: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Assumptions to vary, and those that are left out because they define the courses of action."""
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
    """The folder in which a scenario's runs of a design are stored."""
    from whitecell.analysis.response import fingerprint
    from whitecell.filenames import made_of
    from whitecell.scenario.digest import digest

    label = made_of(label)
    if output is not None:
        return output / label if several else output
    return Path("batches") / f"{label}-{digest(side)[:8]}-explore-{fingerprint(made, seeds)}"


def keep_design(folder: Path, made: Design) -> None:
    """Write the design beside its runs: row n of the runs is point n // seeds."""
    import numpy as np

    with disk.fresh(folder / "design.csv") as part:
        np.savetxt(part, made.points, delimiter=",", fmt="%.17g", header=",".join(made.names), comments="")
