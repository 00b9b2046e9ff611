"""Paired statistics against SciPy, against tables, and in cases without a doubt."""

from __future__ import annotations

import math

import numpy as np
import pytest
from conftest import Make
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import mcnemar as table_mcnemar
from statsmodels.stats.multitest import multipletests
from theatre import SMALL

from whitecell.analysis.counted import counted_apart
from whitecell.analysis.intervals import doubtful, paired_shares
from whitecell.analysis.paired import contrast, contrasts, corrected, holm, mcnemar, paired_t
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.yardsticks import Measure

RNG = np.random.default_rng(5)


def test_a_mean_is_compared_as_scipy_does() -> None:
    first = RNG.normal(3.0, 2.0, 300)
    second = first * 0.8 + RNG.normal(1.0, 1.0, 300)
    found = contrast("m", "", "mean", "days", first, second)
    oracle = stats.ttest_rel(second, first)
    interval = oracle.confidence_interval(0.95)
    assert found.p == pytest.approx(oracle.pvalue, rel=1e-9)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-9)
    assert found.correlation == pytest.approx(stats.pearsonr(first, second).statistic, rel=1e-9)
    variances = first.var(ddof=1) + second.var(ddof=1)
    assert found.reduction == pytest.approx(variances / (second - first).var(ddof=1))
    assert found.superiority == pytest.approx((second > first).mean())
    assert paired_t(second - first) == pytest.approx(oracle.pvalue, rel=1e-9)


@pytest.mark.parametrize(("lost", "gained"), [(3, 9), (0, 4), (25, 25), (1, 0), (40, 12)])
def test_mcnemar_is_the_exact_binomial_test(lost: int, gained: int) -> None:
    table = [[50, lost], [gained, 30]]
    assert mcnemar(lost, gained) == pytest.approx(table_mcnemar(table, exact=True).pvalue, rel=1e-9)
    assert mcnemar(lost, gained) == pytest.approx(stats.binomtest(lost, lost + gained).pvalue, rel=1e-9)


def test_holm_is_the_table() -> None:
    p = [0.01, 0.04, 0.03, 0.005, 0.6, 0.03]
    assert holm(p) == pytest.approx(list(multipletests(p, method="holm")[1]))
    assert holm([]) == []


def test_holm_counts_every_comparison() -> None:
    one = contrast("m", "", "mean", "", np.arange(9.0), np.arange(9.0) + np.tile([0.0, 1.0, 0.5], 3))
    other = contrast("m", "", "mean", "", np.arange(9.0), np.arange(9.0) + np.tile([0.0, 1.0, 0.4], 3))
    alone, twice = corrected([[one]])[0][0], corrected([[one], [other]])[0][0]
    assert alone.p_holm == one.p
    assert twice.p_holm == pytest.approx(2 * min(one.p, other.p)) or twice.p_holm == max(one.p, other.p)


def test_one_fact_under_two_names_counts_once(make: Make) -> None:
    """A deal that is signed and its day that comes: the same runs, twice in the table."""
    signed = [np.repeat([0.0, 1.0], [60, 40]), np.repeat([0.0, 1.0], [40, 60])]
    days = [np.where(s > 0.0, 10.0, np.nan) for s in signed]
    strikes = [np.arange(100.0), np.arange(100.0) + np.tile([0.0, 1.0], 50)]
    columns = [
        dict(zip(("signed", "day", "strikes"), c, strict=True))
        for c in zip(signed, days, strikes, strict=True)
    ]
    (found,) = corrected([contrasts(make(), columns[0], columns[1], 60)])
    p = {c.name: (c.p, c.p_holm) for c in found}
    assert p["signed"] == p["day: came"]
    # Three facts: the signature, the days until it, the strikes.
    assert sorted(p_holm / p for p, p_holm in p.values() if p_holm < 1.0)[-1] == pytest.approx(3.0)


def test_a_measure_that_counts_fewer_clauses_on_one_side_says_so(make: Make) -> None:
    base = make()
    both = {"of": ("pact",), "record": "breaches", "statistic": "count"}
    assert counted_apart(Measure(**both), base, base) == ""
    spared = make(constraints={k: v for k, v in SMALL["constraints"].items() if k != "truce"})
    told = counted_apart(Measure(**both), base, spared)
    assert told.startswith("only the first counts truce")
    assert counted_apart(Measure(**both), spared, base).startswith("only the second counts truce")
    assert counted_apart(Measure(of=("line",), record="breaches", statistic="count"), base, spared) == ""


def test_a_clause_that_forbids_less_is_not_counted_alike() -> None:
    known = {end: read_scenario(f"southwest-syria-2017{end}") for end in ("", "-terms", "-no-exclusion")}
    breaches = known[""].measures["breaches"]
    told = counted_apart(breaches, known["-terms"], known["-no-exclusion"])
    assert told.startswith("the two do not forbid the same by no_militias_near_border; like with like is ")
    assert told.endswith("`of: [joint_strikes, southwest_ceasefire]`")
    assert "no_militias_near_border" in counted_apart(breaches, known[""], known["-no-exclusion"])
    assert counted_apart(breaches, known["-terms"], known["-terms"]) == ""


def test_paired_shares_as_published() -> None:
    # Airway hyper-responsiveness before and after: 1 and 7 of 21. Fagerland, Lydersen & Laake (2014),
    # doi:10.1002/sim.6148.
    assert paired_shares(7, 1, 21) == pytest.approx((-0.517, -0.026), abs=5e-4)


