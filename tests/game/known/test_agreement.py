"""Trust and collapse against their curves, monitors against their confusion matrix, truces."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, fighters, force, opened, state, within
from happenings import seen
from scipy.stats import chisquare

from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

RUNS = 8192


def standing(
    clauses: dict[str, Any] | None = None, actors: Any = None, relations: Any = (), **pact: Any
) -> dict[str, Any]:
    """An agreement in force from the start, with clauses."""
    return arena(
        actors={"red": force(field=500), "a": state(), "b": state(), **(actors or {})},
        relations=list(relations),
        constraints=clauses or {},
        agreements={
            "pact": {
                "name": "P",
                "parties": ["a"],
                "in_force": "from the start",
                "trust": 0.6,
                "trust_gain": 0,
                "trust_loss": 0,
                "collapse": {"hazard": 0, "trust": 0},
                **pact,
            }
        },
    )


def ban(detects: float, **more: Any) -> dict[str, Any]:
    """A clause that those in the field break every day."""
    return {
        "ban": {
            "name": "B", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"],
            "in_force": "with pact", "watched_by": {"detects": detects, **more.pop("watch", {})}, **more,
        }
    }  # fmt: skip


def test_trust_wins_a_part_of_what_is_missing() -> None:
    game = after(standing(trust_gain=0.1), 9)
    assert game.pieces.agreements["pact"].trust[0] == pytest.approx(1 - 0.4 * 0.9**9)


def test_trust_loses_a_part_with_each_recorded_breach() -> None:
    game = after(standing(ban(1.0), trust_loss=0.2, trust_gain=0.5), 6)
    assert game.pieces.agreements["pact"].trust[0] == pytest.approx(0.6 * 0.8**6)


def test_breaches_that_nobody_records_cost_no_trust() -> None:
    game = after(standing(ban(0.0), trust_loss=0.2, trust_gain=0.1), 6)
    assert game.pieces.constraints["ban"].broke["red"][0]
    assert game.pieces.agreements["pact"].trust[0] == pytest.approx(1 - 0.4 * 0.9**6)


def test_collapse_follows_its_survival_curve() -> None:
    """S(t) = exp(−h·t), h = base · exp(−k·trust − guarantors − monitors) (Fortna 2003 for the signs)."""
    collapse = {"hazard": 0.3, "trust": 2.0, "guarantor": 0.4, "monitors": 0.5}
    game = opened(standing(ban(0.7), collapse=collapse, guarantors=["a", "b"]), RUNS)
    hazard = 0.3 * np.exp(-2 * 0.6 - 0.4 * 2 - 0.5 * 0.7)
    alive = RUNS
    counts = []
    for _ in range(15):
        game.step()
        counts.append(alive - int(game.pieces.agreements["pact"].in_force.sum()))
        alive -= counts[-1]
    curve = np.exp(-hazard * np.arange(16))
    expected = np.append(curve[:-1] - curve[1:], curve[-1])
    assert chisquare([*counts, alive], expected * RUNS).pvalue > 1e-4
    assert not game.pieces.constraints["ban"].in_force[~game.pieces.agreements["pact"].in_force].any()


def test_a_term_ends_in_renewal_by_trust_or_lapse() -> None:
    game = opened(standing(age=3, term=8, renewal=0.5), RUNS)
    for _ in range(4):
        game.step()
    assert game.pieces.agreements["pact"].in_force.all()
    game.step()
    held = game.pieces.agreements["pact"].in_force
    assert within(float(held.mean()), 0.5 * 0.6, RUNS)
    assert np.array_equal(seen(game, "lapse", "pact") > 0, ~held)
    for _ in range(7):
        game.step()
    assert np.array_equal(game.pieces.agreements["pact"].in_force, held)


def test_monitors_have_their_confusion_matrix() -> None:
    """Recorded with chance d; of those, with chance w laid at another's door who was there, each alike."""
    who = ["red", "green", "grey", "away"]
    actors = {"green": force(field=5), "grey": force(field=5), "away": force(home=500)}
    clause = ban(0.6, watch={"blames_wrongly": 0.3}, applies_to=who, tolerance=10)
    game = after(standing(clause, actors), 1, RUNS)
    constraint = game.pieces.constraints["ban"]
    assert constraint.broke["red"].all()
    assert not constraint.broke["green"].any()
    assert not constraint.recorded["green"].any()
    recorded = constraint.recorded["red"]
    assert within(float(recorded.mean()), 0.6, RUNS)
    truth = {"red": 0.6 * 0.7, "green": 0.6 * 0.15, "grey": 0.6 * 0.15, "away": 0.0}
    for name, chance in truth.items():
        assert within(float(constraint.blamed[name].mean()), chance, RUNS), name
    # One and only one is held responsible for what is recorded.
    together = sum(constraint.blamed[name].astype(int) for name in who)
    assert np.array_equal(together, recorded.astype(int))


