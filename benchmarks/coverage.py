"""How often intervals hold the truth, on synthetic runs whose truth is known; writes docs/statistics.md.

``python -m benchmarks.coverage``. Each kind of interval, the sequential rule included, is made in many
trials; of the 95 % intervals, 93.5 to 96.5 % should hold the truth.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import DOCS, put
from whitecell.analysis.intervals import mean_interval, paired_shares, wilson
from whitecell.analysis.paired import contrasts
from whitecell.analysis.stopping import looks
from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
OTHER = f"{NAME}-no-exclusion"
RUNS = 1000
TRIALS = 4000
BAND = (0.935, 0.965)

Values = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Values]


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of interval on runs of a kind; ``holds`` plays one trial."""

    interval: str
    runs: str
    holds: Callable[[np.random.Generator], bool]


def normal(rng: np.random.Generator, n: int) -> Values:
    """Bell-shaped, mean 0."""
    return rng.standard_normal(n)


def skewed(rng: np.random.Generator, n: int) -> Values:
    """Exponential, less its mean."""
    return rng.exponential(size=n) - 1.0


def mostly_zero(rng: np.random.Generator, n: int) -> Values:
    """Zero in seven of ten runs, else uniform over 0 to 100; less its mean of 15."""
    return np.where(rng.random(n) < 0.7, 0.0, rng.random(n) * 100.0) - 15.0


def cases() -> Iterator[Case]:
    """What is tried."""
    for share in (0.03, 0.1, 0.3, 0.5):
        for n in (200, 1000):
            yield Case("share (Wilson)", f"{share:.0%} of {n}", _wilson(share, n))
    for draw in (normal, skewed, mostly_zero):
        for n in (200, 1000):
            yield Case("mean, or paired mean (Student)", f"{draw.__name__}, {n}", _mean(draw, n))
    for lost, gained in ((0.1, 0.1), (0.02, 0.1), (0.3, 0.2), (0.05, 0.3)):
        for n in (200, 1000):
            what = f"{lost:.0%} lost, {gained:.0%} gained, {n} pairs"
            yield Case("difference of paired shares (Bonett–Price)", what, _paired(lost, gained, n))
    yield Case(
        "difference of paired shares (Bonett–Price)",
        "1% lost, 1% gained, 200 pairs",
        _paired(0.01, 0.01, 200),
    )
    for share, half in ((0.3, 0.03), (0.5, 0.02), (0.1, 0.015)):
        yield Case(
            "until a share is known (Wilson, sequential)",
            f"{share:.0%} ± {half:g}",
            _until_share(share, half),
        )
    for draw, half in ((normal, 0.06), (skewed, 0.06), (mostly_zero, 1.5)):
        yield Case(
            "until a mean is known (Student, sequential)",
            f"{draw.__name__} ± {half:g}",
            _until_mean(draw, half),
        )


def _wilson(share: float, n: int) -> Callable[[np.random.Generator], bool]:
    def holds(rng: np.random.Generator) -> bool:
        low, high = wilson(int(rng.binomial(n, share)), n)
        return low <= share <= high

    return holds


def _mean(draw: Draw, n: int) -> Callable[[np.random.Generator], bool]:
    def holds(rng: np.random.Generator) -> bool:
        interval = mean_interval(draw(rng, n))
        return interval is not None and interval[0] <= 0.0 <= interval[1]

    return holds


def _paired(lost: float, gained: float, n: int) -> Callable[[np.random.Generator], bool]:
    def holds(rng: np.random.Generator) -> bool:
        counts = rng.multinomial(n, (lost, gained, 1.0 - lost - gained))
        low, high = paired_shares(int(counts[0]), int(counts[1]), n)
        return low <= gained - lost <= high

    return holds


def _until_share(share: float, half: float) -> Callable[[np.random.Generator], bool]:
    def holds(rng: np.random.Generator) -> bool:
        so_far = runs = 0
        low = high = 0.0
        for n in looks(50_000):
            so_far += int(rng.binomial(n - runs, share))
            runs = n
            low, high = wilson(so_far, runs)
            if max(high - so_far / runs, so_far / runs - low) <= half:
                break
        return low <= share <= high

    return holds


def _until_mean(draw: Draw, half: float) -> Callable[[np.random.Generator], bool]:
    def holds(rng: np.random.Generator) -> bool:
        values = np.empty(0)
        low = high = 0.0
        for n in looks(50_000):
            values = np.concatenate([values, draw(rng, n - len(values))])
            low, high = mean_interval(values) or (0.0, 0.0)
            if (high - low) / 2 <= half:
                break
        return low <= 0.0 <= high

    return holds


def coverage(case: Case, trials: int = TRIALS) -> float:
    """Share of trials whose interval holds the truth; the same numbers every time."""
    rng = np.random.default_rng(20170611)
    return sum(case.holds(rng) for _ in range(trials)) / trials


def pairing() -> list[str]:
    """What the same dice buy in a comparison: variance with other seeds over variance with the same."""
    base, other = (read_scenario(name) for name in (NAME, OTHER))
    first, second = (_played(plot, 0) for plot in (base, other))
    apart = _played(other, RUNS)
    paired = {c.name: c for c in contrasts(base, first, second, base.days)}
    independent = {c.name: c for c in contrasts(base, first, apart, base.days)}
    lines = [
        f"`{NAME}` against `{OTHER}`, {RUNS:,} runs of each.",
        "",
        "| measure | correlation of pairs | variance ÷, same against other seeds |",
        "|---|---|---|",
    ]
    for name, found in paired.items():
        if found.reduction is None:
            lines.append(f"| `{name}` | – | the same in every pair |")
            continue
        alone = independent[name]
        ratio = (alone.high - alone.low) ** 2 / (found.high - found.low) ** 2
        lines.append(f"| `{name}` | {found.correlation or 0.0:.2f} | {ratio:.3g} |")
    return lines


def _played(plot: Scenario, first: int) -> dict[str, NDArray[Any]]:
    parts = [play(plot, np.arange(n, n + 500, dtype=np.int64)) for n in range(first, first + RUNS, 500)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def exploring() -> list[str]:
    """How long 20,000 combinations of points and seeds take."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        words = ["explore", NAME, "--points", "5000", "--seeds", "4", "--csv", "foundations"]
        subprocess.run(
            [sys.executable, "-m", "whitecell_cli", *words], check=True, capture_output=True, cwd=folder
        )
        seconds = time.perf_counter() - start
    return [
        f"`whitecell {' '.join(words)}`: 5,000 points × 4 seeds, 20,000 runs of the full scenario, indices, "
        f"boxes and trees: {seconds:.0f} s on {os.cpu_count()} cores."
    ]


def main() -> None:
    """Try every case and write the tables."""
    page = DOCS / "statistics.md"
    lines = ["| interval | runs | holds the truth in | |", "|---|---|---|---|"]
    for case in cases():
        found = coverage(case)
        verdict = "" if BAND[0] <= found <= BAND[1] else "too wide" if found > BAND[1] else "too narrow"
        lines.append(f"| {case.interval} | {case.runs} | {found:.1%} | {verdict} |")
        print(lines[-1])
    put(page, "coverage", lines)
    put(page, "pairing", pairing())
    put(page, "exploring", exploring())


if __name__ == "__main__":
    main()
