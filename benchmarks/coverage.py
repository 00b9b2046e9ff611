"""How often intervals contain the truth, on synthetic runs whose truth is known; writes docs/statistics.md.

``python -m benchmarks.coverage``, or with names of its parts. Each kind of interval, including the
sequential rule, is calculated in many trials; of the 95 % intervals, 93.5 to 96.5 % should contain the truth.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import DOCS, put
from whitecell.analysis.design import Design
from whitecell.analysis.intervals import doubtful, mean_interval, paired_shares, wilson
from whitecell.analysis.paired import contrast, contrasts
from whitecell.analysis.response import Response
from whitecell.analysis.sensitivity import Driver, drivers
from whitecell.analysis.stopping import looks
from whitecell.game.play import play
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario

NAME = "southwest-syria-2017"
TERMS, OTHER = f"{NAME}-terms", f"{NAME}-no-exclusion"
RUNS = 1000
TRIALS = 4000
DAYS = 180
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
    """All cases."""
    for share in (0.03, 0.1, 0.3, 0.5):
        for n in (200, 1000):
            yield Case("share (Wilson)", f"{share:.0%} of {n}", _wilson(share, n))
    for draw in (normal, skewed, mostly_zero):
        for n in (200, 1000):
            yield Case("mean, or paired mean (Student)", f"{draw.__name__}, {n}", _mean(draw, n))
    for n in (200, 1000):
        yield Case("difference of restricted means (Student)", f"day of {DAYS}, {n} pairs", _days(n))
    for lost, gained in ((0.1, 0.1), (0.02, 0.1), (0.3, 0.2), (0.05, 0.3), (0.01, 0.01)):
        for n in (200, 1000):
            what = f"{lost:.0%} lost, {gained:.0%} gained, {n} pairs"
            yield Case("difference of paired shares (Tango)", what, _paired(lost, gained, n))
    for shift in (0.0, 0.3):
        for n in (200, 1000):
            what = f"half of {n} pairs differ, by {shift:g} in the mean"
            yield Case("superiority (Tango, of rises and falls)", what, _superior(shift, n))
    for share, half in ((0.3, 0.03), (0.5, 0.02), (0.1, 0.015)):
        yield Case(
            "until a share is known (Wilson, sequential)",
            f"{share:.0%} ± {half:g}",
            _until_share(share, half),
        )
    for lost, gained, half in ((0.1, 0.2, 0.03), (0.02, 0.05, 0.015), (0.3, 0.2, 0.04)):
        yield Case(
            "until a paired difference is known (Tango, sequential)",
            f"{lost:.0%} lost, {gained:.0%} gained ± {half:g}",
            _until_paired(lost, gained, half),
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


def hard_cases() -> Iterator[Case]:
    """Cases in which intervals fail: truths that hardly show in this many runs. ``holds`` as for others."""
    for lost, gained in ((0.0, 0.02), (0.0, 0.05), (0.0025, 0.0025)):
        what = f"{lost:.2%} lost, {gained:.2%} gained, 200 pairs"
        yield Case("difference of paired shares (Tango)", what, _paired(lost, gained, 200))
    for share in (0.02, 0.05, 0.1, 0.2):
        for n in (200, 1000):
            what = f"{share:.0%} of {n} pairs differ, exponential"
            yield Case("paired mean (Student)", what, _mean(_rare(share), n))


def _rare(share: float) -> Draw:
    def draw(rng: np.random.Generator, n: int) -> Values:
        return np.where(rng.random(n) < share, rng.exponential(size=n), 0.0) - share

    return draw


def doubted(share: float, n: int, trials: int = 1000) -> float:
    """Share of batches whose interval is marked as doubtful."""
    rng, draw = np.random.default_rng(7), _rare(share)
    return sum(doubtful(draw(rng, n)) for _ in range(trials)) / trials


def _days(n: int) -> Callable[[np.random.Generator], bool]:
    """An event's day at a chance of 1 % a day; in three of ten pairs, the second is drawn again at half."""

    def restricted(chance: float) -> float:
        return float((1.0 - (1.0 - chance) ** DAYS) / chance)

    truth = 0.3 * (restricted(0.005) - restricted(0.01))

    def holds(rng: np.random.Generator) -> bool:
        first = rng.geometric(0.01, n).astype(np.float64)
        second = np.where(rng.random(n) < 0.3, rng.geometric(0.005, n), first)
        c = contrast("day", "days until", "mean", "days", np.minimum(first, DAYS), np.minimum(second, DAYS))
        return c.low <= truth <= c.high

    return holds


