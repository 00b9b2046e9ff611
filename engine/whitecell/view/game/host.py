"""The host of a game: holds it in memory between turns, and lets one speak at a time."""

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
"""Asks the programs of a game's seats what they order for the next turn."""
TRIES = 5
"""How often something is said again when somebody spoke in between."""
REMEMBERED = 10_000
"""Names of things said that are kept, so that what is sent again is not said twice."""


class StaleError(GameError):
    """The turn of which somebody speaks has been played."""


class Host:
    """A game that is kept in memory as its log has it.

    Before anything is shown the length of the log is looked at, and before anything is said all of it is read
    and its chain checked (:func:`whitecell.table.folder.append`): what a command said in between is taken
    over, and what does not follow from what is known makes the game be played again from the start.

    May be used from several threads.

    Parameters
    ----------
    folder : Folder
    programs : callable, optional
        Asks the programs of seats before a turn; without it none is started.
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
        """Something that is reckoned from the game, once for each state of it."""
        # What lies there is taken without waiting for what somebody else has reckoned meanwhile.
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
            Of entry.
        body : mapping
            As JSON has it.
        reason : str
        turn : int, optional
            The turn in which it is meant; any if left out.
        key : str
            A name that the sender gave it: what has been said under this name is not said again.

        Raises
        ------
        StaleError
            If that turn has been played.
        GameError
            If it cannot be said: why, and what can.
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
        """Let programs order for their seats before a turn is played; nothing if it is not that turn's time.

        Others may speak while programs think.
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
        """The game as it stands, and the same with the next turn played, which nobody has said yet.

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
        """Take over what the log says, which somebody else has written to."""
        size = _size(self._replay.folder)
        self._take(open_game(self.path), size)

    def _take(self, folder: Folder, size: int) -> None:
        """Go on to what the log says now that it has some bytes."""
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
    """An entry as it stands in the log."""
    return written(entry.n, entry.turn, entry.seat, entry.body, entry.reason, entry.before)[1]
