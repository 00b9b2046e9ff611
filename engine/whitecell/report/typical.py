"""Runs to read first: the most representative of a batch, and those at the ends of a measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def typical_run(columns: Mapping[str, NDArray[Any]], among: NDArray[np.bool_] | None = None) -> int:
    """Row of the run whose measures lie nearest to the middle of all runs.

    For a number, a run's distance is that of its rank from the median, 0 to 1. For a category, and
    for whether something happened at all, it is 0 if the run agrees with most runs and 1 if not.
    The distances of all measures are added up; the first of equal runs is taken.

    Parameters
    ----------
    columns : mapping of str to array, shape ``(n_runs,)``
        Measures: floats with NaN where it did not happen, or names and None.
    among : array of bool, shape ``(n_runs,)``, optional
        Runs that may be taken; all if not given.

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
    if among is not None:
        far[~among] = np.inf
    return int(np.argmin(far))


def extreme_run(columns: Mapping[str, NDArray[Any]], measure: str, highest: bool) -> int | None:
    """Row of the run with the highest or lowest value of a measure; of equal ones the most representative.

    A day that never came is later than any day. None if no run has a value, or all have the same.

    Parameters
    ----------
    columns : mapping of str to array, shape ``(n_runs,)``
    measure : str
        One whose values are numbers.
    highest : bool
    """
    values = np.where(np.isnan(columns[measure]), np.inf, columns[measure])
    end = values.max() if highest else values.min()
    if (values == end).all():
        return None
    return typical_run(columns, values == end)


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
