"""What strangers found absurd, as small scenarios: each plays as a soldier would expect."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whitecell.game.play import play, tell
from whitecell.scenario.reading import read_scenario

FOLDER = Path(__file__).parent / "faults"
RUNS = 60


def played(name: str, measure: str) -> NDArray[np.float64]:
    """A measure of a scenario of the folder, in each run."""
    return np.asarray(play(read_scenario(FOLDER / f"{name}.yaml"), np.arange(RUNS))[measure])


def test_every_file_is_asked_something() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [path.stem for path in FOLDER.glob("*.yaml") if f'"{path.stem}"' not in text] == []


def test_no_trickle_gets_past_an_army() -> None:
    assert played("a-trickle-past-an-army", "got_past").max() == 0


def test_a_truce_that_is_kept_does_not_empty_the_town_that_it_protects() -> None:
    without, under_truce = (played(name, "in_town") for name in ("ridge", "a-truce-in-the-town"))
    assert under_truce.min() > 1800
    assert under_truce.mean() > without.mean()
    assert played("a-truce-in-the-town", "held_by_hillmen").max() < 0.2


def test_a_pocket_falls_within_days() -> None:
    fell = played("a-pocket", "fell")
    assert fell.max() <= 15
    assert played("a-pocket", "held_by_hillmen").min() > 0.99


def test_a_garrison_that_is_supplied_by_air_holds_longer_than_one_that_is_not() -> None:
    held = np.isnan(played("a-pocket-supplied-by-air", "fell"))
    alone = np.isnan(played("a-pocket-without-supply", "fell"))
    assert held.mean() > 0.8
    assert alone.mean() < held.mean() - 0.2


def test_nobody_masses_where_nothing_is_to_be_won() -> None:
    for seed in range(5):
        story = tell(read_scenario(FOLDER / ("nothing-to-gain" + ".yaml")), seed)
        assert [event for event in story.events if event.kind == "effort"] == []


def test_a_handful_neither_holds_nor_freezes() -> None:
    assert played("a-handful", "held_by_hillmen").min() > 0.99


def test_a_struck_fleet_moves_the_ladder_of_those_who_lead_the_fleets() -> None:
    assert played("struck-fleet", "strikes").min() > 10
    assert played("struck-fleet", "rung").min() >= 1
