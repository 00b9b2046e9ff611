"""Score the scenarios that have shipped observations, and write the results into docs/scoring.md.

``python -m benchmarks.scoring``, after a change of results or of an observed file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from benchmarks.pages import DOCS, put
from whitecell.scenario.library import observed_files

HEADS = ("observation", "observed", "as stated: middle 90 %", "PIT", "over the ranges: middle 90 %", "PIT")


def scored(name: str) -> dict[str, Any]:
    """The scores of a scenario and its shipped observations, as from ``whitecell score``."""
    words = [sys.executable, "-m", "whitecell_cli", "score", name, "--against", name, "--json"]
    found: dict[str, Any] = json.loads(
        subprocess.run(words, check=True, capture_output=True, text=True).stdout
    )
    return found


def lines(name: str, found: dict[str, Any]) -> list[str]:
    """A table of the observations, and the verdicts."""
    told = [
        f"`whitecell score {name} --against {name}`:",
        "",
        f"| {' | '.join(HEADS)} |",
        "|---|---|---|---|---|---|",
    ]
    for key, one in found["observations"].items():
        cells = [f"`{key}`{' (in-sample)' if one['in_sample'] else ''}", _seen(one)]
        for ensemble in ("stated", "ranges"):
            held = one["held"][ensemble]
            low, high = held["band_90"]
            share = one["kind"] == "flag"
            cells += [
                f"yes in {held['mean']:.0%}" if share else f"{low:.4g} to {high:.4g}",
                f"{held['pit_middle']:.2f}",
            ]
        told.append(f"| {' | '.join(cells)} |")
    for ensemble in ("stated", "ranges"):
        told += ["", " ".join(found["verdict"][ensemble])]
    return told


def _seen(one: dict[str, Any]) -> str:
    """The observed value, in words."""
    if one["kind"] == "flag":
        return "yes" if one["observed"] else "no"
    value = "never" if one["observed"] is None else f"{one['observed']:.4g}"
    return f"{value} ± {one['tolerance']:g}" if one["tolerance"] else value


def main() -> None:
    """Write the part of the page."""
    told = [line for name in observed_files() for line in ["", *lines(name, scored(name))]]
    put(DOCS / "scoring.md", "scored", told[1:])


if __name__ == "__main__":
    main()
