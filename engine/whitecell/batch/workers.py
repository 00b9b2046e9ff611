"""Worker processes: how they start, do the work that comes through their pipes, and end.

Each has a pipe of its own, so if it dies, its task is known. Closing the pipe ends it. It also watches the
leading process and ends with it, however that process is killed.
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
"""Tells a worker that the result of its work is no longer wanted."""


class StoppedError(RuntimeError):
    """Work was stopped before its end, since its result is no longer wanted."""


_leader: Connection | None = None
"""In a worker: its pipe."""


def stopped() -> bool:
    """Whether the result of this process's work is no longer wanted; called by work that can stop."""
    return _leader is not None and _leader.poll()


def _serve(pipe: Connection) -> None:
    """Run as a worker: say that it is ready, then work until the pipe is closed."""
    global _leader
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the leading process
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
    """Do a task; returns whether it succeeded, and its result or error."""
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
    """Wait for the leading process to end, then end this one, whatever it is doing."""
    wait([sentinel])
    os._exit(1)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Block Ctrl-C: a process or thread started meanwhile never sees it, not even while it imports."""
    if sys.platform == "win32" or not hasattr(signal, "pthread_sigmask"):
        # Windows has no signal masks: there, Ctrl-C reaches a worker that is just starting and ends it, as
        # the pool would anyway.
        yield
        return
    # The resource tracker, if it were started meanwhile, would let Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def make_ready() -> None:
    """Load what workers need while this process still reads and writes; optional."""
    if "forkserver" in get_all_start_methods():
        from multiprocessing.forkserver import ensure_running

        _context()
        with interrupts_held():
            ensure_running()


def _context() -> Any:
    """How workers are started: forked from a server process that has loaded what plays, and nothing else.

    They are not forked from this process: a fork copies locks that other threads hold, and then hangs.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    server = get_context("forkserver")
    server.set_forkserver_preload(["whitecell.game.play", "whitecell.batch.player"])
    return server


class Worker:
    """A process and this side's end of its pipe; raises OSError if it cannot be started.

    Its work is sent through the pipe, not with the process: so an interrupted start leaves no half message
    that the worker would complain about.
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
            # Only the worker may hold this end; otherwise its death would not close the pipe.
            theirs.close()

    def end(self, *, busy: bool) -> int | None:
        """End the process, at once if it is busy; returns its exit code."""
        self.pipe.close()
        if busy:
            self._process.kill()
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code: int | None = self._process.exitcode
        return code
