"""Indices, boxes, trees and regret, where the answer is known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from conftest import Make
from SALib.test_functions import Ishigami, Sobol_G

from whitecell.analysis.design import Design
from whitecell.analysis.discovery import prim, trade_off, tree
from whitecell.analysis.exploration import Condition
from whitecell.analysis.foundations import foundations, weakness
from whitecell.analysis.regret import regrets
from whitecell.analysis.response import Response
from whitecell.analysis.sensitivity import Driver, drivers
from whitecell.scenario.claims import Claim

ISHIGAMI = {"x0": (0.3139, 0.5576), "x1": (0.4424, 0.4424), "x2": (0.0, 0.2437)}
"""First-order and total indices with a = 7 and b = 0.1: Ishigami & Homma (1990)."""


def unit_design(kind: str, size: int, columns: int, seed: int = 0) -> Design:
    from SALib.sample import latin, morris, sobol

    names = tuple(f"x{k}" for k in range(columns))
    problem = {"num_vars": columns, "names": list(names), "bounds": [[0.0, 1.0]] * columns}
    unit = {
        "sobol": lambda: sobol.sample(problem, size, calc_second_order=False, seed=seed),
        "lhs": lambda: latin.sample(problem, size, seed=seed),
        "morris": lambda: morris.sample(problem, size, seed=seed),
    }[kind]()
    return Design(kind, names, unit, unit)  # type: ignore[arg-type]


def response(values: np.ndarray) -> Response:  # type: ignore[type-arg]
    return Response("y", "", "", values if values.ndim == 2 else values[:, None])


def test_sobol_indices_of_ishigami() -> None:
    points = unit_design("sobol", 1024, 3)
    found = drivers(points, response(Ishigami.evaluate((points.unit * 2 - 1) * np.pi)))
    for driver in found:
        first, total = ISHIGAMI[driver.assumption]
        assert driver.index == pytest.approx(first, abs=driver.error + 0.01)
        assert driver.total == pytest.approx(total, abs=(driver.total_error or 0) + 0.01)
        assert driver.clear


def test_sobol_indices_of_the_g_function() -> None:
    weights = [0, 1, 4.5, 9, 99]
    points = unit_design("sobol", 1024, 5)
    found = drivers(points, response(Sobol_G.evaluate(points.unit, np.array(weights))))
    first = Sobol_G.sensitivity_index(np.array(weights))
    total = Sobol_G.total_sensitivity_index(np.array(weights))
    for driver in found:
        k = int(driver.assumption[1])
        assert driver.index == pytest.approx(first[k], abs=driver.error + 0.01)
        assert driver.total == pytest.approx(total[k], abs=(driver.total_error or 0) + 0.01)
    assert [d.assumption for d in found][:2] == ["x0", "x1"]


def test_a_hypercube_finds_what_drives_and_which_way() -> None:
    points = unit_design("lhs", 1000, 30, 4)
    noise = np.random.default_rng(1).normal(size=(1000, 4))
    y = (3 * points.unit[:, 7] - 2 * points.unit[:, 12])[:, None] + noise
    found = drivers(points, response(y))
    assert [d.assumption for d in found if d.clear][:2] == ["x7", "x12"]
    assert found[0].rank > 0.5
    assert found[1].rank < -0.3
    # Var 9/12 and 4/12; the mean of four runs adds 1/4.
    variance = 9 / 12 + 4 / 12 + 1 / 4
    assert found[0].index == pytest.approx(9 / 12 / variance, abs=0.1)
    # Dice that differ from point to point are chance that works together with the assumptions.
    made = response(y).components
    assert made is not None
    assert made.together == pytest.approx(1 / (1 + 13 / 12), abs=0.03)
    assert made.chance < 0.01


def test_what_drives_nothing_is_not_clear() -> None:
    points = unit_design("lhs", 400, 40, 2)
    y = np.random.default_rng(3).normal(size=(400, 2))
    assert [d.assumption for d in drivers(points, response(y)) if d.p < 0.05] == []
    assert drivers(points, response(np.ones((400, 2)))) == []


def test_morris_ranks() -> None:
    points = unit_design("morris", 20, 4)
    found = drivers(points, response(5 * points.unit[:, 2] + points.unit[:, 0]))
    assert [d.assumption for d in found][:2] == ["x2", "x0"]
    spread = float(np.std(5 * points.unit[:, 2] + points.unit[:, 0]))
    assert found[0].index == pytest.approx(5 / spread)


def test_prim_finds_a_planted_box() -> None:
    points = unit_design("lhs", 1500, 10, 6)
    inside = (points.unit[:, 3] < 0.3) & (points.unit[:, 8] > 0.6)
    hits = inside & (np.random.default_rng(2).random(1500) < 0.95)
    box = prim(points, hits)
    assert box is not None
    assert {s.assumption for s in box.sides} == {"x3", "x8"}
    ends = {s.assumption: (s.low, s.high) for s in box.sides}
    assert ends["x3"] == (-np.inf, pytest.approx(0.3, abs=0.03))
    assert ends["x8"] == (pytest.approx(0.6, abs=0.03), np.inf)
    assert box.coverage > 0.9
    assert box.density > 0.85
    kept = (points.unit[:, 3] <= ends["x3"][1]) & (points.unit[:, 8] >= ends["x8"][0])
    assert box.coverage == pytest.approx(hits[kept].sum() / hits.sum())
    assert box.density == pytest.approx(hits[kept].mean())
    assert box.mass == pytest.approx(kept.mean())


def test_prim_finds_nothing_in_noise() -> None:
    points = unit_design("lhs", 600, 20, 1)
    assert prim(points, np.random.default_rng(9).random(600) < 0.3) is None
    assert prim(points, np.zeros(600, dtype=bool)) is None
    assert prim(points, np.ones(600, dtype=bool)) is None


def test_the_trade_off_leads_from_everything_to_the_box() -> None:
    points = unit_design("lhs", 1500, 10, 6)
    inside = (points.unit[:, 3] < 0.3) & (points.unit[:, 8] > 0.6)
    hits = inside & (np.random.default_rng(2).random(1500) < 0.95)
    way = trade_off(points, hits)
    assert (way[0].coverage, way[0].density) == (1.0, pytest.approx(hits.mean()))
    assert (way[0].held_coverage, way[0].held_density) == (1.0, pytest.approx(hits.mean()))
    assert all(after.coverage <= before.coverage for before, after in pairwise(way))
    box = prim(points, hits)
    assert box is not None
    assert any(p.coverage == pytest.approx(box.coverage, abs=0.02) for p in way)
    # A box that is there holds among points that were kept out what it held where it was cut.
    near = min(way, key=lambda p: abs(p.coverage - box.coverage))
    assert near.held_density == pytest.approx(near.density, abs=0.1)


def test_kept_out_points_show_what_is_luck() -> None:
    points = unit_design("lhs", 300, 30, 3)
    way = trade_off(points, np.random.default_rng(9).random(300) < 0.3)
    known = [p for p in way if p.held_density is not None]
    assert max(p.density for p in known) > 0.6
    assert np.mean([p.held_density for p in known[len(known) // 2 :]]) == pytest.approx(0.3, abs=0.12)


def test_a_tree_finds_the_planted_cuts() -> None:
    points = unit_design("lhs", 1000, 6, 6)
    hits = (points.unit[:, 1] > 0.5) & (points.unit[:, 4] <= 0.25)
    best = tree(points, hits, range(6), depth=2)[0]
    assert {(name, sign) for name, sign, _ in best.conditions} == {("x1", ">"), ("x4", "≤")}
    assert {n: v for n, _, v in best.conditions}["x4"] == pytest.approx(0.25, abs=0.02)
    assert best.share == 1.0
    assert tree(points, hits, []) == []


def test_regret_by_hand() -> None:
    values = {"a": np.array([[1.0], [5.0], [3.0]]), "b": np.array([[2.0], [1.0], [3.0]])}
    found = {r.option: r for r in regrets(values, True)}
    assert (found["a"].best, found["a"].average, found["a"].worst, found["a"].worst_point) == (
        2 / 3,
        1 / 3,
        1,
        0,
    )
    assert (found["b"].best, found["b"].worst, found["b"].worst_point) == (2 / 3, 4, 1)
    low = regrets({"a": np.array([[1.0], [np.nan]]), "b": np.array([[2.0], [0.0]])}, False)
    assert [(r.option, r.worst) for r in low] == [("a", 0.0), ("b", 1.0)]


def test_two_seeds_carry_no_verdict_that_many_do_not() -> None:
    """Best at nearly all points by two seeds that happen to like it; by many it is not told apart."""
    rng = np.random.default_rng(4)
    luck = np.concatenate([[0.9, 1.4], rng.normal(0.05, 1.0, 498)])
    gap = luck[None, :] + rng.normal(0.0, 0.3, (200, 500))
    plain = rng.normal(0.0, 1.0, (200, 500))
    few = regrets({"a": (plain + gap)[:, :2], "b": plain[:, :2]}, True)
    assert few[0].option == "a"
    assert few[0].best > 0.97
    assert few[0].best_sure < 0.2
    assert not few[0].told_apart
    assert not few[1].told_apart
    assert abs(few[1].gap) < (few[1].gap_error or 0.0)
    many = regrets({"a": plain + gap, "b": plain}, True)
    assert not many[0].told_apart
    assert (many[1].gap_error or 9.0) < 0.2
    better = regrets({"a": plain + gap + 1.0, "b": plain}, True)
    assert better[0].told_apart
    assert better[0].best_sure > 0.99


def test_one_seed_carries_no_verdict() -> None:
    values = np.random.default_rng(1).normal(size=(50, 1))
    first, second = regrets({"a": values + 5.0, "b": values}, True)
    assert (first.told_apart, second.gap_error, first.mean_error) == (False, None, None)
    assert (first.best_sure, first.best_possible) == (0.0, 1.0)


def test_where_to_dig(make: Make) -> None:
    stated = {
        "judged": {"value": 0.3, "range": [0, 1], "judgement": "x"},
        "told": {"value": 0.3, "range": [0, 1], "cites": ["C1", "C2"]},
        "idle": {"value": 0.3, "range": [0, 1], "judgement": "x"},
    }
    scenario = make(assumptions=stated)
    claims = {
        key: Claim(says="x", said_by="y", grade=grade, because="z", kind="event")
        for key, grade in (("C1", "C3"), ("C2", "B2"))
    }
    found = {
        "m": [
            Driver("told", 0.8, 0.1, None, None, 0.9, 0.0),
            Driver("judged", 0.4, 0.1, None, None, 0.5, 0.0),
        ],
        "n": [Driver("idle", 0.0, 0.1, None, None, 0.0, 1.0)],
    }
    first, second = foundations(scenario, claims, found)
    assert (first.assumption, first.grade, first.score) == ("judged", "judged", pytest.approx(0.4))
    assert (second.assumption, second.grade) == ("told", "B2")
    assert second.weakness == pytest.approx(2 / 11)
    assert weakness("A1") == 0.0 < weakness("B2") < weakness("F6") < 1.0


@pytest.mark.parametrize("text", ["held", "held=3", "<3", "held<x", "held<<3"])
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        Condition.of(text)


def test_a_condition_asks_for_most_seeds() -> None:
    values = np.array([[1.0, 2.0, 3.0], [5.0, 6.0, 1.0], [2.0, 8.0, 2.0]])
    assert list(Condition.of("held > 4").hits(values)) == [False, True, False]
    assert list(Condition.of("held<2.5").hits(values)) == [True, False, True]
