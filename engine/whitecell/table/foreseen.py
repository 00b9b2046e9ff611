"""The turn on trial: what it would bring, and in how many continuations of the same state that comes too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whitecell.game.readers.occurrences import Mark, Occurrences, mark_of
from whitecell.game.record import Event
from whitecell.scenario.model import Scenario
from whitecell.scenario.references import ROLLED
from whitecell.table.entries import WHITE, Step, written
from whitecell.table.folder import Folder
from whitecell.table.played import check
from whitecell.table.replay import Replay

SELDOM = frozenset({"inject_missed", "recorded"})
"""Kinds that are no news by themselves."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An event of the turn on trial.

    Attributes
    ----------
    event : Event
    mark : Mark
        What is counted: an event of its kind, actor, zone and thing.
    count : int
        Continuations in which one comes within the turn.
    """

    event: Event
    mark: Mark
    count: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A turn on trial.

    Attributes
    ----------
    trial : Replay
        The game with the turn played.
    events : tuple of Foreseen
        What it would bring, in order.
    others : tuple of (Mark, int)
        What it would not bring and continuations do, the most frequent first.
    seeds : array of int, shape ``(n,)``
        Of the continuations.
    """

    trial: Replay
    events: tuple[Foreseen, ...]
    others: tuple[tuple[Mark, int], ...]
    seeds: NDArray[np.int64]


def proposed(folder: Folder) -> Folder:
    """A game with its next turn played, which stands in no log.

    Raises
    ------
    GameError
        If the game is over.
    """
    check(folder, WHITE, Step())
    entry, _ = written(len(folder.entries) + 1, folder.turn, WHITE, Step(), "", folder.head)
    return replace(folder, entries=(*folder.entries, entry))


def outlook(before: Replay, trial: Replay, seeds: Sequence[int] | NDArray[np.int64]) -> Outlook:
    """What a turn would bring, and how often its events come within the turn under other dice.

    Parameters
    ----------
    before : Replay
        The game as it stands.
    trial : Replay
        The same with the turn played.
    seeds : integers, shape ``(n,)``
        Of the continuations: the same streams of dice as the game's, under these seeds.
    """
    turn, setup = trial.turns[-1], trial.game.setup
    chosen = np.asarray(seeds, dtype=np.int64)
    story = before.game.state.story
    assert story is not None  # a replay is told
    # The game's own dice come first: a fight or a breach that goes on in the turn on trial is no news there,
    # and so none that fails to come.
    with before.continued([before.folder.settings.seed, *chosen]) as game:
        came = Occurrences(game.pieces, story.holder[:, 0])
        for _ in range(turn.first, turn.last + 1):
            game.step()
            came.take()
    found = {mark: where for mark, where in came.found.items() if mark.kind not in SELDOM}
    counts = {mark: int(where[1:].sum()) for mark, where in found.items()}
    told = [event for event in turn.events if event.kind not in SELDOM]
    events = tuple(Foreseen(e, m := mark_of(setup, e), counts.get(m, 0)) for e in told)
    rest = [(mark, counts[mark]) for mark, where in found.items() if counts[mark] and not where[0]]
    rest.sort(key=lambda each: (-each[1], each[0].kind, each[0].actor, each[0].zone, each[0].thing))
    return Outlook(trial, events, tuple(rest), chosen)


def dice_of(scenario: Scenario, mark: Mark) -> list[str]:
    """Whose dice can be rolled again to have an event otherwise: its thing, actor, zone."""
    known = {name for section in ROLLED for name in getattr(scenario, section)}
    return [name for name in dict.fromkeys((mark.thing, mark.actor, mark.zone)) if name in known]
