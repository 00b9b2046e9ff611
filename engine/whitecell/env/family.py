"""A process and all that it has started, to be ended together."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Any


class Family:
    """A process that leads a session of its own, with all that it has started.

    Where the system has groups of processes, whoever is in that of the process counts when it is ended;
    elsewhere (Windows) whoever is there now, since an orphan names no parent.

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
        """End all that are still there; a number that another process has got meanwhile is not touched."""
        if sys.platform != "win32" and hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(self._leader, signal.SIGKILL)
            return
        import psutil

        for member in self._members:
            with suppress(psutil.NoSuchProcess):
                member.terminate()  # which no process can refuse on Windows
