"""Worker processes as an executor that can lose members.

Not ``ProcessPoolExecutor``: that stops for good when one worker is killed, which would lose a night's batch
to one run out of memory; and its workers share locks that are gone when the process that leads is killed,
of which one that is just starting complains in a traceback. Here a task whose worker dies is handed out
again and another worker is started, while the others go on.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from threading import Lock, Thread
from typing import ParamSpec, TypeVar, cast

from whitecell.batch.errors import BatchError, WorkerDiedError
from whitecell.batch.hands import Hands, Here
from whitecell.batch.tasks import Task, settle
from whitecell.batch.workers import STOP, StoppedError, Worker, interrupts_held

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""How often a task is handed out whose workers die, and how many workers may die as they start."""
AHEAD = 2
"""Tasks that are handed out for each process, so that no process is idle between two tasks."""


class _Member(Worker):
    """A worker of a pool, and what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = False
        self.task: Task | None = None


class Pool(Hands):
    """Worker processes, started as there is work for them; a context manager.

    A thread leads them. At the end nothing is waited for: what is not done is taken back, and a worker that
    is busy is killed. What is submitted, and what comes of it, must be such that it can be pickled.

    A future's exception is ``WorkerDiedError`` if its workers died again and again, ``BatchError`` if
    workers cannot be started, :class:`.workers.StoppedError` if it was stopped, and ``BrokenExecutor`` if
    this process may not have workers or the thread fails.

    Parameters
    ----------
    jobs : int
        Processes, at most.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._waiting: deque[Task] = deque()
        self._members: list[_Member] = []
        self._stillborn = 0
        self._lock = Lock()
        """Held for what other threads also touch: what waits, who holds what, and the bell."""
        self._open, self._rung = True, False
        self._bell, self._rope = Pipe(duplex=False)
        self._thread: Thread | None = None
        self._broken: Exception | None = None

    @property
    def room(self) -> int:
        """Two tasks for each process."""
        return AHEAD * self.jobs

    def submit(self, work: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> Future[R]:
        """Have it done by the next worker that is free.

        Raises
        ------
        StoppedError
            If the pool has been shut down.
        """
        task = Task(pickle.dumps((work, words, named)), self._stop)
        with self._lock:
            if not self._open:
                raise self._end()
            self._waiting.append(task)
            self._ring()
            if self._thread is None:
                self._thread = Thread(target=self._lead, daemon=True)
                with interrupts_held():
                    self._thread.start()
        return task

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all workers, whatever they do; waits until they have ended."""
        with self._lock:
            self._open = False
            self._ring()
        if self._thread is not None:
            self._thread.join()

    def _end(self) -> Exception:
        """Why nobody works any more."""
        if self._broken is None:
            return StoppedError("the workers have gone home")
        broken = BrokenExecutor(f"nobody leads the workers any more: {self._broken}")
        broken.__cause__ = self._broken
        return broken

    def _ring(self) -> None:
        """Wake the thread that leads."""
        if not self._rung:
            self._rung = True
            with suppress(OSError):  # it has gone home
                self._rope.send_bytes(b"!")

    def _stop(self, task: Task) -> None:
        """Tell the worker of a task that its result is not wanted."""
        with self._lock:
            task.unwanted = True
            if task.member is not None:
                with suppress(OSError):  # it has died, and its pipe says so
                    task.member.pipe.send_bytes(STOP)

    # the thread that leads -----------------------------------------------------------------------

    def _lead(self) -> None:
        try:
            while self._open:
                self._hand_out()
                pipes = {member.pipe: member for member in self._members}
                for pipe in wait([self._bell, *pipes]):
                    if pipe is self._bell:
                        self._hear_bell()
                    else:
                        self._hear(pipes[cast(Connection, pipe)])
        except Exception as error:
            self._broken = error
        self._go_home()

    def _go_home(self) -> None:
        """End all workers; what was not done fails."""
        with self._lock:
            self._open = False
        held = [(member, self._taken_from(member)) for member in self._members]
        for member, task in held:
            member.end(busy=task is not None or not member.ready)
        for task in (*(task for _, task in held if task is not None), *self._waiting):
            if task.begin():
                task.set_exception(self._end())
        self._rope.close()
        self._bell.close()

    def _hear_bell(self) -> None:
        with self._lock:
            self._bell.recv_bytes()
            self._rung = False

    def _hand_out(self) -> None:
        """Give tasks to idle workers, and start workers while there is work for them."""
        with self._lock:
            for member in self._members:
                if member.ready and member.task is None:
                    self._give(member)
            free = sum(member.task is None for member in self._members)
            wanted = min(self.jobs - len(self._members), len(self._waiting) - free)
        for _ in range(wanted):
            try:
                self._members.append(_Member())
            except OSError as error:
                self._give_up(
                    f"cannot start a worker process: {error.strerror or error}; close what takes memory or "
                    "processes, or use fewer jobs"
                )
                return

    def _give(self, member: _Member) -> None:
        """Give a worker the next task that is still wanted."""
        while self._waiting:
            task = self._waiting.popleft()
            if not task.begin():
                continue
            try:
                member.pipe.send_bytes(task.order)
            except OSError:
                # It died since; its pipe says so next, and this task was not to blame.
                self._waiting.appendleft(task)
            else:
                member.task, task.member = task, member
            return

    def _hear(self, member: _Member) -> None:
        """Take a worker's answer, or remove a worker that has died."""
        try:
            answer = member.pipe.recv_bytes()
        except (EOFError, OSError):
            self._remove(member)
            return
        if not member.ready:
            member.ready = True
        elif (task := self._taken_from(member)) is not None:
            settle(task, answer)

    def _taken_from(self, member: _Member) -> Task | None:
        """What a worker held, which it holds no more."""
        with self._lock:
            task, member.task = member.task, None
            if task is not None:
                task.member = None
        return task

    def _remove(self, member: _Member) -> None:
        self._members.remove(member)
        task = self._taken_from(member)
        code = member.end(busy=False)
        if not member.ready:
            self._stillborn += 1
            if self._stillborn >= TRIES:
                self._give_up(
                    f"cannot start worker processes: they die at once (exit code {code}). In a "
                    'script, start the batch under `if __name__ == "__main__":`, or use one job.'
                )
        if task is None:
            return
        task.deaths += 1
        if task.unwanted:
            task.set_exception(StoppedError("its result is not wanted"))
        elif task.deaths < TRIES:
            with self._lock:
                self._waiting.appendleft(task)
        else:
            task.set_exception(
                WorkerDiedError(
                    f"its worker process died {TRIES} times (exit code {code}); "
                    "if memory is short, use fewer jobs or smaller slabs"
                )
            )

    def _give_up(self, reason: str) -> None:
        """Let all that waits fail; what is submitted later is tried again."""
        self._stillborn = 0
        with self._lock:
            waiting = [task for task in self._waiting if task.begin()]
            self._waiting.clear()
        for task in waiting:
            task.set_exception(BatchError(reason))


def hired(jobs: int, tasks: int | None = None) -> Hands:
    """Hands for so many tasks, or any number, in so many processes: in this one if one is enough."""
    most = jobs if tasks is None else min(jobs, tasks)
    return Pool(most) if most > 1 else Here()


def each(work: Callable[[T], R], items: Sequence[T], jobs: int = 1) -> Iterator[R]:
    """Do the same with each item and give what comes of it in the items' order, in so many processes.

    For more than one, ``work``, items and results have to be such that they can be pickled. An error of an
    item is raised in its place.

    Raises
    ------
    BatchError
        If a process cannot be started, or dies again and again over an item.
    """
    with hired(jobs, len(items)) as hands:
        yield from hands.map(work, items)
