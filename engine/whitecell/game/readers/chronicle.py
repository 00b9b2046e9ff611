"""The chronicle of a single run: its events, and what actors weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import distinct
from whitecell.game.log.log import PHASES, Happening, Which
from whitecell.game.pieces import Pieces
from whitecell.game.policy import in_run
from whitecell.game.record import Event, Weighing
from whitecell.game.setup import Setup
from whitecell.game.state.sections import UNSEEN, Land, Story

HEAVY = 3.0
"""A day of fighting is told again if it costs this many times the heaviest day before it."""


def _days(setup: Setup, land: Land, actor: int, zone: int, goal: int) -> int:
    """Whole days of an actor's way between zones, by who holds the ground now; 0 if there is no way."""
    routes, days = setup.routes[actor], 0
    advance = in_run(setup.value(setup.scenario.rules.advance), 0)
    foes = setup.relations.at(setup.as_foes[actor], np.array(0))
    others = np.flatnonzero(~foes)
    while zone != goal:
        leg = int(routes.leg[goal, zone])
        if leg < 0:
            return 0
        zone = int(routes.hop[goal, zone])
        strange = np.maximum(1.0 - land.control[others, zone, 0].sum(), 0.0)
        days += int(laws.advance_days(setup.road_days[leg, :1], advance, strange)[0])
    return days


