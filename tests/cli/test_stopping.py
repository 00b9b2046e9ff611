"""Ctrl-C in commands that play designs: what is said, what is kept, and how they go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from raids import raided, tossed, write

from whitecell_cli.main import cli

COMMAND = [sys.executable, "-m", "whitecell_cli"]
OBSERVED = (
    "observations:\n  coin: {measure: coin, value: true, source: the press, naive: {even: {share: 0.5}}}\n"
)
MANY = {
    "fit": ("fit", "raids.yaml", "--points", "24000", "--store", "kept", "-o", "fitted.yaml", "--jobs", "1"),
    "score": (
        "score", "raids.yaml", "--against", "observed.yaml", "--runs", "20000", "--points", "4000",
        "--store", "kept", "--jobs", "1",
    ),
    "explore": ("explore", "raids.yaml", "--points", "6000", "--seeds", "4", "-o", "kept", "--jobs", "1"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    measure = {"statistic": "ever", "record": "happened", "of": ["coin"], "label": "the coin"}
    write(tmp_path, {"raids": raided(observed=7), "coin": tossed(observed=1)}, measures={"coin": measure})
    (tmp_path / "observed.yaml").write_text(OBSERVED, encoding="utf-8")
    return tmp_path


def interrupted(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A command that gets Ctrl-C as soon as it has kept some runs, and has ended."""
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    child = subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, env=where
    )
    for _ in range(1200):
        if list((folder / "kept").rglob("*.parquet")) or child.poll() is not None:
            break
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    return child


@pytest.mark.parametrize("command", MANY)
def test_what_was_played_is_kept_and_gone_on_with(command: str, here: Path) -> None:
    words = MANY[command]
    child = interrupted(here, *words)
    printed, complaints = child.communicate(timeout=60)
    assert child.returncode == 130, complaints
    assert b"Traceback" not in complaints
    assert b"runs are kept in kept; the same command resumes from there." in complaints
    assert printed == b""
    assert not (here / "fitted.yaml").exists()
    assert not list(here.rglob("*.part"))
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*.parquet")}
    again = CliRunner().invoke(cli, words)
    assert again.exit_code == 0, again.stderr
    assert all(path.stat().st_mtime_ns == when for path, when in before.items())
    assert len(list(here.rglob("*.parquet"))) > len(before)
    if command == "explore":
        return
    calm = tuple(
        "calm" if word == "kept" else "calm.yaml" if word == "fitted.yaml" else word for word in words
    )
    assert CliRunner().invoke(cli, calm).stdout == again.stdout


def stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_without_a_store_it_says_how_to_keep_what_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    import whitecell.analysis.ensemble as ensemble
    import whitecell.analysis.histories as histories
    import whitecell.analysis.response as response

    for module in (ensemble, histories, response):
        monkeypatch.setattr(module, "run_batch", stop)
    for words, told in (
        (("fit", "raids.yaml"), "with --store DIR the same command could resume"),
        (("score", "raids.yaml", "--against", "observed.yaml"), "with --store DIR"),
        (("explore", "raids.yaml", "--no-store"), "it was played with --no-store"),
    ):
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == 130
        assert done.stdout == ""
        assert done.stderr.startswith(f"Stopped. Nothing is kept: {told}")


def test_ctrl_c_while_a_fit_is_reckoned_keeps_the_runs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import whitecell.analysis.fitting as fitting

    words = ("fit", "raids.yaml", "--points", "400", "--store", "kept", "-o", "fitted.yaml", "--jobs", "1")
    with monkeypatch.context() as patched:
        patched.setattr(fitting, "fit", stop)
        done = CliRunner().invoke(cli, words)
    assert done.exit_code == 130
    assert done.stderr == "Stopped. 400 of 400 runs are kept in kept; the same command resumes from there.\n"
    assert not (here / "fitted.yaml").exists()
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert (here / "fitted.yaml").exists()


def test_another_design_gets_a_folder_of_its_own(here: Path) -> None:
    words = ("fit", "raids.yaml", "--store", "kept", "--jobs", "1")
    for points in ("300", "400", "300"):
        CliRunner().invoke(cli, (*words, "--points", points))
    assert len(list((here / "kept").iterdir())) == 2
    refused = CliRunner().invoke(cli, ("compare", str(next((here / "kept").iterdir())), "raids.yaml"))
    assert refused.exit_code == 2
    assert "points of a design" in refused.stderr
