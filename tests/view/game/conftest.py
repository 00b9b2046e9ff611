"""A game of thirty days in a valley whose names are full of markup, on a table of two seats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from viewing import write_valley

from whitecell.scenario.reading import read_scenario
from whitecell.table.folder import Folder, Seat, create
from whitecell.view.game.app import Hall, application
from whitecell.view.game.host import Host
from whitecell.view.game.links import links
from whitecell.view.guard import Guard

HOME = "http://127.0.0.1:9000"
SEATS = {"blue": Seat(actors=("south", "mediator")), "red": Seat(actors=("north",))}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    scenario = read_scenario(write_valley(tmp_path))
    return create(tmp_path / "day", "valley", scenario, seed=4, turn=5, seats=SEATS)


@pytest.fixture
def host(folder: Folder) -> Host:
    return Host(folder)


@pytest.fixture
def hall(host: Host, folder: Folder) -> Hall:
    return Hall(host, links(folder.path, folder.settings.seats))


@pytest.fixture
def at(hall: Hall) -> Iterator[Callable[[str], TestClient]]:
    """A browser at a place: it has the place's link, and sends what browsers send."""
    guarded = Guard(application(hall), 9000)

    def sitting(place: str) -> TestClient:
        token = hall.links.tokens.get(place, place)
        headers = {"Origin": HOME, "Authorization": f"Bearer {token}"}
        return TestClient(guarded, base_url=HOME, headers=headers)

    return sitting
