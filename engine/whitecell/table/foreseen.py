"""The turn on trial: its events, and in how many continuations of the same state each happens too."""

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
"""Kinds of events that are no news by themselves."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An event of the turn on trial.

    Attributes
    ----------
    event : Event
    mark : Mark
        What is counted: events of its kind, actor, zone and thing.
    count : int
        Continuations in which such an event happens within the turn.
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
        The events of the turn, in order.
    others : tuple of (Mark, int)
        Events that happen in continuations but not in this turn, most frequent first.
    seeds : array of int, shape ``(n,)``
        Seeds of the continuations.
    """

    trial: Replay
    events: tuple[Foreseen, ...]
    others: tuple[tuple[Mark, int], ...]
    seeds: NDArray[np.int64]


def proposed(folder: Folder) -> Folder:
    """A game with its next turn played; the step is in no log.

    Raises
    ------
    GameError
        If the game is over.
    """
    check(folder, WHITE, Step())
    entry, _ = written(len(folder.entries) + 1, folder.turn, WHITE, Step(), "", folder.head)
    return replace(folder, entries=(*folder.entries, entry))


def outlook(before: Replay, trial: Replay, seeds: Sequence[int] | NDArray[np.int64]) -> Outlook:
    """The events of a turn, and how often each happens within the turn under other dice.

    Parameters
    ----------
    before : Replay
        The game as it stands.
    trial : Replay
        The same game with the turn played.
    seeds : integers, shape ``(n,)``
        Seeds of the continuations, which use the same streams of dice as the game.
    """
    turn, setup = trial.turns[-1], trial.game.setup
    chosen = np.asarray(seeds, dtype=np.int64)
    story = before.game.state.story
    assert story is not None  # a replay is told
    # The game's own dice come first: a fight or a breach that merely continues in the turn on trial is no
    # news there, and must not count among the events that the turn lacks.
    with before.continued([before.folder.settings.seed, *chosen]) as game:
        came = Occurrences(game.pieces, story.holder[:, 0])
        for _ in range(turn.first, turn.last + 1):
            game.step()
            came.take()
    found = {mark: where for mark, where in came.found.items() if mark.kind not in SELDOM}
    counts = {mark: int(where[1:].sum()) for mark, where in found.items()}
    told = [event for event in turn.events if event.kind not in SELDOM]

    def counted(event: Event) -> Mark:
        """The mark of an event; for control of a zone, as in the continuation under the game's own dice.

        Sides may have changed since the zone changed hands.
        """
        mark = mark_of(setup, event)
        same = [m for m, where in found.items() if (m.kind, m.zone) == (mark.kind, mark.zone) and where[0]]
        return mark if mark in found or mark.kind != "control" or not same else same[0]

    events = tuple(Foreseen(e, m := counted(e), counts.get(m, 0)) for e in told)
    rest = [(mark, counts[mark]) for mark, where in found.items() if counts[mark] and not where[0]]
    rest.sort(key=lambda each: (-each[1], each[0].kind, each[0].actor, each[0].zone, each[0].thing))
    return Outlook(trial, events, tuple(rest), chosen)


def dice_of(scenario: Scenario, mark: Mark) -> list[str]:
    """The names whose dice can be rolled again to change an event: its thing, actor, zone."""
    known = {name for section in ROLLED for name in getattr(scenario, section)}
    return [name for name in dict.fromkeys((mark.thing, mark.actor, mark.zone)) if name in known]
