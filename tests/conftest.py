"""A small theatre that many tests play, helpers to change it, and browsers."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from firefox import Firefox, installed
from theatre import changed
from viewing import FLAGS

from whitecell.scenario.model import Scenario

Make = Callable[..., Scenario]

# A shell that runs the tests in the background has them ignore Ctrl-C, and every process that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the settings of whoever runs them, or what their scenarios left behind."""
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("settings"))
    os.environ["WHITECELL_CACHE"] = str(tmp_path_factory.mktemp("kept", numbered=True) / "scenarios")


@pytest.fixture
def make() -> Make:
    """Make the small scenario, with entries changed by dotted paths."""

    def _make(**changes: Any) -> Scenario:
        return Scenario.model_validate(changed(**changes))

    return _make


@pytest.fixture
def can_lock() -> bool:
    """Whether files can be locked; not where what Windows lacks is taken away, see tests/desks."""
    return importlib.util.find_spec("fcntl") is not None or sys.platform == "win32"


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


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A Firefox; without one the tests skip: not every system has it."""
    if (where := installed()) is None:
        pytest.skip("no Firefox is installed here")
    found = Firefox(where, tmp_path_factory.mktemp("profile"))
    yield found
    found.close()
