"""Deals, on made conflicts of which the answer is known by construction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import SLOPE, attacker, force, table

from whitecell.analysis.answers import Answers
from whitecell.analysis.deals import Share, aims_of, outcomes
from whitecell.analysis.design import design
from whitecell.analysis.packages import Played, expected, grid, play_packages, scattered
from whitecell.analysis.robustness import over_futures
from whitecell.analysis.terms import SIGNED, Deal, NoTermsError
from whitecell.report.deal import DealText
from whitecell.scenario.model import Scenario

RUNS = range(400)


def bargained(
    a: dict[str, Any], b: dict[str, Any], wants: tuple[float, float] = (0.0, 0.0)
) -> dict[str, Any]:
    """Two powers, one session, and a number between 0 and 100 on which a ban on red hangs."""
    stated = table(wants=wants, text=1.0, gap=30.0)
    stated["talks"]["t"]["since_last"], stated["talks"]["t"]["gap_fixed"] = 30, 1.0
    stated["days"] = 20
    stated["variables"] = {"room": {"name": "the room", "start": 0, "bounds": [0, 100], "unit": "men"}}
    stated["agreements"]["pact"]["terms"] = {"room": {"draft": 50, "positions": {"a": a, "b": b}}}
    stated["constraints"] = {
        "ban": {
            "name": "the ban", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"],
            "in_force": "with pact", "tolerance": "100 - room",
        }
    }  # fmt: skip
    stated["measures"] = {
        "there": {"statistic": "mean", "record": "presence", "of": ["red"], "zones": ["field"],
                  "label": "red in the field", "unit": "fighters"}
    }  # fmt: skip
    return stated


def deal(stated: dict[str, Any]) -> Deal:
    return Deal.of(Scenario.model_validate(stated, context={"start": stated["start"]}))


def play(stated: dict[str, Any], points: int = 11, aims: Any = (), runs: range = RUNS) -> Answers:
    made = deal(stated)
    played = play_packages(made, grid(made, points), runs)
    return Answers(made, outcomes(played, aims_of(made, aims)))


def logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


PULL = {"a": (20.0, 1.0), "b": (70.0, 0.5)}


def chances(x: float) -> tuple[float, float]:
    """Chance of each party to sign at its only session."""
    return tuple(  # type: ignore[return-value]
        logistic(SLOPE * salience * (abs(50 - ideal) - abs(x - ideal)) / 100)
        for ideal, salience in PULL.values()
    )


def pulled() -> dict[str, Any]:
    a, b = ({"ideal": ideal, "salience": salience} for ideal, salience in PULL.values())
    return bargained(a, b)


def test_each_party_signs_as_its_logistic_says() -> None:
    for each in play(pulled()).outcomes:
        for party, chance in zip(("a", "b"), chances(each.values["room"]), strict=True):
            assert each.signs[party].low - 0.02 <= chance <= each.signs[party].high + 0.02, each.values
        both = np.prod(chances(each.values["room"]))
        assert each.signed.low - 0.02 <= both <= each.signed.high + 0.02


def test_the_best_deal_is_found() -> None:
    """Where the product of the two chances is highest: at what the one who cares more would have."""
    answers = play(pulled())
    best = max(grid(answers.deal, 11), key=lambda package: np.prod(chances(package["room"])))
    assert best["room"] == 20
    near = {answers.best.values["room"], *(each.values["room"] for each in answers.as_good)}
    assert best["room"] in near
    assert abs(answers.best.values["room"] - best["room"]) <= 10


def hypervolume(points: list[tuple[float, float]]) -> float:
    """Area that points dominate above (0, 0)."""
    area, reach = 0.0, 0.0
    for x, y in sorted(points, reverse=True):
        if y > reach:
            area += x * (y - reach)
            reach = y
    return area


def test_the_front_is_within_five_per_cent_of_the_true_one() -> None:
    answers = play(pulled(), points=41, runs=range(2500))
    found = [(e.signs["a"].value, e.signs["b"].value) for e in answers.outcomes]
    true = hypervolume([chances(x) for x in np.linspace(0, 100, 2001)])
    assert hypervolume(found) == pytest.approx(true, rel=0.05)


def test_an_empty_zone_of_agreement_is_said_so_with_the_narrowest_gap() -> None:
    a = {"ideal": 80, "salience": 0.5, "at_least": 60}
    b = {"ideal": 10, "salience": 0.5, "at_most": 40}
    answers = play(bargained(a, b, (0.3, 0.3)))
    assert answers.possible == []
    assert answers.concession(answers.outcomes[0]) is None
    assert "There is no zone of possible agreement among 11 packages" in DealText(answers).zone()


def test_the_cheapest_way_out_is_told_with_who_pays() -> None:
    """What positions make, 50, is beyond the red line of b; the nearest deal that it signs is at 40."""
    a = {"ideal": 80, "salience": 0.5}
    b = {"ideal": 20, "salience": 0.5, "at_most": 40}
    answers = play(bargained(a, b, (0.6, 0.6)))
    assert expected(answers.deal) == {"room": 50}
    start = answers.outcomes[5]
    end = answers.concession(start)
    assert end is not None
    assert end.values == {"room": 40}
    assert answers.paid_by(start, end) == "a"
    said = DealText(answers).hardest()
    assert "the room from 50 men to 40 men" in said
    assert "State mostly refuses it" in said


def test_an_outsider_who_spoils_is_named() -> None:
    stated = bargained({"ideal": 60, "salience": 0.5}, {"ideal": 60, "salience": 0.5}, (1.0, 1.0))
    stated["actors"]["red"] = {**force(field=300), "name": "the raiders"}
    answers = play(stated, points=2)
    assert answers.best.breakers[0].actor == "red"
    assert answers.best.breakers[0].per_hundred > 90
    assert "the raiders, who did not sign, on" in DealText(answers).spoilers()


def test_gains_are_paired_and_told_by_the_direction_of_the_aim() -> None:
    """Red stays out as far as it obeys; a wants it out, b wants it in."""
    stated = bargained({"ideal": 60, "salience": 0.1}, {"ideal": 60, "salience": 0.1}, (1.0, 1.0))
    stated["actors"]["red"] = {**attacker(camp=500), "mobility": 1.0, "reserve": "camp"}
    stated["constraints"]["ban"]["obedience"] = {"red": 1.0}
    stated["rules"]["restraint"] = 2.0
    answers = play(stated, points=2, aims=[("a", "there", False), ("b", "there", True)])
    one, other = answers.best.gains
    assert (one.value, one.verdict) == (-other.value, "better")
    assert other.verdict == "worse"
    assert one.contrast.first > one.contrast.second


def test_who_speaks_through_a_patron_that_is_not_yet_one_is_not_counted() -> None:
    stated = pulled()
    stated["agreements"]["pact"]["terms"]["room"]["positions"]["red"] = {"ideal": 100, "salience": 1.0}
    bond = {"patron": "a", "client": "red", "leverage": 1.0}
    stated["relations"] = [bond]
    assert expected(deal(stated))["room"] == pytest.approx((20 * 1.0 + 70 * 0.5 + 100 * 1.0) / 2.5)
    stated["relations"] = [{**bond, "in_force": "by effect"}]
    assert expected(deal(stated))["room"] == pytest.approx((20 * 1.0 + 70 * 0.5) / 1.5)


def test_the_same_package_gives_the_same_bits_wherever_it_stands() -> None:
    made = deal(pulled())
    twice = play_packages(made, [{"room": 30.0}, {"room": 60.0}, {"room": 30.0}], range(50))
    again = play_packages(made, [{"room": 60.0}], range(50))
    for name, values in twice.columns.items():
        assert np.array_equal(values[0], values[2], equal_nan=True), name
        assert np.array_equal(values[1], again.columns[name][0], equal_nan=True), name
    assert not np.array_equal(twice.columns[SIGNED][0], twice.columns[SIGNED][1])


def test_a_package_is_the_scenario_with_the_term_tabled() -> None:
    from whitecell.game.play import play as played

    stated = pulled()
    made = deal(stated)
    package = play_packages(made, [{"room": 30.0}], range(64))
    stated["agreements"]["pact"]["terms"]["room"]["tabled"] = 30
    fixed = Scenario.model_validate(stated, context={"start": stated["start"]})
    assert np.array_equal(played(fixed, np.arange(64))["there"], package.columns["there"][0])


def test_without_a_deal_nothing_is_ever_signed() -> None:
    played: Played = play_packages(deal(pulled()), [{"room": 50.0}], range(50))
    assert not played.without[SIGNED].any()


def test_packages_are_kept_and_gone_on_with(tmp_path: Any) -> None:
    made, told = deal(pulled()), []
    one = play_packages(made, grid(made, 3), range(40), folder=tmp_path)
    two = play_packages(made, grid(made, 3), range(40), folder=tmp_path, progress=told.append)
    assert sum(told) == 4 * 40
    assert np.array_equal(one.columns["there"], two.columns["there"])


def test_futures_tell_where_a_side_is_worse_off() -> None:
    """Red obeys or does not, by an assumption: only then has the deal anything to give."""
    stated = bargained({"ideal": 60, "salience": 0.1}, {"ideal": 60, "salience": 0.1}, (1.0, 1.0))
    stated["assumptions"] = {"obeys": {"value": 0.5, "range": [0.0, 1.0], "judgement": "made"}}
    stated["actors"]["red"] = {**attacker(camp=500), "mobility": 1.0, "reserve": "camp"}
    stated["constraints"]["ban"]["obedience"] = {"red": "obeys"}
    stated["rules"]["restraint"] = 2.0
    made = deal(stated)
    futures = design(made.scenario, "lhs", 100, ["obeys"], 1)
    played = play_packages(made, [{"room": 100.0}], range(2), futures=futures)
    (found,) = over_futures(played, [("b", "there", True)])
    (regretted,) = found.regretted
    assert 0.2 < regretted.share.value < 0.8
    assert regretted.box is not None
    (side,) = regretted.box.sides
    assert (side.assumption, side.high) == ("obeys", float("inf"))
    assert side.low > 0.2


def test_runs_that_share_a_future_count_as_fewer() -> None:
    """Four runs that are always alike are one; four that have nothing to do with each other are four."""
    one = np.random.default_rng(1).random(100) < 0.3
    alike = Share.of(np.repeat(one, 4), each=4)
    alone = Share.of(one)
    assert (alike.value, alike.low, alike.high) == pytest.approx((alone.value, alone.low, alone.high))
    apart = np.random.default_rng(2).random(400) < 0.3
    free, plain = Share.of(apart, each=4), Share.of(apart)
    assert free.high - free.low == pytest.approx(plain.high - plain.low, rel=0.15)
    assert Share.of(apart, np.zeros(400, dtype=np.bool_), 4).runs == 0


def test_each_future_has_dice_of_its_own_and_every_package_the_same() -> None:
    stated = pulled()
    stated["assumptions"] = {"obeys": {"value": 0.5, "range": [0.0, 1.0], "judgement": "made"}}
    stated["constraints"]["ban"]["obedience"] = {"red": "obeys"}
    made = deal(stated)
    futures = design(made.scenario, "lhs", 40, ["obeys"], 1)
    played = play_packages(made, [{"room": 30.0}, {"room": 30.0}], range(2), futures=futures)
    assert played.each == 2
    days = played.columns[SIGNED]
    assert np.array_equal(days[0], days[1])
    # What is signed does not depend on obedience, so that it differs between futures by dice alone.
    assert len({tuple(pair) for pair in days[0].reshape(-1, 2)}) > 1
    seeds = play_packages(made, [{"room": 30.0}], range(80)).columns[SIGNED][0]
    assert np.array_equal(days[0], seeds)


def test_packages_can_be_spread_evenly_over_all_terms() -> None:
    stated = pulled()
    stated["variables"]["watch"] = {"name": "who watches", "start": 0, "bounds": [0, 2]}
    stated["agreements"]["pact"]["terms"]["watch"] = {"options": ["nobody", "us", "them"]}
    found = scattered(deal(stated), 30, 1)
    assert {package["watch"] for package in found} == {0, 1, 2}
    rooms = [package["room"] for package in found]
    assert np.ptp(np.histogram(rooms, 10, (0, 100))[0]) <= 2  # each third of a tenth once, but for rounding
    assert all(room % 2 == 0 for room in rooms)


def test_a_scenario_without_terms_has_no_deal() -> None:
    with pytest.raises(NoTermsError, match="no agreement of this scenario has `terms`"):
        deal(table())
