"""Truces in closed form: spells of keeping and breaking, reprisals, counts, watchers, and habit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import after, arena, attacker, force, guns, opened, state, within
from scipy.stats import chisquare

from whitecell.game import laws
from whitecell.game.axes import tally
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.readers.measure import reading
from whitecell.game.war_game import WarGame
from whitecell.report.event_text import Teller
from whitecell.scenario.model import Scenario
from whitecell.scenario.yardsticks import Record

RUNS = 8192


def truce(
    obedience: float | dict[str, float] = 0.7, who: tuple[str, ...] = ("red",), **more: Any
) -> dict[str, Any]:
    stated = obedience if isinstance(obedience, dict) else dict.fromkeys(who, obedience)
    return {
        "truce": {
            "name": "T", "kind": "ceasefire", "applies_to": list(who), "zones": ["field"],
            "obedience": stated, **more,
        }
    }  # fmt: skip


def shelling(
    obedience: float | dict[str, float] = 0.0, days: int = 0, runs: int = RUNS, **parts: Any
) -> WarGame:
    """Red fires at blue every day on which it does not keep the truce; kept fire is none."""
    clause, rules = parts.pop("clause", {}), parts.pop("rules", {})
    stated = arena(
        actors={
            "red": {**force(field=500), "fire": 1},
            "blue": {**force(field=800), **parts.pop("blue", {})},
        },
        constraints=truce(obedience, **clause),
        rules={"ceasefire_calm": 1e3, **rules},
        **parts,
    )
    return after(stated, days, runs)


def broke(game: WarGame, actor: str = "red") -> np.ndarray[Any, Any]:
    return game.pieces.constraints["truce"].broke[actor].copy()


def test_keeping_lasts_and_is_kept_by_obedience_on_the_whole() -> None:
    """A chain that decides anew with chance 1 − exp(−1/T): share o, correlation exp(−n/T) at n days."""
    game = shelling(0.7, rules={"truce_dwell": 5.0})
    days = []
    for _ in range(8):
        game.step()
        days.append(broke(game))
        assert within(float(days[-1].mean()), 0.3, RUNS)
    for lag in (1, 3, 7):
        found = np.corrcoef(days[0], days[lag])[0, 1]
        assert found == pytest.approx(np.exp(-lag / 5.0), abs=5 / np.sqrt(RUNS))
    # From breaking it returns with the chance that it decides anew, and then for keeping.
    again = float((~days[1])[days[0]].mean())
    assert within(again, (1 - np.exp(-1 / 5)) * 0.7, int(days[0].sum()))


@pytest.mark.parametrize(("obedience", "share"), [(0.0, 1.0), (1.0, 0.0)])
def test_who_obeys_in_full_or_not_at_all_never_wavers(obedience: float, share: float) -> None:
    game = shelling(obedience, 20, 200, rules={"truce_dwell": 5.0, "reprisal": 3.0})
    assert broke(game).mean() == share


def test_each_means_is_kept_by_itself_and_only_those_that_can_be_used_are_decided() -> None:
    stated = arena(
        actors={
            "red": {**attacker(field=1000), "fire": 1}, "blue": force(field=800),
            "jets": state(air=[{"zone": "field", "sorties": 2, "against": ["blue"]}]),
            "away": state(air=[{"zone": "home", "sorties": 2, "against": ["blue"]}]),
        },
        constraints=truce(0.5, ("red", "jets", "away", "blue")),
        rules={"ceasefire_calm": 1e3, "attrition": 0.01, "truce_dwell": 3.0},
    )  # fmt: skip
    game = after(stated, 2, RUNS)
    assert game.setup.layout.axes["keeping"] == (
        ("truce", "blue", "ground"), ("truce", "jets", "air"),
        ("truce", "red", "fire"), ("truce", "red", "ground"),
    )  # fmt: skip
    by = {means: np.zeros(RUNS, dtype=bool) for means in ("fire", "ground", "air")}
    for acts in game.today.acts:
        by[acts.means][acts.run] = True
    for one, other in (("fire", "ground"), ("fire", "air"), ("ground", "air")):
        assert within(float(by[one].mean()), 0.5, RUNS)
        assert within(float((by[one] & by[other]).mean()), 0.25, RUNS)
    assert np.array_equal(broke(game), by["fire"] | by["ground"])
    grave = game.today.grave[game.pieces.constraints["truce"].bound_row("red")]
    assert np.array_equal(grave, by["ground"])


def test_guns_keep_a_truce_apart_from_those_who_serve_beside_them() -> None:
    armed = {**force(field=1000), "fire": 1, "arms": guns(field=10)}
    armed["arms"]["guns"]["at_range"] = True
    stated = arena(
        actors={"red": armed, "blue": force(field=800)},
        constraints=truce(0.5),
        rules={"ceasefire_calm": 1e3},
    )
    game = after(stated, 1, RUNS)
    by = {means: np.zeros(RUNS, dtype=bool) for means in ("fire", "guns")}
    for acts in game.today.acts:
        by[acts.means][acts.run] = True
    assert within(float((by["fire"] & by["guns"]).mean()), 0.25, RUNS)


def test_foes_who_break_it_more_than_they_use_to_are_answered() -> None:
    """The odds of keeping it fall by exp(−reprisal · (lately − usual)); friends' breaches are no matter."""
    rules = {"reprisal": 20.0, "reprisal_fades": 2.0, "usual_after": 3.0}
    game = shelling(
        {"red": 0.0, "blue": 0.6}, 1, blue={"fire": 1}, clause={"who": ("red", "blue")}, rules=rules
    )
    game.step()
    lately, usual = 1 - 0.5 ** (1 / 2), 1 - 0.5 ** (1 / 3)
    odds = 0.6 / 0.4 * np.exp(-20.0 * (lately - usual))
    assert within(float(1 - broke(game, "blue").mean()), odds / (1 + odds), RUNS)