def _superior(shift: float, n: int) -> Callable[[np.random.Generator], bool]:
    truth = 0.25 + 0.5 * (1.0 - NormalDist(shift).cdf(0.0))

    def holds(rng: np.random.Generator) -> bool:
        apart = np.where(rng.random(n) < 0.5, rng.normal(shift, 1.0, n), 0.0)
        c = contrast("m", "", "mean", "", np.zeros(n), apart)
        return c.superiority_low <= truth <= c.superiority_high

    return holds


def _until_paired(lost: float, gained: float, half: float) -> Callable[[np.random.Generator], bool]:
    def holds(rng: np.random.Generator) -> bool:
        counts = np.zeros(3, dtype=np.int64)
        low = high = 0.0
        for n in looks(50_000):
            counts = counts + rng.multinomial(n - int(counts.sum()), (lost, gained, 1.0 - lost - gained))
            low, high = paired_shares(int(counts[0]), int(counts[1]), n)
            found = (counts[1] - counts[0]) / n
            if max(high - found, found - low) <= half:
                break
        return low <= gained - lost <= high

    return holds


def indices() -> list[str]:
    """How often the intervals of indices contain the truth: Ishigami's function, exact and with dice."""
    lines = ["| index | of | trials | holds the truth in |", "|---|---|---|---|"]
    for kind, size, trials in SAMPLES:
        for dice in (0.0, 3.0):
            found = _indices(kind, size, dice, trials)
            what = f"x1, x2, x3 of Ishigami{', as much dice as function' if dice else ''}"
            for name, shares in found.items():
                shown = ", ".join(f"{share:.1%}" for share in shares)
                lines.append(f"| {name}, {size} {SIZED[kind]} | {what} | {trials:,} | {shown} |")
                print(lines[-1], flush=True)
    return lines