def test_where_nobody_else_was_there_the_breaker_is_blamed() -> None:
    actors = {"away": force(home=500), "talker": state()}
    clause = ban(1.0, watch={"blames_wrongly": 1.0}, applies_to=["red", "away", "talker"])
    constraint = after(standing(clause, actors), 1).pieces.constraints["ban"]
    assert constraint.blamed["red"][0]
    assert not constraint.blamed["away"][0]
    assert not constraint.blamed["talker"][0]


def test_a_story_names_for_each_breach_whom_that_breach_was_laid_at() -> None:
    """Three break it on one day, and each breach is laid at one door."""
    who = ["red", "green", "grey"]
    actors = {"green": force(field=50), "grey": force(field=50)}
    stated = standing(ban(1.0, watch={"blames_wrongly": 0.5}, applies_to=who), actors)
    told = 0
    for seed in range(30):
        game = WarGame(Scenario.model_validate(stated), np.array([seed]), chronicle=Chronicle())
        game.step()
        assert game.chronicle is not None
        breaches = [event for event in game.chronicle.events if event.kind == "breach"]
        assert [event.actor for event in breaches] == sorted(who)
        constraint = game.pieces.constraints["ban"]
        doors = {event.others[0] if event.others else event.actor for event in breaches}
        assert doors == {name for name in who if constraint.blamed[name][0]}
        assert all(len(event.others) <= 1 and event.actor not in event.others for event in breaches)
        told += sum(bool(event.others) for event in breaches)
    assert told > 20


def test_pressure_rises_with_recorded_breaches_and_fades() -> None:
    clause = ban(1.0, answered_by={"actor": "b", "by": "pressure", "effect": 0.4})
    relations = [
        {"patron": "b", "client": "red", "leverage": 0.5, "will": {"ban": 0.2}, "alliance_cost": 0.1}
    ]
    stated = standing(clause, relations=relations)
    stated["rules"]["pressure_fades"] = 5
    added = 0.0
    game = opened(stated)
    for _ in range(4):
        game.step()
        # The day's obedience is of this morning's pressure.
        assert game.pieces.constraints["ban"].obedience["red"][0] == pytest.approx(
            0.5 * min(0.2 - 0.1 + added, 1)
        )
        left = added * 0.5 ** (1 / 5)
        added = left + 0.4 * (1 - left)
        assert game.pieces.patronages[0].added[0] == pytest.approx(added)


def truce(**more: Any) -> dict[str, Any]:
    return {
        "truce": {
            "name": "T", "kind": "ceasefire", "applies_to": ["red"], "zones": ["field"],
            "obedience": {"red": 0.7}, **more,
        }
    }  # fmt: skip


def test_a_truce_is_kept_by_its_obedience() -> None:
    stated = arena(
        actors={"red": attacker(field=1000), "blue": force(field=800)},
        constraints=truce(),
        rules={"attrition": 0.01},
    )
    game = after(stated, 1, RUNS)
    attacked = fighters(game, "blue") < 800
    assert within(float(attacked.mean()), 0.3, RUNS)
    assert np.array_equal(game.pieces.constraints["truce"].broke["red"], attacked)


def test_an_exempt_group_may_be_attacked() -> None:
    stated = arena(
        actors={"red": attacker(field=1000), "blue": force(field=800)},
        constraints=truce(obedience={"red": 1.0}, exempt=["blue"]),
        rules={"attrition": 0.01},
    )
    game = after(stated, 1, 100)
    assert (fighters(game, "blue") < 800).all()
    assert not game.pieces.constraints["truce"].broke["red"].any()


