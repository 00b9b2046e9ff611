"""A real Dask scheduler and separate worker processes over TCP: same bytes, whatever happens to them."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest

from whitecell.batch import BatchError, SlabsFailed, run_batch
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
SEEDS = range(24)
PLACES = os.pathsep.join([str(Path(__file__).parent), *sys.path])
"""Where workers find the stand-ins, and this tree's packages."""


class Cluster:
    """A scheduler on this machine, and workers that come and go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        file = folder / "scheduler.json"
        words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
        self.scheduler = self._start("dask_scheduler", words)
        self.workers: list[subprocess.Popen[bytes]] = []
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                self.address: str = json.loads(file.read_text())["address"]
                return
            except (OSError, ValueError):
                time.sleep(0.05)
        raise TimeoutError("the scheduler did not start")

    def _start(self, module: str, words: list[str], **more: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PYTHONPATH": PLACES, "PYTHONWARNINGS": "ignore"} | more
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
        return subprocess.Popen(command, cwd=self.folder, env=environment, **QUIET)  # type: ignore[call-overload]

    def join(self, **environment: str) -> subprocess.Popen[bytes]:
        words = [self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory"]
        worker = self._start("dask_worker", [*words, str(self.folder)], **environment)
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    started = Cluster(tmp_path / "cluster")
    yield started
    started.end()


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario("southwest-syria-2017", days=5)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def local(scenario: Scenario, folder: Path) -> dict[str, bytes]:
    run_batch(scenario, SEEDS, slab=2, folder=folder, command="x")
    return contents(folder)


def after(runs: int, act: Callable[[], object]) -> Callable[[int], None]:
    """Do something once, when so many runs have come in."""
    done = []

    def told(more: int) -> None:
        before = sum(done)
        done.append(more)
        if before < runs <= sum(done):
            act()

    return told


def test_the_bytes_are_those_of_local_processes(cluster: Cluster, scenario: Scenario, tmp_path: Path) -> None:
    for _ in range(2):
        cluster.join()
    run_batch(scenario, SEEDS, slab=2, folder=tmp_path / "far", command="x", scheduler=cluster.address)
    assert contents(tmp_path / "far") == local(scenario, tmp_path / "near")


def test_a_worker_is_killed_and_another_joins_late(
    cluster: Cluster, scenario: Scenario, stand_in: ModuleType, tmp_path: Path
) -> None:
    cluster.join()
    lost = cluster.join()

    def trouble() -> None:
        lost.kill()
        cluster.join()

    batch = run_batch(
        scenario, SEEDS, slab=2, folder=tmp_path / "far", command="x", scheduler=cluster.address,
        player=stand_in.game_slowly, progress=after(4, trouble),
    )  # fmt: skip
    assert list(batch.seeds) == list(SEEDS)
    assert contents(tmp_path / "far") == local(scenario, tmp_path / "near")


def test_a_slab_that_kills_its_workers_is_named_and_the_others_kept(
    cluster: Cluster, scenario: Scenario, stand_in: ModuleType
) -> None:
    for _ in range(6):
        cluster.join()
    with pytest.raises(SlabsFailed) as raised:
        run_batch(scenario, SEEDS, slab=2, scheduler=cluster.address, player=stand_in.game_that_dies)
    assert [failure.slab.first for failure in raised.value.failures] == [0]
    assert "its workers died again and again" in str(raised.value)
    assert list(raised.value.batch.seeds) == list(SEEDS)[2:]


def test_a_scheduler_that_goes_away_is_told_and_what_came_is_kept(
    cluster: Cluster, scenario: Scenario, stand_in: ModuleType, tmp_path: Path
) -> None:
    cluster.join()
    with pytest.raises(BatchError, match="went away"):
        run_batch(
            scenario, SEEDS, slab=2, folder=tmp_path / "far", command="x", scheduler=cluster.address,
            player=stand_in.game_slowly, progress=after(4, cluster.end),
        )  # fmt: skip
    assert list((tmp_path / "far" / "runs").glob("*.parquet"))
    run_batch(scenario, SEEDS, slab=2, folder=tmp_path / "far", command="x")
    assert contents(tmp_path / "far") == local(scenario, tmp_path / "near")


def test_a_worker_of_another_version_is_refused(cluster: Cluster, scenario: Scenario, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import whitecell\nwhitecell.__version__ = '9.9'\n")
    cluster.join(PYTHONPATH=f"{tmp_path}{os.pathsep}{PLACES}")
    with pytest.raises(BatchError, match=r"other versions: whitecell 9\.9 there, .* here"):
        run_batch(scenario, SEEDS, slab=2, scheduler=cluster.address)


def test_no_scheduler_and_no_worker_are_told(
    cluster: Cluster, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whitecell.batch.cluster.PATIENCE", 1.0)
    with pytest.raises(BatchError, match="no workers; start some: dask worker"):
        run_batch(scenario, SEEDS, slab=2, scheduler=cluster.address)
    cluster.end()
    for address in (cluster.address, "tcp://127.0.0.1:1", "tcp://no-such-host.invalid:8786"):
        with pytest.raises(BatchError, match="no Dask scheduler answers"):
            run_batch(scenario, SEEDS, slab=2, scheduler=address)


@pytest.mark.parametrize(
    "address",
    ["nonsense", "tcp://", "10.0.0.5", "http://10.0.0.5:8786", "tcp://a:b", "tcp://a:70000", "::1"],
)
def test_an_address_is_refused_by_its_form(scenario: Scenario, address: str) -> None:
    with pytest.raises(BatchError, match=r"is no address of a scheduler: write tcp://HOST:PORT"):
        run_batch(scenario, SEEDS, slab=2, scheduler=address)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 64])
def test_what_is_no_scheduler_is_refused(
    scenario: Scenario, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whitecell.batch.cluster.PATIENCE", 1.0)

    class Stranger(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(answer)
            self.request.recv(100)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Stranger) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
        began = time.monotonic()
        with pytest.raises(BatchError, match="no Dask scheduler answers"):
            run_batch(scenario, SEEDS, slab=2, scheduler=address)
        server.shutdown()
    assert time.monotonic() - began < 30
