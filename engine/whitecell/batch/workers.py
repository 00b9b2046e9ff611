"""Who plays the slabs: this process, or several that are restarted if one dies."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.errors import SlabsFailed
from whitecell.batch.slabs import Slab
from whitecell.batch.store import Columns
from whitecell.scenario.model import Scenario

Player = Callable[[Scenario, NDArray[np.int64]], Columns]
"""Plays a slab of seeds of a scenario."""

RESTARTS = 3
"""How often a pool whose worker died is set up again before the batch gives up."""

_table: tuple[Scenario, Player] | None = None


def play_slab(scenario: Scenario, seeds: NDArray[np.int64]) -> Columns:
    """The player of every real batch; imports the game only where it is played."""
    from whitecell.game.play import play

    return play(scenario, seeds)


def _sit_down(scenario: Scenario, player: Player) -> None:
    global _table
    _table = (scenario, player)


def _work(slab: Slab) -> Columns:
    assert _table is not None
    scenario, player = _table
    return player(scenario, slab.seeds())


def play_slabs(
    scenario: Scenario, slabs: list[Slab], jobs: int = 1, player: Player = play_slab
) -> Iterator[tuple[Slab, Columns]]:
    """Play slabs and give each as it is finished, in no particular order.

    Parameters
    ----------
    jobs : int
        Processes; with 1 the slabs are played in this one.

    Raises
    ------
    SlabsFailed
        After all others were given, if some slabs could not be played.
    """
    failures: dict[Slab, str] = {}
    if jobs <= 1 or len(slabs) == 1:
        for slab in slabs:
            try:
                columns = player(scenario, slab.seeds())
            except Exception as error:
                failures[slab] = _reason(error)
                continue
            yield slab, columns
    else:
        yield from _in_processes(scenario, slabs, jobs, player, failures)
    if failures:
        listed = "\n".join(
            f"  seeds {slab.first} to {slab.last}: {why}" for slab, why in sorted(failures.items())
        )
        raise SlabsFailed(f"{len(failures)} of {len(slabs)} slabs could not be played:\n{listed}")


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


def _in_processes(
    scenario: Scenario, slabs: list[Slab], jobs: int, player: Player, failures: dict[Slab, str]
) -> Iterator[tuple[Slab, Columns]]:
    waiting = list(slabs)
    for _ in range(RESTARTS + 1):
        pool = ProcessPoolExecutor(
            max_workers=min(jobs, len(waiting)),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_sit_down,
            initargs=(scenario, player),
        )
        futures: dict[Future[Columns], Slab] = {}
        try:
            futures = {pool.submit(_work, slab): slab for slab in waiting}
            open_futures = set(futures)
            while open_futures:
                done, open_futures = wait(open_futures, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=lambda f: futures[f]):
                    slab = futures[future]
                    error = future.exception()
                    if isinstance(error, BrokenProcessPool):
                        raise error
                    waiting.remove(slab)
                    if isinstance(error, Exception):
                        failures[slab] = _reason(error)
                    else:
                        yield slab, future.result()
            return
        except BrokenProcessPool:
            continue
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    for slab in waiting:
        failures[slab] = "the process that played it died again and again"
