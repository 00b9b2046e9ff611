"""Make the shipped map data from a TopoJSON of Natural Earth's countries.

``npm pack world-atlas@2.0.2`` gives the file: ``package/countries-10m.json``. All coordinates are kept, as
compressed small integers, the differences between neighbouring points; this takes a fifth of the size.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).parents[1] / "engine" / "whitecell" / "report" / "maps" / "natural_earth" / "world.npz"


def rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """Every ring of a geometry as arcs; reversed arcs are stated as their complement."""
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def main() -> None:
    """Read the named TopoJSON, and write the data."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [np.array(arc, dtype=np.int32) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    found = [(k, ring) for k, country in enumerate(countries) for ring in rings(country)]
    users = Counter(arc if arc >= 0 else ~arc for _, ring in found for arc in ring)
    steps = np.concatenate([arc[1:] for arc in arcs])
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        steps = steps.astype(np.int32)
    else:
        steps = steps.astype(np.int16)
    np.savez_compressed(
        FILE,
        scale=np.array(topology["transform"]["scale"]),
        origin=np.array(topology["transform"]["translate"]),
        starts=np.stack([arc[0] for arc in arcs]),
        lengths=np.array([len(arc) for arc in arcs], dtype=np.int32),
        steps=steps,
        shared=np.array([users[k] > 1 for k in range(len(arcs))]),
        rings=np.array([arc for _, ring in found for arc in ring], dtype=np.int32),
        ring_lengths=np.array([len(ring) for _, ring in found], dtype=np.int32),
        ring_country=np.array([k for k, _ in found], dtype=np.int16),
        names=np.array([country["properties"]["name"] for country in countries]),
    )
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB, {len(arcs):,} lines, {len(steps):,} points")


if __name__ == "__main__":
    main()
