"""Results of machines that compute otherwise are not mixed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from whitecell.batch import BatchError, run_batch
from whitecell.game.arithmetic import arithmetic
from whitecell.scenario.reading import read_scenario

CODES = ("X86_V3", "X86_V4", "AVX512F", "AVX512_SKX", "AVX512_ICL", "AVX512_SPR", "AVX2", "FMA3")
"""Codes of NumPy that a processor may lack."""


def elsewhere(disabled: str) -> tuple[str, bytes]:
    """The fingerprint, and the exponentials of some numbers, on a processor that lacks something."""
    code = (
        "import sys, numpy as np; from whitecell.game.arithmetic import arithmetic;"
        "sys.stdout.buffer.write(arithmetic().encode() + np.exp(np.arange(1, 20_000) / 1024).tobytes())"
    )
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": disabled}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], env=environment, capture_output=True)
    return done.stdout[:8].decode(), done.stdout[8:]


def test_the_fingerprint_differs_where_the_last_bits_do() -> None:
    assert elsewhere("") == (arithmetic(), np.exp(np.arange(1, 20_000) / 1024).tobytes())
    for disabled in CODES:
        found, exponentials = elsewhere(disabled)
        if exponentials and exponentials != np.exp(np.arange(1, 20_000) / 1024).tobytes():
            assert found != arithmetic(), disabled


def test_a_batch_is_not_gone_on_with_where_numbers_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = read_scenario("southwest-syria-2017", days=3)
    run_batch(scenario, range(4), slab=2, folder=tmp_path / "b", command="x")
    monkeypatch.setattr("whitecell.game.versions.arithmetic", lambda: "00000000")
    with pytest.raises(BatchError, match=f"arithmetic: {arithmetic()} there, 00000000 here"):
        run_batch(scenario, range(8), slab=2, folder=tmp_path / "b", command="x")
