"""SciPy's special functions come without what nobody uses, which is there when somebody does."""

from __future__ import annotations

import numpy as np
import scipy.special
from afresh import printed

from whitecell.analysis import special

NAMES = ("bdtr", "bdtrc", "expit", "fdtrc", "ndtri", "stdtr", "stdtrit")
UNUSED = (
    "numpy.f2py.crackfortran",
    "numpy.ma.core",
    "numpy.polynomial.chebyshev",
    "numpy.testing._private.utils",
)


def said(code: str) -> str:
    return printed(f"import sys\nUNUSED = {UNUSED}\n{code}")


def test_they_are_scipys() -> None:
    assert all(getattr(special, name) is getattr(scipy.special, name) for name in NAMES)


def test_what_nobody_uses_is_not_loaded() -> None:
    assert said("import whitecell.analysis.special\nprint([m for m in UNUSED if m in sys.modules])") == "[]"


def test_it_is_there_for_whoever_uses_it() -> None:
    code = """
import whitecell.analysis.special
import numpy
numpy.testing.assert_allclose(1.0, 1.0)
print(numpy.ma.masked_array([1, 2], [True, False]).sum(), numpy.polynomial.Polynomial([1.0, 2.0])(3.0))
import numpy.f2py.crackfortran
from scipy import stats
print(round(stats.t.ppf(0.975, 9), 3), all(m in sys.modules for m in UNUSED))
"""
    assert said(code).splitlines() == ["2 7.0", "2.262 True"]


def test_a_quantile_is_that_of_the_table() -> None:
    np.testing.assert_allclose(special.stdtrit(10, 0.975), 2.228, atol=5e-4)
