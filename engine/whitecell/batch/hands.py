"""Hands: an executor of :mod:`concurrent.futures` that does work here or elsewhere.

Its caller need not know whether work is done in this process, in a pool of processes or on a cluster.
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
    """What this process, a pool of processes and a cluster have in common."""

    @property
    @abstractmethod
    def room(self) -> int:
        """Tasks to submit at once: enough to keep every worker busy, and few enough that none pile up."""

    def bound(self, work: Callable[..., R], *words: Any) -> Callable[..., R]:
        """Work with its first arguments, which never change, so that a worker reads them once."""
        return partial(_unpacked, pickle.dumps((work, words)))


def _unpacked(packed: bytes, *words: Any) -> Any:
    return _read(packed)(*words)


@lru_cache(maxsize=2)
def _read(packed: bytes) -> Callable[..., Any]:
    work, words = pickle.loads(packed)
    return partial(work, *words)


class Here(Hands):
    """Work in this process: ``submit`` returns when the task is done."""

    room = 1

    def bound(self, work: Callable[..., R], *words: Any) -> Callable[..., R]:
        """Work with its first arguments; nothing needs to be sent."""
        return partial(work, *words)

    def submit(self, work: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> Future[R]:
        """Do the task, and return a future that holds its result or error."""
        done: Future[R] = Future()
        try:
            done.set_result(work(*words, **named))
        except Exception as error:
            done.set_exception(error)
        return done

    def map(
        self, work: Callable[..., R], *items: Any, timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[R]:
        """Do the same with each item, one after another, as results are asked for."""
        return map(work, *items)