def test_trust_since_the_signature_restrains() -> None:
    pact = {
        "pact": {
            "name": "P", "parties": ["a"], "in_force": "from the start", "trust": 0.2, "trust_gain": 0.5,
            "trust_loss": 0, "collapse": {"hazard": 0},
        }
    }  # fmt: skip
    game = shelling(0.6, clause={"in_force": "with pact"}, rules={"trust_restrains": 2.0}, agreements=pact,
                    relations=[{"hostile": ["red", "blue"]}], blue={})  # fmt: skip
    for trust in (0.2, 0.6, 0.8):
        game.step()
        odds = 0.6 / 0.4 * np.exp(2.0 * (trust - 0.2))
        assert within(float(1 - broke(game).mean()), odds / (1 + odds), RUNS)


def test_violations_of_a_day_are_geometric_beyond_the_first() -> None:
    """1 + N with P(N ≥ n) = (m / (1 + m))^n, m = rate · fighters / 1000: the variance is m + m²."""
    game = shelling(0.0, 1, rules={"violations": 6.0})
    more = game.today.violations[0] - 1
    expected = 0.25 * 0.75 ** np.arange(12)
    found = np.array([(more == n).sum() for n in range(12)])
    assert chisquare(
        [*found, RUNS - found.sum()], RUNS * np.append(expected, 1 - expected.sum())
    ).pvalue > 1e-4  # fmt: skip


def test_raids_are_as_many_as_sorties_on_average() -> None:
    air = [
        {"zone": "field", "sorties": 4, "against": ["blue"]},
        {"zone": "field", "sorties": 1, "against": ["blue"]},
    ]
    stated = arena(
        actors={"red": state(air=air), "blue": force(field=300)}, relations=[], constraints=truce(0.0)
    )
    count = after(stated, 1, RUNS).today.violations[0]
    assert float(count.mean()) == pytest.approx(5, abs=4 * np.sqrt(4 + 16) / np.sqrt(RUNS))


def test_violations_are_told_by_whom_by_what_and_where() -> None:
    both = {**attacker(field=1000, home=500), "fire": 1}
    stated = arena(
        actors={"red": both, "blue": force(field=800, home=200)},
        constraints=truce({}, ("red", "blue"), zones=["field", "home"]),
        rules={"attrition": 1e-9},
    )
    game = after(stated, 1)

    def told(record: str, **more: Any) -> float:
        return float(reading(game.pieces, Record(record=record, of=("truce",), **more))()[0])

    assert told("violations_on_ground") == 1
    assert told("violations_by_fire") == 2
    assert told("violations") == 3
    assert told("violations_by_air") == told("violations_by_guns") == 0
    assert told("violations", zones=("home",)) == 1
    assert told("violations", zones=("field",), by=("red",)) == 2
    assert told("violations", by=("blue",)) == 0
    assert told("calm") == 0


def test_the_calm_and_the_agreement_are_two_things() -> None:
    game = shelling(0.5, 1)
    calm = reading(game.pieces, Record(record="calm", of=("truce",)))()
    assert np.array_equal(calm > 0, ~broke(game))
    assert game.pieces.constraints["truce"].in_force.all()


