"""Perform every trial and write the table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.hostile import subjects
from benchmarks.hostile.trial import Trial
from benchmarks.pages import DOCS, put


def performed(trial: Trial) -> str:
    """Perform a trial in a folder of its own; gives what did not hold, or an empty text."""
    with tempfile.TemporaryDirectory() as home:
        try:
            return trial.perform(Path(home))
        except Exception as error:
            return f"{type(error).__name__}: {error}"


def main() -> None:
    """Perform the trials, print what did not hold, and write all into docs/validity.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=subjects(), help="the trials of one subject")
    only = parser.parse_args().only
    fallen = 0
    for subject, trials in subjects().items():
        if only not in (None, subject):
            continue
        rows = []
        for trial in trials:
            wrong = performed(trial)
            fallen += bool(wrong)
            print(f"{trial.tried}: {wrong or 'holds'}", flush=True)
            rows.append(f"| {trial.tried} | {trial.holds} | {'**does not hold**' if wrong else 'holds'} |")
        head = ["| tried | what must hold | |", "|---|---|---|"]
        put(DOCS / "validity.md", f"hostile-{subject}", [*head, *rows])
    sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    main()
