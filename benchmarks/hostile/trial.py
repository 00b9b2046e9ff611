"""A trial: what is done to whitecell, what must hold all the same, and whether it does."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

from whitecell_cli.main import main

PATIENCE = 60.0
"""Seconds after which a command is taken to hang."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing that is tried.

    Attributes
    ----------
    tried, holds : str
        What is done, and what must hold, in the words of the table.
    perform : callable
        Does it in an empty folder; gives what did not hold, or an empty text.
    quick : bool
        Takes a few seconds, so that the tests perform it too.
    """

    tried: str
    holds: str
    perform: Callable[[Path], str]
    quick: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended; ``code`` is None if it did not."""

    code: int | None
    out: str
    err: str
    seconds: float

    def refused(self, *words: str, code: int = 2, lines: int = 1) -> str:
        """What is wrong with a refusal: it has an exit code, so many lines, these words and no traceback."""
        if self.code != code:
            return f"exit code {self.code}, not {code}: {self.err.strip()[-200:]}"
        if "Traceback" in self.err:
            return f"a traceback: {self.err.strip()[-200:]}"
        told = self.err.strip() or self.out.strip()  # what a check finds is its output
        said = [line for line in told.splitlines() if line and not line.endswith("--help` lists the options")]
        if len(said) > lines:
            return f"{len(said)} lines: {told[:200]}"
        missing = [word for word in words if word not in told]
        return f"nothing about {', '.join(missing)}: {told[:200]}" if missing else ""

    def done(self) -> str:
        """What is wrong with how a command that should work ended."""
        return "" if self.code == 0 else f"exit code {self.code}: {self.err.strip()[-200:]}"


def whitecell(
    home: Path,
    *words: str,
    patience: float = PATIENCE,
    most_bytes: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Answer:
    """Run a command in a folder, as a user would.

    It is a process of its own, forked from one in which the packages are loaded already, so that hundreds of
    commands cost no hundreds of imports. ``most_bytes`` is what the disk takes of each file.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as told:
        process = _served().Process(
            target=_play, args=(home, words, Path(told), most_bytes, environment or {})
        )
        process.start()
        process.join(patience)
        hangs = process.is_alive()
        process.kill()
        process.join()
        out, err = (
            (Path(told) / name).read_text(encoding="utf-8", errors="replace")
            if (Path(told) / name).exists()
            else ""
            for name in ("out", "err")
        )
    return Answer(None if hangs else process.exitcode, out, err, time.monotonic() - began)


@cache
def _served() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.hostile.loaded"])
    return context


def _play(
    home: Path, words: Sequence[str], told: Path, most_bytes: int | None, environment: Mapping[str, str]
) -> None:
    """In the forked process: set the folder, arguments, streams, limits and environment of the command."""
    os.chdir(home)
    os.environ.update(environment)
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    for stream, place, flags in (
        (0, Path(os.devnull), os.O_RDONLY),
        (1, told / "out", os.O_WRONLY | os.O_CREAT),
        (2, told / "err", os.O_WRONLY | os.O_CREAT),
    ):
        os.dup2(os.open(place, flags, 0o600), stream)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 -- it is the process's own
    sys.argv = ["whitecell", *words]
    main()


def surroundings() -> dict[str, str]:
    """The environment of a command, with this tree's packages."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def valley(home: Path, name: str = "valley") -> Path:
    """A small scenario that plays, of 5 days."""
    answer = whitecell(home, "new", name)
    if answer.code:
        raise RuntimeError(answer.err)
    path = home / f"{name}.yaml"
    answer = whitecell(home, "set", path.name, "days=5")
    if answer.code:
        raise RuntimeError(answer.err)
    return path


def batch(home: Path, folder: str, *words: str, scenario: str = "valley.yaml") -> Answer:
    """Play six runs into a folder."""
    return whitecell(home, "batch", scenario, "--runs", "6", "--jobs", "1", "-o", folder, *words)
