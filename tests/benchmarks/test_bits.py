"""Two checkouts are compared to the bit: this one is the same as itself, and a difference is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks import bits

from whitecell.scenario.skeleton import skeleton


@pytest.fixture
def valley(tmp_path: Path) -> str:
    path = tmp_path / "valley.yaml"
    path.write_text(skeleton("Valley", path.name), encoding="utf-8")
    return str(path)


def ask(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.bits", *map(str, words)]
    return subprocess.run(command, cwd=bits.ROOT, capture_output=True, text=True, check=False)


def test_a_checkout_is_the_same_as_itself(valley: str) -> None:
    answer = ask(bits.ROOT, valley, "--days", 3)
    assert answer.returncode == 0, answer.stderr
    *lines, last = answer.stdout.splitlines()
    assert len(lines) == (1 + bits.SAMPLED) * len(bits.SLABS) + len(bits.TOLD)
    assert all(line.endswith(": the same") for line in lines)
    assert last == f"{len(lines)} cases, 0 differ"


def test_a_checkout_with_another_law_differs(valley: str, tmp_path: Path) -> None:
    for part in ("engine", "cli"):
        shutil.copytree(bits.ROOT / part, tmp_path / part)
    measures = tmp_path / "engine" / "whitecell" / "game" / "readers" / "gauge.py"
    text = measures.read_text(encoding="utf-8")
    assert "kept += today if" in text
    measures.write_text(text.replace("kept += today if", "kept += 1e-9 + today if"), encoding="utf-8")
    answer = ask(tmp_path, valley, "--days", 3)
    assert answer.returncode == 1
    assert "differs in " in answer.stdout


def test_a_differing_hash_is_told_with_its_part() -> None:
    one = {"a": {"x": "1", "y": "2"}, "b": {"x": "1"}}
    other = {"a": {"x": "1", "y": "3"}, "c": {"x": "1"}}
    assert list(bits.compared(one, other)) == [("a", ["y"]), ("b", ["x"]), ("c", ["x"])]


def test_the_last_bit_of_a_value_changes_its_hash() -> None:
    values = np.array([0.1, np.nan, 3.0])
    assert bits.of_column(values) == bits.of_column(values.copy())
    assert bits.of_column(values) != bits.of_column(np.nextafter(values, 1.0))
    assert bits.of_column(np.array([None, "a"], dtype=object)) != bits.of_column(
        np.array([None, "b"], dtype=object)
    )
