"""Each mutant can be made: its text stands once in its file, and what it becomes is Python."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.mutants import MUTANTS, ROOT, Mutant, page, written


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_it_can_be_made(mutant: Mutant) -> None:
    text = (ROOT / mutant.path).read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1
    compile(text.replace(mutant.old, mutant.new), mutant.path, "exec")


def test_names_differ() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 30


def test_the_page_tells_of_every_mutant_that_all_are_killed() -> None:
    told = written()
    assert list(told) == [mutant.name for mutant in MUTANTS], "run `python -m benchmarks.mutants --new`"
    assert [name for name, (dead, _) in told.items() if not dead] == []


def test_what_is_written_is_read_back() -> None:
    first, second = MUTANTS[:2]
    lines = page({first.name: (True, "tests/a.py::b"), second.name: (False, "")})
    assert lines[0].startswith("2 mutants, 1 killed, 1 survive.")
    assert lines[-1].endswith("**nobody** |")


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.asked], ids=lambda mutant: mutant.name)
def test_the_tests_it_is_put_to_are_there(mutant: Mutant) -> None:
    assert (ROOT / mutant.asked).is_file()
