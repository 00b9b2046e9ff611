"""The commands as a shell sees them: pipes, terminals, encodings."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

BASE = "southwest-syria-2017"
TINY_BATCH = ("batch", BASE, "--days", "3", "--runs", "6", "--no-store", "--jobs", "1")
COMMAND = [sys.executable, "-W", "error", "-m", "whitecell_cli"]


def environment(**changes: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "PYTHONIOENCODING")}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **changes}


def piped(*words: str, **changes: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *words], capture_output=True, env=environment(**changes), check=False, timeout=60
    )


def on_terminal(*words: str, columns: int, cwd: Path, **changes: str) -> str:
    """Run a command with stdout and stderr on a pseudo-terminal of a width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    child = subprocess.Popen(
        [*COMMAND, *words], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, cwd=cwd,
        env=environment(TERM="xterm", **changes),
    )  # fmt: skip
    os.close(theirs)
    read = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        read += piece
    os.close(ours)
    assert child.wait(timeout=60) == 0, read
    return read.decode()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom whitecell_cli.main import cli\ncli(['--help'], standalone_mode=False)\n"
        "heavy = {'mesa', 'numpy', 'pydantic', 'duckdb', 'rich', 'scipy', 'yaml', 'starlette', 'uvicorn'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environment(), check=True, stdout=subprocess.DEVNULL)
    assert time.perf_counter() - begun < 2


def test_a_run_of_a_kept_scenario_loads_no_reader(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom whitecell_cli.main import cli\n"
        f"cli(['run', '{BASE}', '--days', '2'], standalone_mode=False)\n"
        "print(sorted({'yaml', 'importlib.metadata', 'whitecell.scenario.claims'} & set(sys.modules)))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True,
            env=environment() | {"WHITECELL_CACHE": str(tmp_path)},
        ).stdout.splitlines()[-1]
        for _ in range(2)
    ]  # fmt: skip
    assert "yaml" in said[0]
    assert said[1] == "[]"


def test_the_page_of_a_batch_loads_no_game(tmp_path: Path) -> None:
    """Its workers play, and they do not run the script of the command again."""
    script = tmp_path / "installed"
    script.write_text(
        "import sys\nopen('begun', 'a').write('x')\nfrom whitecell_cli.main import main\n"
        "if __name__ == '__main__':\n    try: main()\n"
        "    finally: assert not {'mesa', 'whitecell.game.play'} & set(sys.modules)\n"
    )
    words = ["batch", BASE, "--days", "1", "--runs", "300", "--no-store", "--jobs", "2"]
    subprocess.run(
        [sys.executable, str(script), *words], cwd=tmp_path, env=environment(), check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert (tmp_path / "begun").read_text() == "x"


def test_a_pipe_gets_no_colour_and_no_broken_lines() -> None:
    result = piped("show", BASE)
    assert result.returncode == 0
    assert result.stderr == b""
    assert b"\x1b" not in result.stdout
    lines = result.stdout.decode().splitlines()
    assert max(map(len, lines)) > 200
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize(
    "changes", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
@pytest.mark.parametrize(
    "words",
    [("run", BASE, "--days", "9"), ("run", BASE, "--days", "5", "--why", "militias"), ("show", BASE),
     TINY_BATCH, ("scenarios",)],
)  # fmt: skip
def test_any_encoding_will_do(words: tuple[str, ...], changes: dict[str, str]) -> None:
    result = piped(*words, **changes)
    assert result.returncode == 0, result.stderr
    assert result.stdout.isascii()
    # A question mark is the mark of doubt behind an interval or before what it means, and nothing else.
    assert not re.search(rb"(?<![0-9])\?(?! rests)", result.stdout)


def test_a_batch_ends_without_a_word_about_its_memory(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*COMMAND, "batch", BASE, "--runs", "2", "--days", "2", "--jobs", "1"],
        capture_output=True, cwd=tmp_path, env=environment(), check=True,
    )  # fmt: skip
    assert [line[:8] for line in ended.stderr.splitlines()] == [b"Kept in "]


def test_a_closed_pipe_ends_quietly() -> None:
    child = subprocess.Popen(
        [*COMMAND, "show", BASE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert child.stdout is not None
    child.stdout.close()
    _, complaints = child.communicate(timeout=60)
    assert complaints == b""
    assert child.returncode == 0


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("words", [("run", BASE, "--days", "9"), TINY_BATCH])
def test_a_narrow_terminal_stays_readable(columns: int, words: tuple[str, ...], tmp_path: Path) -> None:
    screen = on_terminal(*words, columns=columns, cwd=tmp_path, NO_COLOR="1")
    lines = [part for line in screen.splitlines() for part in line.split("\r")]
    assert "\x1b[1m" not in screen
    story = [line for line in lines if "\x1b" not in line]
    assert max(len(line) for line in story) <= columns


def test_colour_is_for_terminals_that_want_it(tmp_path: Path) -> None:
    assert "\x1b[1m" in on_terminal("run", BASE, "--days", "3", columns=80, cwd=tmp_path)
    assert "\x1b[" not in on_terminal("run", BASE, "--days", "3", columns=80, cwd=tmp_path, NO_COLOR="1")


def test_the_progress_bar_is_for_terminals(tmp_path: Path) -> None:
    assert "100%" in on_terminal(*TINY_BATCH, columns=80, cwd=tmp_path)
    assert piped(*TINY_BATCH).stderr == b""


def test_ctrl_c_leaves_a_batch_that_goes_on(tmp_path: Path) -> None:
    words = ("batch", BASE, "--days", "30", "--runs", "3000", "--slab", "64", "--jobs", "1", "-o", "out")
    child = subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment()
    )
    for _ in range(600):
        if list((tmp_path / "out").rglob("*.parquet")):
            break
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, complaints = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"runs are kept in out; the same command resumes from there" in complaints
    assert b"Traceback" not in complaints


def test_ctrl_c_while_the_database_is_loaded_says_nothing_of_leaks() -> None:
    # An interrupted import leaves parts of a package behind, and not the package.
    script = (
        "import atexit, sys\nimport duckdb\ndel sys.modules['duckdb'], duckdb\n"
        "from whitecell_cli import console\natexit.register(console.leave_memory)\n"
        "raise KeyboardInterrupt\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], stderr=subprocess.PIPE, env=environment(), check=False, timeout=60
    )
    assert b"KeyboardInterrupt" in ended.stderr
    assert b"leaked" not in ended.stderr


@pytest.mark.parametrize("words", [("run", BASE, "--days", "1"), ("check", BASE), ("--version",)])
def test_nothing_is_amiss_when_standard_output_is_closed(words: tuple[str, ...]) -> None:
    shell = ["sh", "-c", '"$@" >&- </dev/null', "sh", *COMMAND, *words]
    ended = subprocess.run(shell, stderr=subprocess.PIPE, env=environment(), check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_run_of_one_day_is_of_one_day() -> None:
    assert b"Run 0: 1 day, " in piped("run", BASE, "--days", "1").stdout
