"""The real batch of the real scenario, killed at random moments, ends in the bytes of a calm one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

COMMAND = [
    sys.executable, "-m", "whitecell_cli", "batch", "southwest-syria-2017",
    "--runs", "512", "--days", "30", "--slab", "64", "--jobs", "2", "-o",
]  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_killed_at_random_moments_it_ends_in_the_same_bytes(tmp_path: Path) -> None:
    begun = time.monotonic()
    subprocess.run([*COMMAND, str(tmp_path / "calm")], check=True, capture_output=True)
    took = time.monotonic() - begun
    moments = random.Random(7)
    killed = 0
    for _ in range(3):
        process = subprocess.Popen(
            [*COMMAND, str(tmp_path / "killed")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(moments.uniform(0.3, 0.9) * took)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    assert killed
    subprocess.run([*COMMAND, str(tmp_path / "killed")], check=True, capture_output=True)
    calm, again = files(tmp_path / "calm"), files(tmp_path / "killed")
    assert {name for name in again if "partial" in name or "tmp" in name} == set()
    assert again == calm
