"""What a seat is shown: its side as it is, and nothing that hangs on what it cannot know."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from seated import HIDDEN, hide, shown

from whitecell.game.record import Event
from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import Injected, Message, Ordered, Step
from whitecell.table.folder import Folder, Seat, append, create
from whitecell.table.replay import Replay
from whitecell.table.sight import Sight
from whitecell.table.view import standing, view

Begin = Callable[..., Folder]
SYRIA = "southwest-syria-2017"
SEATS = {
    "blue": Seat(actors=("united_states", "jordan", "coalition")),
    "red": Seat(actors=("militias", "hezbollah", "iran")),
    "rebels": Seat(actors=("southern_opposition",)),
}


@cache
def game(seed: int) -> Folder:
    """A game of two turns under a seed."""
    path = Path(tempfile.mkdtemp()) / "game"
    folder = create(path, SYRIA, read_scenario(SYRIA, days=20), seed=seed, turn=5, seats=SEATS)
    folder = append(folder, "red", Ordered(actor="militias", choice="effort", option="daraa_city"))
    return append(append(folder, "white", Step()), "white", Step())


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 5),
    seat=st.sampled_from(sorted(SEATS)),
    how=st.sets(st.sampled_from(HIDDEN), min_size=1),
    factor=st.floats(0.1, 5.0),
)
def test_nothing_shown_hangs_on_what_a_seat_cannot_know(
    seed: int, seat: str, how: set[str], factor: float
) -> None:
    replay = Replay(game(seed))
    before = shown(replay, seat)
    for each in sorted(how):
        hide(replay, seat, each, factor)
    assert shown(replay, seat) == before


def test_it_is_shown_what_it_can_know() -> None:
    replay = Replay(game(1))
    before = shown(replay, "red")
    row = replay.game.setup.field.index("militias")
    replay.game.state.forces.fighters[row] *= 1.5
    assert shown(replay, "red") != before
    assert "militias" not in {name for zone in view(replay, "blue").zones for name in zone.own}


def test_of_a_breach_it_hears_at_whose_door_it_was_laid() -> None:
    replay = Replay(game(1))
    sight = Sight(replay.game.setup, replay.folder.scenario, ("jordan",))
    event = Event(
        3, "judge", "breach", "militias", "", "tanf_red_line", ("government",), {"recorded": 1.0, "air": 2.0}
    )
    heard = sight.heard(event, frozenset(), replay)
    assert heard == Event(3, "judge", "breach", "government", "", "tanf_red_line", (), {"recorded": 1.0})
    quiet = Event(3, "judge", "breach", "militias", "", "tanf_red_line", (), {"recorded": 0.0})
    assert sight.heard(quiet, frozenset(), replay) is None


def test_messages_and_injects_come_to_those_whom_they_are_for(begun: Begin) -> None:
    folder = begun(seats=SEATS)
    folder = append(folder, "blue", Message(to=("red",), text="for red"))
    folder = append(folder, "white", Message(text="for all"))
    inject: dict[str, Any] = {"name": "a convoy", "on": "2017-06-12"}
    folder = append(folder, "white", Injected.model_validate({"name": "c", "inject": inject, "to": ["blue"]}))
    folder = append(folder, "white", Step())
    pages = {seat: shown(Replay(folder), seat) for seat in SEATS}
    assert ["for red" in pages[seat] for seat in SEATS] == [True, True, False]
    assert all("for all" in page for page in pages.values())
    assert ["a convoy" in pages[seat] or "A convoy" in pages[seat] for seat in SEATS] == [True, False, False]


def test_an_order_stands_until_it_is_changed_or_withdrawn(begun: Begin) -> None:
    def strike(option: str, zone: str = "") -> Ordered:
        return Ordered(actor="coalition", choice="strike", about="tanf_red_line", option=option, zone=zone)

    folder = begun(seats=SEATS)
    for order, stands in (
        (strike("hold fire", "tanf"), [("tanf", "hold fire")]),
        (strike("strike", "tanf_approaches"), [("tanf", "hold fire"), ("tanf_approaches", "strike")]),
        (strike("strike"), [("", "strike")]),
        (strike("hold fire", "tanf"), [("", "strike"), ("tanf", "hold fire")]),
        (strike(""), []),
    ):
        folder = append(folder, "blue", order)
        found = standing(folder, ("coalition",))
        assert [(each.zone, each.option) for each in found] == stands


def test_the_estimate_can_be_switched_off(begun: Begin) -> None:
    folder = begun(seats={"red": Seat(actors=("militias",), estimate=False)})
    assert view(Replay(folder), "red").estimate == ()
    assert "Staff estimate" not in shown(Replay(folder), "red")
