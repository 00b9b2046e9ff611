"""What each kind of effect does to the game, in the runs in which it happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from whitecell.game.axes import ByRunOr1, FlagByRun, total
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.diplomacy.talks import TalksAgent
from whitecell.game.diplomacy.turns import bond, turn
from whitecell.game.moving import amount, changed
from whitecell.game.powers.patronage import Patronage
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.game.setup import Setup
from whitecell.game.state.sections import HOLD
from whitecell.game.state.today import Contact
from whitecell.game.world import World
from whitecell.scenario import effects as kinds
from whitecell.scenario.plugins import asked
from whitecell.scenario.quantity import LARGEST, Entry
from whitecell.scenario.values import Place

AMOUNTS = ("to", "by", "fighters", "days")
"""Keys of effects that state an amount."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What effects can reach, beside the state."""

    board: Board
    constraints: Mapping[str, ConstraintAgent]
    agreements: Mapping[str, AgreementAgent]
    talks: Mapping[str, TalksAgent]
    rivalries: Mapping[str, RivalryAgent]
    patronages: Sequence[Patronage]

    def where(self, runs: FlagByRun, number: Any) -> ByRunOr1:
        """The value of a number in some runs, 0 in the others."""
        return np.where(runs, self.board.setup.value(number), 0.0)


def take_effect(reach: Reach, effects: Sequence[Entry], holder: Place, runs: FlagByRun) -> None:
    """Let effects happen in some runs; ``holder`` is the place of the entry that states them."""
    for number, effect in enumerate(effects):
        reach.board.numbers.touch()
        if isinstance(effect, kinds.Movement):
            _move(reach, effect, (*holder, "effects", number), runs)
        else:
            EFFECTS.get(type(effect), _from_outside)(reach, effect, runs)


def amounts(reach: Reach, effects: Sequence[Entry], prefix: str = "") -> dict[str, ByRunOr1]:
    """Values this morning of amounts that move, by their place among the effects; for a story."""
    found: dict[str, ByRunOr1] = {}
    parameters = reach.board.setup.parameters
    for k, effect in enumerate(effects) if reach.board.log.told else ():
        for key in AMOUNTS:
            number = getattr(effect, key, None)
            if isinstance(number, str) and parameters.moves(number):
                found[f"{prefix}effects.{k}.{key}"] = np.array(parameters.value(number))
    return found


def _move(reach: Reach, effect: kinds.Movement, place: Place, runs: FlagByRun) -> None:
    """Move a number; a variable changes at once and permanently."""
    board = reach.board
    row = board.setup.layout.find("variables", effect.number)
    if row is None:
        board.numbers.begin(place, runs)
        return
    level = board.state.numbers.level[row]
    moved = np.where(runs, changed(effect, level, board.setup.value(amount(effect))), level)
    np.clip(moved, *board.setup.scenario.variables[effect.number].limits, out=level)


def _impose(reach: Reach, effect: kinds.Impose, runs: FlagByRun) -> None:
    clause = reach.constraints[effect.constraint]
    reach.board.log.happened("imposed", runs & ~clause.agreed, thing=clause.name)
    clause.bring(runs & ~clause.agreed)


def _lift(reach: Reach, effect: kinds.Lift, runs: FlagByRun) -> None:
    clause = reach.constraints[effect.constraint]
    reach.board.log.happened("clause_lifted", runs & clause.agreed, thing=clause.name)
    clause.lift(runs)


def _end_agreement(reach: Reach, effect: kinds.EndAgreement, runs: FlagByRun) -> None:
    reach.agreements[effect.agreement].end(runs)


def _open_talks(reach: Reach, effect: kinds.OpenTalks, runs: FlagByRun) -> None:
    talks = reach.talks[effect.talks]
    reach.board.log.happened("opened", runs & ~talks.open, thing=talks.name)
    talks.open |= runs


def _close_talks(reach: Reach, effect: kinds.CloseTalks, runs: FlagByRun) -> None:
    talks = reach.talks[effect.talks]
    reach.board.log.happened("closed", runs & talks.open, thing=talks.name)
    talks.open &= ~runs


def _postpone(reach: Reach, effect: kinds.Postpone, runs: FlagByRun) -> None:
    talks = reach.talks[effect.talks]
    talks.until = talks.until + reach.where(runs, effect.days)


def _expose(reach: Reach, effect: kinds.Expose, runs: FlagByRun) -> None:
    talks = reach.talks[effect.talks]
    talks.expose(runs & talks.open & ~talks.known)


def _shift_wants(reach: Reach, effect: kinds.ShiftWants, runs: FlagByRun) -> None:
    setup, state = reach.board.setup, reach.board.state
    by = reach.where(runs, effect.by)
    if effect.toward in setup.scenario.constraints:
        state.effects.clause_shift[setup.layout.row("wishes", (effect.actor, effect.toward))] += by
    for talks in reach.talks.values():
        if talks.spec.signs == effect.toward and effect.actor in talks.parties:
            talks.support.sway(effect.actor, by)


def _shift_will(reach: Reach, effect: kinds.ShiftWill, runs: FlagByRun) -> None:
    for patronage in reach.patronages:
        if (patronage.patron, patronage.client) == (effect.patron, effect.client):
            patronage.sway(reach.where(runs, effect.by))


def _escalate(reach: Reach, effect: kinds.Escalate, runs: FlagByRun) -> None:
    reach.rivalries[effect.rivalry].move(runs, reach.board.setup.value(effect.by))


