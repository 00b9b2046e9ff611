"""Each mutant can be made: its text stands once in its file, and what it becomes is Python."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.mutants import MUTANTS, ROOT, Mutant, failing, outcome, page, rows, written


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
    first, second = MUTANTS[0], next(mutant for mutant in MUTANTS if "/" in mutant.file)
    results = {first.name: (True, "tests/a.py::b"), second.name: (False, "")}
    lines = page(results)
    assert lines[0].startswith("2 mutants, 1 killed, 1 survive.")
    assert lines[-1] == f"| {second.name} | `{second.file}.py` | **nobody** |"
    assert rows("\n".join(lines)) == results


def test_what_pytest_says_of_a_mutant() -> None:
    asked = "tests/game/known"
    failed = "E   assert 1.0 == 2.0\nFAILED tests/game/known/test_some.py::test_a[1] - assert 1.0 == 2.0\n"
    assert outcome(asked, 1, failed) == (True, "game/known/test_some.py::test_a")
    assert outcome(asked, 0, "3 passed") is None
    assert outcome(f"{asked}/test_some.py::test_gone", 4, "ERROR: not found: test_gone\n") is None


def test_a_mutant_that_does_not_play_is_not_noticed() -> None:
    crashed = "E       NameError: name 'there' is not defined\nFAILED tests/game/known/test_some.py::test_a\n"
    assert outcome("tests/game", 1, crashed) == (False, "game/known/test_some.py::test_a: NameError")
    assert outcome("tests/game", 2, "ERROR tests/game/test_some.py\n") == (
        False,
        "game/test_some.py: does not even load",
    )


def test_tests_that_fail_without_a_mutant_are_found(tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    tests.mkdir()
    text = "def test_right():\n    pass\n\n\ndef test_wrong():\n    raise ValueError\n"
    (tests / "test_some.py").write_text(text, encoding="utf-8")
    noticed = ["test_some.py::test_right", "test_some.py::test_wrong", "tests/game: no end in 300 s", ""]
    assert failing(noticed, tmp_path) == ["test_some.py::test_wrong"]
    assert failing(noticed[2:], tmp_path) == []


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.asked], ids=lambda mutant: mutant.name)
def test_the_tests_it_is_put_to_are_there(mutant: Mutant) -> None:
    assert (ROOT / mutant.asked).is_file()
