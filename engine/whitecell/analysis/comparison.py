"""A comparison: sides that were played with the same dice, and the differences between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.counted import counted_apart
from whitecell.analysis.paired import Contrast, contrasts, corrected
from whitecell.scenario.model import Scenario


class IncomparableError(ValueError):
    """The sides cannot be compared; the message says why and what would help."""


@dataclass(frozen=True, eq=False, slots=True)
class Arm:
    """One side of a comparison, like an arm of a trial: a scenario and its runs.

    ``seeds`` and each of ``columns`` have shape ``(n_runs,)``; ``label`` is what a reader sees.
    """

    label: str
    scenario: Scenario
    seeds: NDArray[np.int64]
    columns: Mapping[str, NDArray[Any]]


def aligned(sides: Sequence[Arm], shared: bool = False) -> list[Arm]:
    """Sides with the same measures of the same seeds, in the same order.

    Parameters
    ----------
    sides : sequence of Arm
        Two or more.
    shared : bool
        Reduce the sides to the seeds and measures that all have, instead of refusing sides that differ.
        A different horizon or first day is refused all the same: the days would not correspond.

    Raises
    ------
    IncomparableError
        If they cannot be compared.
    """
    base = sides[0]
    for side in sides[1:]:
        one, other = base.scenario, side.scenario
        if one.start != other.start:
            raise IncomparableError(
                f"{base.label} begins after {one.start} and {side.label} after {other.start}: their days "
                "are not the same days"
            )
        if one.days != other.days:
            raise IncomparableError(
                f"{base.label} has {one.days} days and {side.label} {other.days}; play both with "
                f"--days {min(one.days, other.days)}"
            )
        if not shared:
            _refuse(base, side)
    seeds = base.seeds
    names = [
        name
        for name in base.columns
        if all(name in s.columns and s.scenario.measures[name] == base.scenario.measures[name] for s in sides)
    ]
    for side in sides[1:]:
        seeds = np.intersect1d(seeds, side.seeds)
    if len(seeds) < 2 or not names:
        what = "seeds" if names else "measures"
        raise IncomparableError(f"{', '.join(side.label for side in sides)} share no {what} to compare")
    return [_cut(side, seeds, names) for side in sides]


def _refuse(base: Arm, side: Arm) -> None:
    """Refuse other seeds and other measures."""
    if not np.array_equal(base.seeds, side.seeds):
        raise IncomparableError(
            f"{base.label} has {_seeds(base)} and {side.label} {_seeds(side)}; only the same seeds roll "
            "the same dice. --shared compares those that both have"
        )
    one, other = base.scenario.measures, side.scenario.measures
    for name in dict.fromkeys((*one, *other)):
        if name not in one or name not in other:
            lacking = side.label if name not in other else base.label
            raise IncomparableError(
                f"{lacking} has no measure '{name}'; --shared compares the measures that both have"
            )
        if one[name] != other[name]:
            raise IncomparableError(
                f"measure '{name}' is another one in {side.label} than in {base.label}; "
                "--shared leaves it out"
            )


def _seeds(side: Arm) -> str:
    first, last = int(side.seeds[0]), int(side.seeds[-1])
    return f"{len(side.seeds):,} seeds from {first} to {last}"


def _cut(side: Arm, seeds: NDArray[np.int64], names: Sequence[str]) -> Arm:
    rows = np.flatnonzero(np.isin(side.seeds, seeds))
    rows = rows[np.argsort(side.seeds[rows], kind="stable")]
    columns = {name: side.columns[name][rows] for name in names}
    return Arm(side.label, side.scenario, side.seeds[rows], columns)


def compared(sides: Sequence[Arm]) -> list[list[Contrast]]:
    """Contrasts of each further side against the first, p values corrected over all of them.

    Parameters
    ----------
    sides : sequence of Arm
        As :func:`aligned` gives them.
    """
    base = sides[0]
    families = []
    for side in sides[1:]:
        found = contrasts(base.scenario, base.columns, side.columns, base.scenario.days)
        measures = base.scenario.measures
        unlike = {c.measure: counted_apart(measures[c.measure], base.scenario, side.scenario) for c in found}
        families.append([replace(c, unlike=unlike[c.measure]) for c in found])
    return corrected(families)


def identical(one: Arm, other: Arm) -> bool:
    """Whether every measure is the same in every seed, to the bit."""
    for name, column in one.columns.items():
        there = other.columns[name]
        if column.dtype == object:
            if any(a != b for a, b in zip(column, there, strict=True)):
                return False
        elif not np.array_equal(column, there, equal_nan=True):
            return False
    return True
