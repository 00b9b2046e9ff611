"""Accept the present results: statistics of every shipped scenario, which tests/baseline compares.

``make baseline``. A change that alters results must say so in the changelog.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.play import play
from whitecell.scenario.library import bundled
from whitecell.scenario.reading import read_scenario

FOLDER = Path(__file__).parents[1] / "tests" / "baseline"
RUNS = 128
"""Seeds from 0; few enough that a change of one run shows."""


def statistics(name: str) -> dict[str, dict[str, Any]]:
    """For each measure of a shipped scenario: mean, extremes and number of values, or counts of names."""
    played = play(read_scenario(name), np.arange(RUNS, dtype=np.int64))
    return {measure: _of(column) for measure, column in played.items()}


def _of(column: NDArray[Any]) -> dict[str, Any]:
    if column.dtype == object:
        names = [str(value) for value in column]
        return {value: names.count(value) for value in sorted(set(names))}
    known = column[~np.isnan(column)]
    if not len(known):
        return {"values": 0}
    return {
        "values": len(known),
        "mean": float(known.mean()),
        "spread": float(known.std()),
        "least": float(known.min()),
        "most": float(known.max()),
    }


def main() -> None:
    """Write a file for each shipped scenario."""
    FOLDER.mkdir(exist_ok=True)
    for name in bundled():
        text = json.dumps(statistics(name), indent=1, ensure_ascii=False)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
