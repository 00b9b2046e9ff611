"""Changes of relations: how pairs change stance, and what happens to forces in zones that the other holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from whitecell.game.axes import FlagByRun, Floats, total
from whitecell.game.board import Board
from whitecell.game.laws import PRESENT
from whitecell.game.relations import STANCE
from whitecell.scenario.effects import BeginPatronage, EndPatronage, Turn

HALF = 0.5
"""A larger share of a zone than this counts as holding it, as in stories and on maps."""
Changed = Mapping[str, FlagByRun]
"""Other actors by name, and the runs in which an actor's relation to each changed today."""


def turn(board: Board, effect: Turn, runs: FlagByRun) -> None:
    """Change the relation of pairs from this morning on, in some runs.

    All actors concerned review their main efforts that day. Each change is logged once: for each actor of the
    first list if there is a second, else for all together.
    """
    setup, relations = board.setup, board.setup.relations
    stance, turned = STANCE[effect.becomes], dict[str, dict[str, FlagByRun]]()
    for one, other in effect.couples:
        tie = relations.tie(one, other)
        changed = runs & (relations.stance[tie] != stance)
        relations.stance[tie] = np.where(changed, stance, relations.stance[tie])
        turned.setdefault(one, {})[other] = turned.setdefault(other, {})[one] = changed
    ever = {actor: np.logical_or.reduce([*others.values()]) for actor, others in turned.items()}
    for actor, changed in ever.items():
        board.state.forces.alarmed[setup.rows_of(actor)] |= changed
    kind = f"turned_{effect.becomes}"
    if not effect.to:
        board.log.happened(kind, np.logical_or.reduce([*ever.values()]), others=ever)
    for actor in effect.actors if effect.to else ():
        board.log.happened(kind, ever[actor], actor=actor, others=turned[actor])
    caught = getattr(effect, "caught", "stay")
    if caught in ("withdraw", "interned"):
        # Holders are read before anybody leaves, so that the order of names does not matter.
        strangers = {actor: _held_by(board, others) for actor, others in turned.items()}
        for actor, there in strangers.items():
            _leave(board, actor, there, interned=caught == "interned")


def _held_by(board: Board, others: Changed) -> FlagByRun:
    """Zones held, together, by the actors to which the relation changed today, ``(n_zones, n_runs)``."""
    setup, control = board.setup, board.state.land.control
    rows = [(setup.field.index(name), changed) for name, changed in others.items() if name in setup.field]
    held = total([control[row] * changed for row, changed in rows]) if rows else np.zeros(control.shape[1:])
    return np.asarray(held > HALF)


def _leave(board: Board, actor: str, there: FlagByRun, *, interned: bool) -> None:
    """Let all forces of an actor leave zones: for its reserve, or interned and out of the war.

    Without internment, a force stays and fights if it has no reserve, or if the reserve is in such a zone.
    """
    setup, forces = board.setup, board.state.forces.fighters
    for z, name in enumerate(setup.zones.names):
        away: dict[int, Floats] = {}
        for row in setup.rows_of(actor):
            reserve = setup.reserve[row]
            if interned:
                goes = there[z]
            elif reserve is None:
                continue
            else:
                goes = there[z] & ~there[reserve]
            away[row] = leave = forces[row, z] * goes
            forces[row, z] -= leave
            if not interned and reserve is not None:
                forces[row, reserve] += leave
        if away:
            gone = total([*away.values()])
            numbers = board.in_units("fighters", gone, away)
            kind = "interned" if interned else "withdrew"
            board.log.happened(kind, gone >= PRESENT, actor=actor, zone=name, numbers=numbers)


def bond(board: Board, effect: BeginPatronage | EndPatronage, runs: FlagByRun) -> None:
    """Let a patronage begin or end in some runs."""
    relations, begins = board.setup.relations, isinstance(effect, BeginPatronage)
    row = relations.bond(effect.patron, effect.client)
    changed = runs & (relations.holds[row] != begins)
    relations.holds[row] = np.where(changed, begins, relations.holds[row])
    kind = "patron_began" if begins else "patron_ended"
    board.log.happened(kind, changed, actor=effect.patron, others=(effect.client,))
