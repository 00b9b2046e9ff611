"""The run that is nearest to the middle of a batch in everything: the one to read first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def typical_run(columns: Mapping[str, NDArray[Any]]) -> int:
    """Row of the run whose measures lie nearest to the middle of all runs.

    For each number a run's distance is how far its rank is from the median, 0 to 1; for a category,
    and for whether something happened at all, it is 0 if the run did as most did and 1 if not.
    The distances of all measures are added up; of equal runs the first is taken.

    Parameters
    ----------
    columns : mapping of str to array, shape ``(n_runs,)``
        Measures: floats with NaN where it did not happen, or names and None.

    Raises
    ------
    ValueError
        If there is no run.
    """
    arrays = [np.asarray(column) for column in columns.values()]
    if not arrays or not len(arrays[0]):
        raise ValueError("no run is typical of an empty batch")
    far = np.zeros(len(arrays[0]))
    for column in arrays:
        far += _distance(column)
    return int(np.argmin(far))


def _distance(column: NDArray[Any]) -> NDArray[np.float64]:
    if column.dtype == object:
        _, place, count = np.unique(
            np.array([str(value) for value in column]), return_inverse=True, return_counts=True
        )
        return np.asarray(place != int(np.argmax(count)), dtype=np.float64)
    happened = ~np.isnan(column)
    far = np.ones(len(column))
    if 2 * int(happened.sum()) < len(column):
        far[~happened] = 0.0
        return far
    values = np.sort(column[happened])
    low = np.searchsorted(values, column[happened], side="left")
    high = np.searchsorted(values, column[happened], side="right")
    far[happened] = np.where(
        (low <= len(values) / 2) & (high >= len(values) / 2),
        0.0,
        np.abs((low + high) / len(values) - 1.0),
    )
    return far
