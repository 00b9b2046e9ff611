"""Products of sparse matrices with arrays, by the kernel of SciPy alone.

The game needs a single compiled function of ``scipy.sparse``. Importing the package takes a tenth of a
second, and its matrices spend more time on checking arguments than on the sums. So the function is loaded
alone, from SciPy's folder; if it is not found there, the package is imported as usual.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats

_KERNELS = "scipy.sparse._sparsetools"


def _kernels() -> Any:
    """SciPy's compiled functions on sparse matrices."""
    if _KERNELS in sys.modules:
        return sys.modules[_KERNELS]
    package = find_spec("scipy")  # not run: only on Windows do compiled modules need what it does
    folders = package.submodule_search_locations if package is not None else None
    spec = PathFinder.find_spec(_KERNELS, [str(Path(folder) / "sparse") for folder in folders or ()])
    try:
        if spec is None or spec.loader is None:
            raise ImportError(_KERNELS)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
    except ImportError:
        import_module("scipy.sparse")
        return sys.modules[_KERNELS]
    return sys.modules.setdefault(_KERNELS, module)


_product = _kernels().csr_matvecs


class Sparse:
    """A matrix with few entries other than 0.

    Its product with an array adds a row's terms to 0 one after another, in the order of columns, for any
    number of runs.

    Parameters
    ----------
    entries : sequence of (int, int)
        Row and column of each entry; values at the same place are added up.
    values : sequence of float
    shape : (int, int)
    """

    def __init__(
        self, entries: Sequence[tuple[int, int]], values: Sequence[float], shape: tuple[int, int]
    ) -> None:
        found: dict[tuple[int, int], float] = {}
        for entry, value in zip(entries, values, strict=True):
            found[entry] = found.get(entry, 0.0) + float(value)
        places = sorted(found)
        self.shape = shape
        self._lay(
            np.array([row for row, _ in places], dtype=np.int64),
            np.array([column for _, column in places], dtype=np.int32),
            np.array([found[place] for place in places]),
        )

    @classmethod
    def of(cls, table: NDArray[np.float64]) -> Sparse:
        """The matrix of a table, ``(n_rows, n_columns)``."""
        rows, columns = np.nonzero(table)
        matrix = cls((), (), table.shape[:2])
        matrix._lay(rows, columns.astype(np.int32), table[rows, columns])
        return matrix

    def _lay(self, rows: NDArray[np.int64], columns: NDArray[np.int32], values: NDArray[np.float64]) -> None:
        """Take the entries in the order of rows, and of columns in each."""
        self._starts = np.searchsorted(rows, np.arange(self.shape[0] + 1)).astype(np.int32)
        self._columns, self._values = columns, values

    def __matmul__(self, values: Floats) -> Floats:
        """The product with values, ``(n_columns, n_runs)``."""
        rows, columns = self.shape
        if values.shape[0] != columns:
            raise ValueError(f"a matrix of {columns} columns times {values.shape[0]} rows")
        product = np.zeros((rows, values.shape[1]))
        _product(
            rows, columns, values.shape[1], self._starts, self._columns, self._values,
            np.ascontiguousarray(values, np.float64), product,
        )  # fmt: skip
        return product
