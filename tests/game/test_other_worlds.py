"""Minimally different worlds: what is added and touches nothing changes nothing."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from test_same_story import assert_same

from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

SEEDS = np.array([0, 5, 255, 256, 700], dtype=np.int64)
REAL = read_scenario("southwest-syria-2017", days=60)


def stated() -> dict[str, Any]:
    return copy.deepcopy(REAL.model_dump())


def played(world: dict[str, Any]) -> dict[str, np.ndarray]:
    return play(Scenario.model_validate(world), SEEDS)


BASE = play(REAL, SEEDS)


def test_an_isolated_zone() -> None:
    world = stated()
    world["zones"]["atoll"] = {"name": "Atoll", "at": [0.0, 0.0], "people": 0}
    assert_same(BASE, played(world))


def test_an_actor_without_forces_or_relations() -> None:
    world = stated()
    world["actors"]["observer"] = {"name": "Observer", "kind": "state"}
    assert_same(BASE, played(world))


def test_an_inject_without_effects_only_adds_dice() -> None:
    world = stated()
    world["injects"]["comet"] = {"name": "A comet", "on": "2017-07-01", "chance": 0.5}
    assert_same(BASE, played(world))


def test_another_order_of_everything() -> None:
    world = stated()
    for section, entries in world.items():
        if isinstance(entries, dict) and section != "rules":
            world[section] = dict(reversed(entries.items()))
    for actor in world["actors"].values():
        for key in ("forces", "worth", "members"):
            actor[key] = dict(reversed(actor[key].items()))
    for section in ("relations", "routes"):
        world[section] = list(reversed(world[section]))
    assert_same(BASE, played(world))


def renamed(value: Any, old: str, new: str) -> Any:
    """Everything in which a name stands, with another name."""
    if isinstance(value, dict):
        return {renamed(k, old, new): renamed(v, old, new) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [renamed(v, old, new) for v in value]
    return new if value == old else value


def test_a_renamed_zone_and_actor_that_keep_their_dice() -> None:
    world = renamed(renamed(stated(), "tanf", "outpost"), "militias", "auxiliaries")
    world["zones"]["outpost"]["dice"] = "tanf"
    world["actors"]["auxiliaries"]["dice"] = "militias"
    again = played(world)
    for name, column in BASE.items():
        if column.dtype == object:
            assert column.tolist() == again[name].tolist()
        else:
            np.testing.assert_allclose(column, again[name], rtol=1e-9, err_msg=name)


def test_a_name_with_other_dice_is_another_story() -> None:
    world = stated()
    world["actors"]["militias"]["dice"] = "others"
    again = played(world)
    assert any(not np.array_equal(BASE[k], again[k]) for k in ("fighters_lost", "tanf_strikes"))
