"""Bargaining against its logistic, signatures against their chances, leaks against a geometric law."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import SLOPE, after, fighters, opened, state, table, within
from happenings import seen
from scipy.stats import chisquare

from whitecell.game.policy import Order, Orders

RUNS = 8192


def logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def test_support_is_the_logistic_of_what_it_gains() -> None:
    game = opened(table())
    assert game.pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * 0.2))
    assert game.pieces.talks["t"].assent["b"][0] == pytest.approx(logistic(SLOPE * 0.4))


def test_voices_inside_are_weighed() -> None:
    stated = table()
    stated["actors"]["a"] = state(
        members={
            "x": {"weight": 3, "wants": {"pact": 0.5}},
            "y": {"weight": 1, "wants": {"pact": -0.9}},
            "z": {"weight": 1},
        }
    )
    assert opened(stated).pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * (1.5 - 0.9) / 5))


def test_pressure_that_is_required() -> None:
    """weight · (pressure − enough), pressure the patron's will less what the alliance costs it."""
    relations = [
        {"patron": "b", "client": "red", "leverage": 0.1, "will": {"pact": 0.8}, "alliance_cost": 0.3}
    ]
    required = {"a": {"pressure_of": "b", "on": "red", "weight": 0.9, "enough": 0.6}}
    game = opened(table(relations=relations, requires=required))
    assert game.pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 + 0.9 * (0.5 - 0.6))))
    assert game.pieces.talks["t"].assent["b"][0] == pytest.approx(logistic(SLOPE * 0.4))


def test_a_ladder_chills() -> None:
    stated = table()
    stated["rivalries"] = {
        "r": {
            "name": "R",
            "between": ["a", "red"],
            "rungs": ["0", "1", "2"],
            "start": 2,
            "climb": 0,
            "cool": 0,
            "chills": {"t": 0.15},
        }
    }
    game = opened(stated)
    assert game.pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 - 0.3)))
    assert game.pieces.talks["t"].assent["b"][0] == pytest.approx(logistic(SLOPE * 0.4))


def test_all_must_sign_and_each_by_its_chance() -> None:
    signed = after(table(text=1.0), 1, RUNS).pieces.agreements["pact"].signed
    assert within(float(signed.mean()), logistic(SLOPE * 0.2) * logistic(SLOPE * 0.4), RUNS)


def test_a_session_finishes_its_progress_whatever_the_support() -> None:
    game = after(table(wants=(-0.8, 0.4), text=0.1, progress=0.5), 1, RUNS)
    text = game.pieces.talks["t"].text
    assert text.mean() == pytest.approx(0.1 + 0.5, abs=4 * text.std() / np.sqrt(RUNS))
    assert text.min() == pytest.approx(0.1 + 0.25, rel=0.01)
    assert text.max() == pytest.approx(0.1 + 0.75, rel=0.01)


@pytest.mark.parametrize("again", [0.0, 0.3, 1.0])
def test_a_mind_once_made_up_is_made_up_anew_by_its_chance(again: float) -> None:
    """Of two parties one signs in any case; the other, whose chance is p, has signed after n sessions in a
    share of 1 − (1 − p)·(1 − again·p)^(n−1) of the runs."""
    stated = table(wants=(-0.02, 1.0), text=1.0, slope=20.0)
    stated["rules"]["second_thoughts"] = again
    game = after(stated, 4, RUNS)
    chance = logistic(20 * -0.02)
    late = 1 - (1 - chance) * (1 - again * chance) ** 3
    assert within(float(game.pieces.agreements["pact"].signed.mean()), late, RUNS)


def test_a_mind_that_was_made_up_signs_once_support_has_risen_enough() -> None:
    stated = table(wants=(-0.1, 1.0), text=1.0, slope=20.0)
    stated["rules"]["second_thoughts"] = 0.0
    rises = {"kind": "shift wants", "actor": "a", "toward": "pact", "by": 0.2}
    stated["injects"] = {"i": {"name": "I", "on": "2020-01-04", "effects": [rises]}}
    game = after(stated, 2, RUNS)
    assert within(float(game.pieces.agreements["pact"].signed.mean()), logistic(-2), RUNS)
    game.step()
    assert within(float(game.pieces.agreements["pact"].signed.mean()), logistic(2), RUNS)


def test_who_balks_sets_the_text_back() -> None:
    game = after(table(wants=(-1.0, -1.0), text=1.0, setback=0.3), 1, RUNS)
    balked = ~game.pieces.agreements["pact"].signed
    assert np.allclose(game.pieces.talks["t"].text[balked], 0.7)
    assert balked.mean() > 0.9


