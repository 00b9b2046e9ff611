"""A change of sides in a story of each theatre that ships: told once, on its day, and drawn on the map."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from whitecell.analysis.days import replayed
from whitecell.env.vector import VectorEnv
from whitecell.game.play import tell
from whitecell.report.sides import sides
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import Step
from whitecell.table.folder import Seat, append, create
from whitecell.table.replay import Replay
from whitecell.table.view import view

HERE = Path(__file__).parent
KINDS = ("turned_hostile", "turned_allied", "turned_neutral")
TURNS = {
    "southern-opposition-turns": ("southwest-syria-2017", 9),
    "volunteers-turn": ("eastern-ukraine-2015", 46),
    "hanorre-enters": ("island-quarantine", 31),
}


@cache
def story(name: str) -> Scenario:
    """A course of action until shortly after its day."""
    return read_scenario(str(HERE / f"{name}.yaml"), days=TURNS[name][1] + 2)


@pytest.mark.parametrize("name", TURNS)
def test_it_is_told_once_and_until_then_the_story_is_the_old_one(name: str) -> None:
    base, day = TURNS[name]
    told, before = tell(story(name), 2), tell(read_scenario(base, days=day + 2), 2)
    turns = [event for event in told.events if event.kind in KINDS]
    assert {event.day for event in turns} == {day}
    assert len({(event.kind, event.actor) for event in turns}) == len(turns)
    assert [e for e in told.events if e.day < day] == [e for e in before.events if e.day < day]
    assert [w for w in told.weighings if w.day < day] == [w for w in before.weighings if w.day < day]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("southern-opposition-turns", ("southern_opposition", "nusra"), ("southern_opposition",)),
        ("volunteers-turn", ("sector_c", "volunteers"), ("dpr", "volunteers")),
        ("hanorre-enters", ("hanorre_frigates",), ("selmere_navy", "hanorre_frigates")),
    ],
)
def test_the_map_draws_sides_as_they_stand(
    name: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    """A side keeps the colour of that whose head it has."""
    scenario, day = story(name), TURNS[name][1]
    run = replayed(scenario, np.array([2]))
    one, other = (sides(scenario, stances=run.standing(d).stances) for d in (day - 1, day))
    (first,) = (side for side in one if {*before} <= {*side.actors})
    (last,) = (side for side in other if {*after} <= {*side.actors})
    assert not any({*before} <= {*side.actors} for side in other) or len(before) == 1
    head = {side.actors[0]: side.colour for side in one}
    assert last.colour == head[after[0]]
    assert first.actors != last.actors


def test_a_seat_sees_its_new_friends_as_they_are_and_the_old_through_fog(tmp_path: Path) -> None:
    scenario = story("southern-opposition-turns")
    seats = {"rebels": Seat(actors=("southern_opposition",))}
    folder = create(tmp_path / "game", "southwest-syria-2017", scenario, seed=3, turn=8, seats=seats)
    folder = append(folder, "white", Step())
    eve = view(Replay(folder), "rebels")
    assert "nusra" in eve.side
    (city,) = (zone for zone in eve.zones if zone.zone == "daraa_city")
    assert "nusra" in city.own
    folder = append(folder, "white", Step())
    now = view(Replay(folder), "rebels")
    assert "nusra" not in now.side
    (city,) = (zone for zone in now.zones if zone.zone == "daraa_city")
    assert "nusra" not in city.own
    assert [event.day for event in now.events if event.kind == "turned_hostile"] == [9]


def test_what_an_agent_observes_of_others_ends_with_the_alliance() -> None:
    env = VectorEnv(story("southern-opposition-turns"), {"rebels": ("southern_opposition",)}, turn=8)
    rows = [row for row, name in enumerate(env.features["rebels"]) if name.startswith("own/nusra/")]
    eve = env.reset(np.array([3, 4])).observations["rebels"][rows]
    assert (eve.sum(axis=0) > 0.0).all()
    env.step({})
    now = env.step({}).observations["rebels"][rows]
    assert (now == 0.0).all()