@pytest.mark.parametrize(("lost", "gained", "n"), [(4, 11, 50), (30, 3, 200), (0, 6, 40), (5, 5, 5 + 5)])
def test_paired_shares_hold_what_the_score_test_does_not_reject(lost: int, gained: int, n: int) -> None:
    """The same ends from the likelihood itself, maximised by SciPy under the supposed difference."""

    def z(supposed: float) -> float:
        def unlikely(share: float) -> float:
            chances = np.array([share, share + supposed, 1 - 2 * share - supposed])
            return -float(np.sum(np.array([lost, gained, n - lost - gained]) * np.log(chances + 1e-300)))

        least, most = max(0.0, -supposed), (1 - supposed) / 2
        share = optimize.minimize_scalar(unlikely, (least, most), (least, most), options={"xatol": 1e-12},
                                         method="bounded").x  # fmt: skip
        return float(
            (gained - lost - n * supposed) / math.sqrt(n * (2 * share + supposed - supposed * supposed))
        )

    low, high = paired_shares(lost, gained, n)
    assert z(low) == pytest.approx(1.959964, abs=2e-4)
    assert z(high) == pytest.approx(-1.959964, abs=2e-4)
    assert paired_shares(gained, lost, n) == pytest.approx((-high, -low), abs=1e-9)


def test_paired_shares_without_a_difference_say_how_rare_one_is() -> None:
    # z² / (n + z²) either way.
    assert paired_shares(0, 0, 200) == pytest.approx((-0.018845, 0.018845), abs=1e-6)
    assert paired_shares(0, 5, 5)[1] == 1.0


@pytest.mark.parametrize("counts", [(-1, 0, 5), (3, 3, 5), (0, 0, 0)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        paired_shares(*counts)


def test_nothing_differs() -> None:
    same = RNG.normal(size=50)
    found = contrast("m", "", "mean", "", same, same)
    assert (found.difference, found.low, found.high, found.p, found.superiority) == (0, 0, 0, 1, 0.5)
    assert found.reduction is None


def test_a_share_that_is_the_same_in_every_pair_has_an_interval() -> None:
    same = np.tile([0.0, 1.0], 100)
    found = contrast("f", "", "share", "of runs", same, same)
    assert (found.difference, found.p, found.differing) == (0, 1, 0)
    assert (found.low, found.high) == paired_shares(0, 0, 200)


def test_superiority_has_an_interval() -> None:
    first = np.zeros(60)
    second = np.array([1.0] * 16 + [-2.0] * 9 + [0.0] * 35)
    found = contrast("m", "", "mean", "", first, second)
    low, high = paired_shares(9, 16, 60)
    assert found.superiority == pytest.approx(0.5 + 7 / 120)
    assert (found.superiority_low, found.superiority_high) == pytest.approx((0.5 + low / 2, 0.5 + high / 2))


def test_a_mean_that_few_pairs_make_is_doubted() -> None:
    first = np.zeros(200)
    rare = np.where(np.arange(200) < 24, 1.0, 0.0)
    found = contrast("m", "", "mean", "", first, rare)
    assert found.doubtful
    assert math.isinf(found.half_width)
    assert not contrast("f", "", "share", "", first, rare).doubtful
    assert not contrast("m", "", "mean", "", first, first).doubtful
    # Cochran's rule: skewness 2 asks for 128.
    assert not contrast("m", "", "mean", "", first, RNG.normal(size=200)).doubtful
    tail = stats.expon.ppf((np.arange(150) + 0.5) / 150)
    assert not doubtful(tail)
    assert doubtful(tail[::3])
    assert stats.skew(tail[::3]) == pytest.approx(1.6, abs=0.2)


@pytest.mark.parametrize("size", [1e308, 5e-324, 1.0])
def test_doubt_of_numbers_of_any_size(size: float) -> None:
    assert not doubtful(np.tile([-size, size, 0.0], 40))
    assert not doubtful(np.full(9, size))


def test_every_pair_differs_by_the_same() -> None:
    found = contrast("m", "", "mean", "", np.zeros(9), np.ones(9))
    assert (found.difference, found.low, found.high, found.p, found.superiority) == (1, 1, 1, 0, 1)


def test_no_pair_has_both_values() -> None:
    found = contrast("m", "", "mean", "", np.empty(0), np.empty(0))
    assert found.pairs == 0
    assert math.isnan(found.difference)


def test_a_day_is_a_share_and_a_restricted_mean(make: Make) -> None:
    scenario = make(measures={"d": {"record": "signed", "of": ["pact"], "statistic": "first_day"}})
    first = {"d": np.array([5.0, np.nan, 10.0, np.nan])}
    second = {"d": np.array([5.0, 20.0, np.nan, np.nan])}
    found = {c.aspect: c for c in contrasts(scenario, first, second, 30)}
    assert (found["came"].first, found["came"].second) == (0.5, 0.5)
    assert found["days until"].first == (5 + 30 + 10 + 30) / 4
    assert found["days until"].difference == ((20 - 30) + (30 - 10)) / 4


def test_a_category_is_a_share_for_each(make: Make) -> None:
    scenario = make(measures={"v": {"record": "path", "of": ["road"], "statistic": "which"}})
    first = {"v": np.array(["a", None, "a", "b"], dtype=object)}
    second = {"v": np.array(["a", "a", "a", None], dtype=object)}
    found = {c.aspect: c.difference for c in contrasts(scenario, first, second, 30)}
    assert found == {"a": 0.25, "b": -0.25}
