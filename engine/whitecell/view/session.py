"""What the server keeps while a page is open: the base, its runs, and the latest changed cases."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.days import Days, joined
from whitecell.batch.errors import BatchError
from whitecell.batch.pool import Pool
from whitecell.batch.slabs import LAST_SEED
from whitecell.batch.workers import StoppedError
from whitecell.scenario.claims import Claim
from whitecell.scenario.model import Scenario
from whitecell.view.background import Background
from whitecell.view.parts import Telling, Values, changed, play_part, tell_run
from whitecell.view.sliders import sliders

RUNS = 300
"""Runs behind a picture."""
SHARE = 150
"""Runs below which a task is not shared among workers."""
GATHER = 0.4
"""Seconds within which the workers' shares of runs are combined into one picture."""
KEPT = 32
"""Changed cases, and runs with their stories, that are kept to be shown again at once."""
T = TypeVar("T")


class RefusedError(ValueError):
    """The page asked for something impossible; ``reasons`` says for each thing, by name, why."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__("; ".join(self.reasons.values()))


class Session:
    """A scenario on show: checks what the page asks for, has it played, and keeps it.

    Parameters
    ----------
    scenario : Scenario
        The base.
    claims : mapping of str to Claim
        Claims of its register.
    runs : int
        The base and every changed case are played with seeds 0 to ``runs - 1``: common random numbers.
    workers : int
        Processes that play.
    """

    def __init__(
        self, scenario: Scenario, claims: Mapping[str, Claim], runs: int = RUNS, workers: int = 2
    ) -> None:
        self.scenario, self.claims = scenario, claims
        self.sliders = sliders(scenario, claims)
        self.runs = runs
        # Each worker plays the same seeds repeatedly and keeps their dice: so not one pool of several.
        self.workers = [Pool(1) for _ in range(workers)]
        self._play: Callable[..., Days] = self.workers[0].bound(play_part, scenario)
        self._tell: Callable[..., Telling] = self.workers[0].bound(tell_run, scenario)
        self.background = Background(scenario, self.sliders, runs)
        self._base: asyncio.Task[Days] | None = None
        self._parts: OrderedDict[tuple[tuple[str, float], ...], Days] = OrderedDict()
        self._told: OrderedDict[tuple[int, tuple[tuple[str, float], ...]], Telling] = OrderedDict()

    def warm(self) -> None:
        """Begin to play the base before the page asks for it; needs a running loop."""
        if self._base is None or (self._base.done() and (self._base.cancelled() or self._base.exception())):
            self._base = asyncio.create_task(self._whole({}))

    def close(self) -> None:
        """End the workers."""
        self.background.close()
        if self._base is not None:
            self._base.cancel()
        for worker in self.workers:
            worker.shutdown()

    # what may be asked ---------------------------------------------------------------------------

    def values(self, asked: Any) -> dict[str, float]:
        """The assumptions that differ from the base, checked.

        Raises
        ------
        RefusedError
            If a name is unknown, or a value is not a number or outside its range.
        """
        if not isinstance(asked, dict):
            raise RefusedError({"": "expected names of assumptions with their values"})
        found, refused = {}, {}
        for name, value in asked.items():
            slider = self.sliders.get(name)
            if slider is None:
                refused[name] = f"there is no assumption named '{name}'"
            elif isinstance(value, bool) or not isinstance(value, (int, float)):
                refused[name] = f"{slider.label} needs a number"
            elif refusal := slider.refusal(_float(value)):
                refused[name] = refusal
            elif float(value) != slider.value:
                found[name] = float(value)
        if refused:
            raise RefusedError(refused)
        return found

    def ranged(self, asked: Any) -> str:
        """The name of a slider; raises RefusedError."""
        if not isinstance(asked, str) or asked not in self.sliders or not self.sliders[asked].ranged:
            raise RefusedError({"moving": "expected the name of an assumption with a range"})
        return asked

    @staticmethod
    def seed(asked: Any) -> int:
        """A seed, checked; raises RefusedError."""
        if isinstance(asked, bool) or not isinstance(asked, int) or not 0 <= asked <= LAST_SEED:
            raise RefusedError({"seed": f"a seed is a whole number from 0 to {LAST_SEED}"})
        return asked

    def changed(self, values: Values) -> Scenario:
        """The base with some assumptions changed."""
        return changed(self.scenario, values)

    # playing -------------------------------------------------------------------------------------

    async def base(self) -> Days:
        """The runs of the base; played once."""
        self.warm()
        assert self._base is not None
        return await asyncio.shield(self._base)

    async def _whole(self, values: Values) -> Days:
        return [part async for part in self._played(values)][-1]

    async def what_if(self, values: Values) -> AsyncGenerator[Days, None]:
        """The runs of a changed version: first a few, then all. Close it to stop playing."""
        key = tuple(sorted(values.items()))
        if not key:
            yield await self.base()
            return
        if key in self._parts:
            self._parts.move_to_end(key)
            yield self._parts[key]
            return
        part = None
        playing = self._played(values)
        try:
            async for part in playing:
                yield part
        finally:
            await playing.aclose()
        if part is not None and len(part.seeds) == self.runs:
            _keep(self._parts, key, part)

    async def _played(self, values: Values) -> AsyncGenerator[Days, None]:
        """All runs so far, each time more have been played."""
        shares = zip(self.workers, cut(self.runs, len(self.workers)), strict=False)
        out = [
            asyncio.wrap_future(worker.submit(self._play, dict(values), seeds)) for worker, seeds in shares
        ]
        parts: list[Days] = []
        waiting = set(out)
        try:
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                if waiting:
                    soon, waiting = await asyncio.wait(waiting, timeout=GATHER)
                    done |= soon
                parts += [_answer(share) for share in done]
                yield joined(sorted(parts, key=lambda part: int(part.seeds[0])))
        finally:
            for share in out:
                _drop(share)

    async def told(self, seed: int, values: Values) -> Telling:
        """One run with its story."""
        key = (seed, tuple(sorted(values.items())))
        if key in self._told:
            self._told.move_to_end(key)
            return self._told[key]
        telling = await self.worked(self._tell, dict(values), seed)
        _keep(self._told, key, telling)
        return telling

    async def told_of(self, scenario: Scenario, seed: int) -> Telling:
        """One run of another scenario, with its story."""
        return await self.worked(tell_run, scenario, {}, seed, worker=0)

    async def worked(self, work: Callable[..., T], *words: Any, worker: int = -1) -> T:
        """The result of work that a worker does; raises RefusedError if the workers have ended."""
        try:
            task = asyncio.wrap_future(self.workers[worker].submit(work, *words))
            try:
                await asyncio.wait([task])
                return _answer(task)
            finally:
                _drop(task)
        except StoppedError:
            raise RefusedError({"seed": "the server is stopping"}) from None


def cut(runs: int, workers: int) -> list[NDArray[np.int64]]:
    """The seeds of each worker: equal shares, but fewer workers if a share would be smaller than ``SHARE``.

    Half the time of a few hundred runs does not depend on their number, so smaller shares would hardly be
    done sooner.
    """
    shares = max(1, min(workers, runs // SHARE))
    return np.array_split(np.arange(runs, dtype=np.int64), shares)


def _answer(task: asyncio.Future[T]) -> T:
    """The result of a task that is done; an error that the game raised becomes a RuntimeError."""
    try:
        return task.result()
    except (StoppedError, BatchError):
        raise
    except Exception as error:
        raise RuntimeError(str(error)) from error


def _drop(task: asyncio.Future[Any]) -> None:
    """Cancel a task; if it has ended, take note of its error, so that asyncio does not complain."""
    if not task.cancel() and not task.cancelled():
        task.exception()


def _keep(shelf: OrderedDict[Any, Any], key: Any, thing: Any) -> None:
    shelf[key] = thing
    while len(shelf) > KEPT:
        shelf.popitem(last=False)


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")
