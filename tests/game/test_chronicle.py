"""What the one run that is told is told of: ground lost to foes, and agreements before their clauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from whitecell.game.play import tell
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario


def changes(game: WarGame, holder: str) -> list[str]:
    """Who is told to hold the hill once an actor does."""
    chronicle = game.chronicle
    assert chronicle is not None
    hill = game.setup.zones.index("hill")
    chronicle.events.clear()
    game.state.land.control[:, hill] = 0.0
    game.state.land.control[game.setup.field.index(holder), hill] = 1.0
    chronicle.control(game.pieces)
    return [event.actor for event in chronicle.events if event.kind == "control"]


@pytest.mark.parametrize(
    ("relations", "told"),
    [
        ([], ["red"]),
        ([{"allied": ["red", "blue"]}], []),
        ([{"patron": "blue", "client": "red", "leverage": 0.5}], []),
        ([{"patron": "red", "client": "blue", "leverage": 0.5}], []),
    ],
)
def test_ground_that_stays_on_one_side_is_not_told_as_lost(
    make: Callable[..., Scenario], relations: list[dict[str, Any]], told: list[str]
) -> None:
    scenario = make(relations=relations, zones__hill__control={"blue": 1})
    game = WarGame(scenario, np.array([0]), chronicle=Chronicle())
    assert changes(game, "red") == told


FOUR = ("a", "b", "c", "d")


def crowded(make: Callable[..., Scenario]) -> Scenario:
    """The hill held by red; four who fight beside each other against it, none of them strong alone."""
    body = {"kind": "armed group", "forces": {"hill": 1}}
    return make(
        relations=[{"allied": list(FOUR)}, {"hostile": list(FOUR), "to": ["red"]}],
        zones__hill__control={"red": 1},
        **{f"actors__{name}": {"name": name, **body} for name in FOUR},
    )


def told_control(game: WarGame, **shares: float) -> list[tuple[str, tuple[str, ...]]]:
    """Who is told to hold the hill, and who to have lost it, once the shares are these."""
    chronicle = game.chronicle
    assert chronicle is not None
    hill = game.setup.zones.index("hill")
    chronicle.events.clear()
    game.state.land.control[:, hill] = 0.0
    for actor, share in shares.items():
        game.state.land.control[game.setup.field.index(actor), hill] = share
    chronicle.control(game.pieces)
    return [(event.actor, event.others) for event in chronicle.events if event.kind == "control"]


def test_ground_is_held_and_lost_by_sides(make: Callable[..., Scenario]) -> None:
    game = WarGame(crowded(make), np.array([0]), chronicle=Chronicle())
    assert told_control(game, a=0.2, b=0.3, c=0.2, d=0.2, red=0.1) == [("b", ("red",))]
    assert told_control(game, a=0.6, b=0.3, red=0.1) == []
    assert told_control(game, a=0.02, red=0.98) == [("red", ("a",))]


def test_who_holds_least_is_not_told_to_have_lost_ground_to_the_last(make: Callable[..., Scenario]) -> None:
    """Red's hold has long gone to blue and to nobody when the four come."""
    game = WarGame(crowded(make), np.array([0]), chronicle=Chronicle())
    assert told_control(game, red=0.02, blue=0.4) == []
    assert told_control(game, red=0.02, blue=0.2, a=0.3, b=0.3) == [("a", ())]


def test_an_agreement_enters_into_force_before_its_clauses_are_told_of() -> None:
    scenario = read_scenario("southwest-syria-2017", {"joint_strikes_chance": "0.9"}, days=90)
    for seed in range(20):
        story = tell(scenario, seed)
        kinds = [event.kind for event in story.events]
        if "clause_dropped" in kinds:
            assert kinds.index("in_force") + 1 == kinds.index("clause_dropped")
            asked = [w for w in story.weighings if w.subject == "clause" and w.chosen == "strikes"]
            if not asked:
                continue
            (option,) = asked[-1].options
            assert (asked[-1].actor, option.name, asked[-1].thing) == (
                "united_states",
                "joint_strikes",
                "amman_zone",
            )
            assert option.terms["wants"] == pytest.approx(0.5 * -0.9 * 0.25)
            return
    pytest.fail("no clause was dropped in twenty runs")
