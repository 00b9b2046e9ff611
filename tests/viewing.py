"""A small scenario that says hostile things, and a server that shows it, for tests of the live page."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whitecell.scenario.skeleton import skeleton

HOSTILE = "<script>document.body.dataset.owned='yes'</script><img src=x onerror=alert(1)>"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # No name is looked up and no proxy asked: only what is on this machine can answer.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip


def write_valley(folder: Path) -> Path:
    """A playable scenario of 30 days, whose names are full of markup, and a number inside a list."""
    path = folder / "valley.yaml"
    text = skeleton(f"The valley {HOSTILE}", path.name).replace("days: 90", "days: 30")
    text = text.replace("name: the northerners", f'name: "northerners {HOSTILE}"')
    text = text.replace("name: the bridge,", f'name: "bridge {HOSTILE}",')
    text = text.replace("drift: 0.1 ", "drift: {value: 0.1, range: [0.02, 0.3], unit: per day} ")
    text = text.replace("sorties: 2,", "sorties: {value: 2, range: [0, 9], judgement: Seen.},")
    path.write_text(text, encoding="utf-8")
    return path


@dataclass
class Served:
    """A server that was started as a user would, in a folder of its own."""

    address: str
    folder: Path
    process: subprocess.Popen[str]

    def stop(self) -> tuple[int, str]:
        """End it by Ctrl-C; gives the exit code and what it said."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


def serve(folder: Path, *words: str) -> Served:
    command = [sys.executable, "-m", "whitecell_cli", "view", "valley.yaml", "--no-browser", "--jobs", "1"]
    process = subprocess.Popen(
        [*command, "--runs", "40", *words],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )  # fmt: skip
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return Served(found[0], folder, process)
    raise AssertionError(f"it did not start: {said} {process.stderr.read() if process.stderr else ''}")


@dataclass
class Watched:
    """A page, and whatever went wrong on it."""

    page: Any
    wrong: list[str] = field(default_factory=list)
