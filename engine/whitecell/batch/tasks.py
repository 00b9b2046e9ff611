"""What a pool was asked to do, and what becomes of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from whitecell.batch.workers import Worker


class Task(Future[Any]):
    """What a pool was asked to do."""

    def __init__(self, order: bytes, stop: Callable[[Task], None]) -> None:
        super().__init__()
        self.order = order
        self.begun, self.unwanted = False, False
        self.deaths = 0
        self.member: Worker | None = None
        self._stop = stop

    def begin(self) -> bool:
        """Note that it is worked at; False if it has been taken back."""
        self.begun = self.begun or self.set_running_or_notify_cancel()
        return self.begun

    def cancel(self) -> bool:
        """Take it back. If it is worked at, work that asks :func:`.workers.stopped` is stopped."""
        if super().cancel():
            return True
        self._stop(self)
        return False


def settle(task: Task, answer: bytes) -> None:
    """Hand over what a worker said; what cannot be read here is the task's error."""
    try:
        fine, value = pickle.loads(answer)
    except Exception as error:
        fine, value = False, error
    if fine:
        task.set_result(value)
    else:
        task.set_exception(value)