def test_several_watchers_see_by_themselves() -> None:
    people = {"red": {**force(field=1000), "fire": 1}, "blue": force(field=800), "a": state(), "b": state()}
    both = {"watched_by": {"actor": "a", "detects": 0.6}, "also_watched_by": [{"actor": "b", "detects": 0.3}]}
    stated = arena(actors=people, constraints=truce(0.0, **both), rules={"violations": 20})
    game = after(stated, 1, RUNS)
    clause = game.pieces.constraints["truce"]
    assert within(float(clause.recorded["red"].mean()), 1 - 0.4 * 0.7, RUNS)
    assert clause.detects == pytest.approx(1 - 0.4 * 0.7)
    own = {each.watcher: tally(each.place, each.count, RUNS) for each in game.today.tallies}
    for name, detects in (("a", 0.6), ("b", 0.3)):
        seen = own[name] > 0
        assert within(float(seen.mean()), detects, RUNS)
        whole = game.today.violations[0][seen]
        assert float((own[name][seen] / whole).mean()) == pytest.approx(detects, abs=0.1)
        assert (own[name][seen] <= whole).all()
        counted = reading(game.pieces, Record(record="counted_violations", of=("truce",), by=(name,)))
        assert np.array_equal(counted(), own[name])
    assert np.array_equal(game.today.noted[0], np.maximum(own["a"], own["b"]))


def test_a_watcher_comes_by_and_by_and_sees_some_better_than_others() -> None:
    people = {name: {**force(field=1000), "fire": 1} for name in ("red", "green")}
    stated = arena(
        actors={**people, "blue": force(field=800)},
        relations=[{"hostile": ["red", "blue"]}, {"hostile": ["green", "blue"]}],
        constraints=truce(
            0.0, ("red", "green"), watched_by={"detects": 0.8, "deploys": 4, "sees": {"green": 0.5}}
        ),
    )
    game = opened(stated, RUNS)
    for there in (0.0, 0.25, 0.5, 0.75, 1.0, 1.0):
        game.step()
        recorded = game.pieces.constraints["truce"].recorded
        assert within(float(recorded["red"].mean()), 0.8 * there, RUNS)
        assert within(float(recorded["green"].mean()), 0.4 * there, RUNS)


def pact(**more: Any) -> dict[str, Any]:
    return {
        "pact": {
            "name": "P", "parties": ["red"], "in_force": "from the start", "trust": 0.6, "trust_gain": 0.1,
            "trust_loss": 0.2, "collapse": {"hazard": 0}, **more,
        }
    }  # fmt: skip


def trusted(means: dict[str, Any], days: int, **more: Any) -> float:
    stated = arena(
        actors={"red": {**force(field=1000), **means}, "blue": force(field=800)},
        constraints=truce(0.0, in_force="with pact", watched_by={"detects": 1}),
        agreements=pact(**more),
        rules={"usual_after": 5.0, "attrition": 1e-9},
    )
    return float(after(stated, days).pieces.agreements["pact"].trust[0])


def test_fire_that_is_usual_costs_no_trust_and_attacks_always_do() -> None:
    trust, usual = 0.6, 0.0
    for _ in range(6):
        trust *= 1 - 0.2 * (1 - usual)
        usual = 1 + (usual - 1) * 0.5 ** (1 / 5)
    assert trusted({"fire": 1}, 6) == pytest.approx(trust)
    assert trusted({"worth": {"field": 1.0}, "tempo": 1}, 6) == pytest.approx(0.6 * 0.8**6)


def test_what_was_usual_before_the_start_is_taken_from_the_first_day() -> None:
    assert trusted({"fire": 1}, 1, age=10) == pytest.approx(0.6 * (1 - 0.2 * 0.25))


def test_an_old_agreement_holds_better_and_a_new_term_is_no_new_start() -> None:
    """S(t) = exp(−Σ h · (1 + age/s)^−p)."""
    rules = {"agreement_settles": 2.0, "agreement_hardens": 0.8}
    never = {"trust_gain": 0, "trust_loss": 0, "collapse": {"hazard": 0.3, "trust": 0}}
    for more in ({}, {"term": 5, "renewal": 1, "trust": 1}):
        stated = arena(
            actors={"red": force(field=10)}, relations=[], agreements=pact(**never, **more), rules=rules
        )
        game = opened(stated, RUNS)
        for _ in range(20):
            game.step()
        summed = sum(0.3 * (1 + age / 2.0) ** -0.8 for age in range(20))
        assert within(float(game.pieces.agreements["pact"].in_force.mean()), np.exp(-summed), RUNS)


