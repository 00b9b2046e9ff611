"""No outcome is a foregone conclusion over the ranges; docs/validity.md has the same of more points."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.foregone import THEATRES
from benchmarks.validity import LEAST, QUESTIONS, Measures, over_the_ranges

from whitecell.scenario.reading import read_scenario


@pytest.fixture(scope="module")
def measures() -> Measures:
    return over_the_ranges(2000)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_outcome_comes_in_some_runs_and_not_in_all(question: str, measures: Measures) -> None:
    share = QUESTIONS[question](measures).mean()
    assert LEAST < share < 1.0 - LEAST


@pytest.mark.parametrize("name", THEATRES)
def test_what_is_asked_of_the_other_theatres_is_measured_there(name: str) -> None:
    measures = read_scenario(name).measures
    for question in THEATRES[name].questions.values():
        yes_or_no = measures[question.measure].statistic == "ever"
        assert yes_or_no == (question.at_least is None)


def test_opposites_are_opposites(measures: Measures) -> None:
    for one, other in (
        ("a deal is signed", "no deal is signed"),
        ("the corridor is joined", "the corridor is never joined"),
    ):
        assert np.array_equal(QUESTIONS[one](measures), ~QUESTIONS[other](measures))
