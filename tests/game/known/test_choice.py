"""The choice of a main effort: utilities as they are written down, chances as quantal response has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, force, opened, state
from scipy.stats import chisquare

from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.record import Option
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

RUNS = 8192


def weighed(stated: dict[str, Any], actor: str = "red", day: int = 1) -> dict[str, Option]:
    chronicle = Chronicle()
    game = WarGame(Scenario.model_validate(stated), np.array([0]), chronicle=chronicle)
    for _ in range(day):
        game.step()
    found = [w for w in chronicle.weighings if w.actor == actor and w.subject == "effort" and w.day == day]
    return {option.name: option for option in found[0].options}


def shares(game: WarGame, actor: str) -> dict[str, float]:
    effort = game.actor(actor).effort
    names = {-1: "hold", **dict(enumerate(game.setup.zones.names))}
    return {names[z]: float((effort == z).mean()) for z in np.unique(effort)}


def test_frequencies_are_those_of_quantal_response() -> None:
    """P(k) = exp(U_k/τ) / Σ exp(U/τ), chi-square (McFadden 1974)."""
    worth = {"field": 0.5, "home": 0.2}
    stated = arena(actors={"red": {**attacker(worth, camp=100), "noise": 0.25}}, relations=[])
    game = after(stated, 1, RUNS)
    utility = np.array([0.0, 0.5, 0.2])
    chances = np.exp(utility / 0.25) / np.exp(utility / 0.25).sum()
    found = shares(game, "red")
    counts = [found[name] * RUNS for name in ("hold", "field", "home")]
    assert chisquare(counts, chances * RUNS).pvalue > 1e-4


def test_without_noise_the_best_is_taken_always() -> None:
    worth = {"field": 0.5, "home": 0.50001}
    game = after(arena(actors={"red": attacker(worth, camp=100)}, relations=[]), 1, 500)
    assert shares(game, "red") == {"home": 1.0}


def test_reviews_come_with_chance_one_over_tempo() -> None:
    stated = arena(
        actors={"red": {**attacker({"field": 0.3}, camp=100), "noise": 1e6, "tempo": 4}}, relations=[]
    )
    game = opened(stated, RUNS)
    game.step()
    before = game.actor("red").effort.copy()
    game.step()
    moved = float((game.actor("red").effort != before).mean())
    # Two options, even chances: a review changes the effort in half of the cases.
    assert moved == pytest.approx(0.25 / 2, abs=4 * np.sqrt(0.125 * 0.875 / RUNS))


def test_worth_times_the_chance_to_take_it() -> None:
    """own^m / (own^m + (advantage·threat)^m), Hirshleifer (1989); ground held counts what effort adds."""
    actors = {
        "red": {**attacker({"field": 0.8}, camp=1000), "mobility": 0.6, "skill": 1.5},
        "blue": force(field=400),
    }
    rules = {"decisiveness": 2.0, "defender_advantage": 1.5}
    option = weighed(arena(actors=actors, rules=rules))["field"]
    own, threat = 600 * 1.5, 1.5 * 400
    assert option.terms["worth"] == pytest.approx(0.8 * own**2 / (own**2 + threat**2))


def test_reinforcing_ground_that_is_held_is_worth_what_it_saves() -> None:
    zones = {name: {"name": "Z", "at": [0, 0]} for name in ("camp", "home")}
    zones["field"] = {"name": "Z", "at": [0, 0], "control": {"red": 0.75}}
    actors = {
        "red": {**attacker({"field": 1.0}, camp=1000, field=200), "mobility": 0.5},
        "blue": force(field=300),
    }
    option = weighed(arena(zones=zones, actors=actors))["field"]
    # 600 of 1,200 are mobile; 100 of them stand in the field already, beside 100 who cannot leave.
    with_effort, local = 700 / 1000, 200 / 500
    assert option.terms["worth"] == pytest.approx(0.25 * with_effort + 0.75 * (with_effort - local))


def test_caution_fears_the_share_that_is_at_risk() -> None:
    actors = {
        "red": {**attacker({"field": 0.8}, camp=1000), "mobility": 1.0, "caution": 0.4},
        "blue": force(field=500),
    }
    option = weighed(arena(actors=actors, rules={"defender_advantage": 7}))["field"]
    assert option.terms["losses"] == pytest.approx(-0.4 * 3500 / 4500)


@pytest.mark.parametrize(("held", "factor"), [(0.0, 2.0), (0.5, 1.0), (1.0, 0.5)])
def test_the_worth_of_a_defence_is_its_holders(held: float, factor: float) -> None:
    stated = arena(rules={"defender_advantage": 2})
    stated["zones"]["field"]["control"] = {"red": held, "blue": 1 - held}
    stated["actors"]["red"] = {**attacker(camp=1000), "mobility": 1.0, "caution": 1.0}
    stated["actors"]["blue"] = force(field=500)
    option = weighed(stated)["field"]
    assert option.terms["losses"] == pytest.approx(-500 * factor / (1000 + 500 * factor))


def test_own_columns_count_as_if_they_were_there() -> None:
    """Who marches to a zone is with those who hold it without a further effort."""
    routes = [{"between": ["camp", "field"], "days": 5}, {"between": ["field", "home"], "days": 1}]
    ally = {**attacker(camp=600), "mobility": 1.0}
    actors = {"red": {**attacker(home=300), "mobility": 1.0}, "ally": ally, "blue": force(field=500)}
    relations = [{"hostile": ["red", "ally"], "to": ["blue"]}, {"allied": ["red", "ally"]}]
    stated = arena(routes=routes, actors=actors, relations=relations)
    stated["zones"]["field"]["control"] = {"blue": 1.0}
    stated["actors"]["red"] |= {"caution": 1.0, "worth": {"field": 0.1}, "mobility": 0.5}
    first, second = (weighed(stated, day=day)["field"].terms["losses"] for day in (1, 2))
    assert first == pytest.approx(-500 / (150 + 500))
    assert second == pytest.approx(-500 / (150 + 600 + 500))


def test_fear_weighs_what_is_known_of_strikes() -> None:
    red = {**attacker({"field": 0.8}, camp=1000), "fear": 0.5, "wariness": {"field": 0.7}}
    option = weighed(arena(actors={"red": red}, relations=[]))["field"]
    assert option.terms["wariness"] == pytest.approx(-0.5 * 0.7)


def line(**more: Any) -> dict[str, Any]:
    return {"name": "Line", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"], **more}


def test_an_obeyed_constraint_restrains() -> None:
    red = {**attacker({"field": 0.8}, camp=1000)}
    stated = arena(
        actors={"red": red},
        relations=[],
        constraints={"line": line(obedience={"red": 0.3})},
        rules={"restraint": 0.6},
    )
    assert weighed(stated)["field"].terms["restraint"] == pytest.approx(-0.3 * 0.6)


def test_patrons_make_clients_obey_by_will_times_leverage() -> None:
    relations = [
        {"patron": "friend", "client": "red", "leverage": 0.5, "will": {"line": 0.8}, "alliance_cost": 0.1},
        {"patron": "rival", "client": "red", "leverage": 0.4, "will": {"line": -0.25}, "alliance_cost": 0.9},
    ]
    actors = {"red": attacker({"field": 0.8}, camp=1000), "friend": state(), "rival": state()}
    game = after(
        arena(actors=actors, relations=relations, constraints={"line": line(obedience={"red": 0.2})}), 1
    )
    # A will to urge on is not weakened by the cost of the alliance.
    assert game.pieces.constraints["line"].obedience["red"][0] == pytest.approx(
        0.2 + 0.5 * (0.8 - 0.1) - 0.4 * 0.25
    )


def test_a_truce_restrains_by_the_part_of_the_foes_that_it_protects() -> None:
    truce = {
        "name": "T",
        "kind": "ceasefire",
        "applies_to": ["red"],
        "zones": ["field"],
        "exempt": ["gang"],
        "obedience": {"red": 0.5},
    }
    red = {**attacker({"field": 0.8}, camp=100), "mobility": 0.5}
    actors = {"red": red, "blue": force(field=300), "gang": force(field=100)}
    stated = arena(
        actors=actors,
        relations=[{"hostile": ["red"], "to": ["blue", "gang"]}],
        constraints={"truce": truce},
        rules={"restraint": 1.0},
    )
    assert weighed(stated)["field"].terms["restraint"] == pytest.approx(-0.5 * 300 / 400)


def test_who_is_left_out_gains_by_upsetting_it() -> None:
    agreements = {
        "pact": {
            "name": "P",
            "parties": ["a"],
            "in_force": "from the start",
            "trust": 1,
            "trust_gain": 0,
            "trust_loss": 0,
            "collapse": {"hazard": 0, "trust": 0},
            "left_out": {"red": 0.35},
        }
    }
    stated = arena(
        actors={"red": attacker({"field": 0.2, "home": 0.2}, camp=9), "a": state()},
        relations=[],
        constraints={"line": line(applies_to=["a"], in_force="with pact")},
        agreements=agreements,
    )
    options = weighed(stated)
    assert options["field"].terms["grievance"] == pytest.approx(0.35)
    assert options["home"].terms["grievance"] == 0.0


def test_friends_in_the_air_count_by_what_they_may_hit() -> None:
    air = [{"zone": "field", "sorties": 3, "against": ["blue"]}]
    actors = {
        "red": {**attacker({"field": 1.0}, camp=1000), "mobility": 0.1, "air": air},
        "blue": force(field=300),
        "gang": force(field=100),
    }
    stated = arena(
        actors=actors, relations=[{"hostile": ["red"], "to": ["blue", "gang"]}], rules={"air_support": 40}
    )
    own = 100 + 300 / 400 * 3 * 40
    assert weighed(stated)["field"].terms["worth"] == pytest.approx(own / (own + 400))


def test_fog_has_median_one() -> None:
    actors = {
        "red": {**attacker({"field": 0.5}, camp=100), "mobility": 1, "caution": 0.5},
        "blue": force(field=100),
    }
    game = opened(arena(actors=actors, rules={"fog": 0.8}), RUNS)
    game.step()
    seen = game.view("red").foes("field")
    assert seen is not None
    assert np.median(seen) == pytest.approx(100, rel=0.05)
    assert np.log(seen / 100).std() == pytest.approx(0.8, rel=0.05)


def nearly_signed(**more: Any) -> dict[str, Any]:
    """A text, six tenths ready, that would close the field to red."""
    return arena(
        actors={
            "red": {**attacker({"field": 0.5, "home": 0.5}, camp=100), **more.pop("red", {})},
            "a": state(wants={"pact": 0.3}),
        },
        relations=[],
        constraints={"line": line(in_force="with pact")},
        agreements={
            "pact": {
                "name": "P",
                "parties": ["a"],
                "trust": 1,
                "trust_gain": 0,
                "trust_loss": 0,
                "collapse": {"hazard": 0, "trust": 0},
            }
        },
        talks={
            "t": {"name": "T", "parties": ["a"], "signs": "pact", "gap": 1e9, "text": 0.6, "progress": 0,
                  "slope": 1},
        },
        **more,
    )  # fmt: skip


def test_ground_that_a_text_would_close_is_worth_more_before() -> None:
    """worth · (1 + preemption · nearness), the nearness the text's readiness; elsewhere the plain worth."""
    options = weighed(nearly_signed(rules={"preemption": 0.5}))
    assert options["field"].terms["worth"] == pytest.approx(0.5 * (1 + 0.5 * 0.6))
    assert options["home"].terms["worth"] == pytest.approx(0.5)


