"""Processes at a seat, well-behaved and not."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from whitecell.env.process import LONGEST, Program, ProgramError

ECHO = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print("thinking", file=sys.stderr, flush=True)
    print(json.dumps({"n": asked["n"], "heard": asked["say"]}), flush=True)
"""


def program(text: str, tmp_path: Path, limit: float = 20.0) -> Program:
    file = tmp_path / "program.py"
    file.write_text(text, encoding="utf-8")
    return Program([sys.executable, str(file)], limit, tmp_path / "stderr")


def test_it_is_asked_line_by_line_and_its_stderr_is_kept_apart(tmp_path: Path) -> None:
    with program(ECHO, tmp_path) as running:
        assert running.ask({"say": "one"}) == {"heard": "one"}
        assert running.ask({"say": "zwei\nü"}) == {"heard": "zwei\nü"}
    assert (tmp_path / "stderr").read_text() == "thinking\nthinking\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("print('yes, sir', flush=True)", "no JSON"),
        ("print('[1]', flush=True)", "no JSON object"),
        ("print('{\"n\": 7}', flush=True)", "to no question"),
        ("print('{\"orders\": []}', flush=True)", "to no question"),
        ("print('{\"n\": NaN}', flush=True)", "no JSON"),
        (f"print('x' * {LONGEST + 5}, flush=True)", "longer than"),
        ("raise SystemExit(3)", "has ended"),
        ("import os; os.write(1, b'\\xff\\n')", "no JSON"),
    ],
)
def test_what_is_no_answer_is_told(tmp_path: Path, text: str, said: str) -> None:
    with program(text, tmp_path) as running, pytest.raises(ProgramError, match=said):
        running.ask({})


@pytest.mark.desk
def test_one_that_has_ended_is_told_each_time(tmp_path: Path) -> None:
    with program("raise SystemExit(3)", tmp_path) as running:
        for _ in range(3):
            with pytest.raises(ProgramError, match="has ended"):
                running.ask({})


def test_an_answer_that_comes_too_late_is_none_to_the_next_question(tmp_path: Path) -> None:
    slow = ECHO.replace("    print(json", "    import time; time.sleep(asked['wait'])\n    print(json")
    with program(slow, tmp_path, limit=5.0) as running:
        assert running.ask({"say": "first", "wait": 0}) == {"heard": "first"}
        running._limit = 0.3
        with pytest.raises(ProgramError, match="said nothing within"):
            running.ask({"say": "late", "wait": 1.0})
        running._limit = 20.0
        assert running.ask({"say": "next", "wait": 0}) == {"heard": "next"}


def test_one_that_reads_nothing_holds_nobody_up(tmp_path: Path) -> None:
    begun = time.monotonic()
    with program("import time; time.sleep(600)", tmp_path, limit=0.2) as running:
        for _ in range(3):
            with pytest.raises(ProgramError, match="said nothing"):
                running.ask({"say": "x" * 300_000})
    assert time.monotonic() - begun < 30.0


@pytest.mark.desk
def test_what_it_started_itself_ends_with_it(tmp_path: Path) -> None:
    text = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print('{"n": 1, "child": %d}' % child.pid, flush=True)
"""
    with program(text, tmp_path) as running:
        child = running.ask({})["child"]
    for _ in range(100):
        stat = Path(f"/proc/{child}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        os.kill(child, 9)
        pytest.fail("its child lives on")


def test_one_that_is_not_there_is_told() -> None:
    with pytest.raises(ProgramError, match="cannot be started"):
        Program(["/no/such/program"], 1.0)
