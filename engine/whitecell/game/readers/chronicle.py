"""The chronicle of a single run: its events, and what actors weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import distinct, raised
from whitecell.game.log.log import PHASES, Happening, Which
from whitecell.game.pieces import Pieces
from whitecell.game.policy import in_run
from whitecell.game.record import Event, Weighing
from whitecell.game.setup import Setup
from whitecell.game.state.sections import UNSEEN, Land, Story

HEAVY = 3.0
"""A day of fighting is told again if it costs this many times the heaviest day before it."""


def _days(setup: Setup, land: Land, actor: int, goal: int, zones: Sequence[int]) -> list[int]:
    """Whole days of an actor's ways from zones to a goal, by who holds the ground now; 0 without a way."""
    routes, advance = setup.routes[actor], in_run(setup.value(setup.scenario.rules.advance), 0)
    foes = setup.relations.at(setup.as_foes[actor], np.array(0))
    others = np.flatnonzero(~foes)
    known: dict[int, int | None] = {goal: 0}
    for zone in zones:
        path = []
        while zone not in known and routes.leg[goal, zone] >= 0:
            path.append(zone)
            zone = int(routes.hop[goal, zone])
        days = known.setdefault(zone, None)
        for start in reversed(path):
            if days is not None:
                leg, hop = int(routes.leg[goal, start]), int(routes.hop[goal, start])
                strange = np.maximum(1.0 - land.control[others, hop, 0].sum(), 0.0)
                days += int(laws.advance_days(setup.road_days[leg, :1], advance, strange)[0])
            known[start] = days
    return [known[zone] or 0 for zone in zones]


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
        days = _days(setup, pieces.board.state.land, a, goal, setup.posts.zone[mine].tolist())
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
            paid = {row: float(fight.paid[row, 0]) for row in (actor, *setup.arms[actor])}
            lost, killed = sum(paid.values()), float(fight.hit[mine].sum())
            zone = int(fight.attacker.zone[mine][0])
            if not self._new(board.day, actor, zone, lost + killed):
                continue
            foes = tuple(dict.fromkeys(names[foe] for foe in owner[fight.foe.actor[mine]]))
            hit = {
                foe: float(fight.hit[mine & (fight.foe.actor == foe)].sum()) for foe in fight.foe.actor[mine]
            }
            numbers = board.in_units("lost", lost, paid) | board.in_units("killed", killed, hit)
            told = {name: in_run(value, 0) for name, value in numbers.items()}
            event = Event(board.day, "fight", "battle", names[actor], setup.zones.names[zone], "", foes, told)
            self.events.append(event)

    def _new(self, day: int, actor: int, zone: int, cost: float) -> bool:
        """Whether to tell a day of fighting: the first for a week, or far heavier than the heaviest told."""
        if cost < 1.0:
            return False
        fought, heaviest = self.story.fought[actor, zone], self.story.cost[actor, zone]
        fresh, heavy = day - fought[0] > 7.0, cost > HEAVY * heaviest[0]
        fought[0], heaviest[0] = day, cost if fresh else max(cost, heaviest[0])
        return bool(fresh or heavy or self.every_day)

    def control(self, pieces: Pieces) -> None:
        """Tell zones that changed hands: another side than before holds more than half."""
        board, setup = pieces.board, pieces.board.setup
        last, names = self.story.holder[:, 0], setup.field.names
        holders = pieces.holders.of(board.state.land)[:, 0]
        np.copyto(last, holders, where=last == UNSEEN)
        for z in raised((holders >= 0) & (holders != last)).tolist():
            name, now = setup.zones.names[z], int(holders[z])
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