def test_monitors_protect_at_first() -> None:
    stated = arena(
        actors={"red": force(field=10)}, relations=[],
        constraints=truce(1.0, in_force="with pact", watched_by={"detects": 0.5, "deploys": 100}),
        agreements=pact(trust_gain=0, collapse={"hazard": 0.2, "trust": 0, "monitors": 2.0}),
        rules={"monitors_wear": 4.0},
    )  # fmt: skip
    game = opened(stated, RUNS)
    for _ in range(8):
        game.step()
    summed = sum(0.2 * np.exp(-2.0 * 0.5 * 0.5 ** (age / 4)) for age in range(8))
    assert within(float(game.pieces.agreements["pact"].in_force.mean()), np.exp(-summed), RUNS)


def test_numbers_that_an_agreement_does_not_state_are_those_of_the_rules() -> None:
    stated = arena(
        actors={"red": force(field=10), "a": state(), "b": state()}, relations=[],
        agreements=pact(trust_gain=0, guarantors=["a", "b"], collapse={}),
        rules={"collapse_hazard": 0.4, "trust_protects": 1.0, "guarantor_protects": 0.3},
    )  # fmt: skip
    game = after(stated, 1, RUNS)
    ended = 1 - float(game.pieces.agreements["pact"].in_force.mean())
    assert within(ended, 1 - np.exp(-0.4 * np.exp(-0.6 - 0.6)), RUNS)


def test_a_truce_that_is_not_in_force_is_neither_kept_nor_remembered() -> None:
    """A run is the same beside runs in which the truce stands, and alone."""
    stated = arena(
        actors={"red": {**force(field=1000), "fire": 1}, "blue": {**force(field=800), "fire": 1}},
        constraints=truce(0.5, ("red", "blue"), in_force="with pact", watched_by={"detects": 0.5}),
        agreements=pact(collapse={"hazard": 0.2}),
        rules={
            "truce_dwell": 4.0,
            "reprisal": 1.0,
            "fire_losses": 0.01,
            "ceasefire_calm": 2.0,
            "violations": 5,
        },
    )
    many = after(stated, 14, 64)
    standing = many.pieces.agreements["pact"].in_force.copy()
    many.step()
    assert 0 < standing.sum() < 64
    assert (many.state.truces.resolve[:, ~standing] == -1).all()
    assert not many.state.truces.lately[:, ~standing].any()
    for seed in (3, 40):
        alone = WarGame(Scenario.model_validate(stated, context={"start": stated["start"]}), np.array([seed]))
        for _ in range(15):
            alone.step()
        for name in ("resolve", "lately", "usual"):
            one, column = getattr(alone.state.truces, name), getattr(many.state.truces, name)[:, [seed]]
            assert np.array_equal(one, column), name
        assert np.array_equal(alone.state.forces.fighters[..., 0], many.state.forces.fighters[..., seed])


def test_the_laws_of_counting() -> None:
    draws = np.random.default_rng(1).standard_exponential(200_000)
    more = laws.extra_events(draws, np.full(200_000, 6.0))
    assert float(more.mean()) == pytest.approx(6, abs=0.1)
    assert float(more.var()) == pytest.approx(6 + 36, abs=1.5)
    assert not laws.extra_events(draws, np.zeros(200_000)).any()
    drawn = np.array([0.0, 0.3, 0.59, 0.7])
    np.testing.assert_array_equal(laws.counted(np.full(4, 10.0), np.full(4, 0.6), drawn), [6, 6, 6, 0])
    np.testing.assert_array_equal(laws.counted(np.full(4, 1.0), np.full(4, 0.6), drawn), [1, 1, 1, 0])


def test_a_story_says_by_what_and_how_often_a_truce_was_broken() -> None:
    stated = arena(
        actors={"red": {**attacker(field=1000), "fire": 1}, "blue": force(field=800)},
        constraints=truce(0.0),
        rules={"attrition": 1e-9, "violations": 9},
    )
    scenario = Scenario.model_validate(stated, context={"start": stated["start"]})
    game = WarGame(scenario, np.array([3]), chronicle=Chronicle())
    game.step()
    assert game.chronicle is not None
    (breach,) = [event for event in game.chronicle.events if event.kind == "breach"]
    count = game.today.violations[0, 0]
    assert breach.numbers["fire"] + breach.numbers["ground"] == count > 2
    text = Teller(scenario).breach(breach)
    assert f"by fire and by ground attack ({count:,.0f} violations)" in text
