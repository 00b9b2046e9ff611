"""What an array of the state or of a day can hold, as its declaration says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from whitecell.game.layout import Layout


@dataclass(frozen=True, slots=True)
class Kind:
    """What an array of the state can hold.

    Attributes
    ----------
    axes : tuple of str
        Those of :class:`whitecell.game.layout.Layout` before that of runs.
    dtype : type
        Of the numbers in it.
    start : float
        With what it is filled at first.
    least : float
        No value is lower.
    below : str
        The limit of the layout that values stay below; empty if they have none.
    loose : str
        The limit of the layout that says of each row whether its values may be infinite or no number; empty
        if none may.
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
        """An array of a shape, before anybody has written into it."""
        if not self.start:  # memory that is zero already costs nothing until it is used
            return np.zeros(shape, dtype=self.dtype)
        return np.full(shape, self.start, dtype=self.dtype)

    def fault(self, array: NDArray[Any], layout: Layout) -> str:
        """What is wrong with the values of an array of the right shape and type; empty if nothing is."""
        strict = array
        if self.loose:
            strict = array[~np.array(layout.limits[self.loose], dtype=np.bool_)]
        if not np.isfinite(strict).all():
            return "holds a value that is no finite number"
        if (strict < self.least).any():
            return f"holds a value below {self.least:g}"
        most = np.array(layout.limits[self.below] if self.below else np.inf)
        if most.ndim:  # one for each row
            most = most.reshape(-1, *(1,) * (array.ndim - 1))
        if (strict >= most).any():
            return "holds a value above the last that there is"
        return ""


@cache
def kinds(section: Any) -> dict[str, Kind]:
    """For each array that a class declares, by name: what it can hold."""
    hints = get_type_hints(section, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}
