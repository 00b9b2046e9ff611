"""Whether the three versions of the reference game agree in distribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from benchmarks.reference.figures import MEASURES, figures, scenario
from whitecell.batch import run_batch

SURE = 0.001
"""Two versions are told apart when the smallest p value, times the number of tests, is below this."""
Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Docked:
    """A measure in two versions: their means, and the p value that both are one distribution."""

    measure: str
    first: float
    second: float
    p: float


def whitecell(runs: int, jobs: int = 1, slab: int = 2048) -> Columns:
    """Play with the product."""
    return run_batch(scenario(), range(runs), jobs=jobs, slab=slab).columns


def compared(one: Columns, other: Columns) -> list[Docked]:
    """Kolmogorov–Smirnov tests of each measure; a day that never comes counts as the day after the last."""
    never = figures().days + 1.0
    found = []
    for name in MEASURES:
        x, y = (np.nan_to_num(columns[name], nan=never) for columns in (one, other))
        found.append(Docked(name, float(x.mean()), float(y.mean()), float(ks_2samp(x, y).pvalue)))
    return found


def agree(found: list[Docked]) -> bool:
    """Whether no measure tells the two apart, after Bonferroni's correction."""
    return min(docked.p for docked in found) * len(found) >= SURE
