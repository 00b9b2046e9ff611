"""The heat map of drivers: what it shows, what it leaves blank, and what is said of few points."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from pictures import clashes
from scipy.stats import spearmanr

from whitecell.report import drawing
from whitecell.report.heat import few, heat, unsure

ROWS: list[dict[str, Any]] = [
    {"measure": f"Measure {m}", "what": f"assumption_{a}", "rank": 0.9 - 0.1 * (a + m), "clear": a + m < 6}
    for m in range(30)
    for a in range(20)
]


def test_the_strongest_come_first_and_what_is_noise_stays_blank() -> None:
    spec, measures, assumptions = heat(ROWS)
    assert measures[0] == "Measure 0" and assumptions[0] == "assumption_0"
    assert len(measures) == len(assumptions) == 6
    cells = {(row["measure"], row["what"]): row["rank"] for row in spec["data"]["values"]}
    assert cells == {(r["measure"], r["what"]): r["rank"] for r in ROWS if r["clear"]}


def test_one_scale_for_all() -> None:
    colours = [e["encoding"]["color"] for e in heat(ROWS)[0]["layer"] if e["mark"]["type"] == "rect"]
    assert [c["scale"]["domain"] for c in colours] == [[-1, 0, 1]]


@pytest.mark.parametrize("width", [800, 400])
def test_labels_stay_within_the_picture(browser: Any, width: int) -> None:
    name = "a measure with a name that is far longer than there is room for beside the cells, and more"
    rows = [{**row, "measure": f"{row['measure']} {name}", "clear": True} for row in ROWS]
    svg = drawing.svg(heat(rows, width=width)[0], "k", "x")
    ElementTree.fromstring(svg)
    assert [wrong for wrong in clashes(browser, svg) if wrong.startswith("cut off")] == []


def test_the_uncertainty_is_that_of_correlations_of_nothing() -> None:
    rng = np.random.default_rng(0)
    for points in (20, 100):
        found = [spearmanr(*rng.normal(size=(2, points))).statistic for _ in range(2000)]
        assert unsure(points) == pytest.approx(np.quantile(np.abs(found), 0.95), rel=0.08)


def test_few_points_are_said_first() -> None:
    assert "Too few points: with 64 " in few(64)
    enough = int(few(64).split("With ")[1].split(" ")[0])
    assert few(enough) == "" and few(enough - 20) != ""
    assert few(3).startswith("Too few points")
