"""A small theatre that many tests play, and helpers to change it."""

from __future__ import annotations

import copy
import signal
from collections.abc import Callable
from typing import Any

import pytest
from theatre import SMALL

from whitecell.scenario.model import Scenario

Make = Callable[..., Scenario]

# A shell that runs the tests in the background has them ignore Ctrl-C, and every process that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def make() -> Make:
    """Make the small scenario, with entries changed by dotted paths."""

    def _make(**changes: Any) -> Scenario:
        stated = copy.deepcopy(SMALL)
        for path, value in changes.items():
            holder: Any = stated
            *steps, last = path.split("__")
            for step in steps:
                holder = holder[step]
            holder[last] = value
        return Scenario.model_validate(stated)

    return _make
