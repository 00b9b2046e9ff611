"""What of a day can be told apart between two games of the same seeds: who did what, what came to pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.ground import HOLD

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame

Codes = NDArray[Any]
"""Shape ``(n_runs,)``: what a mark reads in each run, as a number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something discrete that a day leaves in every run.

    Attributes
    ----------
    phase : str
        In which it comes to pass, as in ``WarGame.PHASES``.
    kind : str
        ``inject``, ``effort``, ``leak``, ``session``, ``signed``, ``in_force``, ``strike``, ``control``,
        ``joined``, ``breach``, ``recorded``, ``ended`` or ``rung``.
    actor, zone, thing : str
        What it is about; empty where it is not about one.
    """

    phase: str
    kind: str
    actor: str = ""
    zone: str = ""
    thing: str = ""


def marks(game: WarGame) -> Iterator[tuple[Mark, Codes]]:
    """Today's marks in the order of phases, then of names; call it at the end of a day.

    Codes mean the same in two games whatever else is in them: a flag, a count, or for ``effort`` and
    ``control`` the number that :func:`code` gives a name, 0 for none.
    """
    for name, inject in sorted(game.injects.items()):
        yield Mark("injects", "inject", thing=name), inject.today
    zones = np.array([code(name) for name in game.ground.zones.names], dtype=np.int64)
    for actor in game.field:
        if actor.options:
            effort = np.where(actor.effort == HOLD, 0, zones[actor.effort])
            yield Mark("decide", "effort", actor.name), effort
    for name, talks in game.talks.items():
        yield Mark("negotiate", "leak", thing=name), talks.leaking
        yield Mark("negotiate", "session", thing=name), talks.session
    for name, agreement in game.agreements.items():
        yield Mark("negotiate", "signed", thing=name), agreement.signing
    for name, constraint in game.constraints.items():
        if constraint.agreement:
            yield Mark("negotiate", "in_force", thing=name), constraint.in_force
    for exclusion in game.exclusions:
        for z in exclusion.strike_zones:
            mark = Mark("strike", "strike", exclusion.striker, game.ground.zones.names[z], exclusion.name)
            yield mark, exclusion.strikes[z]
    yield from _settled(game)
    for name, constraint in game.constraints.items():
        for actor_name, broke in constraint.broke.items():
            yield Mark("judge", "breach", actor_name, thing=name), broke
        for actor_name, seen in constraint.recorded.items():
            yield Mark("judge", "recorded", actor_name, thing=name), seen
    for name, agreement in game.agreements.items():
        yield Mark("judge", "ended", thing=name), agreement.collapsed | agreement.lapsed
    for name, rivalry in game.rivalries.items():
        yield Mark("escalate", "rung", thing=name), rivalry.rung


def _settled(game: WarGame) -> Iterator[tuple[Mark, Codes]]:
    """Whose side holds more than half of each zone, and which corridors are joined."""
    ground = game.ground
    names = ground.field.names
    # A side goes by its first name, whoever of it holds most; −1, for nobody, takes the last code.
    codes = np.array([*(code(names[ground.side_of(a)[0]]) for a in range(len(names))), 0], dtype=np.int64)
    holder = codes[ground.holders()]
    for z in sorted(range(len(ground.zones)), key=lambda z: ground.zones.names[z]):
        yield Mark("settle", "control", zone=ground.zones.names[z]), holder[z]
    for name, corridor in game.corridors.items():
        yield Mark("settle", "joined", thing=name), corridor.joined


def code(name: str) -> int:
    """A number for a name, the same in every game; never 0."""
    return int.from_bytes(name.encode(), "big") % (2**61 - 1) + 1
