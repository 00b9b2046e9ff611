"""Terms in play: what is settled is signed, what hangs on it follows, and red lines hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import SLOPE, after, attacker, opened, table

from whitecell.game.saved import load, save
from whitecell.game.war_game import WarGame
from whitecell.scenario.matters import amiss, matters
from whitecell.scenario.orders import StandingOrder

RUNS = 4096


def over(positions: dict[str, Any], wants: tuple[float, float] = (1.0, 1.0), **term: Any) -> dict[str, Any]:
    """Two powers who settle how many of red may pass; each session has a text to sign.

    Who is all for the pact signs any text within its red lines.
    """
    stated = table(wants=wants, text=1.0, slope=50.0 if wants == (1.0, 1.0) else SLOPE)
    stated["variables"] = {"room": {"name": "the room", "start": 0, "bounds": [0, 100]}}
    stated["agreements"]["pact"]["terms"] = {"room": {"positions": positions, **term}}
    stated["constraints"] = {
        "ban": {
            "name": "B", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"],
            "in_force": "with pact", "tolerance": "room", "obedience": {"red": 0.6},
        }
    }  # fmt: skip
    return stated


TWO = {"a": {"ideal": 20, "salience": 0.5}, "b": {"ideal": 80, "salience": 0.5}}


def room(game: WarGame) -> np.ndarray:  # type: ignore[type-arg]
    return game.state.numbers.level[game.setup.layout.row("variables", "room")]


def signed(game: WarGame) -> np.ndarray:  # type: ignore[type-arg]
    return game.pieces.agreements["pact"].signed


def logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def test_two_of_equal_weight_settle_in_the_middle_and_the_clause_follows_at_entry() -> None:
    game = after(over(TWO), 1)
    assert room(game)[0] == pytest.approx(50)
    assert game.pieces.exclusions[0].tolerance[0] == pytest.approx(50)


def test_support_falls_with_distance_times_salience() -> None:
    """The draft is how things are without: 0. Both win by what is settled, 50 of 100."""
    game = opened(over(TWO, wants=(0.2, 0.4)))
    assent = game.pieces.talks["t"].assent
    assert assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 + 0.5 * (20 - 30) / 100)))
    assert assent["b"][0] == pytest.approx(logistic(SLOPE * (0.4 + 0.5 * (80 - 30) / 100)))


def test_influence_and_the_leverage_of_patrons_weigh() -> None:
    positions = {**TWO, "red": {"ideal": 100, "salience": 1.0}}
    stated = over(positions)
    stated["relations"] = [{"patron": "b", "client": "red", "leverage": 0.4}]
    stated["agreements"]["pact"]["influence"] = {"a": 3}
    game = after(stated, 1)
    assert room(game)[0] == pytest.approx((20 * 1.5 + 80 * 0.5 + 100 * 0.4) / 2.4)


def test_who_has_neither_chair_nor_patron_is_not_heard() -> None:
    assert room(after(over({**TWO, "red": {"ideal": 0, "salience": 1.0}}), 1))[0] == pytest.approx(50)


def test_luck_is_drawn_once_for_a_term_and_session() -> None:
    stated = over(TWO)
    stated["rules"]["terms_spread"] = 0.25
    found = room(after(stated, 1, RUNS))
    assert found.std() == pytest.approx(0.25 * 30, rel=0.04)
    assert found.mean() == pytest.approx(50, abs=1)


@pytest.mark.parametrize(("line", "may"), [({"at_most": 49}, False), ({"at_most": 51}, True),
                                           ({"at_least": 51}, False), ({"at_least": 49}, True)])  # fmt: skip
def test_a_red_line_is_a_refusal_whatever_else_a_party_likes(line: dict[str, float], may: bool) -> None:
    positions = {**TWO, "a": {**TWO["a"], **line}}
    game = after(over(positions), 3, 64)
    assert signed(game).any() == may
    if not may:
        assert game.pieces.talks["t"].assent["a"].max() == 0


def test_the_end_of_an_agreement_takes_its_terms_with_it() -> None:
    stated = over(TWO)
    stated["injects"] = {
        "i": {"name": "I", "on": "2020-01-04", "effects": [{"kind": "end agreement", "agreement": "pact"}]}
    }
    stated["talks"]["t"]["text"], stated["talks"]["t"]["setback"] = 1.0, 0.0
    game = after(stated, 2)
    assert room(game)[0] == 50
    game.step()
    assert not signed(game)[0]
    assert room(game)[0] == 0


def test_a_deal_on_the_table_is_not_bargained() -> None:
    stated = over(TWO, tabled=33)
    stated["rules"]["terms_spread"] = 2.0
    assert (room(after(stated, 1, 64)) == 33).all()


def test_options_are_settled_as_one_of_them() -> None:
    stated = over({"a": {"ideal": 0, "salience": 0.5}, "b": {"ideal": 2, "salience": 0.4}},
                  options=["no", "by notice", "together"])  # fmt: skip
    stated["variables"]["room"]["bounds"] = [0, 2]
    stated["rules"]["terms_spread"] = 1.0
    found = room(after(stated, 1, RUNS))
    assert set(found) == {0, 1, 2}


def test_an_agreement_in_force_from_the_start_has_its_draft() -> None:
    stated = over(TWO, draft=12)
    stated["agreements"]["pact"]["in_force"] = "from the start"
    game = after(stated, 1)
    assert room(game)[0] == 12
    assert game.pieces.exclusions[0].tolerance[0] == 12


def test_a_package_plays_as_the_agreement_that_fixes_the_same_to_the_bit() -> None:
    def played(stated: dict[str, Any]) -> dict[str, Any]:
        stated["actors"]["red"] = attacker(camp=100)
        stated["talks"]["t"]["gap"], stated["days"] = 4, 30
        game = after(stated, 30, 256)
        return {"force": game.state.forces.fighters, "control": game.state.land.control,
                "signed": signed(game), "broke": game.state.agreements.trust}  # fmt: skip

    package = played(over(TWO, wants=(0.1, 0.2), draft=30, tabled=30))
    fixed = over({}, wants=(0.1, 0.2))
    del fixed["agreements"]["pact"]["terms"], fixed["variables"]
    fixed["constraints"]["ban"]["tolerance"] = 30
    for name, values in played(fixed).items():
        assert np.array_equal(values, package[name]), name
    assert package["signed"].any()
    assert not package["signed"].all()


def test_zones_within_a_distance_that_is_bargained_are_closed() -> None:
    """The field lies 111 km from the line, the home 222 km."""
    stated = over(TWO, tabled=150)
    stated["variables"]["room"]["bounds"] = [0, 300]
    stated["zones"]["field"]["at"], stated["zones"]["home"]["at"] = [1, 0], [2, 0]
    ban = stated["constraints"]["ban"]
    ban.update(tolerance=0, zones=["field", "home"], within={"km": "room", "of": [[0, -5], [0, 5]]})
    stated["actors"]["red"] = {"name": "R", "kind": "armed group", "forces": {"home": 50}}
    game = after(stated, 1)
    ban_agent = game.pieces.exclusions[0]
    field, home = (game.setup.zones.index(name) for name in ("field", "home"))
    assert ban_agent.in_force_at(field)[0]
    assert not ban_agent.in_force_at(home)[0]
    assert not ban_agent.broke["red"][0]
    wider = over(TWO, tabled=230)
    wider["variables"], wider["constraints"], wider["zones"], wider["actors"] = (
        stated[part] for part in ("variables", "constraints", "zones", "actors")
    )
    assert after(wider, 1).pieces.exclusions[0].broke["red"][0]


def test_a_game_with_terms_can_be_saved_and_goes_on(tmp_path: Any) -> None:
    stated = over(TWO)
    stated["rules"]["terms_spread"] = 0.5
    game = after(stated, 3, 16)
    path = tmp_path / "game.npz"
    save(game, path)
    again = load(path, game.setup.stated)
    for each in (game, again):
        each.step()
    assert np.array_equal(room(game), room(again))
    assert np.array_equal(game.state.agreements.settled, again.state.agreements.settled)


def test_a_party_can_be_ordered_to_stand_for_another_value_and_weighs_the_text_by_its_own() -> None:
    stated = over(TWO, wants=(0.2, 0.4))
    stated["orders"] = [{"actor": "a", "choice": "term", "about": "room", "option": "80"}]
    stated["talks"]["t"]["setback"] = 0.0
    game = after(stated, 1)
    assert game.state.agreements.settled[0][0] == pytest.approx(80)
    assent = game.pieces.talks["t"].assent["a"][0]
    assert assent == pytest.approx(logistic(SLOPE * (0.2 + 0.5 * (20 - 60) / 100)))


def test_an_order_that_cannot_be_is_answered_with_what_can() -> None:
    stated = over(TWO)
    known = {each.about: each for each in matters(opened(stated).setup.stated, "a") if each.choice == "term"}
    assert known["room"].options == ("0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100")
    wrong = StandingOrder.model_validate({"actor": "a", "choice": "term", "about": "room", "option": "25"})
    assert amiss(opened(stated).setup.stated, wrong)
