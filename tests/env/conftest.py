"""A short game of two seats for tests of environments."""

from __future__ import annotations

import pytest

from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario


@pytest.fixture(scope="session")
def shipped() -> Scenario:
    return read_scenario("southwest-syria-2017", days=24)
