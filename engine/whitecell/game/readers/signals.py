"""The marks of a day by which two games of the same seeds are distinguished: decisions and events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.log.log import PHASES
from whitecell.game.pieces import Pieces
from whitecell.game.state.sections import HOLD

Codes = NDArray[Any]
"""Shape ``(n_runs,)``: the value of a signal in each run, as a number."""
LOGGED = (
    "inject",
    "leak",
    "session",
    "signed",
    "warned",
    "strike",
    "retreat",
    "surrender",
    "breach",
    "recorded",
    "collapse",
    "lapse",
    "lifted",
)
"""Kinds of happenings from which signals are made; other signals read the state."""
DECIMALS = 6
"""Decimals at which the values of terms are compared."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something discrete that a day leaves in every run.

    Attributes
    ----------
    phase : str
        The phase in which it happens, as in ``WarGame.PHASES``.
    kind : str
        ``inject``, ``effort``, ``leak``, ``session``, ``signed``, ``term``, ``in_force``, ``warned``,
        ``strike``, ``retreat``, ``surrender``, ``control``, ``joined``, ``breach``, ``recorded``, ``ended``
        or ``rung``.
    actor, zone, thing : str
        Its actor, zone and thing; empty where it has none.
    """

    phase: str
    kind: str
    actor: str = ""
    zone: str = ""
    thing: str = ""


class Signals:
    """The signals of a game; made before its first day, so that the log keeps the happenings they need."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        pieces.board.log.ask(*LOGGED)
        self._nothing = np.zeros(pieces.board.n_runs, dtype=np.bool_)

    @property
    def n_runs(self) -> int:
        """Runs of the game."""
        return self._pieces.board.n_runs

    def today(self) -> Iterator[tuple[Signal, Codes]]:
        """Today's signals in the order of phases, then of names; call it at the end of a day.

        Retreats and surrenders have a signal only if they happened. Codes mean the same in any two games. A
        code is a flag or a count; for a ``term`` it is the value at which it is signed, 0 where it is not;
        for ``effort`` and ``control`` it is the number that :func:`code` gives to a name, 0 for none.
        """
        pieces, board = self._pieces, self._pieces.board
        flags = board.log.flags(board.n_runs)

        def logged(kind: str, actor: str = "", zone: str = "", thing: str = "") -> tuple[Signal, Codes]:
            where = flags.get((kind, actor, zone, thing), self._nothing)
            return Signal(PHASES[kind], kind, actor, zone, thing), where

        for name in sorted(pieces.injects):
            yield logged("inject", thing=name)
        zones = np.array([code(name) for name in board.setup.zones.names], dtype=np.int64)
        for actor in pieces.field:
            if actor.options:
                effort = np.where(actor.effort == HOLD, 0, zones[actor.effort])
                yield Signal("decide", "effort", actor.name), effort
        for name in pieces.talks:
            yield logged("leak", thing=name)
            yield logged("session", thing=name)
        for name, agreement in pieces.agreements.items():
            yield logged("signed", thing=name)
            for term, row in agreement.terms.rows.items():
                settled = np.where(agreement.signed, agreement.terms.settled[row].round(DECIMALS), 0.0)
                yield Signal("negotiate", "term", thing=term), settled
        for name, constraint in pieces.constraints.items():
            if constraint.agreement or constraint.period.moves:
                yield Signal("negotiate", "in_force", thing=name), constraint.in_force
        for each in pieces.exclusions:
            for z in each.warned_zones:
                yield logged("warned", each.striker, board.setup.zones.names[z], each.name)
            for z in each.strike_zones:
                yield logged("strike", each.striker, board.setup.zones.names[z], each.name)
        for kind, actor_name, zone, thing in sorted(flags):
            if kind in ("retreat", "surrender"):
                yield logged(kind, actor_name, zone, thing)
        yield from self._settled()
        for name, constraint in pieces.constraints.items():
            for actor_name in constraint.bound:
                yield logged("breach", actor_name, thing=name)
            for actor_name in constraint.bound:
                yield logged("recorded", actor_name, thing=name)
        for name in pieces.agreements:
            ends = [logged(kind, thing=name)[1] for kind in ("collapse", "lapse", "lifted")]
            yield Signal("judge", "ended", thing=name), np.logical_or.reduce(ends)
        for name, rivalry in pieces.rivalries.items():
            yield Signal("escalate", "rung", thing=name), rivalry.rung

    def _settled(self) -> Iterator[tuple[Signal, Codes]]:
        """The side that holds more than half of each zone, and which corridors are joined."""
        setup, land = self._pieces.board.setup, self._pieces.board.state.land
        names = setup.field.names
        # A side is named by its first actor, not by the one that holds most; −1, nobody, takes the last code.
        named = np.array([code(name) for name in names], dtype=np.int64)
        first = setup.first_of_side()
        codes = np.concatenate([named[first], np.zeros((1, first.shape[1]), dtype=np.int64)])
        holder = codes[self._pieces.holders.of(land), np.arange(first.shape[1])]
        for z in sorted(range(len(setup.zones)), key=lambda z: setup.zones.names[z]):
            yield Signal("settle", "control", zone=setup.zones.names[z]), holder[z]
        for name, corridor in self._pieces.corridors.items():
            yield Signal("settle", "joined", thing=name), corridor.joined


def code(name: str) -> int:
    """A number for a name, the same in every game; never 0."""
    return int.from_bytes(name.encode(), "big") % (2**61 - 1) + 1
