"""Batches that are killed end in the same bytes as those that are not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from whitecell.batch import load_batch, run_batch
from whitecell.scenario.model import Scenario

HERE = Path(__file__).parent
SLOW = """
import sys
from pathlib import Path
import stand_in
from whitecell.batch import run_batch

if __name__ == "__main__":
    run_batch(stand_in.small_scenario(), range(512), slab=64, jobs=int(sys.argv[2]),
              folder=Path(sys.argv[1]), player=stand_in.play_slowly)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}


def start(script: Path, folder: Path, jobs: int) -> subprocess.Popen[str]:
    """Start a slow batch and wait until it has finished two slabs."""
    script.write_text(SLOW)
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder), str(jobs)],
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while len(list(folder.glob("runs/*.parquet"))) < 2:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return process


def group_is_gone(group: int) -> bool:
    """Whether every process of a group ends within a few seconds."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_and_played_again(tmp_path: Path, scenario: Scenario, stand_in: ModuleType, jobs: int) -> None:
    process = start(tmp_path / "slow.py", tmp_path / "killed", jobs)
    process.kill()
    process.communicate()
    # Workers do not outlive the process that started them.
    assert group_is_gone(process.pid)
    there = len(load_batch(tmp_path / "killed", unfinished=True).seeds)
    assert 128 <= there < 512
    told: list[int] = []
    for name, jobs_now in (("killed", jobs), ("calm", 1)):
        run_batch(
            scenario,
            range(512),
            slab=64,
            jobs=jobs_now,
            folder=tmp_path / name,
            progress=told.append,
            player=stand_in.play,
        )
    assert told[0] == there
    assert files(tmp_path / "killed") == files(tmp_path / "calm")


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_stops_at_once_and_keeps_what_is_finished(tmp_path: Path, jobs: int) -> None:
    process = start(tmp_path / "slow.py", tmp_path / "stopped", jobs)
    # As a terminal does: to all processes of the group.
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate(timeout=30)[1]
    assert process.returncode == -signal.SIGINT
    assert told.count("Traceback") == 1, told
    assert group_is_gone(process.pid)
    assert not list(tmp_path.rglob("*.part"))
    assert 128 <= len(load_batch(tmp_path / "stopped", unfinished=True).seeds) < 512


def test_killed_at_every_step(tmp_path: Path, scenario: Scenario, stand_in: ModuleType) -> None:
    root = tmp_path / "killed"
    told = subprocess.run(
        [sys.executable, str(HERE / "interrupted.py"), str(root)],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert int(told) > 12
    run_batch(scenario, range(600), slab=256, folder=tmp_path / "calm", player=stand_in.play)
    calm = files(tmp_path / "calm")
    for folder in root.iterdir():
        assert files(folder) == calm, folder.name
