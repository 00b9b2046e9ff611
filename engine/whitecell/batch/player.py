"""The function that plays a slab, and how slabs are given to processes, here or elsewhere."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from whitecell.batch.errors import BatchError, SlabFailure, WorkerDiedError
from whitecell.batch.hands import Hands
from whitecell.batch.slabs import Slab
from whitecell.batch.table import Columns, checked
from whitecell.scenario.model import Scenario

Player: TypeAlias = Callable[[Scenario, NDArray[np.int64]], Columns]
"""A function that plays the runs of some seeds. For worker processes it must belong to a module."""
Result: TypeAlias = tuple[Slab, Columns | SlabFailure]


def play_game(scenario: Scenario, seeds: NDArray[np.int64]) -> Columns:
    """Play with the game itself."""
    from whitecell.game.play import play

    return play(scenario, seeds)


def played(
    hands: Hands,
    scenario: Scenario,
    slabs: Sequence[Slab],
    player: Player,
    meanwhile: Callable[[], None],
) -> Generator[Result, None, None]:
    """Play slabs and yield each as soon as it is done, in any order.

    Parameters
    ----------
    hands : Hands
        The executor that does the work.
    scenario : Scenario
        The scenario to play.
    slabs : sequence of Slab
        The runs to play.
    player : callable
        Plays one slab.
    meanwhile : callable
        Called once, when the first slabs have been handed out.

    Raises
    ------
    BatchError
        If no worker can work. A slab that fails yields a SlabFailure instead.
    """
    work = hands.bound(_attempt, scenario, player)
    waiting = deque(slabs)
    out: dict[Future[Columns | SlabFailure], Slab] = {}

    def hand_out() -> None:
        while waiting and len(out) < hands.room:
            slab = waiting.popleft()
            out[hands.submit(work, slab)] = slab

    hand_out()
    meanwhile()
    while out:
        for future in wait(out, return_when=FIRST_COMPLETED).done:
            slab = out.pop(future)
            yield slab, _taken(slab, future)
        hand_out()


def _taken(slab: Slab, future: Future[Columns | SlabFailure]) -> Columns | SlabFailure:
    """The result of a slab; an error that concerns it alone becomes its failure."""
    try:
        return future.result()
    except WorkerDiedError as error:
        return SlabFailure(slab, str(error))
    except (BatchError, BrokenExecutor):
        raise
    except Exception as error:
        return SlabFailure(slab, f"a worker cannot play: {type(error).__name__}: {error}")


def _attempt(scenario: Scenario, player: Player, slab: Slab) -> Columns | SlabFailure:
    """Play a slab and check the shape of its result; any error becomes that slab's failure."""
    try:
        return checked(scenario, slab.runs, player(scenario, slab.seeds))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return SlabFailure(slab, reason, traceback.format_exc())
