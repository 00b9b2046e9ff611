"""A process at a seat: it reads questions as lines of JSON on stdin, and answers in lines on stdout."""

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
"""Most bytes in an answer."""
PATIENCE = 2.0
"""Seconds that a process has to end by itself, once its stdin is closed."""


class ProgramError(ValueError):
    """A program gave no readable answer; the message says why, in one line."""


class Program:
    """A process that plays a seat.

    The process starts when the object is made, without a shell. It ends with the ``with`` block, together
    with all processes that it has started. Each question is one line with a number ``n`` of its own, and the
    answer is one line with the same number. So a late answer is never taken for the answer to a later
    question.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    limit : float
        Seconds for an answer.
    complaints : Path, optional
        File to which its stderr is appended; by default it is discarded.
    place : Path, optional
        The folder in which it is started; by default the current one.

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
        # Threads, so that a process that neither reads nor writes does not block the caller.
        self._threads = [Thread(target=work, daemon=True) for work in (self._write, self._read)]
        for thread in self._threads:
            thread.start()

    def _write(self) -> None:
        """Write questions to its stdin, until there are no more."""
        stdin = self._process.stdin
        assert stdin is not None
        with suppress(OSError):  # it may have ended
            while line := self._asked.get():
                stdin.write(line)
                stdin.flush()
        with suppress(OSError):
            stdin.close()

    def _read(self) -> None:
        """Read its output line by line; then put None, at its end or if a line is too long."""
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
        """End the process: its stdin is closed, and if it does not end by itself soon it is killed."""
        family = Family(self._process.pid)
        self._asked.put(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        family.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(PATIENCE)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question, to which the number ``n`` is added.

        Raises
        ------
        ProgramError
            If the process gives no answer in time, has ended, or answers too long or without a JSON object.
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
        """The next line of its output as an object, if it comes in time."""
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