def test_leaks_are_geometric() -> None:
    game = opened(table(secret=True, leaks={"chance": 0.1, "hurts": {}, "fades": 10}, gap=1e9), RUNS)
    counts, left = [], RUNS
    for _ in range(12):
        game.step()
        counts.append(int(seen(game, "leak", "t").sum()))
        left -= counts[-1]
    chances = [0.1 * 0.9**k for k in range(12)]
    assert chisquare([*counts, left], np.array([*chances, 0.9**12]) * RUNS).pvalue > 1e-4


def test_exposure_hurts_and_fades_by_half() -> None:
    stated = table(secret=True, leaks={"chance": 1.0, "hurts": {"a": 0.4}, "fades": 5}, gap=1e9)
    game = after(stated, 1)
    assert game.pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 - 0.4)))
    for _ in range(5):
        game.step()
    assert game.pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 - 0.4 / 2)))
    assert game.pieces.talks["t"].assent["b"][0] == pytest.approx(logistic(SLOPE * 0.4))


def test_gaps_have_their_mean_and_their_fixed_part() -> None:
    stated = {**table(gap=8, gap_fixed=0.25), "days": 400}
    game = opened(stated, 256)
    held = np.zeros(256)
    for _ in range(400):
        game.step()
        held += seen(game, "session", "t")
    # A session falls on the day in which its gap ends, half a day late on average.
    assert 400 / held.mean() == pytest.approx(8, rel=0.08)


def with_a_ban(wants: tuple[float, float], on_it: float, weight: float = 0.5) -> dict[str, Any]:
    """A ban on red that is on the table in four runs of five; only the first party has a view of it."""
    stated = table(wants=wants, text=1.0, slope=20.0)
    stated["actors"]["a"]["wants"]["ban"] = on_it
    stated["rules"]["clause_weight"] = weight
    stated["constraints"] = {
        "ban": {
            "name": "B",
            "kind": "exclusion",
            "applies_to": ["red"],
            "zones": ["field"],
            "in_force": "with pact",
            "chance": 0.8,
        }
    }
    return stated


def test_a_clause_is_struck_for_who_would_sign_without_it_only() -> None:
    """One mind for all: it signs the text with the ban, else the one without it, else none."""
    game = after(with_a_ban((0.05, 1.0), -0.2), 1, RUNS)
    signed, ban = (game.pieces.agreements["pact"].in_force, game.pieces.constraints["ban"].in_force)
    assert within(float(signed.mean()), logistic(20 * 0.05), RUNS)
    assert within(float(ban.mean()), 0.8 * logistic(20 * (0.05 - 0.5 * 0.2)), RUNS)


def test_a_clause_that_is_wanted_brings_signatures_where_it_is_on_the_table() -> None:
    game = after(with_a_ban((-0.1, 1.0), 0.3, weight=1.0), 1, RUNS)
    signed, ban = (game.pieces.agreements["pact"].in_force, game.pieces.constraints["ban"].in_force)
    tabled, without = logistic(20 * 0.2), logistic(20 * -0.1)
    assert within(float(signed.mean()), 0.8 * tabled + 0.2 * without, RUNS)
    assert within(float(ban.mean()), 0.8 * tabled, RUNS)


def test_a_clause_that_another_gave_up_no_longer_counts_for_who_wanted_it() -> None:
    stated = with_a_ban((1.0, 0.0), -1.0, weight=1.0)
    stated["constraints"]["ban"]["chance"] = 1.0
    stated["actors"]["a"]["wants"]["pact"] = 0.5
    stated["actors"]["b"]["wants"] = {"pact": -0.02, "ban": 0.9}
    game = after(stated, 1, RUNS)
    assert not game.pieces.constraints["ban"].in_force.any()
    assert within(float(game.pieces.agreements["pact"].signed.mean()), logistic(20 * -0.02), RUNS)


def test_orders_strike_a_clause_and_let_it_stand() -> None:
    for order, stands in (("drop", False), ("accept", True)):
        stated = with_a_ban((1.0, 1.0), 1.0 if order == "drop" else -0.5)
        stated["constraints"]["ban"]["chance"] = 1.0
        game = opened(stated, 64)
        game.choice.hand_over("a", "clause", Orders(Order(order)))
        game.step()
        assert (game.pieces.constraints["ban"].in_force == stands).all()


