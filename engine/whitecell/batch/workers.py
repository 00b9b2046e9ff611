"""Worker processes: how they begin, work at what comes by their pipes, and end.

Each has a pipe of its own: if it dies, it is known what it held. Closing the pipe ends it; it also watches
the process that leads and ends with it, however that is killed.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any

PATIENCE = 5.0
"""Seconds that an idle worker has to end."""
STOP = b""
"""Tells a worker that the result of its work is not wanted any more."""


class StoppedError(RuntimeError):
    """Work was stopped before its end, since its result is not wanted."""


_leader: Connection | None = None
"""In a worker: its pipe."""


def stopped() -> bool:
    """Whether the result of this process's work is not wanted any more; called by work that can stop."""
    return _leader is not None and _leader.poll()


def _serve(pipe: Connection) -> None:
    """Live as a worker: say that it is ready, then work until the pipe is closed."""
    global _leader
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    if (leader := parent_process()) is not None:
        threading.Thread(target=_end_with, args=(leader.sentinel,), daemon=True).start()
    _leader = pipe
    try:
        pipe.send_bytes(b"ready")
        while True:
            if (order := pipe.recv_bytes()) != STOP:
                pipe.send_bytes(_answer(order))
    except (EOFError, OSError):
        return


def _answer(order: bytes) -> bytes:
    """Do what is ordered; gives whether it was done, and what came of it or was raised."""
    try:
        work, words, named = pickle.loads(order)
        return pickle.dumps((True, work(*words, **named)))
    except Exception as error:
        return pickle.dumps((False, _sendable(error)))


def _sendable(error: Exception) -> Exception:
    """An error that another process can read."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _end_with(sentinel: int) -> None:
    """Wait for the process that leads to end, and end this one, whatever it is doing."""
    wait([sentinel])
    os._exit(1)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back: a process or thread started meanwhile never sees it, not even while it imports."""
    if sys.platform == "win32" or not hasattr(signal, "pthread_sigmask"):
        # Windows has no masks of signals: there Ctrl-C reaches a worker that is just starting, which then
        # ends, as it would be made to anyway.
        yield
        return
    # The tracker of resources, if it is started meanwhile, would let Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def make_ready() -> None:
    """Let what workers need be loaded while this process still reads and writes; may be left out."""
    if "forkserver" in get_all_start_methods():
        from multiprocessing.forkserver import ensure_running

        _context()
        with interrupts_held():
            ensure_running()


def _context() -> Any:
    """How workers are started: forked from a server that has loaded the game and nothing else.

    Not from this process: a fork copies locks that other threads hold, and then hangs.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    server = get_context("forkserver")
    server.set_forkserver_preload(["whitecell.game.play"])
    return server


class Worker:
    """A process and this side's end of its pipe; raises OSError if it cannot be started.

    What it needs goes by the pipe and not with the process: a start that is cut off half-way leaves no half
    message behind, of which the worker would complain.
    """

    def __init__(self) -> None:
        starts = _context()
        self.pipe, theirs = starts.Pipe()
        self._process = starts.Process(target=_serve, args=(theirs,), daemon=True)
        try:
            with interrupts_held():
                self._process.start()
        except OSError:
            self.pipe.close()
            raise
        finally:
            # Only the worker may hold this end, or its death would not end the pipe.
            theirs.close()

    def end(self, *, busy: bool) -> int | None:
        """End the process, at once if it is busy; gives its exit code."""
        self.pipe.close()
        if busy:
            self._process.kill()
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code: int | None = self._process.exitcode
        return code
