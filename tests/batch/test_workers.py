"""Who plays, and what happens when they die."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from whitecell.batch import SlabsFailed, run_batch
from whitecell.batch.pool import TRIES
from whitecell.scenario.model import Scenario

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def test_a_killed_worker_costs_nothing(tmp_path: Path, scenario: Scenario, stand_in: ModuleType) -> None:
    deaths = tmp_path / "deaths"
    deaths.write_text("x" * (TRIES - 1))
    batch = run_batch(scenario, range(700), slab=256, jobs=2, player=partial(stand_in.play_and_die, deaths))
    assert deaths.read_text() == ""
    calm = run_batch(scenario, range(700), slab=256, player=stand_in.play)
    assert batch.seeds.tolist() == calm.seeds.tolist()
    assert batch.columns["lost"].tolist() == calm.columns["lost"].tolist()


def test_a_slab_that_kills_its_workers_is_given_up_alone(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    deaths = tmp_path / "deaths"
    deaths.write_text("x" * 100)
    with pytest.raises(SlabsFailed, match="seeds 256 to 511: its worker process died 3 times") as caught:
        run_batch(scenario, range(1024), slab=256, jobs=2, player=partial(stand_in.play_and_die, deaths))
    assert len(deaths.read_text()) == 100 - TRIES
    assert caught.value.batch.seeds.tolist() == [*range(256), *range(512, 1024)]


def test_workers_that_cannot_start_are_explained(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "import stand_in\n"
        "from whitecell.batch import BatchError, run_batch\n"
        "try: run_batch(stand_in.small_scenario(), range(600), slab=256, jobs=2, player=stand_in.play)\n"
        "except BatchError as error: print(error)\n"
    )
    ended = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": ":".join([str(Path(__file__).parent), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "__main__" in ended.stdout


def test_a_worker_loads_what_plays_and_nothing_else() -> None:
    code = (
        "import sys, whitecell.batch.workers, whitecell.batch.player, whitecell.game.play\n"
        "assert not {'duckdb', 'yaml', 'click', 'whitecell.batch.manifest'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=True)


READY = """
import signal
from multiprocessing import forkserver
from whitecell.batch.workers import make_ready
make_ready()
server = forkserver._forkserver._forkserver_pid
masks = [line.split()[1] for line in open(f"/proc/{server}/status") if line.startswith("SigBlk")]
print(bool(int(masks[0], 16) >> (signal.SIGINT - 1) & 1), signal.SIGINT in signal.pthread_sigmask(0, []))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_ctrl_c_does_not_reach_the_server_of_workers_while_it_loads_the_game() -> None:
    done = subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