def test_an_agreement_enters_into_force_by_the_law_of_lags() -> None:
    """0 days by its chance, else a Weibull time, rounded up; the delay that the text states is the least."""
    stated = table(wants=(1.0, 1.0), text=1.0, slope=100.0)
    stated["rules"] |= {"signed_at_once": 0.6, "days_to_entry": 3.0, "entry_shape": 0.7}
    game = opened(stated, RUNS)
    entered = [game.pieces.agreements["pact"].in_force.mean() for _ in range(8) if not game.step()]
    for days, found in enumerate(entered):
        truth = 0.6 + 0.4 * (1 - np.exp(-((days / 3.0) ** 0.7)))
        assert within(float(found), truth, RUNS)
    stated["agreements"]["pact"]["delay"] = 2
    game = opened(stated, RUNS)
    entered = [game.pieces.agreements["pact"].in_force.mean() for _ in range(3) if not game.step()]
    assert entered[:2] == [0.0, 0.0]
    assert within(float(entered[2]), 0.6 + 0.4 * (1 - np.exp(-((2 / 3.0) ** 0.7))), RUNS)


@pytest.mark.parametrize(
    ("condition", "truth"), [("happened(first)", 0.6 * 0.3), ("not happened(first)", 0.4 * 0.3)]
)
def test_injects_happen_by_chance_and_on_condition(condition: str, truth: float) -> None:
    injects = {
        "first": {"name": "F", "on": "2020-01-03", "chance": 0.6},
        "then": {
            "name": "T",
            "on": "2020-01-03",
            "chance": 0.3,
            "when": condition,
            "effects": [{"kind": "shift wants", "actor": "a", "toward": "pact", "by": -0.5}],
        },
    }
    game = after({**table(), "injects": injects}, 2, RUNS)
    so = seen(game, "inject", "then") > 0
    assert within(float(so.mean()), truth, RUNS)
    assert np.allclose(game.pieces.talks["t"].wants["a"], np.where(so, -0.3, 0.2))


def test_effects_of_injects() -> None:
    effects = [
        {"kind": "shift will", "patron": "b", "client": "red", "by": 0.25},
        {"kind": "postpone", "talks": "t", "days": 7},
        {"kind": "expose", "talks": "t"},
        {"kind": "escalate", "rivalry": "r", "by": 2},
        {"kind": "reinforce", "actor": "red", "zone": "home", "fighters": 60},
    ]
    relations = [{"patron": "b", "client": "red", "leverage": 0.1, "will": {"pact": 0.1}}]
    stated = table(
        relations=relations, gap=100, secret=True, leaks={"chance": 0, "hurts": {"a": 0.4}, "fades": 5}
    )
    stated["rivalries"] = {
        "r": {"name": "R", "between": ["a", "b"], "rungs": ["0", "1", "2", "3"], "climb": 0, "cool": 0}
    }
    plain = after(stated, 1)
    stated["injects"] = {"i": {"name": "I", "on": "2020-01-02", "effects": effects}}
    game = after(stated, 1)
    assert game.pieces.patronages[0].willing("pact") == pytest.approx(0.35)
    assert game.pieces.talks["t"].until[0] == pytest.approx(plain.pieces.talks["t"].until[0] + 7)
    assert game.pieces.talks["t"].known[0]
    assert game.pieces.talks["t"].exposure[0] == 1.0
    assert game.pieces.rivalries["r"].rung[0] == 2.0
    # They march on the day on which they arrive, to the main effort a day away.
    assert fighters(game, "red", "field")[0] == 60.0


def test_days_since_the_last_session_wear_off_the_fixed_part_of_the_gap() -> None:
    """max(gap·fixed − since, 0) + gap·(1 − fixed)·E: the exponential part has no memory."""
    stated = table(gap=10, gap_fixed=0.6, since_last=4)
    until = opened(stated, RUNS).pieces.talks["t"].until
    assert until.min() == pytest.approx(2, abs=0.05)
    assert until.mean() == pytest.approx(2 + 4, abs=4 * 4 / np.sqrt(RUNS))
    late = opened(table(gap=10, gap_fixed=0.6, since_last=40), RUNS).pieces.talks["t"].until
    # Nothing fixed is left; a session is a day away at least.
    assert late.min() == 1.0
    assert within(float((late > 4).mean()), np.exp(-4 / 4), RUNS)


@pytest.mark.parametrize(("delay", "day"), [(0, 1), (1, 2), (2.5, 4)])
def test_an_agreement_enters_into_force_after_its_delay(delay: float, day: int) -> None:
    stated = table(wants=(1.0, 1.0), text=1.0, slope=100.0)
    stated["agreements"]["pact"]["delay"] = delay
    game = opened(stated)
    entered = []
    for _ in range(5):
        game.step()
        entered.append(bool(game.pieces.agreements["pact"].in_force[0]))
    assert game.pieces.agreements["pact"].signed[0]
    assert entered.index(True) + 1 == day


def test_a_ladder_that_names_no_talks_chills_none() -> None:
    stated = table()
    stated["rivalries"] = {
        "r": {"name": "R", "between": ["a", "b"], "rungs": ["0", "1"], "start": 1, "climb": 0, "cool": 0}
    }
    assert opened(stated).pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * 0.2))
