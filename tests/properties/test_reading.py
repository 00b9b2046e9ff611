"""What the reader accepts can be played: odd names, odd corners, nothing to fight with."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from properties.quantities import Stated
from properties.strategies import SEEDS, examples, read, theatres
from theatre import SMALL

from whitecell.game.dice import Dice
from whitecell.game.play import play
from whitecell.scenario.problems import ScenarioError

TWO = np.array([0, 300], dtype=np.int64)

ODD = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=8).filter(
    lambda name: name == name.strip() and not set("/.") & set(name)
)
"""Names of printable characters of any kind, such as '²' or '“'."""


@given(theatres(), SEEDS)
def test_a_drawn_theatre_is_read_and_played(stated, seeds) -> None:
    measured = play(read(stated, measured=True), seeds)
    assert {len(column) for column in measured.values()} == {len(seeds)}


@examples(2.0)
@example(zone="²", actor="7", clause="a-b")
@given(ODD, ODD, ODD)
def test_things_may_have_names_of_any_kind(zone, actor, clause) -> None:
    number = {"value": 300, "range": [0, 1000], "judgement": "drawn"}
    stated = {
        "title": "Odd names",
        "start": "2017-06-11",
        "days": 2,
        "rules": SMALL["rules"],
        "zones": {zone: {"name": zone, "at": [0, 0], "people": number}},
        "actors": {actor: {"name": actor, "kind": "state", "forces": {zone: number}, "worth": {zone: 1}}},
        "constraints": {
            clause: {"name": clause, "kind": "ceasefire", "applies_to": [actor], "zones": [zone],
                     "obedience": {actor: {"value": 0.5, "judgement": "drawn"}}},
        },
    }  # fmt: skip
    play(read(stated), TWO)


def test_different_things_never_roll_the_same_dice(monkeypatch: pytest.MonkeyPatch) -> None:
    # The address of fog is actor/zone/fog: "a" over "b/c" and "a/b" over "c" must not be one.
    rolled: Counter[str] = Counter()
    streams = Dice.streams

    def counted(self: Dice, law: Any, names: Any) -> Any:
        rolled.update(names)
        return streams(self, law, names)

    monkeypatch.setattr(Dice, "streams", counted)
    stated: Stated = {
        "title": "Slashes",
        "start": "2017-06-11",
        "days": 1,
        "rules": SMALL["rules"],
        "zones": {name: {"name": name, "at": [0, 0]} for name in ("c", "b/c")},
        "actors": {
            name: {"name": name, "kind": "state", "forces": {"c": 10}, "worth": {"c": 1, "b/c": 1}}
            for name in ("a", "a/b")
        },
    }
    try:
        scenario = read(stated)
    except ScenarioError:
        return
    play(scenario, TWO)
    assert [name for name, times in rolled.items() if times > 1] == []


def nobody_has_forces(s: Stated) -> None:
    for actor in s["actors"].values():
        for key in ("forces", "reserve", "worth"):
            actor.pop(key, None)
    s["corridors"]["road"]["supplies"] = {}


def supplies_for_one_without_forces(s: Stated) -> None:
    s["corridors"]["road"]["supplies"] = {"power": 10}


def reinforcement_of_one_without_forces(s: Stated) -> None:
    effect = {"kind": "reinforce", "actor": "power", "zone": "hill", "fighters": 10}
    s["injects"]["vote"]["effects"] = [effect]


def talks_without_parties(s: Stated) -> None:
    s["talks"]["t"] |= {"parties": [], "requires": {}, "gap": 0}


def agreement_without_parties(s: Stated) -> None:
    s["agreements"]["pact"]["parties"] = []


def corridor_without_paths(s: Stated) -> None:
    s["corridors"]["road"]["paths"] = {}


def patron_without_client(s: Stated) -> None:
    s["relations"].append({"patron": "power", "will": {"pact": 1}})


def support_of_nobody(s: Stated) -> None:
    s["measures"]["support"] = {"statistic": "mean", "record": "support", "of": ["t"]}


def support_of_one_who_is_not_at_the_table(s: Stated) -> None:
    s["measures"]["support"] = {"statistic": "mean", "record": "support", "of": ["t", "red"]}


def control_of_one_without_forces(s: Stated) -> None:
    s["measures"]["control"] = {"statistic": "mean", "record": "control", "of": ["power"]}


def strikes_of_a_ceasefire(s: Stated) -> None:
    s["measures"]["strikes"] = {"statistic": "count", "record": "strikes", "of": ["truce"]}


def one_that_leads_itself(s: Stated) -> None:
    s["actors"]["red"]["led_by"] = "red"


def one_that_is_its_own_foe(s: Stated) -> None:
    s["relations"].append({"hostile": ["red"], "to": ["red"]})


def a_wish_of_voices_without_weight(s: Stated) -> None:
    s["actors"]["power"] |= {"wants": {}, "members": {"v": {"weight": 0, "wants": {"pact": 1}}}}


CORNERS: list[Callable[[Stated], None]] = [
    nobody_has_forces,
    supplies_for_one_without_forces,
    reinforcement_of_one_without_forces,
    talks_without_parties,
    agreement_without_parties,
    corridor_without_paths,
    patron_without_client,
    support_of_nobody,
    support_of_one_who_is_not_at_the_table,
    control_of_one_without_forces,
    strikes_of_a_ceasefire,
    one_that_leads_itself,
    one_that_is_its_own_foe,
    a_wish_of_voices_without_weight,
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.__name__)
def test_what_is_accepted_can_be_played(corner: Callable[[Stated], None]) -> None:
    stated = copy.deepcopy(SMALL) | {"days": 20}
    del stated["measures"]["near"]
    corner(stated)
    try:
        scenario = read(stated)
    except ScenarioError:
        return
    for column in play(scenario, TWO).values():
        assert len(column) == len(TWO)
