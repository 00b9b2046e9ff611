"""Who plays: this process, or a team of worker processes that can lose members.

A pool that stops when a worker is killed would lose a night's batch to one run out of memory. So
each worker has a pipe of its own: if one dies, it is known which slab it held; that slab is handed
out again and another worker is started, while the others go on. Closing the pipes ends the team; each
worker also watches the process that leads and ends with it, however that is killed.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_all_start_methods, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.errors import BatchError, SlabFailure
from whitecell.batch.memory import keep_memory
from whitecell.batch.slabs import Slab
from whitecell.batch.table import Columns, checked
from whitecell.scenario.model import Scenario

Player: TypeAlias = Callable[[Scenario, NDArray[np.int64]], Columns]
"""Plays the runs of some seeds. For worker processes it must be a function of a module."""
Result: TypeAlias = tuple[Slab, Columns | SlabFailure]

TRIES = 3
"""How often a slab is handed out whose workers die, and how many workers may die at birth."""
PATIENCE = 5.0
"""Seconds that an idle worker has to go home."""


def play_game(scenario: Scenario, seeds: NDArray[np.int64]) -> Columns:
    """Play with the game itself."""
    from whitecell.game.play import play

    return play(scenario, seeds)


def played(
    scenario: Scenario, slabs: Sequence[Slab], player: Player, jobs: int
) -> Generator[Result, None, None]:
    """Play slabs and give each as soon as it is done, in whatever order that is.

    Close the generator (``contextlib.closing``) if it is not used up: that ends the workers.

    Parameters
    ----------
    scenario : Scenario
        What is played.
    slabs : sequence of Slab
        Which runs.
    player : callable
        Plays one slab.
    jobs : int
        Number of processes; 1 plays in this one.

    Raises
    ------
    BatchError
        If workers cannot be started. A slab that fails is given as a SlabFailure instead.
    """
    if jobs > 1 and len(slabs) > 1:
        yield from _Team(scenario, slabs, player, jobs).work()
    else:
        keep_memory()
        for slab in slabs:
            yield slab, attempt(scenario, slab, player)


def attempt(scenario: Scenario, slab: Slab, player: Player) -> Columns | SlabFailure:
    """Play a slab and hold what comes back to its shape; whatever is raised is that slab's failure."""
    try:
        return checked(scenario, slab.runs, player(scenario, slab.seeds))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return SlabFailure(slab, reason, traceback.format_exc())


def _serve(pipe: Connection) -> None:
    """Live as a worker: take what is played, say that it is ready, then play slabs until the pipe closes."""
    quiet()
    try:
        scenario, player = pipe.recv()
        pipe.send(None)
        while True:
            pipe.send(attempt(scenario, pipe.recv(), player))
    except (EOFError, OSError):
        return


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back: a process started meanwhile never sees it, not even while it imports."""
    if sys.platform == "win32":
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

        context()
        with interrupts_held():
            ensure_running()


def quiet() -> None:
    """Begin as a worker: leave Ctrl-C to the process that leads, end when it ends, and keep memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if (leader := parent_process()) is not None:
        threading.Thread(target=_end_with, args=(leader.sentinel,), daemon=True).start()
    keep_memory()


def _end_with(sentinel: int) -> None:
    """Wait for the process that leads to end, and end this one, whatever it is doing."""
    wait([sentinel])
    os._exit(1)