def test_a_truce_keeps_aircraft_too() -> None:
    air = [{"zone": "field", "sorties": 4, "against": ["blue"]}]
    stated = arena(
        actors={"red": state(air=air), "blue": force(field=300)},
        relations=[],
        constraints=truce(),
        rules={"air_losses": 2},
    )
    game = after(stated, 1, RUNS)
    hit = fighters(game, "blue") < 300
    assert within(float(hit.mean()), 0.3, RUNS)
    assert np.array_equal(game.pieces.constraints["truce"].broke["red"], hit)


def test_fire_is_calmed_by_obedience() -> None:
    """fire · exp(−calm) on days on which it is kept, fire on others."""
    stated = arena(
        actors={"red": {**force(field=1000), "fire": 0.8}, "blue": force(field=800)},
        constraints=truce(),
        rules={"fire_losses": 0.01, "ceasefire_calm": 1.5},
    )
    game = after(stated, 1, RUNS)
    hit = fighters(game, "blue") < 800
    assert within(float(hit.mean()), 0.8 * (0.3 + 0.7 * np.exp(-1.5)), RUNS)
    assert np.array_equal(game.pieces.constraints["truce"].broke["red"], hit)


def test_nothing_binds_before_it_is_in_force() -> None:
    clause = ban(1.0)
    stated = {**standing(clause), "days": 3}
    stated["agreements"]["pact"]["in_force"] = "when signed"
    game = after(stated, 3)
    assert not game.pieces.constraints["ban"].broke["red"].any()
    assert game.pieces.constraints["ban"].obedience["red"][0] == 0.0


def test_collapse_follows_trust_as_it_grows() -> None:
    """S(t) = exp(−Σ base · exp(−k · trust)), trust winning a part of what is missing each day."""
    stated = standing(trust=0.2, trust_gain=0.15, collapse={"hazard": 0.4, "trust": 3.0})
    game = opened(stated, RUNS)
    alive, counts = RUNS, []
    for _ in range(12):
        game.step()
        counts.append(alive - int(game.pieces.agreements["pact"].in_force.sum()))
        alive -= counts[-1]
    trust = 1 - 0.8 * 0.85 ** np.arange(1, 13)
    curve = np.concatenate([[1.0], np.exp(-np.cumsum(0.4 * np.exp(-3.0 * trust)))])
    expected = np.append(curve[:-1] - curve[1:], curve[-1])
    assert chisquare([*counts, alive], expected * RUNS).pvalue > 1e-4


def test_monitors_help_by_their_mean_detection() -> None:
    clauses = {
        name: {**clause, "tolerance": 1e6}
        for name, detects in (("well", 0.9), ("badly", 0.3))
        for clause in ban(detects).values()
    }
    clauses["unseen"] = {**clauses["well"], "watched_by": None}
    game = after(standing(clauses, collapse={"hazard": 0.8, "trust": 0, "monitors": 2.0}), 1, RUNS)
    ended = float(seen(game, "collapse", "pact").mean())
    assert within(ended, 1 - np.exp(-0.8 * np.exp(-2.0 * (0.9 + 0.3) / 2)), RUNS)


def test_a_breach_is_one_actors_fighters_over_all_its_zones() -> None:
    actors = {"red": force(field=60, home=60), "green": force(field=60, home=40)}
    clause = ban(1.0, zones=["field", "home"], applies_to=["red", "green"], tolerance=100)
    game = after(standing(clause, actors), 1)
    assert game.pieces.constraints["ban"].broke["red"][0]
    assert not game.pieces.constraints["ban"].broke["green"][0]


def test_an_agreement_that_has_held_opens_the_talks_it_spreads_to() -> None:
    stated = standing(spreads_to="next", spreads_after=4)
    stated["agreements"]["other"] = {**stated["agreements"]["pact"], "in_force": "when signed"}
    stated["agreements"]["other"] |= {"spreads_to": "", "spreads_after": 0}
    stated["talks"] = {
        "next": {"name": "N", "parties": ["a"], "signs": "other", "opens": "when an agreement spreads",
                 "gap": 1e-9, "progress": 0, "slope": 1},
    }  # fmt: skip
    game = opened(stated)
    met = []
    for _ in range(7):
        game.step()
        met.append(bool(seen(game, "session", "next")[0]))
    # Four days old on the evening of the fourth day: they meet from the fifth on.
    assert met == [False] * 4 + [True] * 3
