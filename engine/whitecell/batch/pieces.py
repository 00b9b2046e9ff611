"""Independent pieces of work, done in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import TypeVar

from whitecell.batch.workers import context, make_ready, quiet

T = TypeVar("T")
R = TypeVar("R")


class Hands:
    """Processes that do pieces of work of one kind after another; a context manager.

    Parameters
    ----------
    jobs : int
        Processes; with one, all work is done in this process, piece by piece as results are asked for.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Hands:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=error is None, cancel_futures=True)

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """Begin to do the same with each item, and give what comes of it in the items' order.

        A single item is worked at in this process. For more than one job, ``work``, items and results have
        to be such that they can be sent to another process.
        """
        if self.jobs == 1 or len(items) <= 1:
            return map(work, items)
        if self._pool is None:
            make_ready()
            self._pool = ProcessPoolExecutor(self.jobs, context(), initializer=quiet)
        return self._pool.map(work, items)


def each(work: Callable[[T], R], items: Sequence[T], jobs: int = 1) -> Iterator[R]:
    """Do the same with each item, see :meth:`Hands.each`, by hands that go home afterwards."""
    with Hands(min(jobs, max(len(items), 1))) as hands:
        yield from hands.each(work, items)
