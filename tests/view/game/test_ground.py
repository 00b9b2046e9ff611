"""Pins on the maps of a game stand for what each place was told of, and for nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import Ordered, Step
from whitecell.table.folder import Seat, append, create
from whitecell.view.game.app import Hall
from whitecell.view.game.host import Host
from whitecell.view.game.links import links

SYRIA = "southwest-syria-2017"
SEATS = {
    "blue": Seat(actors=("united_states", "jordan", "coalition")),
    "red": Seat(actors=("iran", "militias")),
}
PLACES = ("white", "red", "blue", "wall")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[Hall]:
    """The pages of a game before its first turn, after it, and after the fifth."""
    home, found = tmp_path_factory.mktemp("games"), []
    for turns in (0, 1, 5):
        path = home / f"day{turns}"
        folder = create(path, SYRIA, read_scenario(SYRIA, days=35), seed=12, turn=7, seats=SEATS)
        folder = append(folder, "red", Ordered(actor="militias", choice="effort", option="tanf_approaches"))
        for _ in range(turns):
            folder = append(folder, "white", Step())
        found.append(Hall(Host(folder), links(folder.path, folder.settings.seats)))
    return found


def pins(page: dict[str, Any], size: str = "wide") -> dict[tuple[str, str], list[str]]:
    """Pins of a page's map by zone and kind, with the sentences that they carry."""
    found = {}
    for name, drawn in page["layers"][size].items():
        if name.startswith("pins-"):
            zone = name.split("-", 2)[2]
            for kind, said in re.findall(r'data-kind="(\w+)"><title>(.*?)</title>', drawn, re.DOTALL):
                found[zone, kind] = said.split("\n")[1:]
    return found


def test_a_fight_out_of_a_seats_sight_has_a_pin_for_those_only_who_heard_of_it(played: list[Hall]) -> None:
    shown = {place: pins(played[1].page(place)) for place in PLACES}
    far, near = ("deir_ez_zor", "clash"), ("tanf_approaches", "strike")
    assert far in shown["white"] and far in shown["red"]
    assert far not in shown["blue"] and far not in shown["wall"]
    for place in PLACES:
        assert all("struck the Iran-backed militias" in line for line in shown[place][near])
        assert pins(played[1].page(place), "narrow") == shown[place]


def test_a_pin_says_only_what_the_place_reads_in_its_news(played: list[Hall]) -> None:
    """A day's sentence may be told together with the choice before it; its figures are the same."""
    for place in PLACES:
        page = played[1].page(place)
        news = re.sub("<[^>]*>", "", page["news"] if "news" in page else "".join(page["sections"]))
        for lines in pins(page).values():
            assert lines
            for line in lines:
                date, _, sentence = line.partition(": ")
                assert date in news
                assert sentence in news or sentence.split("; ", 1)[1] in news


def test_before_the_first_turn_and_after_a_turn_of_talks_there_are_none(played: list[Hall]) -> None:
    for place in PLACES:
        assert pins(played[0].page(place)) == {}
        assert pins(played[2].page(place)) == {}
        assert "Clash in the last turn" in played[2].backdrop(place, "wide")