SAMPLES = (("sobol", 256, TRIALS), ("morris", 50, TRIALS), ("lhs", 500, TRIALS // 20))
"""Kind and size of a sample, and number of trials; random balance is too slow for more."""
SIZED = {"sobol": "base points", "morris": "trajectories", "lhs": "points"}
FIRST_ORDER = (0.3139, 0.4424, 0.0)
TOTAL = (0.5576, 0.4424, 0.2437)
VARIANCE = 13.845
"""Variance of Ishigami's function with a = 7 and b = 0.1, and its shares: Ishigami & Homma (1990)."""


def _indices(kind: Any, size: int, dice: float, trials: int) -> dict[str, list[float]]:
    from SALib.sample import latin, morris, sobol
    from SALib.test_functions import Ishigami

    names = ("x1", "x2", "x3")
    problem = {"num_vars": 3, "names": list(names), "bounds": [[0.0, 1.0]] * 3}
    noise = (dice**2) / (dice**2 + VARIANCE)
    sample = {
        "sobol": lambda seed: sobol.sample(problem, size, calc_second_order=False, seed=seed),
        "lhs": lambda seed: latin.sample(problem, size, seed=seed),
        "morris": lambda seed: morris.sample(problem, size, num_levels=4, seed=seed),
    }[kind]

    def read(seed: int) -> list[Driver]:
        unit = sample(seed)
        rng = np.random.default_rng((seed, 1))
        y = Ishigami.evaluate((unit * 2 - 1) * np.pi) + dice * rng.standard_normal(len(unit))
        response = Response("y", "", "", y[:, None])
        found = {d.assumption: d for d in drivers(Design(kind, names, unit, unit), response)}
        # The scale of an effect, the standard deviation over the points, is taken as known.
        scale = float(np.std(y)) if kind == "morris" else 1.0
        return [
            replace(found[name], index=found[name].index * scale, error=found[name].error * scale)
            for name in names
        ]

    played = [read(seed) for seed in range(trials)]
    if kind == "morris":
        # There is no formula, so the truth is the mean over all trials.
        truth = [float(np.mean([trial[k].index for trial in played])) for k in range(3)]
        return {"effect (Morris)": _holding(played, truth, total=False)}
    first = [value * (1.0 - noise) for value in FIRST_ORDER]
    if kind == "lhs":
        return {"first order (random balance)": _holding(played, first, total=False)}
    # The variance from dice is part of every total.
    total = [value * (1.0 - noise) + noise for value in TOTAL]
    return {
        "first order (Saltelli)": _holding(played, first, total=False),
        "total (Saltelli)": _holding(played, total, total=True),
    }


def _holding(played: list[list[Driver]], truth: list[float], total: bool) -> list[float]:
    shares = []
    for k, value in enumerate(truth):
        ends = [
            (d[k].total or 0.0, d[k].total_error or 0.0) if total else (d[k].index, d[k].error)
            for d in played
        ]
        shares.append(float(np.mean([abs(middle - value) <= error + 1e-9 for middle, error in ends])))
    return shares


def coverage(case: Case, trials: int = TRIALS) -> float:
    """Share of trials whose interval contains the truth; the same in every call."""
    rng = np.random.default_rng(20170611)
    return sum(case.holds(rng) for _ in range(trials)) / trials


def pairing() -> list[str]:
    """The gain from common dice in a comparison: variance with different seeds over that with the same."""
    base, other = (read_scenario(name) for name in (TERMS, OTHER))
    first, second = (_played(plot, 0) for plot in (base, other))
    apart = _played(other, RUNS)
    paired = {c.name: c for c in contrasts(base, first, second, base.days)}
    independent = {c.name: c for c in contrasts(base, first, apart, base.days)}
    lines = [
        f"`{TERMS}` against `{OTHER}`, {RUNS:,} runs of each.",
        "",
        "| measure | correlation of pairs | variance of the difference with other seeds ÷ with the same |",
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
    """The time of 20,000 combinations of points and seeds."""
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


def covering() -> list[str]:
    """The table of all cases."""
    lines = ["| interval | runs | holds the truth in | |", "|---|---|---|---|"]
    for case in cases():
        found = coverage(case)
        verdict = "" if BAND[0] <= found <= BAND[1] else "too wide" if found > BAND[1] else "too narrow"
        lines.append(f"| {case.interval} | {case.runs} | {found:.1%} | {verdict} |")
        print(lines[-1], flush=True)
    return lines


def failing() -> list[str]:
    """The table of the hard cases, with how often an interval is marked as doubtful."""
    lines = ["| interval | runs | holds the truth in | marked as doubtful |", "|---|---|---|---|"]
    for case in hard_cases():
        marked = "–"
        if case.interval.startswith("paired mean"):
            share, n = (float(word.rstrip("%")) for word in case.runs.split()[:3:2])
            marked = f"{doubted(share / 100, int(n)):.0%}"
        lines.append(f"| {case.interval} | {case.runs} | {coverage(case):.1%} | {marked} |")
        print(lines[-1], flush=True)
    return lines


PARTS = {
    "coverage": covering,
    "hard": failing,
    "indices": indices,
    "pairing": pairing,
    "exploring": exploring,
}


def main(parts: Sequence[str]) -> None:
    """Try everything, or some parts, and write their tables."""
    for part in parts or PARTS:
        put(DOCS / "statistics.md", part, PARTS[part]())


if __name__ == "__main__":
    main(sys.argv[1:])
