"""Worker processes as an executor that can lose members.

``ProcessPoolExecutor`` would not do. It stops for good when one worker is killed, so one run out of memory
would end a night's batch. Its workers also share locks that vanish when the leading process is killed, and a
worker that is just starting then prints a traceback. Here, a task whose worker dies is handed out again and
another worker is started, while the others continue.
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
"""How often a task is handed out if its workers die, and how many workers may die as they start."""
AHEAD = 2
"""Tasks that are handed out for each process, so that no process is idle between two tasks."""


class _Member(Worker):
    """A worker of a pool, and the task that it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = False
        self.task: Task | None = None


class Pool(Hands):
    """Worker processes, started when there is work for them; a context manager.

    A thread leads them. The pool does not wait at the end: unfinished tasks are cancelled, and busy workers
    are killed. Tasks and their results must be picklable.

    A future's exception is ``WorkerDiedError`` if its workers died repeatedly, ``BatchError`` if workers
    cannot be started, :class:`.workers.StoppedError` if it was stopped, and ``BrokenExecutor`` if this
    process may not have workers or the thread fails.

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
        """Guards what other threads also use: the waiting tasks, the workers' tasks, and the bell."""
        self._open, self._rung = True, False
        self._bell, self._rope = Pipe(duplex=False)
        self._thread: Thread | None = None
        self._broken: Exception | None = None

    @property
    def room(self) -> int:
        """Two tasks for each process."""
        return AHEAD * self.jobs

    def submit(self, work: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> Future[R]:
        """Have a task done by the next free worker.

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
        """End all workers, busy or not, and wait until they have ended."""
        with self._lock:
            self._open = False
            self._ring()
        if self._thread is not None:
            self._thread.join()

    def _end(self) -> Exception:
        """Why no worker works any more."""
        if self._broken is None:
            return StoppedError("the workers have gone home")
        broken = BrokenExecutor(f"nobody leads the workers any more: {self._broken}")
        broken.__cause__ = self._broken
        return broken

    def _ring(self) -> None:
        """Wake the thread that leads."""
        if not self._rung:
            self._rung = True
            with suppress(OSError):  # the thread has ended
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
        """End all workers; unfinished tasks fail."""
        with self._lock:
            self._open = False
        held = [(member, self._taken_from(member)) for member in self._members]
        for member, _ in held:
            member.pipe.close()  # so that all end at the same time
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
                # The worker died while idle, so this task is not to blame; `_hear` will see it from the pipe.
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
        """Take from a worker the task that it held."""
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
        """Let all waiting tasks fail; tasks submitted later are tried again."""
        self._stillborn = 0
        with self._lock:
            waiting = [task for task in self._waiting if task.begin()]
            self._waiting.clear()
        for task in waiting:
            task.set_exception(BatchError(reason))


def hired(jobs: int, tasks: int | None = None) -> Hands:
    """Hands for a number of tasks, or any number, in ``jobs`` processes; in this one if one is enough."""
    most = jobs if tasks is None else min(jobs, tasks)
    return Pool(most) if most > 1 else Here()


def each(work: Callable[[T], R], items: Sequence[T], jobs: int = 1) -> Iterator[R]:
    """Do the same with each item, in ``jobs`` processes, and yield the results in the items' order.

    With more than one process, ``work``, items and results must be picklable. An item's error is raised in
    place of its result.

    Raises
    ------
    BatchError
        If a process cannot be started, or processes die repeatedly over an item.
    """
    with hired(jobs, len(items)) as hands:
        yield from hands.map(work, items)