def test_who_will_be_bound_reviews_more_often() -> None:
    """A review comes with chance (1 + preemption · nearness) / tempo."""
    stated = nearly_signed(red={"noise": 1e6, "tempo": 8}, rules={"preemption": 2.0})
    game = opened(stated, RUNS)
    game.step()
    before = game.actor("red").effort.copy()
    game.step()
    moved = float((game.actor("red").effort != before).mean())
    # Three options, even chances: a review changes the effort in two of three cases.
    truth = (1 + 2.0 * 0.6) / 8 * 2 / 3
    assert moved == pytest.approx(truth, abs=4 * np.sqrt(truth * (1 - truth) / RUNS))


def test_a_zone_is_worth_what_it_would_do_for_a_corridor() -> None:
    stated = arena(
        zones={
            "camp": {"name": "Z", "at": [0, 0]},
            "home": {"name": "Z", "at": [0, 0], "control": {"red": 1}},
            "field": {"name": "Z", "at": [0, 0], "control": {"red": 0.25}},
        },
        actors={"red": attacker({"field": 0.1, "home": 0.1}, camp=100), "a": state()},
        relations=[],
        corridors={
            "road": {
                "name": "R",
                "owner": "a",
                "friends": ["red"],
                "paths": {"p": ["home", "field"]},
                "threshold": 0.9,
                "worth": {"red": 0.4},
            }
        },
    )
    options = weighed(stated)
    assert options["field"].terms["corridor"] == pytest.approx(0.4 * 0.75 / 1.0 * (1 - 0.25))
    assert "home" not in options  # nothing is to be gained there


