"""Play until an estimate is as precise as wanted: the fixed-width rule of Chow and Robbins.

Runs are added until the 95 % interval of the wanted measure is no wider than asked. Repeated looks favour
stopping when the spread looks small by chance. The first look comes after ``FIRST`` runs, and each further
look has at least a quarter more runs; this keeps coverage within a point of the nominal one, as
``docs/statistics.md`` shows. Source: Chow & Robbins (1965), On the asymptotic theory of fixed-width
sequential confidence intervals for the mean, Annals of Mathematical Statistics 36(2), 457–462,
doi:10.1214/aoms/1177700156.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.paired import Contrast
from whitecell.analysis.summary import MeasureSummary

FIRST = 512
"""Runs before the first look, and the multiple at which looks are taken."""
GROWTH = 1.25
"""Least factor by which runs grow from one look to the next."""
_FORM = re.compile(r"\s*([^±+\s:]+)\s*(?::\s*([^±+:]*[^±+:\s]))?\s*(?:±|\+/-|\+-)\s*([0-9.eE_-]+)\s*(%?)\s*")


@dataclass(frozen=True, slots=True)
class Target:
    """A measure and the wanted half-width of its 95 % interval, in the measure's unit.

    In a comparison an ``aspect`` may be named, as in :class:`whitecell.analysis.paired.Contrast`.
    """

    measure: str
    half: float
    aspect: str = ""

    @classmethod
    def of(cls, text: str) -> Target:
        """Read ``measure±half`` or ``measure: aspect±half``; ``+-``, ``+/-`` and per cent are also read.

        Raises
        ------
        ValueError
            If it is none of these.
        """
        found = _FORM.fullmatch(text)
        try:
            half = float(found[3]) / (100 if found[4] else 1) if found else 0.0
        except ValueError:
            half = 0.0
        if not found or not 0.0 < half < float("inf"):
            raise ValueError(f"'{text}' is not MEASURE±HALF-WIDTH; write it like deal_signed±0.02")
        return cls(found[1], half, found[2] or "")

    @property
    def name(self) -> str:
        """Measure and aspect, as a comparison names its rows."""
        return f"{self.measure}: {self.aspect}" if self.aspect else self.measure

    def __str__(self) -> str:
        return f"{self.name}±{self.half:g}"


def looks(cap: int, first: int = FIRST) -> Iterator[int]:
    """Numbers of runs at which to look, the last of them the cap."""
    runs = min(first, cap)
    while True:
        yield runs
        if runs >= cap:
            return
        runs = min(-(-int(runs * GROWTH + 1) // first) * first, cap)


def half_width(summary: MeasureSummary) -> float:
    """Half the width of a measure's 95 % interval; infinite if it has none yet.

    An asymmetric interval (Wilson's) counts with its longer side, a doubtful one as infinite.
    """
    if summary.doubtful:
        return float("inf")
    if summary.shares:
        return max(max(high - share, share - low) for share, low, high in summary.shares.values())
    if summary.estimate is None or summary.low is None or summary.high is None:
        return float("inf")
    return max(summary.high - summary.estimate, summary.estimate - summary.low)


def half_width_of(contrasts: Sequence[Contrast], target: Target) -> float:
    """Half the width of the interval of a difference: the longer side, the longest of a category's rows.

    For a day it is that of the share of runs in which it came, unless the aspect is named. A mean difference
    with a doubtful interval is not known yet, so its width is infinite; if no pair differs, it is 0.

    Raises
    ------
    ValueError
        If there is no such row; the message lists those that exist.
    """
    rows = {c.aspect: c for c in contrasts if c.measure == target.measure}
    if not target.aspect:
        return max((rows[a].half_width for a in (["came"] if "came" in rows else rows)), default=0.0)
    if target.aspect not in rows:
        names = " and ".join(f"'{c.name}'" for c in rows.values())
        raise ValueError(f"there is no '{target.name}' to compare; there is {names}")
    return rows[target.aspect].half_width


def appended(parts: list[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Columns of several batches, one below the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
