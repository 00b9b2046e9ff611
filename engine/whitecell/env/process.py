"""A process at a seat: it is asked in a line of JSON on its stdin, and answers in one on its stdout."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any

from whitecell.env.family import Family
from whitecell.plain_json import read_json

LONGEST = 1_000_000
"""Bytes of an answer, at most."""
PATIENCE = 2.0
"""Seconds that a process is given to end by itself, once its stdin is closed."""


class ProgramError(ValueError):
    """A program gave no answer that can be read: in one line, why."""


class Program:
    """A process that plays a seat.

    It is started when it is made, without a shell, and ends with the ``with`` block, with all that it has
    started itself. Each question is one line with a number ``n`` of its own; the answer is one line that
    holds the same number, so that one that comes too late is never taken for the answer to a later question.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    limit : float
        Seconds for an answer.
    complaints : Path, optional
        Where its stderr goes, at the end of what is there; nowhere if left out.
    place : Path, optional
        The folder in which it is started; the current one if left out.

    Raises
    ------
    ProgramError
        If it cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        limit: float,
        complaints: Path | None = None,
        place: Path | None = None,
    ) -> None:
        self._limit, self._n = limit, 0
        self._asked: Queue[bytes | None] = Queue()
        self._said: Queue[bytes | None] = Queue()
        try:
            with (complaints or Path(os.devnull)).open("ab") as stderr:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr,
                    start_new_session=True, cwd=place,
                )  # fmt: skip
        except OSError as error:
            raise ProgramError(f"{command[0]} cannot be started: {error.strerror}") from None
        # Threads, so that one that neither reads nor writes holds nobody up.
        self._threads = [Thread(target=work, daemon=True) for work in (self._write, self._read)]
        for thread in self._threads:
            thread.start()

    def _write(self) -> None:
        """Put questions on its stdin, until there are no more."""
        stdin = self._process.stdin
        assert stdin is not None
        with suppress(OSError):  # it may have gone
            while line := self._asked.get():
                stdin.write(line)
                stdin.flush()
        with suppress(OSError):
            stdin.close()

    def _read(self) -> None:
        """Take what it says, line by line; None once it says no more, or too much."""
        stdout = self._process.stdout
        assert stdout is not None
        while line := stdout.readline(LONGEST + 1):
            self._said.put(line)
            if len(line) > LONGEST:
                break
        self._said.put(None)
        stdout.close()

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: its stdin is closed, and if it does not go by itself soon it is killed."""
        family = Family(self._process.pid)
        self._asked.put(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        family.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(PATIENCE)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Its answer to a question, which is given its number ``n``.

        Raises
        ------
        ProgramError
            If it says nothing in time, has ended, or says what is no JSON object or too long.
        """
        self._n += 1
        line = json.dumps({"n": self._n, **question}, ensure_ascii=False, allow_nan=False) + "\n"
        self._asked.put(line.encode())
        end = monotonic() + self._limit
        while True:
            answer = self._answer(end)
            number = answer.pop("n", None)
            if number == self._n:
                return answer
            if not isinstance(number, int) or number > self._n:
                raise ProgramError(f"its answer is to no question that was asked: n is {str(number)[:40]}")

    def _answer(self, end: float) -> dict[str, Any]:
        """The next thing that it says, if it comes in time."""
        try:
            line = self._said.get(timeout=max(end - monotonic(), 0.0))
        except Empty:
            raise ProgramError(f"it said nothing within {self._limit:g} s") from None
        if line is None:
            self._said.put(None)  # for the next question
            raise ProgramError("it has ended, or closed its stdout")
        if len(line) > LONGEST:
            raise ProgramError(f"its answer is longer than {LONGEST:,} bytes")
        try:
            answer = read_json(line)
        except ValueError as error:
            raise ProgramError(f"its answer is no JSON: {str(error)[:120]}") from None
        if not isinstance(answer, dict):
            raise ProgramError('its answer is no JSON object, such as {"n": 1, "orders": []}')
        return answer
