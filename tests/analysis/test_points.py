"""Points with known outcomes: what was drawn from the law is found calibrated, what was not is caught."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from whitecell.analysis.points import Point, PointsError, read_influence, read_points, scored, usual_spread
from whitecell.game.bargaining import settlement
from whitecell.scenario.reading import read_scenario
from whitecell_cli.main import cli

SOE = Path(__file__).parents[2] / "benchmarks" / "reference" / "soe-policy.yaml"


def made(shift: float = 0.0, spread: float = 0.9, count: int = 1000) -> list[Point]:
    """Settlements that are drawn from the law, and perhaps moved."""
    dice = np.random.default_rng(4)
    found = []
    for row in range(count):
        positions, weights = dice.uniform(0, 100, 8), dice.uniform(0.1, 1.0, 8)
        drawn = settlement(positions[:, None], weights[:, None], spread, dice.normal(size=1))
        found.append(Point(row, positions, weights, float(drawn[0]) + shift))
    return found


def test_settlements_of_the_law_are_calibrated() -> None:
    law, mean, *_ = scored(made(), 0.9)
    assert law.band is not None
    assert law.p is not None
    assert law.band[0] <= 0.9 <= law.band[1]
    assert law.p > 0.01
    assert law.crps < mean.crps
    assert mean.behind == pytest.approx(mean.crps - law.crps)
    assert mean.behind_band is not None
    assert 0.0 < mean.behind_band[0] < mean.behind < mean.behind_band[1]


@pytest.mark.parametrize(("shift", "spread"), [(12.0, 0.9), (0.0, 0.5), (0.0, 1.6)])
def test_a_bias_and_a_wrong_spread_are_caught(shift: float, spread: float) -> None:
    law, *_ = scored(made(shift, spread), 0.9)
    assert law.p is not None
    assert law.p < 1e-4


def test_a_file_is_read_with_tabs_gaps_and_influence(tmp_path: Path) -> None:
    path, power = tmp_path / "points.csv", tmp_path / "power.csv"
    rows = ["prname\tpfr\tpde\tpuk\tsfr\tsde\tsuk\tout", "\t4.1\t3\t2\t\t\t\t"]
    rows += [f"d{k}\t0\t100\t\t50\t{k + 1}\t30\t{k}" for k in range(12)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    power.write_text("name,votes\nfr,2\n", encoding="utf-8")
    (first, *others) = read_points(path, read_influence(power))
    assert len(others) == 11
    assert first.positions.tolist() == [0, 100]
    assert first.weights.tolist() == [100, 1]
    assert first.outcome == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "it needs a column `out`"),
        ("pfr,sfr,out\n10,x,5\n" * 2, ":2: `sfr` is 'x', which is not a number"),
        ("pfr,sfr,out\n10,1,5\n", "1 points have an outcome"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PointsError, match=said.replace("`", ".")):
        read_points(path)
    result = CliRunner().invoke(cli, ["settle", str(path)])
    assert result.exit_code == 2


def test_the_command_prints_a_row_for_each_way_to_predict(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    rows = ["pa,pb,sa,sb,out", *(f"{k},100,50,50,{(k + 100) / 2}" for k in range(20))]
    path.write_text("\n".join(rows), encoding="utf-8")
    told = CliRunner().invoke(cli, ["settle", str(path)]).stdout
    assert told.startswith("20 points, spread 0.9")
    assert told.index("The mean score of the law is") < told.index("predicted by")
    assert told.count("\n") >= 8
    assert usual_spread() == 0.9


def test_another_tools_example_settles_at_the_weighted_mean() -> None:
    """KTAB's 26 actors: the compromise is 35.0 with a weighted standard deviation of 20.9."""
    from whitecell.game.play import play

    settled = play(read_scenario(SOE), np.arange(4000))["settled"]
    assert settled.mean() == pytest.approx(35.0, abs=1.2)
    assert np.median(settled) == pytest.approx(35.0, abs=1.2)
