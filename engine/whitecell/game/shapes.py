"""What packages from outside give back, held to its shape and kind."""

from __future__ import annotations

from typing import Any

import numpy as np

from whitecell.game.axes import FlagByRun, Floats


def flags(value: Any, n_runs: int) -> FlagByRun:
    """Flags of shape ``(n_runs,)``.

    Raises
    ------
    ValueError
        If it is something else.
    """
    return np.asarray(_shaped(value, (n_runs,), np.bool_), dtype=np.bool_)


def numbers(value: Any, shape: tuple[int, ...]) -> Floats:
    """Finite numbers of a shape.

    Raises
    ------
    ValueError
        If it is something else.
    """
    found: Floats = np.asarray(_shaped(value, shape, np.float64), dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("it gives values that are not finite")
    return found


def _shaped(value: Any, shape: tuple[int, ...], dtype: type) -> Any:
    found = np.asarray(value)
    if found.shape != shape or not np.can_cast(found.dtype, dtype):
        wanted = f"({', '.join(map(str, shape))},)" if len(shape) == 1 else str(shape)
        raise ValueError(
            f"it gives {found.dtype} of shape {found.shape}, not {np.dtype(dtype)} of shape {wanted}"
        )
    return found
