"""Feed broken scenarios to ``check`` and broken manifests to what reads batches.

``python -m benchmarks.fuzz --files 10000`` tries so many of each and writes what came of them into
docs/validity.md. Hypothesis breaks a copy in its structure (nodes deleted, doubled, renamed, swapped,
replaced by odd values) or in its bytes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.fuzz.outcome import PLAYED, Outcome
from benchmarks.fuzz.series import KINDS, PART, all_of
from benchmarks.pages import DOCS, put

AT_LENGTH = {
    "scenarios": "shown and, if it passes, played for three days",
    "manifests": "compared with the batch and asked to go on with it",
}
"""What is done with one in so many of a kind."""


def tell(kind: str, outcomes: list[Outcome], series: int) -> tuple[str, int]:
    """What came of the files of a kind in a line, and how many broke a promise; those are saved."""
    faults = [outcome for outcome in outcomes if outcome.fault]
    for number, outcome in enumerate(faults):
        saved = Path(tempfile.gettempdir()) / f"fuzz-{kind}-{number}"
        saved.write_bytes(outcome.text)
        print(f"{saved}: {outcome.fault[-600:]}")
    codes = Counter(outcome.code for outcome in outcomes)
    line = (
        f"{len(outcomes):,} {kind}, seed {series}: {codes[2]:,} refused, {codes[0]:,} pass (one in "
        f"{PLAYED} {AT_LENGTH[kind]}), {len(faults)} broke a promise. "
        f"The slowest took {max(o.seconds for o in outcomes):.1f} s; "
        f"the largest process, after {PART} files, {max(o.peak for o in outcomes) / 2**20:.0f} MiB."
    )
    return line, len(faults)


def main() -> None:
    """Try, print and write, also after Ctrl-C what was tried until then; save what broke a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", choices=list(KINDS))
    given = parser.parse_args()
    faults = 0
    for kind in [given.only] if given.only else KINDS:
        outcomes: list[Outcome] = []
        try:
            for outcome in all_of(kind, given.files, given.seed, given.jobs):
                outcomes.append(outcome)
                if len(outcomes) % PART == 0:
                    print(f"{len(outcomes):,} {kind}", file=sys.stderr)
        except KeyboardInterrupt:
            if not outcomes:
                raise
        line, broken = tell(kind, outcomes, given.seed)
        faults += broken
        print(line)
        put(DOCS / "validity.md", f"fuzz of {kind}", [line])
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
