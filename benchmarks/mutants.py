"""Break each law on purpose and see whether the tests notice; writes the last part of docs/validity.md.

``python -m benchmarks.mutants``; ``--only NAME`` tries one. A mutant is a copy of the project in which one
expression is changed: a sign, a factor of two, a swapped actor, a comparison. It is killed if a test fails.
The known answers are asked first, so that the last mutants of the list ask properties alone.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.pages import DOCS, put

ROOT = Path(__file__).parents[1]
GAME = "engine/whitecell/game"
COPIED = ("engine", "cli", "tests", "scenarios", "seeds", "benchmarks", "pyproject.toml", "README.md", "docs")
TESTS = ("tests/game/known", "tests/game", "tests/properties")
"""In this order; the first that fails has killed the mutant."""
LIMIT = 300
"""Seconds for a mutant; one that hangs is noticed too."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one expression; ``old`` stands once in ``file``, a module of the game.

    ``asked`` are tests that have to notice it without the others; all in turn if empty.
    """

    name: str
    file: str
    old: str
    new: str
    asked: str = ""

    @property
    def path(self) -> str:
        """The module, from the project's root."""
        return f"{GAME}/{self.file}.py"


LIST = Path(__file__).with_suffix(".yaml")
MUTANTS = tuple(Mutant(**stated) for stated in yaml.safe_load(LIST.read_text(encoding="utf-8")))


def tried(mutant: Mutant) -> tuple[bool, str]:
    """Play the tests on a mutant: whether one failed, and which."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in COPIED:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder / part)
        path = folder / mutant.path
        text = path.read_text(encoding="utf-8")
        if text.count(mutant.old) != 1:
            raise ValueError(
                f"{mutant.name}: its text stands {text.count(mutant.old)} times in {mutant.path}"
            )
        path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
        # As an editable install is found by a path of its own, these must come before it.
        env = {
            **os.environ,
            "PYTHONPATH": f"{folder / 'engine'}:{folder / 'cli'}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        for tests in (mutant.asked,) if mutant.asked else TESTS:
            words = [sys.executable, "-m", "pytest", tests, "-x", "-q", "-n0", "-p", "no:cacheprovider"]
            try:
                done = subprocess.run(
                    words, cwd=folder, env=env, capture_output=True, text=True, timeout=LIMIT
                )
            except subprocess.TimeoutExpired:
                return True, f"{tests}: no end in {LIMIT} s"
            if done.returncode == 1:
                failed = re.search(r"(?:FAILED|ERROR) (\S+)", done.stdout)
                return True, (failed[1].split("[")[0] if failed else tests).removeprefix("tests/")
            if done.returncode not in (0, 5):
                failed = re.search(r"(?:FAILED|ERROR) (\S+)", done.stdout)
                return True, f"{failed[1] if failed else tests}: does not even load"
    return False, ""


def main() -> None:
    """Try every mutant, print and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="part of a mutant's name")
    only = parser.parse_args().only
    chosen = [mutant for mutant in MUTANTS if not only or only in mutant.name]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = list(zip(chosen, pool.map(_told, chosen), strict=True))
    killed = sum(dead for _, (dead, _) in results)
    alone = [dead for mutant, (dead, _) in results if mutant.asked]
    lines = [
        f"{len(results)} mutants, {killed} killed, {len(results) - killed} survive. "
        f"{len(alone)} of them were put to properties alone, which killed {sum(alone)}.",
        "",
        "| broken on purpose | in | noticed first by |",
        "|---|---|---|",
        *(
            f"| {m.name} | `{m.file}.py` | {f'`{by}`' if dead else '**nobody**'} |"
            for m, (dead, by) in results
        ),
    ]
    print(lines[0])
    if not only:
        put(DOCS / "validity.md", "mutants", lines)


def _told(mutant: Mutant) -> tuple[bool, str]:
    result = tried(mutant)
    print(f"{'killed' if result[0] else 'SURVIVES'}: {mutant.name} {result[1]}", flush=True)
    return result


if __name__ == "__main__":
    main()
