"""How this machine computes: a fingerprint of the last bits of the functions that results depend on.

NumPy and the C library have several implementations of ``exp`` and ``log`` and choose one by processor. Their
results sometimes differ in the last bit. So the same scenario, seed and versions give the same numbers to the
bit only on machines that compute alike, and the fingerprint tells whether two machines do.

To make results independent of the machine, ``exp`` would have to be computed from additions and
multiplications alone. That is slower, and the generators of dice would still use functions of the C library.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

import numpy as np

from whitecell.game.products import Sparse

VALUES = 20_000
"""Arguments of each function; two implementations differ at one argument in a hundred to ten thousand."""


@cache
def arithmetic() -> str:
    """A fingerprint of 8 hexadecimal digits; two machines with the same fingerprint compute alike.

    It covers the results of the functions that the game and its dice call. The arguments are made from
    whole numbers and exact divisions only.
    """
    steps = np.arange(1, VALUES + 1, dtype=np.float64) * 7919 % 10007
    unit = (steps + 0.5) / 16384
    wide = (steps - 5003) / 512
    table = unit.reshape(100, -1)
    dice = np.random.Generator(np.random.PCG64DXSM(0))
    results = (
        np.exp(wide),
        np.log(unit),
        np.sqrt(unit),
        unit**wide,
        1 / (1 + np.exp(-wide)),
        table.sum(axis=0),
        table.sum(axis=1),
        np.cumsum(unit),
        Sparse.of(table[:, :100]) @ table,
        dice.random(VALUES),
        dice.standard_normal(VALUES),
        dice.standard_exponential(VALUES),
    )
    mark = blake2b(digest_size=4)
    for result in results:
        mark.update(np.ascontiguousarray(result).tobytes())
    return mark.hexdigest()
