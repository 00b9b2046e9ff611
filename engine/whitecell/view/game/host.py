"""The host of a game: holds it in memory between turns, and adds one entry at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock, RLock
from typing import Any, TypeVar

from whitecell.table.entries import Entry, body_of, kind_of, written
from whitecell.table.errors import GameError
from whitecell.table.folder import LOG, Folder, append, open_game
from whitecell.table.foreseen import proposed
from whitecell.table.played import check
from whitecell.table.programs import Spoken
from whitecell.table.replay import Replay

T = TypeVar("T")
Programs = Callable[[Replay], Iterable[Spoken]]
"""A function that asks the programs of a game's seats for their orders for the next turn."""
TRIES = 5
"""How often an entry is tried again when somebody else wrote one in between."""
REMEMBERED = 10_000
"""Keys of entries that are remembered, so that an entry that is sent again is not added twice."""


class StaleError(GameError):
    """The turn that an entry is meant for has been played."""


class Host:
    """A game that is kept in memory as its log has it.

    Before anything is shown, the length of the log is checked. Before an entry is added, the whole log is
    read and its chain checked (:func:`whitecell.table.folder.append`). Entries that a command added in
    between are taken over; if the log does not continue the known one, the game is played again from the
    start.

    May be used from several threads.

    Parameters
    ----------
    folder : Folder
    programs : callable, optional
        Asks the programs of seats before a turn; without it no program is started.
    """

    def __init__(self, folder: Folder, programs: Programs | None = None) -> None:
        self._programs, self._asking = programs, Lock()
        self._lock = RLock()
        self._size = _size(folder)
        self._replay = Replay(folder)
        self._shelf: dict[str, Any] = {}
        self._said: OrderedDict[str, Entry] = OrderedDict()
        self._proposed: Replay | None = None

    @property
    def path(self) -> Path:
        """The folder of the game."""
        return self._replay.folder.path

    @property
    def head(self) -> str:
        """The hash of the last entry that is known."""
        return self._replay.folder.head

    def replay(self) -> Replay:
        """The game as it stands."""
        with self._lock:
            if _size(self._replay.folder) != self._size:
                self._look()
            return self._replay

    def kept(self, what: str, make: Callable[[Replay], T]) -> T:
        """Something that is calculated from the game, once for each state of it."""
        # A result that is ready is returned without waiting for another that is being calculated.
        shelf = self._shelf
        if what in shelf and _size(self._replay.folder) == self._size:
            made: T = shelf[what]
            return made
        with self._lock:
            replay = self.replay()
            if what not in self._shelf:
                self._shelf[what] = make(replay)
            found: T = self._shelf[what]
            return found

    def say(
        self, seat: str, kind: Any, body: Mapping[str, Any], reason: str, *, turn: int | None, key: str = ""
    ) -> Entry:
        """Put an entry into the log, if its seat may say it now.

        Parameters
        ----------
        seat : str
        kind : str
            Kind of entry.
        body : mapping
            As JSON has it.
        reason : str
        turn : int, optional
            The turn that it is meant for; any if left out.
        key : str
            A name that the sender gave it: a second entry under this name is not added.

        Raises
        ------
        StaleError
            If that turn has been played.
        GameError
            If it cannot be said; the message says why, and what can be said.
        """
        with self._lock:
            for left in reversed(range(TRIES)):
                folder = self.replay().folder
                if key and (said := self._said.get(f"{seat} {key}")):
                    return said
                if turn is not None and turn != folder.turn:
                    raise StaleError(f"turn {turn} has been played; it is turn {folder.turn} now")
                content = body_of(kind, body, folder.scenario.start)
                check(folder, seat, content)
                try:
                    after = append(folder, seat, content, reason)
                except GameError:
                    if not left or open_game(self.path).head == folder.head:
                        raise
                    self._look()
                    continue
                break
            entry = after.entries[-1]
            self._take(after, self._size - len(folder.torn) + len(_line(entry)))
            self._said[f"{seat} {key}"] = entry
            while len(self._said) > REMEMBERED:
                self._said.popitem(last=False)
            return entry

    def ask(self, turn: int) -> None:
        """Let programs order for their seats before a turn is played; does nothing if it is not the next.

        Others may add entries while programs think.
        """
        if self._programs is None:
            return
        with self._asking:
            folder = self.replay().folder
            if folder.turn != turn or turn > folder.turns:
                return
            for spoken in self._programs(self.replay()):
                for body, reason in spoken.entries:
                    stated = body.model_dump(mode="json", by_alias=True)
                    self.say(spoken.seat, kind_of(body), stated, reason, turn=turn)

    def proposed(self) -> tuple[Replay, Replay]:
        """The game as it stands, and the same with the next turn played on trial.

        Raises
        ------
        GameError
            If the game is over.
        """
        with self._lock:
            replay = self.replay()
            if self._proposed is None:
                self._proposed = replay.onward(proposed(replay.folder))
            return replay, self._proposed

    def _look(self) -> None:
        """Read the log again, after somebody else has written to it."""
        size = _size(self._replay.folder)
        self._take(open_game(self.path), size)

    def _take(self, folder: Folder, size: int) -> None:
        """Bring the game up to date with the log, which is now ``size`` bytes long."""
        proposed, self._proposed = self._proposed, None
        if proposed is not None and proposed.folder.entries == folder.entries:
            proposed.folder = folder
            self._replay = proposed
        else:
            self._replay = self._replay.onward(folder)
        self._size = size
        self._shelf = {}


def _size(folder: Folder) -> int:
    """Bytes of the log on the disk."""
    return (folder.path / LOG).stat().st_size


def _line(entry: Entry) -> bytes:
    """An entry as a line of the log."""
    return written(entry.n, entry.turn, entry.seat, entry.body, entry.reason, entry.before)[1]
