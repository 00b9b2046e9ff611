"""Feed broken copies of the shipped scenarios to ``check``: none may raise, hang or eat the machine.

``python -m benchmarks.fuzz --files 10000`` writes what came of it into docs/validity.md. A copy is
broken in its structure (nodes deleted, doubled, renamed, swapped, replaced by odd values) or in its
bytes. Some of those that pass are played for a few days.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from click.testing import CliRunner

from benchmarks.pages import DOCS, put
from whitecell.scenario.library import bundled
from whitecell.scenario.skeleton import skeleton

SECONDS = 5
BYTES = 2**30
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 1e308, -1e-308, 10**30, float("nan"), float("inf"), "", " ", "no",
    "on", "1:30", "1_000", "2017-02-31", "~", "with", "a/b", "\u202e", "\x07", "ß" * 300, [], {}, [[]],
    {"": None}, [None], {"value": 1}, {"value": "x", "range": [1, 0]},
    "from the start", "../../etc/passwd", "leak_chance",
)  # fmt: skip
PLAYED = 20
"""One in so many of the files that pass is played."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; ``fault`` is empty unless it broke a promise."""

    code: int
    seconds: float
    fault: str
    text: bytes
    peak: int
    """The largest memory its process had until then, in bytes."""


def nodes(tree: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree that can be changed: a holder and a key or index.

    A swap may have put a part of the tree into itself; each part is visited once.
    """
    found = []
    stack = [tree]
    visited = set()
    while stack:
        holder = stack.pop()
        if id(holder) in visited:
            continue
        visited.add(id(holder))
        keys = (
            list(holder)
            if isinstance(holder, dict)
            else range(len(holder))
            if isinstance(holder, list)
            else ()
        )
        for key in keys:
            found.append((holder, key))
            stack.append(holder[key])
    return found


def structural(tree: Any, rng: random.Random) -> bytes:
    """A copy with one to four nodes changed, as YAML."""
    for _ in range(rng.randint(1, 4)):
        places = nodes(tree)
        if not places:
            break
        holder, key = rng.choice(places)
        how = rng.randrange(6)
        if how == 0:
            del holder[key]
        elif how == 1:
            holder[key] = rng.choice(ODD)
        elif how == 2 and isinstance(holder, dict):
            holder[str(rng.choice((f"{key}x", str(key)[:-1], "kind", "", key)))] = holder.pop(key)
        elif how == 3:
            other, place = rng.choice(places)
            try:
                holder[key], other[place] = other[place], holder[key]
            except (KeyError, IndexError):
                continue
        elif how == 4 and isinstance(holder[key], (int, float)) and not isinstance(holder[key], bool):
            holder[key] = holder[key] * rng.choice((-1, 0, 10, 1000, 1e-6))
        else:
            holder[key] = [holder[key], holder[key]]
    try:
        return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
    except (yaml.YAMLError, RecursionError, ValueError):
        return b"[]"


def bytewise(text: bytes, rng: random.Random) -> bytes:
    """A copy with a few bytes changed, dropped, doubled or cut off."""
    content = bytearray(text)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(content) or 1)
        how = rng.randrange(5)
        if how == 0:
            content[at : at + 1] = bytes([rng.randrange(256)])
        elif how == 1:
            del content[at : at + rng.randint(1, 20)]
        elif how == 2:
            content[at:at] = rng.choice(
                (b"\t", b"\n", b": ", b"- ", b"{", b"]", b"'", b'"', b"&a ", b"*a", b"!!x ", b"#")
            )
        elif how == 3:
            content[at:at] = content[at : at + rng.randint(1, 40)]
        elif rng.random() < 0.1:
            del content[at:]
    return bytes(content)


def broken(number: int, seed: int) -> bytes:
    """File ``number`` of a series: the same every time."""
    rng = random.Random(f"{seed}/{number}")
    names = sorted(bundled())
    # The full scenario is large; most copies are of a small one, so that many can be tried.
    kind = rng.random()
    text = bundled()[names[0]].read_bytes() if kind < 0.2 else skeleton("Valley", "x.yaml").encode()
    if kind >= 0.6:
        text = bundled()[rng.choice(names[1:])].read_bytes()
    if rng.random() < 0.5:
        return bytewise(text, rng)
    return structural(yaml.safe_load(text), rng)


def tried(job: tuple[int, int]) -> Outcome:
    """Check one file, in a worker process with limits."""
    from whitecell_cli.main import cli

    number, seed = job
    text = broken(number, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(text)
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(SECONDS)
        began, before = time.perf_counter(), peak()
        try:
            result = CliRunner().invoke(cli, ["check", str(path)])
            signal.alarm(0)
            fault = ""
            if result.exception is not None and not isinstance(result.exception, SystemExit):
                fault = "".join(traceback.format_exception(result.exception))
            elif result.exit_code not in (0, 2):
                fault = f"exit code {result.exit_code}"
            if not fault and result.exit_code == 0 and number % PLAYED == 0:
                fault = played(path)
            if not fault and peak() - before > BYTES:
                fault = f"{peak() - before:,} bytes of memory"
            return Outcome(result.exit_code, time.perf_counter() - began, fault, text, peak())
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
            return Outcome(-1, time.perf_counter() - began, told, text, peak())
        finally:
            signal.alarm(0)


def _too_long(*_: Any) -> None:
    raise TimeoutError(f"longer than {SECONDS} s")


def played(path: Path) -> str:
    """Play three days of two runs; what went wrong, or nothing."""
    from whitecell.game.play import play
    from whitecell.scenario.reading import read_scenario

    try:
        with np.errstate(all="raise", under="ignore"):
            columns = play(read_scenario(path, days=3), np.arange(2))
    except Exception:
        return traceback.format_exc()
    wrong = [n for n, c in columns.items() if c.dtype != object and np.isinf(c).any()]
    return f"infinite: {wrong}" if wrong else ""


def peak() -> int:
    """The largest resident memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def limited() -> None:
    """Keep a worker from eating the machine; libraries map more than they use."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES * 3 + peak(), BYTES * 3 + peak()))


def series(files: int, seed: int, jobs: int, told: Callable[[int], None] = lambda _: None) -> list[Outcome]:
    """Try many files in worker processes."""
    with get_context("forkserver").Pool(jobs, limited, maxtasksperchild=500) as pool:
        found = []
        for outcome in pool.imap_unordered(tried, [(n, seed) for n in range(files)], chunksize=20):
            found.append(outcome)
            told(len(found))
        return found


def main() -> None:
    """Try, print and write; save what broke a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    outcomes = series(given.files, given.seed, os.cpu_count() or 1)
    faults = [outcome for outcome in outcomes if outcome.fault]
    for number, outcome in enumerate(faults):
        saved = Path(tempfile.gettempdir()) / f"fuzz-{number}.yaml"
        saved.write_bytes(outcome.text)
        print(f"{saved}: {outcome.fault[-600:]}")
    codes = Counter(outcome.code for outcome in outcomes)
    lines = [
        f"{len(outcomes):,} files, seed {given.seed}: {codes[2]:,} refused, {codes[0]:,} pass (one in "
        f"{PLAYED} of them played for three days), {len(faults)} broke a promise. The slowest took "
        f"{max(o.seconds for o in outcomes):.1f} s; the largest process, after up to 500 files, "
        f"{max(o.peak for o in outcomes) / 2**20:.0f} MiB.",
    ]
    print(lines[0])
    put(DOCS / "validity.md", "fuzz", lines)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
