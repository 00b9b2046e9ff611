"""The search over packages, on made conflicts whose best deal and front are known by construction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from analysis.test_deals import bargained, deal, hypervolume, logistic
from game.known.arena import SLOPE

from whitecell.analysis.answers import Answers
from whitecell.analysis.deals import outcomes
from whitecell.analysis.search import generations, search_packages
from whitecell.analysis.terms import Deal

pytest.importorskip("pymoo")

TERMS = {"room": (20.0, 70.0, 0.5, 0.2), "days": (10.0, 90.0, 0.1, 0.5), "posts": (0.0, 60.0, 0.3, 0.3),
         "guns": (80.0, 30.0, 0.6, 0.3), "roads": (50.0, 50.0, 0.3, 0.3)}  # fmt: skip
"""By term: the ideals of two parties, and their saliences."""
SIZE, COUNT = 40, 10
RUNS = SIZE * COUNT
"""Packages in which the best has to be found; a grid of eleven values each has 161,051."""


def several() -> dict[str, Any]:
    """Two powers and five terms, on the first of which a ban depends."""
    stated = bargained({}, {})
    pact = stated["agreements"]["pact"]
    stated["variables"] = {name: {"name": f"the {name}", "start": 0, "bounds": [0, 100]} for name in TERMS}
    pact["terms"] = {
        name: {"draft": 50, "positions": {"a": {"ideal": a, "salience": x}, "b": {"ideal": b, "salience": y}}}
        for name, (a, b, x, y) in TERMS.items()
    }
    return stated


def chances(package: dict[str, float]) -> tuple[float, float]:
    """Chance of each party to sign a text, in closed form."""
    support = [0.0, 0.0]
    for name, (a, b, x, y) in TERMS.items():
        support[0] += x * (abs(50 - a) - abs(package[name] - a)) / 100
        support[1] += y * (abs(50 - b) - abs(package[name] - b)) / 100
    return logistic(SLOPE * support[0]), logistic(SLOPE * support[1])


def front() -> list[dict[str, float]]:
    """The true front: terms go one after the other from one's ideal to the other's, the dearest last."""
    order = sorted(TERMS, key=lambda name: TERMS[name][2] / TERMS[name][3])
    package = {name: TERMS[name][0] for name in TERMS}
    found = [dict(package)]
    for name in order:
        a, b, *_ = TERMS[name]
        for value in np.linspace(a, b, 51):
            package[name] = float(value)
            found.append(dict(package))
    return found


def in_closed_form(made: Deal, size: int, count: int) -> list[dict[str, float]]:
    def worth(packages: Any) -> Any:
        return np.array([(*chances(each), np.prod(chances(each))) for each in packages])

    return [each for some in generations(made, size, count, 7, worth) for each in some]


def test_the_front_is_found_within_five_per_cent_and_the_best_deal_nearly() -> None:
    tried = in_closed_form(deal(several()), SIZE, COUNT)
    assert len(tried) <= RUNS
    true = hypervolume([chances(each) for each in front()])
    assert hypervolume([chances(each) for each in tried]) == pytest.approx(true, rel=0.05)
    best = max(np.prod(chances(each)) for each in front())
    assert max(np.prod(chances(each)) for each in tried) > 0.97 * best


def test_it_does_better_than_as_many_packages_that_are_spread() -> None:
    made = deal(several())
    bred, spread = (in_closed_form(made, *how) for how in ((SIZE, COUNT), (RUNS, 1)))
    assert max(np.prod(chances(e)) for e in bred) > max(np.prod(chances(e)) for e in spread)
    assert hypervolume([chances(e) for e in bred]) > hypervolume([chances(e) for e in spread])


def test_no_package_is_tried_twice_and_numbers_are_round() -> None:
    tried = in_closed_form(deal(several()), 20, 6)
    assert len({tuple(each.values()) for each in tried}) == len(tried)
    assert all(value % 2 == 0 for each in tried for value in each.values())


def test_what_is_played_finds_the_best_deal() -> None:
    """By shares of 200 runs of each package, as judged by the closed form."""
    made = deal(several())
    played = search_packages(made, 24, 6, range(200))
    answers = Answers(made, outcomes(played))
    best = max(np.prod(chances(each)) for each in front())
    assert np.prod(chances(dict(answers.best.values))) > 0.93 * best
    assert len(answers.outcomes) <= 24 * 6


def test_many_objectives_are_sought_by_directions() -> None:
    """With more than three objectives, each has a package near its own best."""
    made = deal(several())

    def worth(packages: Any) -> Any:
        return np.array([[-abs(each[name] - 50) for name in TERMS] for each in packages])

    tried = [each for some in generations(made, 30, 8, 1, worth) for each in some]
    for name in TERMS:
        assert min(abs(each[name] - 50) for each in tried) <= 2


def test_a_search_is_seeded_and_resumed(tmp_path: Path) -> None:
    """The same packages and bits; what is kept is not played again, and a longer search goes on from it."""
    made, told = deal(several()), []
    short = search_packages(made, 8, 2, range(20), folder=tmp_path)
    np.random.seed(1)  # noqa: NPY002 — what others draw does not matter
    alone = search_packages(made, 8, 3, range(20))
    here = [path.name for path in tmp_path.iterdir()]
    longer = search_packages(made, 8, 3, range(20), folder=tmp_path, progress=told.append)
    assert longer.packages == alone.packages
    assert longer.packages[: len(short.packages)] == short.packages
    assert len(here) == 3
    assert {*here} < {path.name for path in tmp_path.iterdir()}
    for name, values in alone.columns.items():
        assert np.array_equal(values, longer.columns[name], equal_nan=True), name
