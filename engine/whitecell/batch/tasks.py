"""The tasks of a pool, and what becomes of them."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from whitecell.batch.workers import Worker


class Task(Future[Any]):
    """A task of a pool."""

    def __init__(self, order: bytes, stop: Callable[[Task], None]) -> None:
        super().__init__()
        self.order = order
        self.begun, self.unwanted = False, False
        self.deaths = 0
        self.member: Worker | None = None
        self._stop = stop

    def begin(self) -> bool:
        """Note that work on it has begun; False if it has been cancelled."""
        self.begun = self.begun or self.set_running_or_notify_cancel()
        return self.begun

    def cancel(self) -> bool:
        """Cancel it. Work that has begun stops if it asks :func:`.workers.stopped`."""
        if super().cancel():
            return True
        self._stop(self)
        return False


def settle(task: Task, answer: bytes) -> None:
    """Pass on a worker's answer; an answer that cannot be read here becomes the task's error."""
    try:
        fine, value = pickle.loads(answer)
    except Exception as error:
        fine, value = False, error
    if fine:
        task.set_result(value)
    else:
        task.set_exception(value)
