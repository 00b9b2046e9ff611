"""Make the shipped rivers from Natural Earth's shape file; needs pyshp.

The argument is ``ne_10m_rivers_lake_centerlines.shp`` of Natural Earth 4.1.0. Lines are simplified by at most
``LOOSE`` degrees, some 300 m, and stored as compressed differences between neighbouring points.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
FILE = Path(__file__).parents[1] / "engine" / "whitecell" / "report" / "maps" / "natural_earth" / "rivers.npz"
LOOSE, SCALE = 0.003, 0.001
"""Degrees: how far a line may move, and the unit of the stored numbers."""


def simpler(points: Points, loose: float) -> Points:
    """A line with fewer points that is nowhere farther than ``loose`` from the given one.

    Source: Douglas & Peucker (1973), Algorithms for the reduction of the number of points required to
    represent a digitized line, Cartographica 10, 112-122, doi:10.3138/FM57-6770-U75U-7727.
    """
    keep = np.zeros(len(points), dtype=np.bool_)
    keep[[0, -1]] = True
    parts = [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        start, along = points[first], points[last] - points[first]
        off = points[first + 1 : last] - start
        long = float(np.hypot(*along))
        part = np.clip(off @ along / long**2, 0.0, 1.0) if long else np.zeros(len(off))
        away = np.hypot(*(off - part[:, None] * along).T)
        if away.max() > loose:
            middle = first + 1 + int(away.argmax())
            keep[middle] = True
            parts += [(first, middle), (middle, last)]
    return np.asarray(points[keep])


def main() -> None:
    """Read the named shape file, and write the data."""
    import shapefile

    lines = []
    with shapefile.Reader(shp=sys.argv[1]) as found:
        for shape in found.iterShapes():
            ends = [*shape.parts, len(shape.points)]
            lines += [np.array(shape.points[a:b]) for a, b in pairwise(ends)]
    whole = [np.round(simpler(line, LOOSE) / SCALE).astype(np.int32) for line in lines if len(line) > 1]
    steps = np.concatenate([np.diff(line, axis=0) for line in whole])
    small = steps.astype(np.int16)
    assert (small == steps).all()
    np.savez_compressed(
        FILE,
        scale=np.array(SCALE),
        origin=np.zeros(2),
        starts=np.stack([line[0] for line in whole]),
        lengths=np.array([len(line) for line in whole], dtype=np.int32),
        steps=small,
    )
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB, {len(whole):,} lines, {len(steps):,} points")


if __name__ == "__main__":
    main()
