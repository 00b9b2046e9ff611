"""Ranges of the shipped scenario: which are triangles, which go together, and what is compared."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.ranges import NAME, row, variants

from whitecell.analysis.design import design, ranged
from whitecell.analysis.response import Response
from whitecell.analysis.standing import Standing
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario


@pytest.fixture(scope="module")
def plot() -> Scenario:
    return read_scenario(NAME)


def test_only_what_cites_a_claim_is_a_best_guess(plot: Scenario) -> None:
    peaked = {name: a for name, a in plot.assumptions.items() if a.shape == "triangular"}
    assert len(peaked) == 115
    assert all(a.cites and a.range and a.range[0] <= a.value <= a.range[1] for a in peaked.values())


def test_voices_of_a_camp_go_together_in_a_design_and_others_do_not(plot: Scenario) -> None:
    made = design(plot, "lhs", 400, ranged(plot), 3)
    column = {name: made.points[:, k] for k, name in enumerate(made.names)}
    assert len(plot.correlations) == 21
    for pair in plot.correlations:
        one, other = pair.between
        assert spearmanr(column[one], column[other])[0] == pytest.approx(pair.rank, abs=0.1)
    assert abs(spearmanr(column["senate_for_zone"], column["jordan_for_zone"])[0]) < 0.15


def test_variants_differ_in_shapes_and_ties_alone(plot: Scenario) -> None:
    made = variants(plot)
    plain, peaked, tied, shipped = made.values()
    assert shipped is plot
    assert not plain.correlations
    assert not peaked.correlations
    assert tied.correlations == plot.correlations
    assert {a.shape for a in plain.assumptions.values()} == {"uniform", "loguniform"}
    assert peaked.assumptions == plot.assumptions
    for variant in made.values():
        for name, a in variant.assumptions.items():
            stated = plot.assumptions[name]
            assert (a.value, a.range) == (stated.value, stated.range)


def test_a_row_says_how_far_out_the_statement_lies() -> None:
    responses = [Response("deal_signed", "", "of runs", np.array([[0.0, 1.0], [1.0, 1.0]]))]
    stood = [
        Standing("deal_signed", "of runs", 0.9, 0.75, 0.5),
        Standing("displaced", "people", 9.0, 5.0, 0.9),
        Standing("breaches", "days", 9.0, 5.0, 0.25),
    ]
    cells = [cell.strip() for cell in row("even", responses, stood).split("|")]
    assert cells[1] == "even"
    assert cells[2].startswith("75.0%")
    assert cells[3:7] == ["90.0%", "50%", "1 of 3", "0.43"]
