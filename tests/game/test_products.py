"""Products of sparse matrices are SciPy's, to the bit, however the kernel was found."""

from __future__ import annotations

import numpy as np
import pytest
from afresh import printed
from scipy.sparse import csr_array

from whitecell.game.products import Sparse


@pytest.mark.parametrize("runs", [1, 2, 7, 300])
def test_a_product_is_scipys(runs: int) -> None:
    dice = np.random.default_rng(3)
    table = dice.random((9, 14)) * (dice.random((9, 14)) < 0.3)
    values = dice.standard_normal((14, runs)) * 1e3
    assert (Sparse.of(table) @ values).tobytes() == (csr_array(table) @ values).tobytes()
    assert (Sparse.of(table) @ values[::-1]).tobytes() == (csr_array(table) @ values[::-1]).tobytes()


def test_terms_are_added_in_the_order_of_columns_however_many_runs_there_are() -> None:
    values = np.array([[1e16], [1.0], [-1e16], [1.0]])
    matrix = Sparse([(0, 3), (0, 1), (0, 0), (0, 2)], [1.0] * 4, (2, 4))
    assert (matrix @ values).tolist() == [[1.0], [0.0]]
    assert (matrix @ np.tile(values, 65))[0].tolist() == [1.0] * 65


def test_entries_at_one_place_are_added_up() -> None:
    assert (Sparse([(0, 0), (0, 0)], [1.0, 2.5], (1, 1)) @ np.ones((1, 2))).tolist() == [[3.5, 3.5]]


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="2 columns times 3 rows"):
        Sparse([(0, 0)], [1.0], (1, 2)) @ np.ones((3, 1))


ASKED = """
import sys
{before}
from whitecell.game.products import Sparse
import numpy as np
product = Sparse([(0, 0), (0, 1)], [1.0, 2.0], (1, 2)) @ np.ones((2, 1))
print(product.tolist(), "scipy.sparse" in sys.modules)
import scipy.sparse
print(scipy.sparse.csr_array([[1.0, 2.0]]) @ np.ones(2))
"""
REFUSED = """
import importlib.util
def refuse(spec): raise ImportError
importlib.util.module_from_spec = refuse
"""
"""The kernel cannot be loaded by itself, as in a SciPy that is packed otherwise."""


@pytest.mark.parametrize(
    ("before", "package"), [("", "False"), ("import scipy.sparse", "True"), (REFUSED, "True")]
)
def test_the_package_is_imported_only_where_it_has_to_be(before: str, package: str) -> None:
    assert printed(ASKED.format(before=before)).splitlines() == [f"[[3.0]] {package}", "[3.]"]
