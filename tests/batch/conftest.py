"""Fixtures of the tests of batches."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from whitecell.scenario.model import Scenario


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The stand-ins for the game, where worker processes find them too."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return importlib.import_module("stand_in")


@pytest.fixture
def scenario(stand_in: ModuleType) -> Scenario:
    made: Scenario = stand_in.small_scenario()
    return made
