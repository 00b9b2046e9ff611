"""What is played in the background: the screening, and runs for previews.

It has a worker process of its own, with lower priority than the workers whose runs the page waits for.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import numpy as np

from whitecell.analysis.days import Days
from whitecell.batch.errors import BatchError
from whitecell.batch.pool import Pool
from whitecell.batch.workers import StoppedError
from whitecell.scenario.model import Scenario
from whitecell.view import shelf
from whitecell.view.ahead import PREVIEW, TOGETHER, nearest, places, play_ahead
from whitecell.view.parts import Values
from whitecell.view.screening import (
    FIRST,
    LEADERS,
    MATTERING,
    MORE,
    Ends,
    Weight,
    first_seeds,
    play_ends,
    screened_names,
    slabs,
    together,
    weights,
)
from whitecell.view.sliders import Slider

YIELDING = 5
"""How far the worker's priority lies below that of the others, where the system has priorities."""
KEPT = 60
"""Sliders whose preview runs are kept, each together with the other changed assumptions."""
T = TypeVar("T")
Context = tuple[tuple[str, float], ...]


class Background:
    """Screens a scenario's assumptions once, and keeps runs of those that matter ahead of their sliders.

    Parameters
    ----------
    scenario : Scenario
    sliders : mapping of str to Slider
    runs : int
        Runs of the base; a preview has no more than these.

    Attributes
    ----------
    weights : list of Weight or None
        What the screening found, most influential first; None until it is done.
    done, wanted : int
        Assumptions screened so far, and those to be screened, over both rounds.
    failed : str
        Why the screening failed; empty if it did not.
    """

    def __init__(self, scenario: Scenario, sliders: Mapping[str, Slider], runs: int) -> None:
        self.scenario, self.sliders = scenario, sliders
        self._preview = min(PREVIEW, runs)
        self.weights: list[Weight] | None = None
        self.done, self.wanted, self.failed = 0, 0, ""
        self._pool = Pool(1)
        self._ends: Callable[..., Ends] = self._pool.bound(_ends, scenario)
        self._ahead: Callable[..., dict[str, list[Days]]] = self._pool.bound(_ahead, scenario)
        self._held: OrderedDict[tuple[str, Context], list[Days]] = OrderedDict()
        self._screening: asyncio.Task[None] | None = None
        self._filling: asyncio.Task[None] | None = None
        self._filling_beside: Context = ()

    def begin(self) -> None:
        """Begin to screen, or use a screening that was kept; needs a running loop."""
        if self._screening is None:
            self._screening = asyncio.create_task(self._screen())

    def close(self) -> None:
        """End the worker."""
        for task in (self._screening, self._filling):
            if task is not None:
                task.cancel()
        self._pool.shutdown()

    # sliders that matter --------------------------------------------------------------------------------

    async def screened(self) -> None:
        """Wait until the screening is done or has failed."""
        self.begin()
        assert self._screening is not None
        await asyncio.shield(self._screening)

    @property
    def mattering(self) -> list[str]:
        """The sliders to show first; until the screening is done, those that the scenario lists first."""
        ranged = [name for name, slider in self.sliders.items() if slider.ranged]
        if self.weights is None:
            return [name for name in ranged if self.sliders[name].listed][:MATTERING] or ranged[:MATTERING]
        return [w.name for w in self.weights[:MATTERING] if w.score > 0.0]

    async def _screen(self) -> None:
        try:
            self.weights = await asyncio.to_thread(shelf.fetch, self.scenario)
            if self.weights is None:
                self.weights = await self._rounds()
                await asyncio.to_thread(shelf.keep, self.scenario, self.weights)
        except (StoppedError, BatchError, RuntimeError, ValueError, ArithmeticError) as error:
            self.failed = str(error) or type(error).__name__
            return
        self.fill({})

    async def _rounds(self) -> list[Weight]:
        names = screened_names(self.sliders)
        leaders = min(LEADERS, len(names))
        self.done, self.wanted = 0, len(names) + leaders
        first = await self._round(names, range(first_seeds(len(names))))
        leading = [w.name for w in weights(first)[:leaders]]
        more = await self._round(leading, range(FIRST, FIRST + MORE))
        found = weights(together([Ends(first.measures, {n: first.values[n] for n in leading}), more]))
        return found + [weight for weight in weights(first) if weight.name not in leading]

    async def _round(self, names: Sequence[str], seeds: range) -> Ends:
        parts = []
        for slab in slabs(names, len(seeds)):
            ranges = {name: self.sliders[name].ends for name in slab}
            parts.append(await self._played(self._ends, ranges, np.array(seeds, dtype=np.int64)))
            self.done += len(slab)
        return together(parts)

    # runs for previews ---------------------------------------------------------------------------

    def fill(self, values: Values, first: str = "") -> None:
        """Begin to play ahead for the sliders that matter, with these values of the others.

        Play for earlier values is dropped. ``first`` is a slider that is about to be moved, whether or not it
        matters.
        """
        beside = tuple(sorted(values.items()))
        at_work = self._filling is not None and not self._filling.done() and beside == self._filling_beside
        if at_work and (not first or (first, _beside(values, first)) in self._held):
            return
        if self._filling is not None:
            self._filling.cancel()
        self._filling, self._filling_beside = asyncio.create_task(self._fill(values, first)), beside

    async def _fill(self, values: Values, first: str) -> None:
        await self.screened()
        wanted = list(dict.fromkeys([*([first] if first else []), *self.mattering, *values]))
        wanted = [n for n in wanted if self.sliders[n].ranged and (n, _beside(values, n)) not in self._held]
        # A slider's runs depend on the other changed values, not on its own. So each slider that was changed
        # is played in a group of its own.
        groups = [[first]] if first in wanted else []
        rest = [n for n in wanted if n not in values and n != first]
        groups += [rest[k : k + TOGETHER] for k in range(0, len(rest), TOGETHER)]
        groups += [[n] for n in wanted if n in values and n != first]
        with suppress(StoppedError, BatchError):
            for group in groups:
                beside = {n: v for n, v in values.items() if n not in group}
                where = {name: places(self.sliders[name]) for name in group}
                found = await self._played(self._ahead, beside, where, self._preview)
                for name, kept in found.items():
                    self._held[name, _beside(values, name)] = kept
                    self._held.move_to_end((name, _beside(values, name)))
            while len(self._held) > KEPT:
                self._held.popitem(last=False)

    def near(self, values: Values, moving: str) -> tuple[float, Days] | None:
        """The place of a slider that lies nearest to its value, and its runs; None if there are none."""
        slider, kept = self.sliders.get(moving), self._held.get((moving, _beside(values, moving)))
        if slider is None or kept is None:
            return None
        place = nearest(slider, values.get(moving, slider.value))
        return places(slider)[place], kept[place]

    @property
    def ready(self) -> list[str]:
        """Sliders with preview runs, for any values of the others."""
        return list(dict.fromkeys(name for name, _ in self._held))

    async def _played(self, work: Callable[..., T], *words: Any) -> T:
        future = asyncio.wrap_future(self._pool.submit(work, *words))
        try:
            return await future
        finally:
            future.cancel()


def _beside(values: Values, name: str) -> Context:
    """The changed values of all other assumptions."""
    return tuple(sorted((n, v) for n, v in values.items() if n != name))


def _ends(scenario: Scenario, *words: Any) -> Ends:
    _yield()
    return play_ends(scenario, *words)


def _ahead(scenario: Scenario, *words: Any) -> dict[str, list[Days]]:
    _yield()
    return play_ahead(scenario, *words)


def _yield() -> None:
    """Lower this worker's priority, once; workers whose runs the page waits for come first."""
    if hasattr(os, "nice") and os.nice(0) < YIELDING:
        with suppress(OSError):
            os.nice(YIELDING - os.nice(0))
