"""What the tests of the live page share: a small scenario that says hostile things, and the page in a browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def valley(tmp_path: Path) -> Path:
    return write_valley(tmp_path)


@dataclass
class Served:
    """A server that was started as a user would, in a folder of its own."""

    address: str
    folder: Path
    process: subprocess.Popen[str]

    def stop(self) -> tuple[int, str]:
        """End it by Ctrl-C; gives the exit code and what it said."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30), self.process.stderr.read() if self.process.stderr else ""


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


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    write_valley(folder)
    server = serve(folder)
    yield server
    if server.process.poll() is None:
        server.process.kill()
    server.process.communicate()


@dataclass
class Watched:
    """A page, and whatever went wrong on it."""

    page: Any
    wrong: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium; without one the tests skip, but not where CI says that it must be there."""
    where = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        where = None
    if where is None:
        assert os.environ.get("CI") != "true", "CI has no Chromium or no playwright"
        pytest.skip("no Chromium is installed here, or no playwright")
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=where, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    watch = Watched(page)
    page.on("pageerror", lambda error: watch.wrong.append(f"error: {error}"))
    page.on("console", lambda m: watch.wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("requestfailed", lambda r: watch.wrong.append(f"failed: {r.url}") if not _dropped(r) else None)
    page.on("response", lambda r: watch.wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    yield watch
    page.close()


def _dropped(request: Any) -> bool:
    """Whether the page itself dropped a request, since a newer one had made it stale."""
    return "ERR_ABORTED" in str(request.failure) and "/api/" in request.url
