"""Scenario discovery: the assumptions under which something happens, as boxes and as a tree.

References are numbered as in ``docs/statistics.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design

PEEL = 0.05
"""About the share of a box's points that one peel removes."""
LEAST = 0.05
"""Share of all points below which a box is not cut further."""
FOLDS = 3
"""Parts of the points; each in turn is held out to judge the boxes."""
SURE = 0.05
"""A side of a box is kept if luck alone would add its hits with less than this chance."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bound:
    """One condition of a box: an assumption between two values; infinite where it is not bounded.

    ``p`` is the chance of gaining as much density by luck alone if the condition had no effect
    [Bryant & Lempert 2010].
    """

    assumption: str
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the space of assumptions in which something mostly happens.

    Attributes
    ----------
    sides : tuple of Bound
    coverage : float
        Share of all hits that lie in it.
    density : float
        Share of its points that are hits.
    mass : float
        Share of all points that lie in it.
    base : float
        Share of all points that are hits.
    """

    sides: tuple[Bound, ...]
    coverage: float
    density: float
    mass: float
    base: float

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON; an open end is None."""
        ends = [
            {
                "assumption": s.assumption,
                "low": s.low if np.isfinite(s.low) else None,
                "high": s.high if np.isfinite(s.high) else None,
                "p": s.p,
            }
            for s in self.sides
        ]
        return {
            "sides": ends, "coverage": self.coverage, "density": self.density, "mass": self.mass,
            "base": self.base,
        }  # fmt: skip


def prim(points: Design, hits: Flags) -> Box | None:
    """Find a box by the patient rule induction method.

    The search starts from the whole space. Each step removes the slice of about ``PEEL`` of the points that
    leaves the highest density, while ``LEAST`` of the points are left. Of the boxes on the way, the one with
    the highest harmonic mean of coverage and density is chosen. Sides that may be luck are dropped
    [Friedman & Fisher 1999; Bryant & Lempert 2010].

    Parameters
    ----------
    points : Design
    hits : array of bool, shape ``(n_points,)``

    Returns
    -------
    Box or None
        None if nothing or everything is a hit, or no side of the box is significant.
    """
    if not hits.any() or hits.all():
        return None
    best = (-1.0, points.unit[0], points.unit[0])
    for low, high, inside in _path(points.unit, hits):
        score = _score(inside, hits)
        if score >= best[0]:
            best = (score, low, high)
    return _sure(points, hits, best[1], best[2])


def _path(unit: Floats, hits: Flags) -> Iterator[tuple[Floats, Floats, Flags]]:
    """The boxes from the whole space inwards: their ends, and the points in each."""
    low, high = np.full(unit.shape[1], -np.inf), np.full(unit.shape[1], np.inf)
    inside = np.ones(len(hits), dtype=np.bool_)
    yield low.copy(), high.copy(), inside
    while inside.sum() * (1.0 - PEEL) >= max(LEAST * len(hits), 2.0):
        step = _peel(unit, hits, inside)
        if step is None:
            return
        column, side, cut = step
        (low if side == 0 else high)[column] = cut
        inside = inside & ((unit[:, column] >= cut) if side == 0 else (unit[:, column] <= cut))
        yield low.copy(), high.copy(), inside
        if hits[inside].all():
            return


@dataclass(frozen=True, slots=True)
class Peel:
    """A box on the way from the whole space inwards, with its coverage and density.

    Attributes
    ----------
    coverage, density : float
        As in :class:`Box`, among the points from which the box was cut.
    held_coverage, held_density : float or None
        The same for boxes after as many peels, among points held out when they were cut. None where a box
        holds none of these.
    """

    coverage: float
    density: float
    held_coverage: float | None
    held_density: float | None

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def trade_off(points: Design, hits: Flags) -> list[Peel]:
    """How density rises as coverage falls along :func:`prim`'s way [Bryant & Lempert 2010].

    A box suits the points from which it was cut: it holds more hits there than among new ones. So the points
    are divided into :data:`FOLDS` parts; boxes are cut without each part in turn and judged by that part.
    The results are added up peel by peel, as far as all parts go.

    Parameters
    ----------
    points : Design
    hits : array of bool, shape ``(n_points,)``
        At least one point is a hit, and at least one is not.
    """
    unit = points.unit
    own = [(float((inside & hits).sum()), float(inside.sum())) for *_, inside in _path(unit, hits)]
    part = np.random.default_rng(0).permutation(len(hits)) % FOLDS
    held: list[list[tuple[float, float]]] = []
    for number in range(FOLDS):
        out = part == number
        held.append([
            (float((within & hits[out]).sum()), float(within.sum()))
            for within in (
                ((unit[out] >= low) & (unit[out] <= high)).all(axis=1)
                for low, high, _ in _path(unit[~out], hits[~out])
            )
        ])  # fmt: skip
    total, found = float(hits.sum()), []
    for step, (inside, size) in enumerate(own):
        rows = [row[step] for row in held if step < len(row)]
        caught, count = (sum(row[k] for row in rows) for k in (0, 1))
        known = len(rows) == FOLDS and count > 0.0
        found.append(
            Peel(
                inside / total, inside / size, caught / total if known else None,
                caught / count if known else None,
            )
        )  # fmt: skip
    return found


def _score(inside: Flags, hits: Flags) -> float:
    """Harmonic mean of coverage and density."""
    found = float((inside & hits).sum())
    return 2.0 * found / float(inside.sum() + hits.sum())


def _peel(unit: Floats, hits: Flags, inside: Flags) -> tuple[int, int, float] | None:
    """The slice whose removal leaves the highest density: column, side (0 low, 1 high) and new end."""
    values, flags = unit[inside], hits[inside]
    lows, highs = np.quantile(values, (PEEL, 1.0 - PEEL), axis=0, method="higher")
    best: tuple[float, int, int, float] | None = None
    for side, cuts, kept in ((0, lows, values >= lows), (1, highs, values <= highs)):
        count = kept.sum(axis=0)
        density = (kept & flags[:, None]).sum(axis=0) / np.maximum(count, 1)
        density = np.where((count > 0) & (count < len(values)), density, -1.0)
        column = int(density.argmax())
        if density[column] >= 0.0 and (best is None or density[column] > best[0]):
            best = float(density[column]), column, side, float(cuts[column])
    return best[1:] if best else None


def _sure(points: Design, hits: Flags, low: Floats, high: Floats) -> Box | None:
    """Drop sides that may be luck, the least significant first, and describe what remains."""
    from whitecell.analysis.special import bdtrc

    unit, active = points.unit, {int(k) for k in np.flatnonzero(np.isfinite(low) | np.isfinite(high))}

    def within(columns: set[int]) -> Flags:
        kept = np.ones(len(hits), dtype=np.bool_)
        for k in columns:
            kept &= (unit[:, k] >= low[k]) & (unit[:, k] <= high[k])
        return kept

    def luck(column: int) -> float:
        """Chance of as many hits in the box, if they were as dense as without this side."""
        box, without = within(active), within(active - {column})
        density = float(hits[without].mean())
        found = int(hits[box].sum())
        return float(bdtrc(found - 1, int(box.sum()), density)) if found else 1.0

    while active:
        chances = {k: luck(k) for k in active}
        worst = max(chances, key=lambda k: (chances[k], k))
        if chances[worst] * len(points.names) <= SURE:
            break
        active.remove(worst)
    if not active:
        return None
    inside = within(active)
    sides = tuple(
        Bound(
            points.names[k],
            _value(points, k, low[k], first=True),
            _value(points, k, high[k], first=False),
            chances[k],
        )
        for k in sorted(active, key=lambda k: chances[k])
    )
    found = float((inside & hits).sum())
    return Box(
        sides,
        found / float(hits.sum()),
        found / float(inside.sum()),
        float(inside.mean()),
        float(hits.mean()),
    )


def _value(points: Design, column: int, end: float, first: bool) -> float:
    """The assumption's value at an end that is given as a probability."""
    if not np.isfinite(end):
        return float(end)
    unit = points.unit[:, column]
    row = (
        int(np.argmin(np.where(unit >= end, unit, np.inf)))
        if first
        else int(np.argmax(np.where(unit <= end, unit, -np.inf)))
    )
    return float(points.points[row, column])


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a tree: the conditions on the way to it, and how many of its points are hits."""

    conditions: tuple[tuple[str, str, float], ...]
    share: float
    points: int


def tree(points: Design, hits: Flags, columns: Sequence[int], depth: int = 3) -> list[Leaf]:
    """Grow a classification tree on some assumptions [Breiman et al. 1984], by scikit-learn.

    Parameters
    ----------
    points : Design
    hits : array of bool, shape ``(n_points,)``
    columns : sequence of int
        The assumptions that the tree may ask about; only those that matter, to give luck fewer chances.
    depth : int
        Questions on the way to a leaf, at most.

    Returns
    -------
    list of Leaf
        In the order of the share of hits, highest first; conditions are (assumption, ``≤`` or ``>``, value).
    """
    from sklearn.tree import DecisionTreeClassifier

    if not columns or not hits.any() or hits.all():
        return []
    least = max(int(LEAST * len(hits)), 1)
    grown = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=least, random_state=0)
    grown.fit(points.points[:, list(columns)], hits)
    inner, leaves = grown.tree_, []
    stack: list[tuple[int, tuple[tuple[str, str, float], ...]]] = [(0, ())]
    while stack:
        node, way = stack.pop()
        if inner.children_left[node] < 0:
            share = float(inner.value[node][0][-1] / inner.value[node][0].sum())
            leaves.append(Leaf(way, share, int(inner.n_node_samples[node])))
            continue
        name, cut = points.names[columns[inner.feature[node]]], float(inner.threshold[node])
        stack.append((int(inner.children_left[node]), (*way, (name, "≤", cut))))
        stack.append((int(inner.children_right[node]), (*way, (name, ">", cut))))
    return sorted(leaves, key=lambda leaf: (-leaf.share, leaf.conditions))
