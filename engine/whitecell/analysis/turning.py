"""Turning points of a game: how far each turn moved the odds of the outcome, and by what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from whitecell.analysis.paired import Contrast, contrasts
from whitecell.table.folder import Folder
from whitecell.table.replay import Columns, Replay, ahead


@dataclass(frozen=True, slots=True)
class Moved:
    """How a turn moved the odds of a game's outcome, over continuations with the same dice.

    Attributes
    ----------
    orders : list of Contrast
        The effect of the entries before the turn: without them, and with them.
    turn : list of Contrast
        The effect of playing the turn: with the entries, and after it was played.
    """

    orders: Sequence[Contrast]
    turn: Sequence[Contrast]


def _nothing() -> None:
    return


def moved(folder: Folder, runs: int, done: Callable[[], object] = _nothing) -> list[Moved]:
    """How the odds moved in each turn that was played.

    Parameters
    ----------
    folder : Folder
    runs : int
        Continuations without the entries, with them, and after each turn; their seeds are 0, 1, 2, …
    done : callable
        Called after each turn.
    """
    seeds, found = np.arange(runs), list[Moved]()
    stand = Replay(replace(folder, entries=()))
    before = ahead(stand, seeds)
    for k, entry in enumerate(folder.entries):
        if entry.kind != "step":
            continue
        spoken = k > len(stand.folder.entries)
        stand = stand.onward(replace(folder, entries=folder.entries[:k]))
        told = ahead(stand, seeds) if spoken else before
        stand = stand.onward(replace(folder, entries=folder.entries[: k + 1]))
        after = ahead(stand, seeds)
        found.append(Moved(_apart(folder, before, told), _apart(folder, told, after)))
        before = after
        done()
    return found


def _apart(folder: Folder, one: Columns, other: Columns) -> list[Contrast]:
    return contrasts(folder.scenario, one, other, folder.scenario.days)
