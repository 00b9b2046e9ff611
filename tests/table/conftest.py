"""Games for tests: two sides, a town between them, and talks that have a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario
from whitecell.table.folder import Folder, Seat, create

SYRIA = "southwest-syria-2017"
SEATS = {
    "blue": Seat(actors=("united_states", "jordan", "coalition")),
    "red": Seat(actors=("militias", "iran", "russia")),
}


@pytest.fixture(scope="session")
def shipped() -> Scenario:
    return read_scenario(SYRIA, days=20)


@pytest.fixture
def begun(shipped: Scenario, tmp_path: Path) -> Callable[..., Folder]:
    """Begins a game of twenty days, in turns of some days."""

    def begin(name: str = "game", **stated: Any) -> Folder:
        given = {"seed": 3, "turn": 5, "seats": SEATS} | stated
        return create(tmp_path / name, SYRIA, given.pop("scenario", shipped), **given)

    return begin
