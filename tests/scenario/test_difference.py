"""What two scenarios state differently."""

from __future__ import annotations

from collections.abc import Callable

from whitecell.scenario.difference import differences
from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

Make = Callable[..., Scenario]


def test_a_title_is_no_difference(make: Make) -> None:
    assert differences(make(), make(title="Other")) == []


def test_a_number(make: Make) -> None:
    (found,) = differences(make(), make(rules__attrition=0.01))
    assert (found.place, found.first, found.second) == ("rules.attrition", 0.004, 0.01)


def test_an_assumption_is_one_difference_with_its_citation() -> None:
    base = read_scenario("southwest-syria-2017")
    found = differences(base, read_scenario("southwest-syria-2017", {"tanf_strike_resolve": "0.3"}))
    assert [(d.place, d.first, d.second) for d in found] == [("assumptions.tanf_strike_resolve", 0.8, 0.3)]
    assert "C51" in found[0].cites


def test_both_sides_say_what_they_rest_on(make: Make) -> None:
    one = make(rules__attrition={"value": 0.004, "range": [0.001, 0.01], "judgement": "A guess."})
    other = make(rules__attrition={"value": 0.008, "range": [0.001, 0.01], "judgement": "Another."})
    (found,) = differences(one, other)
    assert (found.judgement_first, found.judgement) == ("A guess.", "Another.")


def test_a_number_on_the_spot_is_told_once_by_its_place() -> None:
    base = read_scenario("southwest-syria-2017-terms")
    places = [d.place for d in differences(base, read_scenario("southwest-syria-2017-joint-strikes"))]
    assert places == [
        "agreements.amman_zone.terms.air_forces.positions.united_states.at_most",
        "agreements.amman_zone.terms.air_forces.tabled",
    ]


def test_things_on_one_side_only(make: Make) -> None:
    (found,) = differences(make(), make(injects={}))
    assert (found.place, found.only, found.second) == ("injects.vote", "first", None)


def test_order_is_no_difference(make: Make) -> None:
    small = make()
    turned = small.model_copy(update={"actors": dict(reversed(list(small.actors.items())))})
    assert differences(small, turned) == []


def test_a_relation_more(make: Make) -> None:
    more = [*make().model_dump()["relations"], {"hostile": ["red", "power"]}]
    (found,) = differences(make(), make(relations=more))
    assert (found.place, found.only) == ("relations.2", "second")


def test_every_course_of_action_differs_from_its_base() -> None:
    base = read_scenario("southwest-syria-2017")
    for name in bundled():
        if name != "southwest-syria-2017":
            assert differences(base, read_scenario(name))
