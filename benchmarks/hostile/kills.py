"""Commands that are killed or interrupted while their workers play."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile.trial import Trial, surroundings

NAME = "southwest-syria-2017"
GRACE = 10.0
"""Seconds within which every process of a killed command has to be gone."""
COMMANDS = {
    "batch": ("batch", NAME, "--runs", "4000", "--jobs", "2", "--slab", "128", "-o", "other"),
    "report": ("report", "base", "--jobs", "2"),
    "compare": ("compare", f"{NAME}-terms", f"{NAME}-no-exclusion", "--runs", "4000", "--jobs", "2"),
    "explore": ("explore", NAME, "--points", "256", "--jobs", "2", "--no-store"),
}
NEEDS_BASE = ("report",)


def begun(home: Path, command: str) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, as a terminal does."""
    if command in NEEDS_BASE and not (home / "base").exists():
        play = [sys.executable, "-m", "whitecell_cli", "batch", NAME, "--runs", "600", "-o", "base"]
        subprocess.run(play, cwd=home, env=surroundings(), check=True, capture_output=True)
    with (home / "err").open("wb") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "whitecell_cli", *COMMANDS[command]],
            cwd=home, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=told, start_new_session=True, preexec_fn=hears_ctrl_c,
        )  # fmt: skip


def hears_ctrl_c() -> None:
    """In the new process: listen to Ctrl-C, also if these trials run in the background and do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def members(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, _, of = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue  # it ended meanwhile
            if int(of) == session and state != "Z":
                found.append(int(entry.name))
    return found


def left(session: int) -> str:
    """What is wrong: processes of a session that live on."""
    until = time.monotonic() + GRACE
    while time.monotonic() < until:
        if not members(session):
            return ""
        time.sleep(0.05)
    alive = members(session)
    for process in alive:
        os.kill(process, signal.SIGKILL)
    return f"{len(alive)} processes live on"


def half_written(home: Path) -> str:
    """What is wrong: a file that was being written and stands under its name, or another than hidden ones."""
    found = [path.name for path in home.rglob("*.part") if not path.name.startswith(".")]
    report = home / "base" / "report.html"
    if report.exists() and not report.read_text(encoding="utf-8").rstrip().endswith("</html>"):
        found.append("report.html")
    return f"half-written files: {', '.join(found)}" if found else ""


def killed(command: str, name: str) -> Callable[[Path], str]:
    """A trial in which a command is sent a signal when its workers have begun."""

    def perform(home: Path) -> str:
        process = begun(home, command)
        until = time.monotonic() + 60.0
        while len(members(process.pid)) < 4 and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        if process.poll() is not None:
            return f"it ended before it was killed, with {process.returncode}"
        time.sleep(0.3)
        process.send_signal(getattr(signal, name))
        process.wait(GRACE)
        return left(process.pid) or half_written(home)

    return perform


def moments(command: str, number: int, *, group: bool, seed: int) -> Callable[[Path], str]:
    """A trial in which a command is stopped at moments spread over its first seconds.

    ``group`` sends Ctrl-C to all its processes, as a terminal does; otherwise the leader alone is killed.
    """

    def perform(home: Path) -> str:
        dice = random.Random(seed)
        for _ in range(number):
            process = begun(home, command)
            time.sleep(dice.uniform(0.6, 4.0))
            if process.poll() is not None:
                continue
            if group:
                os.killpg(process.pid, signal.SIGINT)
            else:
                process.kill()
            process.wait(GRACE)
            told = (home / "err").read_text(encoding="utf-8", errors="replace")
            if wrong := left(process.pid) or half_written(home):
                return wrong
            if "Traceback" in told or "Error" in told:
                return f"it says: {told.strip()[-300:]}"
            # A shell says 130 of a process that ended by SIGINT, too.
            if group and process.returncode not in (130, -signal.SIGINT, 0):
                return f"exit status {process.returncode}"
        return ""

    return perform


TRIALS = [
    *(
        Trial(
            f"`whitecell {command}` is sent {name} while two workers play",
            "within 10 s none of its processes is left, and no file is half written",
            killed(command, name), quick=(command, name) == ("report", "SIGKILL"),
        )
        for command in COMMANDS
        for name in ("SIGTERM", "SIGKILL", "SIGHUP")
    ),
    Trial(
        "`whitecell batch` is sent SIGKILL at twenty moments of its first four seconds",
        "no process is left, none complains, no file is half written",
        moments("batch", 20, group=False, seed=1), quick=False,
    ),
    *(
        Trial(
            f"Ctrl-C at ten moments of the first four seconds of `whitecell {command}`",
            "no traceback, exit status 130, no process is left, no file is half written",
            moments(command, 10, group=True, seed=2), quick=False,
        )
        for command in COMMANDS
    ),
]  # fmt: skip
