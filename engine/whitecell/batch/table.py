"""Results of runs as a table: a column for each measure, a row for each run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.errors import BatchError
from whitecell.scenario.model import Scenario

Columns: TypeAlias = dict[str, NDArray[Any]]
"""Measure → shape ``(n_runs,)``: floats with NaN where it did not happen, or names and None."""

SEED = "seed"
"""The first column of a stored table."""


def categories(scenario: Scenario) -> frozenset[str]:
    """Name the measures whose values are names, not numbers."""
    return frozenset(name for name, m in scenario.measures.items() if m.statistic == "which")


def checked(scenario: Scenario, runs: int, played: Mapping[str, NDArray[Any]]) -> Columns:
    """Put a player's columns into the scenario's order; raises ValueError if they are no such table."""
    if list(played) != list(scenario.measures):
        raise ValueError(f"the player gave the measures {list(played)}, not {list(scenario.measures)}")
    named = categories(scenario)
    columns: Columns = {}
    for name, values in played.items():
        if np.shape(values) != (runs,):
            raise ValueError(f"measure '{name}' has shape {np.shape(values)}, not ({runs},)")
        if name in named:
            column = np.array(values, dtype=object)
            if not all(value is None or isinstance(value, str) for value in column):
                raise ValueError(f"measure '{name}' has values that are neither names nor None")
        else:
            column = np.array(values, dtype=np.float64)
        columns[name] = column
    return columns


def joined(scenario: Scenario, tables: Iterable[Columns]) -> Columns:
    """Tables one below the other, in the order given."""
    parts = list(tables)
    named = categories(scenario)
    return {
        name: np.concatenate([part[name] for part in parts])
        if parts
        else np.empty(0, dtype=object if name in named else np.float64)
        for name in scenario.measures
    }


def check_names(scenario: Scenario) -> None:
    """Refuse measures whose names would be the same column in a stored table.

    Databases ignore case in column names.
    """
    seen = {SEED: f"'{SEED}', which holds the runs' seeds"}
    for name in scenario.measures:
        other = seen.setdefault(name.lower(), f"'{name}'")
        if other != f"'{name}'":
            raise BatchError(
                f"measure '{name}' would be the same column as {other}: "
                "a stored table does not tell large letters from small; give it another name"
            )