def _reinforce(reach: Reach, effect: kinds.Reinforce, runs: FlagByRun) -> None:
    setup = reach.board.setup
    actor, zone = setup.field.index(effect.actor), setup.zones.index(effect.zone)
    reach.board.arrive(actor, zone, reach.where(runs, effect.fighters))


def _withdraw(reach: Reach, effect: kinds.Withdraw, runs: FlagByRun) -> None:
    setup, forces = reach.board.setup, reach.board.state.forces
    zone = setup.zones.index(effect.zone)
    share, away = reach.where(runs, effect.share), {}
    for row in setup.rows_of(effect.actor):
        away[row] = leave = forces.fighters[row, zone] * share
        forces.fighters[row, zone] -= leave
        reserve = setup.reserve[row]
        if effect.to_reserve and reserve is not None:
            forces.fighters[row, reserve] += leave
    everyone = total(list(away.values()))
    numbers = reach.board.in_units("fighters", everyone, away)
    reach.board.log.happened(
        "withdrew", everyone > 0.0, actor=effect.actor, zone=effect.zone, numbers=numbers
    )


def _order(reach: Reach, effect: kinds.Order, runs: FlagByRun) -> None:
    setup, forces, day = reach.board.setup, reach.board.state.forces, reach.board.day
    actor = setup.field.index(effect.actor)
    forces.ordered[actor, runs] = setup.zones.index(effect.zone) if effect.zone else HOLD
    last = LARGEST if effect.lasts is None else day + np.asarray(setup.value(effect.lasts))
    forces.obeys[actor] = np.where(runs, last, forces.obeys[actor])


def _hand_over(reach: Reach, effect: kinds.HandOver, runs: FlagByRun) -> None:
    setup, forces = reach.board.setup, reach.board.state.forces
    zone, share, over = setup.zones.index(effect.zone), reach.where(runs, effect.share), {}
    for one, other in _likes(setup, effect.actor, effect.to):
        over[one] = change = forces.fighters[one, zone] * share
        forces.fighters[one, zone] -= change
        forces.fighters[other, zone] += change
    everyone = total(list(over.values()))
    reach.board.log.happened(
        "handed_over", everyone > 0.0, actor=effect.actor, zone=effect.zone, others=(effect.to,),
        numbers=reach.board.in_units("fighters", everyone, over),
    )  # fmt: skip


def _likes(setup: Setup, one: str, other: str) -> list[tuple[int, int]]:
    """Rows of one actor or arm, each with the row of another to which its forces pass.

    An actor's arm passes with it if the other actor has an arm of the same name.
    """
    mine, theirs = setup.rows_of(one), setup.rows_of(other)
    known = {setup.field.names[row].removeprefix(other): row for row in theirs[1:]}
    arms = [(row, setup.field.names[row].removeprefix(one)) for row in mine[1:]]
    return [(mine[0], theirs[0]), *((row, known[arm]) for row, arm in arms if arm in known)]


def _hit(reach: Reach, effect: kinds.Hit, runs: FlagByRun) -> None:
    board, setup = reach.board, reach.board.setup
    zone = setup.zones.index(effect.zone)
    lost: ByRunOr1 = 0.0
    hit = setup.counted(effect.actor)
    if hit:
        lost = np.minimum(reach.where(runs, effect.fighters), board.presence(hit, zone))
        board.lose(hit, zone, np.asarray(lost))
    people = board.state.land.people[zone]
    fleeing = np.minimum(reach.where(runs, effect.people), people)
    people -= fleeing
    board.today.fled[zone] += fleeing
    if effect.by and effect.actor:
        struck = setup.layout.owners.get(effect.actor, effect.actor)
        board.today.contacts.append(Contact(effect.by, struck, runs))
    board.log.happened(
        "hit", runs, actor=effect.by, zone=effect.zone, others=(effect.actor,) if effect.actor else (),
        numbers={**board.in_units("lost", lost, dict.fromkeys(hit[:1], lost)), "people": fleeing},
    )  # fmt: skip


def _turn(reach: Reach, effect: kinds.Turn, runs: FlagByRun) -> None:
    turn(reach.board, effect, runs)


def _bond(reach: Reach, effect: kinds.BeginPatronage | kinds.EndPatronage, runs: FlagByRun) -> None:
    bond(reach.board, effect, runs)
    for patronage in reach.patronages:
        patronage.turn()


def _from_outside(reach: Reach, effect: Any, runs: FlagByRun) -> None:
    """Let an effect of a package happen."""
    asked(effect, f"on day {reach.board.day}", effect.happen, World(reach.board), runs.copy())


EFFECTS: dict[type, Callable[[Reach, Any, FlagByRun], None]] = {
    kinds.Impose: _impose,
    kinds.Lift: _lift,
    kinds.EndAgreement: _end_agreement,
    kinds.OpenTalks: _open_talks,
    kinds.CloseTalks: _close_talks,
    kinds.Postpone: _postpone,
    kinds.Expose: _expose,
    kinds.ShiftWants: _shift_wants,
    kinds.ShiftWill: _shift_will,
    kinds.Escalate: _escalate,
    kinds.Reinforce: _reinforce,
    kinds.Withdraw: _withdraw,
    kinds.Order: _order,
    kinds.HandOver: _hand_over,
    kinds.Hit: _hit,
    **dict.fromkeys(kinds.TURNS, _turn),
    **dict.fromkeys(kinds.BONDS, _bond),
}
"""The function of each kind of effect, except effects on numbers."""
