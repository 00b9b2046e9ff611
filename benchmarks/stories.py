"""Play scattered seeds of every shipped scenario one by one, and compare them with stored batches.

``python -m benchmarks.stories`` plays each scenario as two batches that differ in jobs, slab and first seed.
It then plays each seed as ``run --json`` does, counts the measures that are not the same to the bit, and
writes the result into docs/validity.md.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pages import DOCS, put
from whitecell.batch import Batch, load_batch, run_batch
from whitecell.game.play import tell
from whitecell.report.outcome import plain_value
from whitecell.report.story import as_json
from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

LAST = 999
WAYS = ((0, 2, 256), (100, 1, 77))
"""First seed, jobs and slab of each batch."""


def scattered(number: int, first: int) -> list[int]:
    """Seeds between two ends, some of them at the edges of blocks of dice."""
    edges = [s for s in (255, 256, 257, 511, 512, 767, 768, LAST) if first <= s <= LAST]
    drawn = np.random.default_rng(20170611).permutation(np.arange(first, LAST))
    return sorted({first, *edges, *drawn[: number * 2].tolist()}, key=lambda s: (s not in edges, s))[:number]


def row(scenario: Scenario, batch: Batch, seed: int) -> dict[str, Any]:
    """The measures of a seed in a batch, as JSON has them."""
    place = int(np.flatnonzero(batch.seeds == seed)[0])
    values = {name: column[place] for name, column in batch.columns.items() if name in scenario.measures}
    return {
        name: plain_value(scenario, name, value if value is None or isinstance(value, str) else float(value))
        for name, value in values.items()
    }


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal to the bit."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other and math.copysign(1.0, one) == math.copysign(1.0, other)
    return type(one) is type(other) and one == other


def compared(name: str, seeds: int, days: int | None) -> Counter[str]:
    """Play the seeds of one scenario and count ``stories``, ``measures`` and differing ones, ``other``."""
    scenario, found = read_scenario(name, days=days), Counter[str]()
    with tempfile.TemporaryDirectory() as home:
        batches = []
        for number, (first, jobs, slab) in enumerate(WAYS):
            folder = Path(home) / str(number)
            run_batch(scenario, range(first, LAST + 1), jobs=jobs, slab=slab, folder=folder)
            batches.append(load_batch(folder))
    for seed in scattered(seeds, WAYS[-1][0]):
        told = json.loads(json.dumps(as_json(scenario, tell(scenario, seed), name, ())))["measures"]
        found["stories"] += 1
        for batch in batches:
            kept = row(scenario, batch, seed)
            found["measures"] += len(told)
            found["other"] += told.keys() != kept.keys()
            found["other"] += sum(not same(value, kept[measure]) for measure, value in told.items())
    return found


def sentence(found: Counter[str]) -> str:
    """The result, in a sentence for a page."""
    return (
        f"{found['stories']:,} runs of the shipped scenarios were told one by one and looked up in two "
        f"stored batches each, of other jobs, slabs and first seeds: of {found['measures']:,} measures, "
        f"{found['other']} were not the same to the bit."
    )


def main() -> None:
    """Compare, and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=50, help="of each scenario")
    parser.add_argument("--days", type=int, help="instead of the scenario's")
    chosen = parser.parse_args()
    found = Counter[str]()
    for name in bundled():
        found += compared(name, chosen.seeds, chosen.days)
    put(DOCS / "validity.md", "stories", [sentence(found)])
    print(sentence(found))


if __name__ == "__main__":
    main()
