"""Feed broken copies of the shipped scenarios to ``check``: none may raise, hang or eat the machine.

``python -m benchmarks.fuzz --files 10000`` writes what came of it into docs/validity.md. Hypothesis
breaks a copy in its structure (nodes deleted, doubled, renamed, swapped, replaced by odd values) or in
its bytes. Some are shown too, and those that pass are played for a few days.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.pages import DOCS, put
from whitecell.scenario.library import bundled
from whitecell.scenario.skeleton import skeleton

SECONDS = 5
"""Of the processor, so that a busy machine breaks no promise."""
HANGING = 60
"""By the clock, after which a file is taken to hang."""
BYTES = 2**30
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 1e308, -1e-308, 10**30, float("nan"), float("inf"), "", " ", "no",
    "on", "1:30", "1_000", "2017-02-31", "~", "with", "a/b", "\u202e", "\x07", "ß" * 300, [], {}, [[]],
    {"": None}, [None], {"value": 1}, {"value": "x", "range": [1, 0]},
    "from the start", "../../etc/passwd", "leak_chance",
)  # fmt: skip
SIGNS = (
    b"\t",
    b"\n",
    b": ",
    b"- ",
    b"{",
    b"]",
    b"'",
    b'"',
    b"&a ",
    b"*a",
    b"!!x ",
    b"#",
    b"\xef\xbb\xbf",
    b"\x00",
)
PLAYED = 20
"""One in so many is shown and, if it passes, played."""
PART = 100
"""Files of one process and one run of Hypothesis."""


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


@cache
def originals() -> tuple[str, ...]:
    """The texts that are broken: a small one, the full one, and those that extend it."""
    names = sorted(bundled(), key=lambda name: bundled()[name].stat().st_size, reverse=True)
    return (skeleton("Valley", "x.yaml"), *(bundled()[name].read_text(encoding="utf-8") for name in names))


@cache
def trees() -> tuple[Any, ...]:
    """The same, as trees."""
    return tuple(yaml.safe_load(text) for text in originals())


@st.composite
def copies(draw: st.DrawFn) -> bytes:
    """A broken copy of a shipped scenario, in its structure or in its bytes."""
    # The full scenario is large; most copies are of a small one, so that many can be tried.
    kind = draw(st.integers(0, 9))
    which = 0 if kind < 6 else 1 if kind < 7 else draw(st.integers(2, len(originals()) - 1))
    if draw(st.booleans()):
        return _bytewise(draw, originals()[which].encode())
    return _structural(draw, deepcopy(trees()[which]))


def _structural(draw: st.DrawFn, tree: Any) -> bytes:
    """A copy with one to four nodes deleted, replaced, renamed, swapped, scaled or doubled."""
    for _ in range(draw(st.integers(1, 4))):
        places = nodes(tree)
        if not places:
            break
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        how = draw(st.integers(0, 5))
        if how == 0:
            del holder[key]
        elif how == 1:
            holder[key] = deepcopy(draw(st.sampled_from(ODD) | st.text(max_size=5) | st.floats()))
        elif how == 2 and isinstance(holder, dict):
            names = st.sampled_from((f"{key}x", str(key)[:-1], "kind", "", str(key))) | st.text(max_size=5)
            holder[draw(names)] = holder.pop(key)
        elif how == 3:
            other, place = places[draw(st.integers(0, len(places) - 1))]
            try:
                holder[key], other[place] = other[place], holder[key]
            except (KeyError, IndexError):
                continue
        elif how == 4 and isinstance(holder[key], (int, float)) and not isinstance(holder[key], bool):
            holder[key] = holder[key] * draw(st.sampled_from((-1, 0, 10, 1000, 1e-6)))
        else:
            holder[key] = [holder[key], holder[key]]
    try:
        return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
    except (yaml.YAMLError, RecursionError, ValueError):
        return b"[]"


def _bytewise(draw: st.DrawFn, text: bytes) -> bytes:
    """A copy with a few bytes changed, dropped, put in, doubled or cut off."""
    content = bytearray(text)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        how = draw(st.integers(0, 40))
        if how < 10:
            content[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
        elif how < 20:
            del content[at : at + draw(st.integers(1, 20))]
        elif how < 30:
            content[at:at] = draw(st.sampled_from(SIGNS))
        elif how < 40:
            content[at:at] = content[at : at + draw(st.integers(1, 40))]
        else:
            del content[at:]
    return bytes(content)


def tried(text: bytes, number: int) -> Outcome:
    """Check one file, and show or play some; use it in a process with limits."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(text)
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(HANGING)
        began, before = time.process_time(), peak()
        try:
            code, fault = _answer("check", path)
            if not fault and number % PLAYED == 0:
                shown, fault = _answer("show", path)
                if not fault and shown != code:
                    fault = f"check ends with {code} and show with {shown}"
            if not fault and code == 0 and number % PLAYED == 0:
                fault = played(path)
            seconds = time.process_time() - began
            if not fault and seconds > SECONDS:
                fault = f"{seconds:.1f} s"
            if not fault and peak() - before > BYTES:
                fault = f"{peak() - before:,} bytes of memory"
            return Outcome(code, seconds, fault, text, peak())
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
            return Outcome(-1, time.process_time() - began, told, text, peak())
        finally:
            signal.alarm(0)


