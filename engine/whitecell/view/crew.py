"""Workers that stay: they hold the scenario, play changed versions of it, and stop tasks that were dropped.

A batch starts its workers anew, since a batch is long. Here an answer has to come within a second, so a
worker has loaded and read everything before the first slider moves, and keeps the dice: a change is played
on the same seeds as the base.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Days
from whitecell.batch.workers import quiet, started
from whitecell.game.dice import DrawCache
from whitecell.scenario.model import Scenario
from whitecell.view.parts import StoppedError, Telling, play_part, tell_run

Values = Mapping[str, float]
"""Assumptions by name that differ from the base."""
TRIES = 2
"""How often a task is given out whose worker dies."""
PATIENCE = 3.0
"""Seconds that a worker has to end before it is killed."""


class WorkerDiedError(RuntimeError):
    """A worker process could not be started, or ended more than once over the same task."""


def changed(scenario: Scenario, values: Values) -> Scenario:
    """The scenario with other values of some assumptions, and nothing else; they are not checked."""
    if not values:
        return scenario
    assumptions = dict(scenario.assumptions)
    for name, value in values.items():
        assumptions[name] = assumptions[name].model_copy(update={"value": value})
    return scenario.model_copy(update={"assumptions": assumptions})


def _serve(pipe: Connection) -> None:
    """A worker's loop, until the pipe is closed. Whatever comes while a task is played stops the task."""
    quiet()
    draws = DrawCache(np.zeros(0, dtype=np.int64))
    try:
        scenario = pipe.recv()
        pipe.send(None)
        while True:
            task = pipe.recv()
            if task is None:
                continue
            values, seeds = task
            try:
                plot = changed(scenario, values)
                if isinstance(seeds, int):
                    answer: Any = tell_run(plot, seeds, pipe.poll)
                else:
                    if not np.array_equal(draws.seeds, seeds):
                        draws = DrawCache(seeds)
                    answer = play_part(plot, draws, pipe.poll)
            except Exception as error:
                answer = error if isinstance(error, StoppedError) else RuntimeError(str(error))
            pipe.send(answer)
    except (EOFError, OSError):
        return


class Ticket:
    """Identifies a task, so that it can be dropped while it is played or waits its turn."""

    def __init__(self) -> None:
        self.dropped = False


class Worker:
    """A process that plays one task at a time; its methods may be called from any thread."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._turn = Lock()
        self._sending = Lock()
        self._playing: Ticket | None = None
        self._open = True
        self._started = False
        with suppress(OSError):  # the first task tries again, and raises if that fails too
            self._start()

    def _start(self) -> None:
        """Start the process; raises OSError if that fails."""
        self._greeted = False
        self.process, self.pipe = started(_serve, self.scenario)
        self._started = True

    def play(self, values: Values, seeds: NDArray[np.int64], ticket: Ticket) -> Days:
        """Play runs with some assumptions changed; waits for them.

        Raises
        ------
        StoppedError
            If the ticket was dropped.
        WorkerDiedError
            If the process ended, twice, or cannot be started. The next task tries to start it again.
        """
        part = self._ask((dict(values), seeds), ticket)
        assert isinstance(part, Days)
        return part

    def tell(self, values: Values, seed: int, ticket: Ticket) -> Telling:
        """Tell one run; as :meth:`play`."""
        telling = self._ask((dict(values), int(seed)), ticket)
        assert isinstance(telling, Telling)
        return telling

    def drop(self, ticket: Ticket) -> None:
        """Stop what is being played if it is for this ticket."""
        with self._sending:
            if self._playing is ticket:
                with suppress(OSError):  # the worker died; the thread that waits for it gets an error
                    self.pipe.send(None)

    def _ask(self, task: tuple[dict[str, float], Any], ticket: Ticket) -> Any:
        with self._turn:
            for _ in range(TRIES):
                self._make_sure()
                try:
                    answer = self._exchange(task, ticket)
                except (EOFError, OSError):
                    self._bury()
                    continue
                if isinstance(answer, Exception):
                    raise answer
                return answer
        if not self._open:
            raise StoppedError
        raise WorkerDiedError("a worker process died over this; if memory is short, play fewer runs")

    def _make_sure(self) -> None:
        """Start the process if there is none."""
        if not self._open:
            raise StoppedError
        if not self._started:
            try:
                self._start()
            except OSError as error:
                raise WorkerDiedError(
                    f"a worker process cannot be started: {error.strerror or error}; "
                    "close what takes memory or processes, and try again"
                ) from error

    def _exchange(self, task: tuple[dict[str, float], Any], ticket: Ticket) -> Any:
        if not self._greeted:
            self.pipe.recv()
            self._greeted = True
        with self._sending:
            if ticket.dropped:
                raise StoppedError
            self.pipe.send(task)
            self._playing = ticket
        try:
            return self.pipe.recv()
        finally:
            with self._sending:
                self._playing = None

    def _bury(self) -> None:
        """End what is left of the process; nothing is left if it was never started."""
        if self._started:
            self._started = False
            self.process.kill()
            self.process.join(PATIENCE)
            self.pipe.close()

    def close(self) -> None:
        """End the process; a task that is being played is lost."""
        self._open = False
        self._bury()


class Crew:
    """Workers that share the runs of a task."""

    def __init__(self, scenario: Scenario, workers: int) -> None:
        self.workers = [Worker(scenario) for _ in range(workers)]

    def drop(self, ticket: Ticket) -> None:
        """Stop this task in every worker."""
        ticket.dropped = True
        for worker in self.workers:
            worker.drop(ticket)

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.close()