class Chronicle:
    """Collects what happens in a game of a single run, phase by phase.

    ``story`` is the part of the game's state that records what has been told.

    Parameters
    ----------
    every_day : bool
        Keep each day of fighting and each day in breach, as a record of events does, instead of only what is
        new to a reader.
    """

    story: Story

    def __init__(self, every_day: bool = False) -> None:
        self.every_day = every_day
        self.events: list[Event] = []
        self.weighings: list[Weighing] = []

    def follow(self, pieces: Pieces, phase: str) -> None:
        """Record the events of a phase, at its end."""
        board = pieces.board
        happenings, weighed = board.log.news()
        for each in weighed:
            self.weighings += each.in_run(0, board.day)
        for happening in happenings:
            if happening.where[0]:
                self._take(pieces, happening)
        if phase == "fight":
            self._battles(pieces)
        elif phase == "settle":
            self.control(pieces)
        elif phase == "judge":
            self.story.in_breach[:] = board.today.broke

    def _take(self, pieces: Pieces, happening: Happening) -> None:
        """Tell a happening, if it is new."""
        kind, day = happening.kind, pieces.board.day
        if kind == "recorded":
            return
        if kind == "breach":
            row = pieces.board.setup.layout.row("bound", (happening.thing, happening.actor))
            if self.story.in_breach[row][0] and not self.every_day:
                return
        others = happening.others
        if isinstance(others, Which):
            others = (others.names[others.places[0]],) if others.places[0] >= 0 else ()
        elif isinstance(others, Mapping):
            others = tuple(name for name, where in others.items() if where[0])
        numbers = {name: in_run(value, 0) for name, value in happening.numbers.items()}
        event = Event(
            day, PHASES[kind], kind, happening.actor, happening.zone, happening.thing, others, numbers
        )
        if kind == "effort":
            chance, days = self._chance(happening.actor), self._march(pieces, event)
            event = replace(event, numbers={"chance": chance, "days": days})
        self.events.append(event)

    def _chance(self, actor: str) -> float:
        """Chance of an actor's choice of main effort, as last weighed; 1 if it was ordered."""
        last = next(w for w in reversed(self.weighings) if (w.actor, w.subject) == (actor, "effort"))
        if last.own not in ("", last.chosen):
            return 1.0
        return next(option.chance for option in last.options if option.name == last.chosen)

    @staticmethod
    def _march(pieces: Pieces, effort: Event) -> float:
        """Days until half of the fighters that may leave their zones will have reached a new main effort."""
        setup, picture = pieces.board.setup, pieces.board.today.morning
        a = setup.field.index(effort.actor)
        mine = np.flatnonzero(setup.posts.actor == a)
        if not effort.zone or not len(mine):
            return 0.0
        goal = setup.zones.index(effort.zone)
        days = [_days(setup, pieces.board.state.land, a, int(z), goal) for z in setup.posts.zone[mine]]
        order = np.argsort(days, kind="stable")
        come = np.cumsum(picture.mobile[mine, 0][order])
        return float(days[order[np.searchsorted(come, come[-1] / 2.0)]])

    def _battles(self, pieces: Pieces) -> None:
        """Tell the day's fights: one for each attacker, in the zone of its main effort."""
        fight = pieces.board.today.fight
        if fight is None:
            return
        board, setup = pieces.board, pieces.board.setup
        owner, names = np.array(setup.owner, dtype=np.int64), setup.field.names
        for actor in distinct(owner[fight.attacker.actor]).tolist():
            mine = owner[fight.attacker.actor] == actor
            foes = tuple(dict.fromkeys(names[foe] for foe in owner[fight.foe.actor[mine]]))
            paid = {row: float(fight.paid[row, 0]) for row in (actor, *setup.arms[actor])}
            hit = {
                foe: float(fight.hit[mine & (fight.foe.actor == foe)].sum()) for foe in fight.foe.actor[mine]
            }
            numbers = board.in_units("lost", sum(paid.values()), paid)
            numbers |= board.in_units("killed", float(fight.hit[mine].sum()), hit)
            told = {name: in_run(value, 0) for name, value in numbers.items()}
            self._battle(pieces, actor, int(fight.attacker.zone[mine][0]), foes, told)

    def _battle(
        self, pieces: Pieces, actor: int, zone: int, foes: tuple[str, ...], numbers: dict[str, float]
    ) -> None:
        """Tell a day of fighting if it is the first for a week, or far heavier than the heaviest told."""
        lost, killed = numbers["lost"], numbers["killed"]
        if lost + killed < 1.0:
            return
        day, setup = pieces.board.day, pieces.board.setup
        fought, cost = self.story.fought[actor, zone], self.story.cost[actor, zone]
        fresh, heavy = day - fought[0] > 7.0, lost + killed > HEAVY * cost[0]
        fought[0], cost[0] = day, lost + killed if fresh else max(lost + killed, cost[0])
        if fresh or heavy or self.every_day:
            name = setup.field.names[actor]
            event = Event(day, "fight", "battle", name, setup.zones.names[zone], "", foes, numbers)
            self.events.append(event)

    def control(self, pieces: Pieces) -> None:
        """Tell zones that changed hands: another side than before holds more than half."""
        board, setup = pieces.board, pieces.board.setup
        last, names = self.story.holder[:, 0], setup.field.names
        holders = pieces.holders.of(board.state.land)[:, 0]
        for z, (name, now) in enumerate(zip(setup.zones.names, holders, strict=True)):
            if last[z] == UNSEEN:
                last[z] = now
            if now < 0 or now == last[z]:
                continue
            holder, before = names[now], names[last[z]] if last[z] >= 0 else ""
            last[z] = now
            if not before or not np.all(setup.relations.same_side(holder, before)):
                lost = before and self._lost(setup, board.state.land, z, before, holder)
                loser = (before,) if lost else ()
                self.events.append(Event(board.day, "settle", "control", holder, name, others=loser))

    @staticmethod
    def _lost(setup: Setup, land: Land, zone: int, before: str, holder: str) -> bool:
        """Whether a zone was taken from its last holders: no third side holds more of it than they do."""
        former, now = (setup.on_side_of(setup.field.index(name)) for name in (before, holder))
        shares = land.control[:, zone, 0]
        left = sum(float(shares[a]) for a in former)
        third = [a for a in range(len(shares)) if a not in former and a not in now]
        return all(sum(float(shares[k]) for k in setup.on_side_of(a) if k in third) <= left for a in third)
