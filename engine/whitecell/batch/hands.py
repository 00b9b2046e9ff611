"""Whoever works: an executor of :mod:`concurrent.futures`.

Who gives work does not know whether it is done in this process, in a pool of processes or on a cluster.
"""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import lru_cache, partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hands(Executor, ABC):
    """Whoever works: what is common to this process, a pool of processes and a cluster."""

    @property
    @abstractmethod
    def room(self) -> int:
        """Tasks to have out at once: so many that nobody idles, so few that nothing piles up."""

    def bound(self, work: Callable[..., R], *words: Any) -> Callable[..., R]:
        """Work whose first arguments are the same each time, so that a worker reads them once."""
        return partial(_unpacked, pickle.dumps((work, words)))


def _unpacked(packed: bytes, *words: Any) -> Any:
    return _read(packed)(*words)


@lru_cache(maxsize=2)
def _read(packed: bytes) -> Callable[..., Any]:
    work, words = pickle.loads(packed)
    return partial(work, *words)


class Here(Hands):
    """Work in this process: what is submitted is done when it has been submitted."""

    room = 1

    def bound(self, work: Callable[..., R], *words: Any) -> Callable[..., R]:
        """Work with its first arguments; nothing needs to be sent."""
        return partial(work, *words)

    def submit(self, work: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> Future[R]:
        """Do it, and give what came of it."""
        done: Future[R] = Future()
        try:
            done.set_result(work(*words, **named))
        except Exception as error:
            done.set_exception(error)
        return done

    def map(
        self, work: Callable[..., R], *items: Any, timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[R]:
        """Do the same with each item, one after another as the results are asked for."""
        return map(work, *items)
