"""The marked tests once more in a Python that lacks what it lacks on Windows, see docs/desks.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LACKING = Path(__file__).parent / "lacking"
MARKED = ("test_disk.py", "test_filenames.py", "batch/test_pool.py", "env/test_process.py", "desks")

PROBE = """
import importlib, multiprocessing, os, signal
for name in ("fcntl", "termios", "pwd"):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
    else:
        raise SystemExit(name)
assert not {"fork", "killpg", "O_NOFOLLOW"} & set(dir(os))
assert not {"SIGKILL", "pthread_sigmask"} & set(dir(signal))
assert multiprocessing.get_all_start_methods() == ["spawn"]
assert multiprocessing.get_start_method() == "spawn"
"""

here_is_less = pytest.mark.skipif("WHITECELL_LACKING" in os.environ, reason="this is that Python already")


def bare(**changes: str) -> dict[str, str]:
    """The environment of a Python that lacks it, without UTF-8."""
    paths = os.pathsep.join([str(LACKING), os.environ.get("PYTHONPATH", "")])
    return {
        **os.environ, "PYTHONPATH": paths, "WHITECELL_LACKING": "1", "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "cp1252", **changes,
    }  # fmt: skip


@here_is_less
def test_it_does_lack_it() -> None:
    subprocess.run([sys.executable, "-c", PROBE], env=bare(), check=True, timeout=60)


@here_is_less
def test_what_is_marked_passes_where_it_is_lacking(tmp_path: Path) -> None:
    words = [
        "-n0",
        "-p",
        "no:cacheprovider",
        "-m",
        "desk",
        "-W",
        "ignore:only soft file lock",
        f"--basetemp={tmp_path / 'temp'}",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *(str(TESTS / name) for name in MARKED)],
        env=bare(), cwd=TESTS.parent, capture_output=True, text=True, encoding="cp1252", timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None and int(passed[1]) >= 40