def test_staying_where_one_must_not_be_costs_what_going_there_does() -> None:
    """Wariness and restraint of where the mobile force stands; a quarter of it is outside the line."""
    red = {
        **attacker({"home": 0.0}, field=300, camp=100),
        "mobility": 1.0,
        "fear": 0.5,
        "wariness": {"field": 0.8},
    }
    stated = arena(
        actors={"red": red},
        relations=[],
        constraints={"line": line(obedience={"red": 0.3})},
        rules={"restraint": 0.6, "wariness_fades": 1e9},
    )
    hold = weighed(stated)["hold"]
    assert hold.terms["wariness"] == pytest.approx(-0.75 * 0.5 * 0.8)
    assert hold.terms["restraint"] == pytest.approx(-0.75 * 0.3 * 0.6)
    stated["constraints"]["line"]["applies_to"] = ["blue"]
    stated["actors"]["blue"] = force(home=5)
    assert weighed(stated)["hold"].utility == 0.0


def reviewed(game: WarGame, days: int) -> np.ndarray:  # type: ignore[type-arg]
    """Share of runs in which red's effort changes, day by day; a review nearly always changes it."""
    changes = []
    for _ in range(days):
        before = game.actor("red").effort.copy()
        game.step()
        changes.append(float((game.actor("red").effort != before).mean()))
    return np.array(changes)


