"""A process and all processes that it has started, to be ended together."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Any


class Family:
    """A process that leads a session of its own, with all processes that it has started.

    On systems with process groups, this means all members of its group at the time when it is ended.
    Elsewhere (Windows) it means all descendants at the time when this object is made, since an orphan names
    no parent.

    Parameters
    ----------
    leader : int
        Number of the process.
    """

    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._members: list[Any] = []
        if sys.platform == "win32" or not hasattr(os, "killpg"):
            import psutil

            with suppress(psutil.NoSuchProcess):
                first = psutil.Process(leader)
                self._members = [*first.children(recursive=True), first]

    def kill(self) -> None:
        """End all of them that still run; another process that has taken over a number is not ended."""
        if sys.platform != "win32" and hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(self._leader, signal.SIGKILL)
            return
        import psutil

        for member in self._members:
            with suppress(psutil.NoSuchProcess):
                member.terminate()  # on Windows no process can refuse this
