"""Positions proposed from the model, where it is known by construction what serves whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml
from analysis.test_deals import bargained, deal
from game.known.arena import attacker

from whitecell.analysis.deals import aims_of
from whitecell.analysis.design import design
from whitecell.analysis.proposed import Proposal, heard, imposed, proposals, proposed
from whitecell.game.play import play as played
from whitecell.report.proposed import proposed_yaml
from whitecell.scenario.reading import read_scenario

A, B = ("a", "there", False), ("b", "there", True)
"""One wants red out of the field, the other wants it in."""


def obeyed(positions: dict[str, Any] | None = None) -> dict[str, Any]:
    """Red keeps out of the field as far as it obeys the ban: the more room, the fewer of red."""
    stated = bargained({}, {}, (1.0, 1.0))
    stated["agreements"]["pact"]["terms"]["room"]["positions"] = positions or {}
    stated["variables"]["colour"] = {"name": "the colour of the seal", "start": 0, "bounds": [0, 2]}
    stated["agreements"]["pact"]["terms"]["colour"] = {"options": ["red", "green", "blue"]}
    stated["actors"]["red"] = {**attacker(camp=500), "mobility": 1.0, "reserve": "camp"}
    stated["constraints"]["ban"].update(obedience={"red": "room / 100"}, tolerance=0)
    stated["rules"]["restraint"] = 2.0
    stated["assumptions"] = {"a_number": {"value": 0.5, "range": [0.0, 1.0], "judgement": "made"}}
    stated["actors"]["a"]["wants"]["pact"] = "a_number"
    return stated


def found(stated: dict[str, Any], aims: Any = (A, B)) -> dict[tuple[str, str], Proposal]:
    made = deal(stated)
    futures = design(made.scenario, "lhs", 100, ["a_number"], 1)
    return {(p.actor, p.term): p for p in proposals(made, aims_of(made, aims), futures, 5, 0)}


def test_each_would_have_what_serves_its_aims() -> None:
    each = found(obeyed())
    assert each["a", "room"].ideal >= 50
    assert each["a", "room"].high == 100
    assert each["b", "room"].ideal == each["b", "room"].low == 0
    assert each["b", "room"].high < 50
    for actor in ("a", "b"):
        assert each[actor, "room"].clear
        assert each[actor, "room"].salience > 0.5
        assert not each[actor, "room"].stated
        assert (
            each[actor, "room"].salience_low
            <= each[actor, "room"].salience
            <= each[actor, "room"].salience_high
        )


def test_a_term_that_moves_nothing_is_all_the_same() -> None:
    each = found(obeyed())
    assert not each["a", "colour"].clear
    assert not each["b", "colour"].clear


def test_what_others_stand_for_does_not_enter() -> None:
    """On the only term that moves anything, positions change nothing: its values are imposed."""
    position = {"ideal": 10, "salience": 0.9, "at_most": 20}
    one, other = found(obeyed()), found(obeyed({"b": position}))
    assert one["a", "room"] == other["a", "room"]
    assert other["b", "room"].stated


def test_the_agreement_is_in_force_from_the_first_day_with_what_is_imposed() -> None:
    made = deal(obeyed())
    columns = {"room on the table": np.array([100.0, 0.0]), "colour on the table": np.zeros(2)}
    there = played(imposed(made), np.zeros(2, dtype=np.int64), columns)["there"]
    assert there[0] < there[1]


def test_who_has_no_voice_is_not_asked() -> None:
    made = deal(obeyed())
    assert heard(made, [A, ("red", "there", True)]) == ["a"]


def test_what_is_proposed_can_be_read_and_is_marked(tmp_path: Path) -> None:
    stated = obeyed({"a": {"ideal": 90, "salience": 0.5}})
    base, more = tmp_path / "base.yaml", tmp_path / "more.yaml"
    base.write_text(yaml.safe_dump(stated, sort_keys=False))
    made = deal(stated)
    each = list(found(stated).values())
    text = proposed_yaml(made, each, [A, B], 100, "base.yaml")
    best = "its aims do best at 50 men, and 50 men to 100 men are not clearly worse"
    assert f"# a, the room: a position is stated; {best}" in text
    more.write_text(text)
    scenario = read_scenario(more)
    position = scenario.agreements["pact"].terms["room"].positions["b"]
    assert proposed(scenario, position.ideal)
    assert not proposed(scenario, scenario.agreements["pact"].terms["room"].positions["a"].ideal)
