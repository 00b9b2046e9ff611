"""What the tests of the live page share: a scenario in a folder of its own, a server, a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from viewing import Served, Watched, serve, write_valley


@pytest.fixture
def valley(tmp_path: Path) -> Path:
    return write_valley(tmp_path)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    write_valley(folder)
    server = serve(folder)
    yield server
    if server.process.poll() is None:
        server.process.kill()
    server.process.communicate()


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
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
