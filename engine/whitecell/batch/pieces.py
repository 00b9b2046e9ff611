"""Independent pieces of work, done in several processes.

Not by ``concurrent.futures``: its workers share locks that are gone when the process that leads is killed,
and one that is just starting complains of it in a traceback.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, NoReturn, TypeVar

from whitecell.batch.errors import BatchError
from whitecell.batch.workers import dismissed, make_ready, quiet, started

T = TypeVar("T")
R = TypeVar("R")


def _serve(pipe: Connection) -> None:
    """Live as a worker: do what comes, and send what comes of it, until the pipe is closed."""
    quiet()
    try:
        while True:
            ticket, work, item = pipe.recv()
            try:
                done = pickle.dumps((ticket, True, work(item)))
            except Exception as error:
                done = pickle.dumps((ticket, False, _sendable(error)))
            pipe.send_bytes(done)
    except (EOFError, OSError):
        return


def _sendable(error: Exception) -> Exception:
    """An error that another process can read."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


class Hands:
    """Processes that do pieces of work of one kind after another; a context manager.

    Parameters
    ----------
    jobs : int
        Processes; with one, all work is done in this process, piece by piece as results are asked for.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._members: dict[Any, Any] = {}
        self._busy: dict[Any, tuple[int, int]] = {}
        self._rounds = 0

    def __enter__(self) -> Hands:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe, process in self._members.items():
            if pipe in self._busy:
                process.kill()
            dismissed(process, pipe)
        self._members, self._busy = {}, {}

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """Begin to do the same with each item, and give what comes of it in the items' order.

        A single item is worked at in this process. For more than one job, ``work``, items and results have
        to be such that they can be sent to another process. An error of a piece is raised in its place. Take
        the results before other work is begun: what is left of them then is dropped.

        Raises
        ------
        BatchError
            If a process cannot be started, or dies.
        """
        if self.jobs == 1 or len(items) <= 1:
            return map(work, items)
        self._hire(min(self.jobs, len(items)))
        self._rounds += 1
        waiting = list(enumerate(items))[::-1]
        self._hand_out(self._rounds, work, waiting)
        return self._gathered(work, waiting, len(items), self._rounds)

    def _gathered(
        self, work: Callable[[T], R], waiting: list[tuple[int, T]], count: int, number: int
    ) -> Iterator[R]:
        """Results in order, while the rest is handed out."""
        there: dict[int, tuple[bool, Any]] = {}
        for k in range(count):
            while k not in there:
                if number != self._rounds:
                    raise RuntimeError("other work was begun before the results of this were taken")
                for pipe in wait(list(self._busy)):
                    (which, place), fine, value = self._hear(pipe)
                    # What came of a round that nobody waits for any more is dropped.
                    if which == number:
                        there[place] = fine, value
                self._hand_out(number, work, waiting)
            fine, value = there.pop(k)
            if not fine:
                raise value
            yield value

    def _hire(self, count: int) -> None:
        if not self._members:
            make_ready()
        try:
            while len(self._members) < count:
                process, pipe = started(_serve)
                self._members[pipe] = process
        except OSError as error:
            raise BatchError(f"cannot start a worker process: {error}. Use fewer jobs.") from error

    def _hand_out(self, number: int, work: Callable[[T], R], waiting: list[tuple[int, T]]) -> None:
        for pipe in self._members:
            if waiting and pipe not in self._busy:
                place, item = waiting.pop()
                ticket = self._busy[pipe] = number, place
                try:
                    pipe.send((ticket, work, item))
                except OSError:
                    self._mourn(pipe)

    def _hear(self, pipe: Any) -> tuple[tuple[int, int], bool, Any]:
        try:
            answer: tuple[tuple[int, int], bool, Any] = pipe.recv()
        except (EOFError, OSError):
            self._mourn(pipe)
        del self._busy[pipe]
        return answer

    def _mourn(self, pipe: Any) -> NoReturn:
        """Say that a worker died."""
        process = self._members[pipe]
        process.join(1.0)
        raise BatchError(
            f"a worker process died (exit code {process.exitcode}); if memory is short, use fewer jobs"
        )


def each(work: Callable[[T], R], items: Sequence[T], jobs: int = 1) -> Iterator[R]:
    """Do the same with each item, see :meth:`Hands.each`, by hands that go home afterwards."""
    with Hands(min(jobs, max(len(items), 1))) as hands:
        yield from hands.each(work, items)
