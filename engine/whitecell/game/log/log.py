"""The log of a day: what happened, as whole arrays with names, and what was weighed.

A law logs what happens in all runs at once, without knowing the readers. A story takes the one run that it
tells, divergence compares columns, measures add them up. The log keeps only the kinds that a reader asked
for.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Protocol

import numpy as np

from whitecell.game.axes import ByRunOr1, FlagByRun, IndexByRun, any_of
from whitecell.game.record import Weighing

PHASES: Mapping[str, str] = {
    "inject": "injects", "inject_missed": "injects", "imposed": "injects", "clause_lifted": "injects",
    "ended": "injects", "opened": "injects", "closed": "injects", "withdrew": "injects",
    "handed_over": "injects", "hit": "injects", "decision": "injects",
    "turned_hostile": "injects", "turned_allied": "injects", "turned_neutral": "injects",
    "interned": "injects", "patron_began": "injects", "patron_ended": "injects",
    "clause_began": "injects", "clause_ended": "injects", "step": "injects",
    "effort": "decide",
    "leak": "negotiate", "session": "negotiate", "signed": "negotiate", "balk": "negotiate",
    "in_force": "negotiate", "clause_dropped": "negotiate", "lifted": "negotiate",
    "suspended": "negotiate", "failed": "negotiate", "resumed": "negotiate",
    "warned": "strike", "strike": "strike", "air_incident": "strike", "turned_back": "strike",
    "seized": "strike",
    "battle": "fight",
    "retreat": "settle", "surrender": "settle",
    "joined": "settle", "cut": "settle", "control": "settle",
    "breach": "judge", "recorded": "judge", "collapse": "judge", "lapse": "judge", "renewed": "judge",
    "spread": "judge",
    "rung": "escalate",
}  # fmt: skip
"""For each kind of happening the phase of the day to which it belongs, whatever causes it."""


@dataclass(frozen=True, slots=True)
class Which:
    """One of some names in each run, by its place among them; −1 for none."""

    names: tuple[str, ...]
    places: IndexByRun


_NONE: Mapping[str, ByRunOr1] = MappingProxyType({})


@dataclass(slots=True)  # not frozen: there are dozens a day, and a frozen one takes four times as long
class Happening:
    """Something that happens in some of the runs.

    Attributes
    ----------
    kind : str
        One of ``PHASES``.
    where : array of bool, shape ``(n_runs,)``
    actor, zone, thing : str
        Names of the actor that acts, the zone, and the talks, agreement, constraint, corridor, rivalry or
        inject it is about; empty where there is none.
    others : tuple of str, mapping of str to array of bool, or Which
        Further actors, the path of a corridor or the clauses of a step. A tuple holds in all runs, a mapping
        gives the runs in which each is concerned, and a ``Which`` one name in each run.
    numbers : mapping of str to array, shape ``(n_runs,)``, or number
        Figures by name.
    """

    kind: str
    where: FlagByRun
    actor: str
    zone: str
    thing: str
    others: tuple[str, ...] | Mapping[str, FlagByRun] | Which
    numbers: Mapping[str, ByRunOr1]


class Weighed(Protocol):
    """The options that some actors weighed, in every run."""

    def in_run(self, run: int, day: int) -> Iterable[Weighing]:
        """What was weighed in one run, on a day."""


class Log:
    """What happened today so far."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._about: set[tuple[str, str]] = set()
        self._told = False
        self.happenings: list[Happening] = []
        self._of_kind: dict[str, list[Happening]] = {}
        self._weighed: list[Weighed] = []
        self._read = 0

    def ask(self, *kinds: str, about: Iterable[str] | None = None) -> None:
        """Have some kinds of happenings kept from now on, those about some things only if these are given.

        Raises
        ------
        ValueError
            If there is no such kind.
        """
        strange = [kind for kind in kinds if kind not in PHASES]
        if strange:
            raise ValueError(f"nothing of the kind '{strange[0]}' can happen")
        if about is None:
            self._asked |= {*kinds}
        else:
            self._about |= set(product(kinds, about))

    def tell_all(self) -> None:
        """Have all happenings kept, and what actors weigh."""
        self.ask(*PHASES)
        self._told = True

    @property
    def told(self) -> bool:
        """Whether all happenings are kept, and what actors weigh."""
        return self._told

    def asks(self, kind: str, thing: str = "") -> bool:
        """Whether happenings of a kind about a thing, or about nothing by name, are kept for a reader."""
        return kind in self._asked or (kind, thing) in self._about

    def turn(self) -> None:
        """Begin a day."""
        self.happenings, self._of_kind, self._weighed, self._read = [], {}, [], 0

    def happened(
        self,
        kind: str,
        where: FlagByRun,
        *,
        actor: str = "",
        zone: str = "",
        thing: str = "",
        others: tuple[str, ...] | Mapping[str, FlagByRun] | Which = (),
        numbers: Mapping[str, ByRunOr1] = _NONE,
    ) -> None:
        """Log that something happens in some runs; see :class:`Happening`. Arrays are kept, not copied."""
        if (kind in self._asked or (kind, thing) in self._about) and any_of(where):
            happening = Happening(kind, where, actor, zone, thing, others, numbers)
            self.happenings.append(happening)
            self._of_kind.setdefault(kind, []).append(happening)

    def weigh(self, weighed: Weighed) -> None:
        """Log what actors weigh."""
        if self._told:
            self._weighed.append(weighed)

    def news(self) -> tuple[list[Happening], list[Weighed]]:
        """Entries logged since the last call; for a single reader, which tells the story."""
        news = self.happenings[self._read :], self._weighed
        self._read, self._weighed = len(self.happenings), []
        return news

    def of(self, kind: str, things: Container[str]) -> list[Happening]:
        """Today's happenings of a kind about some things, as far as they were asked for."""
        return [each for each in self._of_kind.get(kind, ()) if each.thing in things]

    def flags(self, n_runs: int) -> dict[tuple[str, str, str, str], FlagByRun]:
        """Where each happening of today happened, by kind, actor, zone and thing."""
        found: dict[tuple[str, str, str, str], FlagByRun] = {}
        for each in self.happenings:
            key = each.kind, each.actor, each.zone, each.thing
            there = found.get(key)
            where = np.broadcast_to(each.where, (n_runs,))
            found[key] = where if there is None else there | where
        return found
