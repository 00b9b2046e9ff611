"""Friends change from a morning on: before it nothing is other, and from then on it is as if stated so."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from properties.language import turns
from properties.strategies import SEEDS, Columns, columns, examples, read, theatres

from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

Stated = dict[str, Any]
OWN = ("standing.", "effects.")
"""Parts of the state that are longer with an effect of this kind than without."""


def crowded(stated: Stated) -> Stated:
    """The theatre under the laws that ship, with everybody everywhere: it matters who is whose foe."""
    found = copy.deepcopy(stated)
    found["rules"] = {}
    for k, actor in enumerate(found["actors"].values()):
        actor["forces"] = {zone: 300 + 200 * (k + j) for j, zone in enumerate(found["zones"])}
        actor["worth"] = {zone: 0.2 + 0.1 * ((k + j) % 3) for j, zone in enumerate(found["zones"])}
        actor |= {"mobility": 0.7, "skill": 1, "fire": 0.5, "tempo": 3, "noise": 0.2}
    return found


def with_change(stated: Stated, effects: list[Stated], day: int) -> Stated:
    """The theatre, in which friends change on a day."""
    changed = copy.deepcopy(stated)
    changed["days"] = max(changed["days"], day + 2)
    changed["injects"]["the change"] = {
        "name": "the change", "on": f"day {day}", "chance": 1, "effects": effects,
    }  # fmt: skip
    return changed


def assert_alike(one: WarGame, other: WarGame) -> None:
    """All that both games keep is the same to the bit."""
    mine, theirs = one.state.arrays(), other.state.arrays()
    for name in mine:
        if not name.startswith(OWN):
            np.testing.assert_array_equal(mine[name], theirs[name], err_msg=name)


def assert_alike_until(one: Scenario, other: Scenario, day: int, seeds: np.ndarray, drawn: Columns) -> None:
    """Two scenarios of which one changes on a day are the same run until its eve."""
    plain, changed = (WarGame(scenario, seeds, drawn) for scenario in (one, other))
    assert_alike(plain, changed)
    for _ in range(day - 1):
        plain.step()
        changed.step()
        assert_alike(plain, changed)
    changed.step()


@examples(2.0)
@given(st.data(), theatres(deal=True) | theatres(line=True) | theatres(lively=True), SEEDS, st.integers(1, 9))
def test_before_the_day_the_run_is_the_run_without_it(
    data: DataObject, stated: Stated, seeds: np.ndarray, day: int
) -> None:
    stated = crowded(stated)
    effects = data.draw(st.lists(st.sampled_from(turns(data.draw, stated)), min_size=1, max_size=3))
    changed = with_change(stated, effects, day)
    without = read(stated | {"days": changed["days"]})
    drawn = data.draw(columns(without, len(seeds)))
    assert_alike_until(without, read(changed), day, seeds, drawn)


def restated(stated: Stated, effect: Stated) -> Stated:
    """The theatre whose relations are from the start what an effect makes of them."""
    found = copy.deepcopy(stated)
    if "patron" in effect:
        found["relations"] = [r for r in found["relations"] if r.get("patron") != effect["patron"]
                              or r.get("client") != effect["client"]]  # fmt: skip
        return found
    pair = {*effect["actors"], *effect.get("to", [])}
    found["relations"] = [
        r for r in found["relations"] if {*r.get("hostile", []), *r.get("allied", [])} != pair
    ]
    tie = effect["kind"].removeprefix("become ")
    if tie != "neutral":
        found["relations"].append({tie: sorted(pair)})
    return found


@examples(2.0)
@given(st.data(), theatres(deal=True) | theatres(line=True), SEEDS)
def test_turned_on_the_first_morning_is_stated_so(
    data: DataObject, stated: Stated, seeds: np.ndarray
) -> None:
    """But for flights, which are flown as stated until two come to stand otherwise."""
    stated = crowded(stated)
    for actor in stated["actors"].values():
        actor["air"] = []
    # Whoever asks for a patron's pressure has to have one, so a party's patron is not taken from it.
    asked = {r["pressure_of"] for t in stated["talks"].values() for r in t.get("requires", {}).values()}
    ways = [
        e for e in turns(data.draw, stated)
        if e["kind"] != "begin patronage" and e.get("patron") not in asked
        and e.get("caught", "stay") in ("fight", "stay")
    ]  # fmt: skip
    if not ways:
        return
    effect = data.draw(st.sampled_from(ways))
    changed = read(with_change(stated, [effect], 1))
    other = read(restated(stated, effect) | {"days": changed.days})
    one, two = WarGame(changed, seeds), WarGame(other, seeds)
    for _ in range(changed.days):
        one.step()
        two.step()
        mine, theirs = one.state, two.state
        for part in ("forces", "land", "constraints", "truces", "agreements", "talks", "ladders", "answers"):
            for name in [n for n in mine.arrays() if n.startswith(f"{part}.")]:
                np.testing.assert_array_equal(mine.arrays()[name], theirs.arrays()[name], err_msg=name)
