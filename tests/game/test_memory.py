"""Processes that play keep freed memory."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
import numpy as np
from whitecell.game.memory import keep_memory
if sys.argv[1] == "kept":
    keep_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
np.ones(2**17)
before = faults()
for _ in range(100):
    np.ones(2**17)
print(faults() - before)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallopt"), reason="needs glibc"
)
def test_workers_keep_the_memory_that_dask_would_have_them_give_back() -> None:
    def faults(how: str) -> int:
        environment = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}
        words = [sys.executable, "-c", FAULTS, how]
        return int(subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout)

    assert faults("kept") < faults("given back") / 10
