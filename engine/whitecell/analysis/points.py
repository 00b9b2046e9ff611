"""Contested points with known outcomes: how well the law of settlements predicts, beside simpler laws.

A file has one row for each point, with tabs, commas or semicolons between columns. For each actor there are
``p`` and its name for the position, ``s`` and its name for the salience, and perhaps ``w`` and its name for
the influence; ``out`` is the outcome. The data on decisions in the European Union have these columns
(Arregui & Perarnaud 2021, doi:10.34810/data53).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell import disk
from whitecell.analysis.intervals import Interval, mean_interval, wilson
from whitecell.analysis.scores import crps, rank
from whitecell.game.bargaining import settlement
from whitecell.scenario.shipped import shipped_value

Floats = NDArray[np.float64]
MAX_BYTES = 64_000_000
DRAWS = 199
"""Members of a predictive distribution."""
FEWEST = 10
"""Fewest points that are scored."""


class PointsError(ValueError):
    """A file of points cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Point:
    """One contested point.

    Attributes
    ----------
    row : int
        Its line in the file, the heading being 1.
    positions, weights : arrays, shape ``(n_actors,)``
        Of actors that have a position; weights are salience × influence.
    outcome : float
    """

    row: int
    positions: Floats
    weights: Floats
    outcome: float


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one way to predict.

    Attributes
    ----------
    name : str
    error : float
        Mean absolute error of its mean.
    crps : float
        Mean continuous ranked probability score, in the unit of the points.
    band : Interval or None
        95 % interval of the share of outcomes in its 5 to 95 per cent band; None for a single number.
    within : float or None
        That share.
    p : float or None
        If outcomes are draws from it: Kolmogorov and Smirnov's test that their transforms are uniform.
    behind : float
        By how much its score is worse than the law's, on average over points.
    behind_band : Interval or None
        95 % interval of that difference, point by point.
    """

    name: str
    error: float
    crps: float
    within: float | None
    band: Interval | None
    p: float | None
    behind: float = 0.0
    behind_band: Interval | None = None

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def usual_spread() -> float:
    """The default spread of settlements."""
    return shipped_value("rules", "terms_spread")


def read_points(path: Path, influence: Mapping[str, float] | None = None) -> list[Point]:
    """Read the points of a file that have an outcome and at least one position with a weight.

    Parameters
    ----------
    path : Path
    influence : mapping of str to float, optional
        By name, instead of columns; 1 for names that are missing.

    Raises
    ------
    PointsError
        If the columns are missing, or a cell is not a number.
    """
    text = disk.read(path, MAX_BYTES).decode("utf-8-sig", errors="replace")
    head = text.split("\n", 1)[0]
    sign = max("\t;,", key=head.count)
    rows = list(csv.reader(text.splitlines(), delimiter=sign))
    heads = [word.strip().lower() for word in rows[0]] if rows else []
    names = [word[1:] for word in heads if word.startswith("p") and "s" + word[1:] in heads and len(word) > 1]
    if "out" not in heads or not names:
        raise PointsError(
            f"{path}: it needs a column `out` and pairs of columns such as `pfr` and `sfr`, position and "
            "salience of one actor"
        )
    place = {word: k for k, word in enumerate(heads)}
    found = []
    for number, row in enumerate(rows[1:], 2):
        cells = row + [""] * (len(heads) - len(row))
        outcome = _number(cells[place["out"]], path, number, "out")
        if outcome is None:
            continue
        positions, weights = [], []
        for name in names:
            where = _number(cells[place["p" + name]], path, number, "p" + name)
            care = _number(cells[place["s" + name]], path, number, "s" + name)
            if where is None or not care:
                continue
            own = _number(cells[place["w" + name]], path, number, "w" + name) if "w" + name in place else None
            power = own if own is not None else (influence or {}).get(name, 1.0)
            positions.append(where)
            weights.append(care * power)
        if positions and max(weights) > 0.0:
            found.append(Point(number, np.array(positions), np.array(weights), outcome))
    if len(found) < FEWEST:
        raise PointsError(f"{path}: {len(found)} points have an outcome and positions; {FEWEST} are needed")
    return found


def read_influence(path: Path) -> dict[str, float]:
    """Read names and their influence, two columns of a file, with or without a heading.

    Raises
    ------
    PointsError
        If there are none.
    """
    text = disk.read(path, MAX_BYTES).decode("utf-8-sig", errors="replace")
    found = {}
    for row in csv.reader(text.replace("\t", ",").replace(";", ",").splitlines()):
        try:
            found[row[0].strip().lower()] = float(row[1])
        except (IndexError, ValueError):
            continue
    if not found:
        raise PointsError(f"{path}: there are no lines such as `fr,2.8`, a name and its influence")
    return found


def _number(text: str, path: Path, row: int, column: str) -> float | None:
    """A cell as a number; None if it is empty."""
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise PointsError(f"{path}:{row}: `{column}` is '{text.strip()[:20]}', which is not a number")
    return value


def scored(points: list[Point], spread: float, seed: int = 0) -> list[Scored]:
    """Score the law, both means, a lottery over positions, and all outcomes shuffled."""
    dice = np.random.default_rng(seed)
    outcomes = np.array([point.outcome for point in points])
    law, mean, plain, lottery = [], [], [], []
    even = (np.arange(DRAWS) + 0.5) / DRAWS
    from whitecell.analysis.special import ndtri

    normal = ndtri(even)
    for point in points:
        columns = point.positions[:, np.newaxis], point.weights[:, np.newaxis]
        law.append(settlement(*columns, spread, normal))
        mean.append(settlement(*columns, 0.0, np.zeros(1)))
        plain.append(np.array([point.positions.mean()]))
        share = np.cumsum(point.weights / point.weights.sum())
        order = np.minimum(np.searchsorted(share, even), len(share) - 1)
        lottery.append(point.positions[order])
    everybody = [outcomes] * len(points)
    marks = [_marks(members, outcomes) for members in (law, mean, plain, lottery, everybody)]
    return [
        _score(name, members, outcomes, mine, mine - marks[0], dice)
        for mine, (name, members) in zip(marks, (
            ("the law of settlements", law), ("mean weighted by salience and influence", mean),
            ("mean of positions", plain), ("lottery over positions by weight", lottery),
            ("outcomes of all points, shuffled", everybody),
        ), strict=True)
    ]  # fmt: skip


def _marks(members: list[Floats], outcomes: Floats) -> Floats:
    """The score at each point."""
    return np.array([crps(m, float(y)) for m, y in zip(members, outcomes, strict=True)])


def _score(
    name: str,
    members: list[Floats],
    outcomes: Floats,
    marks: Floats,
    behind: Floats,
    dice: np.random.Generator,
) -> Scored:
    error = float(np.mean([abs(m.mean() - y) for m, y in zip(members, outcomes, strict=True)]))
    mark, apart = float(np.mean(marks)), (float(np.mean(behind)), mean_interval(behind))
    if len(members[0]) == 1:
        return Scored(name, error, mark, None, None, None, *apart)
    from scipy.stats import kstest

    luck = dice.random(len(outcomes))
    pits = np.array([rank(m, float(y)).pit(u) for m, y, u in zip(members, outcomes, luck, strict=True)])
    inside = (pits >= 0.05) & (pits <= 0.95)
    band = wilson(int(inside.sum()), len(pits))
    p = float(kstest(pits, "uniform").pvalue)
    return Scored(name, error, mark, float(inside.mean()), band, p, *apart)
