"""Break each law on purpose and check that the tests notice; writes the last part of docs/validity.md.

``python -m benchmarks.mutants``; ``--only NAME`` tries one, ``--new`` those not yet tried. A mutant is a copy
of the project in which one expression is changed: a sign, a factor of two, a swapped actor, a comparison. It
is killed if a test fails. The test that noticed it last time runs first, then the tests of known answers. As
these notice nearly all mutants, the last mutants of the list are tried with property tests alone. At the end,
every test that noticed a mutant runs on the unchanged project, where it has to pass.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.pages import DOCS, put

ROOT = Path(__file__).parents[1]
ENGINE = "engine/whitecell"
COPIED = ("engine", "cli", "tests", "scenarios", "seeds", "benchmarks", "pyproject.toml", "README.md", "docs")
TESTS = ("tests/game/known", "tests/game", "tests/properties")
"""Tests in this order; the first that fails kills the mutant."""
LIMIT = 300
"""Seconds for a mutant, at most; a mutant that hangs counts as noticed."""


PYTEST = (sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
CRASH = re.compile(r"^E +(NameError|UnboundLocalError|AttributeError|TypeError)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one expression; ``old`` occurs once in ``file``, a module of a part of the engine.

    ``file`` is a path in the part's folder without the ending, such as ``war/combat``. ``asked`` holds tests
    that have to notice the mutant by themselves; if empty, all run in turn. ``tests`` holds the tests of a
    module outside the game, whose mutants the game's tests cannot notice.
    """

    name: str
    file: str
    old: str
    new: str
    asked: str = ""
    part: str = "game"
    tests: str = ""

    @property
    def path(self) -> str:
        """The module, from the project's root."""
        return f"{ENGINE}/{self.part}/{self.file}.py"


LIST = Path(__file__).with_suffix(".yaml")
MUTANTS = tuple(Mutant(**stated) for stated in yaml.safe_load(LIST.read_text(encoding="utf-8")))


def tried(mutant: Mutant, before: str = "") -> tuple[bool, str]:
    """Run the tests on a mutant: whether one failed, and which.

    The test that noticed it ``before`` runs first, if it still exists.
    """
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
        # An editable install has a path of its own, so these paths must come before it.
        env = {
            **os.environ,
            "PYTHONPATH": f"{folder / 'engine'}:{folder / 'cli'}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        alone = mutant.asked or mutant.tests
        for tests in (*_paths([before]), *((alone,) if alone else TESTS)):
            try:
                done = subprocess.run(
                    [*PYTEST, tests, "-x"], cwd=folder, env=env, capture_output=True, text=True, timeout=LIMIT
                )
            except subprocess.TimeoutExpired:
                return True, f"{tests}: no end in {LIMIT} s"
            found = outcome(tests, done.returncode, done.stdout)
            if found is not None:
                return found
    return False, ""


Row = tuple[bool, str]
"""Whether a mutant was killed, and by which test."""


def outcome(tests: str, code: int, said: str) -> Row | None:
    """The verdict on a mutant from pytest's code and output; None if no test noticed it or none exists.

    A mutant that does not run at all breaks no law, so a test that stumbles over it has not noticed it.
    """
    failed = FAILED.search(said)
    by = (failed[1].split("[")[0] if failed else tests).removeprefix("tests/")
    if crash := CRASH.search(said):
        return False, f"{by}: {crash[1]}"
    if code == 2:
        return False, f"{by}: does not even load"
    return (True, by) if code == 1 else None


def _paths(tests: Iterable[str]) -> list[str]:
    """The outcomes of :func:`tried` that are single tests, as arguments of pytest."""
    return sorted({f"tests/{test}" for test in tests if "::" in test and " " not in test})


def failing(tests: Iterable[str], root: Path = ROOT) -> list[str]:
    """Those of some tests, as :func:`tried` names them, that fail on the unchanged project."""
    if not (asked := _paths(tests)):
        return []
    done = subprocess.run([*PYTEST, *asked], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise ValueError(done.stdout + done.stderr)
    return [found[1].removeprefix("tests/") for found in FAILED.finditer(done.stdout)]


PAGE = DOCS / "validity.md"
ROW = re.compile(
    r"^\| (?P<name>[^|]+) \| `[a-z_/]+\.py` \| (?:`(?P<by>[^`|]+)`|\*\*nobody\*\*) \|$", re.MULTILINE
)


def written() -> dict[str, Row]:
    """The page's entry for each mutant that is still on the list."""
    part = PAGE.read_text(encoding="utf-8").split("<!-- mutants -->")[1].split("<!-- /mutants -->")[0]
    return rows(part)


def rows(part: str) -> dict[str, Row]:
    """The entry of a table from :func:`page` for each mutant that is still on the list."""
    found = {row["name"]: (bool(row["by"]), row["by"] or "") for row in ROW.finditer(part)}
    return {mutant.name: found[mutant.name] for mutant in MUTANTS if mutant.name in found}


def page(results: dict[str, Row]) -> list[str]:
    """The table of mutants that were tried, in the order of the list."""
    tried_ones = [mutant for mutant in MUTANTS if mutant.name in results]
    killed = sum(results[mutant.name][0] for mutant in tried_ones)
    alone = [results[mutant.name][0] for mutant in tried_ones if mutant.asked]
    return [
        f"{len(tried_ones)} mutants, {killed} killed, {len(tried_ones) - killed} survive. "
        f"{len(alone)} of them were put to properties alone, which killed {sum(alone)}.",
        "",
        "| broken on purpose | in | noticed first by |",
        "|---|---|---|",
        *(
            f"| {m.name} | `{m.file}.py` | {f'`{by}`' if dead else '**nobody**'} |"
            for m in tried_ones
            for dead, by in (results[m.name],)
        ),
    ]


def main() -> None:
    """Try mutants, and write each result as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="those with this in their name; other rows stay as they are")
    parser.add_argument("--new", action="store_true", help="those that the page does not tell of yet")
    options = parser.parse_args()
    before = written()
    results = dict(before) if options.only or options.new else {}
    chosen = [m for m in MUTANTS if not options.only or options.only in m.name]
    if options.new:
        chosen = [m for m in chosen if m.name not in results]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waiting = {pool.submit(tried, each, before.get(each.name, (False, ""))[1]): each for each in chosen}
        for done in as_completed(waiting):
            name, (dead, by) = waiting[done].name, done.result()
            print(f"{'killed' if dead else 'SURVIVES'}: {name} {by}", flush=True)
            results[name] = (dead, by)
            put(PAGE, "mutants", page(results))
    print(page(results)[0])
    if always := failing(results[mutant.name][1] for mutant in chosen):
        sys.exit(f"these fail without a mutant too, so what they noticed says nothing: {', '.join(always)}")


if __name__ == "__main__":
    main()