def context() -> Any:
    """How workers are started: forked from a server that has loaded the game and nothing else.

    Not from this process: a fork copies locks that other threads hold, and then hangs.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    server = get_context("forkserver")
    server.set_forkserver_preload(["whitecell.game.play"])
    return server


def started(serve: Callable[[Connection], None], first: Any = None) -> tuple[Any, Connection]:
    """Start a worker process that serves a pipe, and send it something first.

    What it needs goes by the pipe and not with the process: a start that is cut off half-way leaves no half
    message behind, of which the worker would complain.

    Returns
    -------
    tuple
        The process, and this side's end of the pipe.

    Raises
    ------
    OSError
        If it cannot be started.
    """
    starts = context()
    ours, theirs = starts.Pipe()
    process = starts.Process(target=serve, args=(theirs,), daemon=True)
    try:
        with interrupts_held():
            process.start()
    except OSError:
        ours.close()
        raise
    finally:
        # Only the worker may hold this end, or its death would not end the pipe.
        theirs.close()
    if first is not None:
        with suppress(BrokenPipeError):  # it died at birth, and its pipe says so
            ours.send(first)
    return process, ours


def dismissed(process: Any, pipe: Connection) -> None:
    """Close a worker's pipe and wait for the worker to end; kill it if it takes too long."""
    pipe.close()
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()


class _Worker:
    """A process, this side's end of its pipe, and the slab it holds."""

    def __init__(self, scenario: Scenario, player: Player) -> None:
        self.process, self.pipe = started(_serve, (scenario, player))
        self.ready = False
        self.slab: Slab | None = None

    @property
    def idle(self) -> bool:
        return self.ready and self.slab is None

    def dismiss(self) -> None:
        if not self.idle:
            self.process.kill()
        dismissed(self.process, self.pipe)


class _Team:
    """Workers, the slabs that wait, and how often each was tried."""

    def __init__(self, scenario: Scenario, slabs: Sequence[Slab], player: Player, jobs: int) -> None:
        self.scenario = scenario
        self.player = player
        self.jobs = jobs
        self.waiting = deque(slabs)
        self.tries: Counter[Slab] = Counter()
        self.stillborn = 0
        self.members: dict[Any, _Worker] = {}

    def work(self) -> Generator[Result, None, None]:
        try:
            self._hand_out()
            while self.waiting or any(worker.slab for worker in self.members.values()):
                done = []
                for pipe in wait(list(self.members)):
                    done += self._hear(self.members[pipe])
                # Before giving results away, so that nobody idles while they are written.
                self._hand_out()
                yield from done
        finally:
            for worker in self.members.values():
                worker.dismiss()

    def _hand_out(self) -> None:
        """Give slabs to idle workers, and start workers while there is work for them."""
        for worker in self.members.values():
            if worker.idle and self.waiting:
                slab = self.waiting.popleft()
                try:
                    worker.pipe.send(slab)
                except OSError:
                    # It died since; its pipe says so next, and this slab was not to blame.
                    self.waiting.appendleft(slab)
                else:
                    worker.slab = slab
        free = sum(worker.slab is None for worker in self.members.values())
        while len(self.members) < self.jobs and free < len(self.waiting):
            self._hire()
            free += 1

    def _hire(self) -> None:
        try:
            worker = _Worker(self.scenario, self.player)
        except OSError as error:
            raise BatchError(f"cannot start a worker process: {error}. Use fewer jobs.") from error
        self.members[worker.pipe] = worker

    def _hear(self, worker: _Worker) -> list[Result]:
        """Take what a worker says, or bury it; gives the results that came of it."""
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            message = EOFError
        if message is EOFError:
            return self._bury(worker)
        slab, worker.slab = worker.slab, None
        if slab is None:
            worker.ready = True
            return []
        return [(slab, message)]

    def _bury(self, worker: _Worker) -> list[Result]:
        del self.members[worker.pipe]
        slab = worker.slab
        worker.process.join(PATIENCE)
        code = worker.process.exitcode
        worker.dismiss()
        if not worker.ready:
            self.stillborn += 1
            if self.stillborn >= TRIES:
                raise BatchError(
                    f"cannot start worker processes: they die at once (exit code {code}). In a "
                    'script, start the batch under `if __name__ == "__main__":`, or use one job.'
                )
        if slab is None:
            return []
        self.tries[slab] += 1
        if self.tries[slab] < TRIES:
            self.waiting.appendleft(slab)
            return []
        reason = (
            f"its worker process died {TRIES} times (exit code {code}); "
            "if memory is short, use fewer jobs or smaller slabs"
        )
        return [(slab, SlabFailure(slab, reason))]