def _answer(command: str, path: Path) -> tuple[int, str]:
    """The exit code of a command, and what is wrong with how it ended."""
    from whitecell_cli.main import cli

    result = CliRunner().invoke(cli, [command, str(path)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return result.exit_code, "".join(traceback.format_exception(result.exception))
    return result.exit_code, "" if result.exit_code in (0, 2) else f"exit code {result.exit_code}"


class HangsError(BaseException):
    """A file hangs; no command may take it for a mistake of the user's, as it would an ``OSError``."""


def _too_long(*_: Any) -> None:
    raise HangsError(f"no answer within {HANGING} s")


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
    """Keep a worker from eating the machine; libraries map more than they use. Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES * 3 + peak(), BYTES * 3 + peak()))


def some(job: tuple[int, int, int]) -> list[Outcome]:
    """Try so many files of a series, from a number on."""
    first, files, series = job
    found: list[Outcome] = []

    @seed(series * 1_000_003 + first)
    @settings(
        max_examples=files, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(copies())
    def trying(text: bytes) -> None:
        found.append(tried(text, first + len(found)))

    trying()
    return found[:files]


def all_of(files: int, series: int, jobs: int) -> Iterator[Outcome]:
    """Try many files in worker processes; gives what became of each as it comes."""
    parts = [(first, min(PART, files - first), series) for first in range(0, files, PART)]
    with get_context("forkserver").Pool(jobs, limited, maxtasksperchild=1) as pool:
        for part in pool.imap_unordered(some, parts):
            yield from part


def main() -> None:
    """Try, print and write, also after Ctrl-C what was tried until then; save what broke a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    outcomes: list[Outcome] = []
    try:
        for outcome in all_of(given.files, given.seed, given.jobs):
            outcomes.append(outcome)
            if len(outcomes) % PART == 0:
                print(f"{len(outcomes):,}", file=sys.stderr)
    except KeyboardInterrupt:
        if not outcomes:
            raise
    faults = [outcome for outcome in outcomes if outcome.fault]
    for number, outcome in enumerate(faults):
        saved = Path(tempfile.gettempdir()) / f"fuzz-{number}.yaml"
        saved.write_bytes(outcome.text)
        print(f"{saved}: {outcome.fault[-600:]}")
    codes = Counter(outcome.code for outcome in outcomes)
    lines = [
        f"{len(outcomes):,} files, seed {given.seed}: {codes[2]:,} refused, {codes[0]:,} pass (one in "
        f"{PLAYED} shown and, if it passes, played for three days), {len(faults)} broke a promise. "
        f"The slowest took {max(o.seconds for o in outcomes):.1f} s; "
        f"the largest process, after {PART} files, {max(o.peak for o in outcomes) / 2**20:.0f} MiB.",
    ]
    print(lines[0])
    put(DOCS / "validity.md", "fuzz", lines)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
