"""The chronicle of the one run that is told: its events, and what was weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whitecell.game.record import Event, Weighing
from whitecell.game.sections import UNSEEN, Story

if TYPE_CHECKING:
    from whitecell.game.actor import Actor
    from whitecell.game.ground import Ground
    from whitecell.game.war_game import WarGame

HEAVY = 3.0
"""A day of fighting is told again when it costs this many times the first day that was told."""


class Chronicle:
    """Collects what happens in a game of a single run.

    ``story`` is the part of that game's state by which it knows what has been told.
    """

    story: Story

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.weighings: list[Weighing] = []

    def battle(self, actor: Actor, zone: int, foes: list[int], lost: float, killed: float) -> None:
        """Tell a day of fighting if it is the first for a week, or far heavier than the last told."""
        if lost + killed < 1.0:
            return
        day = actor.game.day
        fought, cost = self.story.fought[actor.row, zone], self.story.cost[actor.row, zone]
        fresh, heavy = day - fought[0] > 7.0, lost + killed > HEAVY * cost[0]
        fought[0], cost[0] = day, lost + killed if fresh else max(lost + killed, cost[0])
        if fresh or heavy:
            ground = actor.game.ground
            others = tuple(ground.field.names[foe] for foe in foes)
            numbers = {"lost": lost, "killed": killed}
            event = Event(day, "fight", "battle", actor.name, ground.zones.names[zone], "", others, numbers)
            self.events.append(event)

    def control(self, game: WarGame) -> None:
        """Tell zones that changed hands: more than half is held by another side than before."""
        ground = game.ground
        last, names = self.story.holder[:, 0], ground.field.names
        for z, (name, now) in enumerate(zip(ground.zones.names, ground.holders()[:, 0], strict=True)):
            if last[z] == UNSEEN:
                last[z] = now
            if now < 0 or now == last[z]:
                continue
            holder, before = names[now], names[last[z]] if last[z] >= 0 else ""
            last[z] = now
            if not before or not game.ties.same_side(holder, before):
                loser = (before,) if before and self._lost(ground, z, before, holder) else ()
                self.events.append(Event(game.day, "settle", "control", holder, name, others=loser))

    @staticmethod
    def _lost(ground: Ground, zone: int, before: str, holder: str) -> bool:
        """Whether a zone came from those who held it last: no third side holds more of it than they do."""
        former, now = (ground.side_of(ground.field.index(name)) for name in (before, holder))
        shares = ground.land.control[:, zone, 0]
        left = sum(float(shares[a]) for a in former)
        third = [a for a in range(len(shares)) if a not in former and a not in now]
        return all(sum(float(shares[k]) for k in ground.side_of(a) if k in third) <= left for a in third)
