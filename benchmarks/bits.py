"""Compare two checkouts to the bit: the same scenarios and seeds must give the same numbers and stories.

``python -m benchmarks.bits OTHER_CHECKOUT`` plays every shipped scenario in both, each in its own process: at
its stated values, at values sampled from the ranges of its assumptions, in slabs of odd sizes, and as the
story of ``run --seed``. It prints a line for each and exits 1 if anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
FIRST = 225
"""The first seed; the seeds from it on straddle two blocks of dice."""
SLABS = {1: 1, 7: 14, 64: 64}
"""Slab sizes, each with the number of runs played in slabs of that size."""
TOLD = (0, 412)
"""Seeds whose stories are compared."""
SAMPLED = 2
"""Latin hypercubes over the assumptions."""
Hashes = dict[str, dict[str, str]]
"""For each case, the hash of each of its parts: measures, or forms of a story."""


def hashed(content: bytes) -> str:
    """A short hash."""
    return blake2b(content, digest_size=16).hexdigest()


def of_column(column: Any) -> str:
    """Hash of a measure's values over runs: their bytes, or their text if they are names."""
    text = column.dtype == object
    return hashed(repr(column.tolist()).encode() if text else np.ascontiguousarray(column).tobytes())


def hypercube(scenario: Any, runs: int, number: int) -> dict[str, Any]:
    """Values of all assumptions with a range, a Latin hypercube over the runs."""
    dice = np.random.default_rng(number)
    ranges = {name: a.range for name, a in sorted(scenario.assumptions.items()) if a.range}
    return {
        name: low + (high - low) * (dice.permutation(runs) + dice.random(runs)) / runs
        for name, (low, high) in ranges.items()
    }


def measured(scenario: Any, size: int, runs: int, values: dict[str, Any]) -> dict[str, str]:
    """Hashes of the measures of some runs, played in slabs of a size."""
    from whitecell.game.play import play

    parts = [
        play(scenario, np.arange(FIRST + at, FIRST + end), {name: v[at:end] for name, v in values.items()})
        for at in range(0, runs, size)
        for end in [min(at + size, runs)]
    ]
    return {name: of_column(np.concatenate([part[name] for part in parts])) for name in parts[0]}


def told(name: str, days: int | None, seed: int) -> dict[str, str]:
    """Hashes of a run's story, as text and as JSON."""
    from click.testing import CliRunner

    from whitecell_cli.main import cli

    length = [] if days is None else ["--days", str(days)]
    words = ["run", name, "--seed", str(seed), *length]
    forms = {"text": [*words, "--full"], "JSON": [*words, "--json"]}
    return {form: hashed(CliRunner().invoke(cli, line).stdout.encode()) for form, line in forms.items()}


def cases(names: Sequence[str], days: int | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Play all cases of some scenarios, or of all shipped ones: a name for each, and its hashes."""
    from whitecell.scenario.library import bundled
    from whitecell.scenario.reading import read_scenario

    most = max(SLABS.values())
    for name in names or bundled():
        scenario = read_scenario(name, days=days)
        samples: dict[str, dict[str, Any]] = {"base": {}}
        for number in range(SAMPLED):
            samples[f"sample {number}"] = hypercube(scenario, most, number)
        for sample, values in samples.items():
            for size, runs in SLABS.items():
                yield f"{name}, {sample}, slabs of {size}", measured(scenario, size, runs, values)
        for seed in TOLD:
            yield f"{name}, story of seed {seed}", told(name, days, seed)


def started(checkout: Path, names: Sequence[str], days: int | None) -> subprocess.Popen[str]:
    """Start to play all cases with the code of a checkout."""
    path = os.pathsep.join(str(checkout / part) for part in ("engine", "cli"))
    words = [sys.executable, "-P", str(Path(__file__).resolve()), "--play", str(checkout)]
    length = [] if days is None else ["--days", str(days)]
    return subprocess.Popen(
        [*words, *length, *names], env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    )


def played(process: subprocess.Popen[str]) -> Hashes:
    """The output of a process that plays all cases; raises RuntimeError if it fails."""
    answer, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"a checkout could not be played: exit code {process.returncode}")
    return dict(json.loads(line) for line in answer.splitlines())


def compared(one: Hashes, other: Hashes) -> Iterator[tuple[str, list[str]]]:
    """Every case of either checkout, and those of its parts that differ."""
    for case in {**one, **other}:
        mine, theirs = one.get(case, {}), other.get(case, {})
        yield case, [part for part in {**mine, **theirs} if mine.get(part) != theirs.get(part)]


def main() -> None:
    """Compare this checkout with another, or play one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("names", nargs="*", help="scenarios, instead of all that ship")
    parser.add_argument("--days", type=int, help="instead of the scenario's")
    parser.add_argument("--play", action="store_true", help="play the checkout and print its hashes")
    chosen = parser.parse_intermixed_args()
    if chosen.play:
        import whitecell

        if not Path(whitecell.__file__).is_relative_to(chosen.checkout):
            raise SystemExit(f"{whitecell.__file__} is not of {chosen.checkout}")
        for case in cases(chosen.names, chosen.days):
            print(json.dumps(case), flush=True)
        return
    both = [started(checkout.resolve(), chosen.names, chosen.days) for checkout in (ROOT, chosen.checkout)]
    one, other = (played(process) for process in both)
    differ = 0
    for case, parts in compared(one, other):
        differ += bool(parts)
        print(f"{case}: {'differs in ' + ', '.join(parts) if parts else 'the same'}")
    print(f"{len(one)} cases, {differ} differ")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
