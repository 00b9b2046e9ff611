"""SciPy's special functions, without what they load and never use.

SciPy takes all names of NumPy, which loads NumPy's tests, its compiler of Fortran, its masked arrays and its
polynomials: half of the wait. Here these sleep.
"""

from __future__ import annotations

from whitecell.asleep import asleep

with asleep("numpy.f2py", "numpy.ma", "numpy.polynomial", "numpy.testing"):
    from scipy.special import bdtr as bdtr
    from scipy.special import bdtrc as bdtrc
    from scipy.special import expit as expit
    from scipy.special import fdtrc as fdtrc
    from scipy.special import ndtri as ndtri
    from scipy.special import stdtr as stdtr
    from scipy.special import stdtrit as stdtrit