def test_who_was_struck_thinks_again_the_next_day() -> None:
    answer = {"actor": "power", "by": "strike", "resolve": 1e9, "losses": 1}
    watched = {"tolerance": 0, "trigger": 1, "watched_by": {"detects": 1}, "answered_by": answer}
    worth = {"field": 0.1, "home": 0.1, "camp": 0.1}
    red = {**attacker(worth, field=900), "noise": 1e6, "tempo": 1e9, "mobility": 0}
    power = state(air=[{"zone": "field", "sorties": 1, "against": []}])
    stated = arena(actors={"red": red, "power": power}, relations=[], constraints={"line": line(**watched)})
    assert (reviewed(opened(stated, 2000), 4)[1:] > 0.6).all()
    stated["constraints"]["line"]["answered_by"]["resolve"] = 0
    assert (reviewed(opened(stated, 2000), 4)[1:] == 0).all()


def test_who_is_bound_thinks_again_when_an_agreement_ends() -> None:
    pact = {"name": "P", "parties": ["a"], "in_force": "from the start", "trust": 1, "trust_gain": 0,
            "trust_loss": 0, "collapse": {"hazard": 0, "trust": 0}, "term": 2, "renewal": 0}  # fmt: skip
    red = {**attacker({"field": 0.1, "home": 0.1}, camp=900), "noise": 1e6, "tempo": 1e9}
    stated = arena(
        actors={"red": red, "a": state()},
        relations=[],
        constraints={"line": line(in_force="with pact")},
        agreements={"pact": pact},
    )
    days = reviewed(opened(stated, 2000), 5)
    # It lapses on the evening of the second day; all review on the first.
    assert (days[[1, 3, 4]] == 0).all()
    assert days[2] > 0.6
