"""The values that an array of the state or of a day can hold, as declared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from whitecell.game.layout import Layout


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that an array of the state can hold.

    Attributes
    ----------
    axes : tuple of str
        Its axes in :class:`whitecell.game.layout.Layout`, before the axis of runs.
    dtype : type
        Type of its numbers.
    start : float
        Value with which it is filled at first.
    least : float
        Lowest possible value.
    below : str
        Name of the limit in the layout that values stay below; empty if there is none.
    loose : str
        Name of the limit in the layout that tells for each row whether its values may be infinite or not a
        number; empty if they never may.
    """

    axes: tuple[str, ...]
    dtype: type = np.float64
    start: float = 0.0
    least: float = -np.inf
    below: str = ""
    loose: str = ""

    def shape(self, layout: Layout, n_runs: int) -> tuple[int, ...]:
        """Shape of the array in a game."""
        return (*(len(layout.axes[axis]) for axis in self.axes), n_runs)

    def made(self, shape: tuple[int, ...]) -> NDArray[Any]:
        """An array of a shape, filled with the start value."""
        if not self.start:  # zeroed memory costs nothing until it is used
            return np.zeros(shape, dtype=self.dtype)
        return np.full(shape, self.start, dtype=self.dtype)

    def fault(self, array: NDArray[Any], layout: Layout) -> str:
        """The fault in the values of an array of the right shape and type; empty if there is none."""
        strict = array
        if self.loose:
            strict = array[~np.array(layout.limits[self.loose], dtype=np.bool_)]
        if not np.isfinite(strict).all():
            return "holds a value that is no finite number"
        if (strict < self.least).any():
            return f"holds a value below {self.least:g}"
        most = np.array(layout.limits[self.below] if self.below else np.inf)
        if most.ndim:  # a limit for each row
            most = most.reshape(-1, *(1,) * (array.ndim - 1))
        if (strict >= most).any():
            return "holds a value above the last that there is"
        return ""


@cache
def kinds(section: Any) -> dict[str, Kind]:
    """The kind of each array that a class declares, by name."""
    hints = get_type_hints(section, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}
