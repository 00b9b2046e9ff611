"""A game day in a real browser, for tests: the server as a facilitator would start it, and what pages do."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Day:
    """A server of a game, its links, what it said, and whatever went wrong on its pages."""

    game: Path
    port: int
    links: dict[str, str]
    process: subprocess.Popen[str]
    said: str = ""
    wrong: list[str] = field(default_factory=list)

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=30)
        return said


def start(game: Path, *words: str) -> Day:
    process = subprocess.Popen(
        [sys.executable, "-m", "whitecell_cli", "game", "serve", str(game), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )  # fmt: skip
    assert process.stdout is not None
    links: dict[str, str] = {}
    said = ""
    for line in process.stdout:
        said += line
        if found := re.fullmatch(r"  (\w+): (https?://127\.0\.0\.1:(\d+)/#\S+)\n", line):
            links[found[1]] = found[2]
            port = int(found[3])
        if line.startswith("Ctrl-C"):
            return Day(game, port, links, process, said)
    raise AssertionError(f"it did not start: {process.stderr.read() if process.stderr else ''}")


def opened(page: Any, day: Day, place: str) -> Any:
    """The page of a place, with an eye on whatever goes wrong on it."""
    page.set_default_timeout(30_000)
    page.on("pageerror", lambda error: day.wrong.append(f"{place}: {error}"))
    page.on("console", lambda m: day.wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(day.links[place])
    page.wait_for_selector("body[data-ready=true]")
    return page


def at_turn(page: Any, turn: int) -> None:
    page.wait_for_selector(f'body[data-turn="{turn}"]')


def choose(page: Any, label: str, option: str, reason: str = "") -> None:
    field = page.get_by_label(label).first
    field.select_option(option)
    if reason:
        row = field.locator("xpath=ancestor::div[@class='matter']")
        row.get_by_label("Reason").fill(reason)


def live(page: Any, on: bool = True) -> None:
    page.wait_for_selector(f"body[data-live={'true' if on else 'false'}]", state="attached")
