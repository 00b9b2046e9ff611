"""How far an assumption moves a measure: the measure's mean at the low and the high end of the range.

References are numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.response import Response

END = 0.2
"""Share of an assumption's distribution, at either end, over which points are averaged."""
FEWEST = 5
"""Fewest points at an end for which a mean is given."""
EVEN = ("lhs", "sequence")
"""Designs that cover the space evenly: points at an assumption's end differ from others in it alone."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Swing:
    """The mean of a measure where an assumption is low and where it is high, all others varied.

    Attributes
    ----------
    assumption : str
    low, high : float
        Means over the points in the lowest and in the highest fifth of the assumption's distribution.
    low_error, high_error : float
        Half-widths of their 95 % intervals over points, with the seeds of the design.
    """

    assumption: str
    low: float
    low_error: float
    high: float
    high_error: float

    @property
    def size(self) -> float:
        """How far apart the two means are."""
        return abs(self.high - self.low)

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def swings(points: Design, response: Response, wanted: Iterable[str]) -> list[Swing]:
    """Swings of a measure by some assumptions, the largest first.

    Only designs that cover the space evenly (:data:`EVEN`) give swings. An end needs :data:`FEWEST` points.
    Intervals are Student's. Both ends share one standard deviation, that of their points about their means,
    so an end where nothing varies is not taken to be certain.
    """
    if points.kind not in EVEN:
        return []
    found = [_swing(name, points.unit[:, points.names.index(name)], response.means) for name in wanted]
    return sorted((s for s in found if s is not None), key=lambda s: (-s.size, s.assumption))


def _swing(name: str, unit: Floats, y: Floats) -> Swing | None:
    from whitecell.analysis.special import stdtrit

    ends = [y[where & ~np.isnan(y)] for where in (unit <= END, unit >= 1.0 - END)]
    if min(map(len, ends)) < FEWEST:
        return None
    freedom = sum(map(len, ends)) - 2
    squares = sum(float(((end - end.mean()) ** 2).sum()) for end in ends)
    reach = float(stdtrit(freedom, 0.975)) * float(np.sqrt(squares / freedom))
    (low, low_error), (high, high_error) = ((float(end.mean()), reach / len(end) ** 0.5) for end in ends)
    return Swing(name, low, low_error, high, high_error)
