"""The chronicle of the one run that is told: its events, and what was weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whitecell.game.record import Event, Weighing

if TYPE_CHECKING:
    from whitecell.game.actor import Actor
    from whitecell.game.ground import Ground
    from whitecell.game.war_game import WarGame

HEAVY = 3.0
"""A day of fighting is told again when it costs this many times the first day that was told."""


class Chronicle:
    """Collects what happens in a game of a single run."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.weighings: list[Weighing] = []
        self._fights: dict[tuple[str, int], tuple[int, float]] = {}
        self._holders: dict[int, str] = {}

    def battle(self, actor: Actor, zone: int, foes: list[int], lost: float, killed: float) -> None:
        """Tell a day of fighting if it is the first for a week, or far heavier than the last told."""
        if lost + killed < 1.0:
            return
        day, key = actor.game.day, (actor.name, zone)
        last_day, last_cost = self._fights.get(key, (-99, 0.0))
        fresh, heavy = day - last_day > 7, lost + killed > HEAVY * last_cost
        self._fights[key] = (day, max(lost + killed, last_cost) if not fresh else lost + killed)
        if fresh or heavy:
            ground = actor.game.ground
            others = tuple(ground.field.names[foe] for foe in foes)
            numbers = {"lost": lost, "killed": killed}
            event = Event(day, "fight", "battle", actor.name, ground.zones.names[zone], "", others, numbers)
            self.events.append(event)

    def control(self, game: WarGame) -> None:
        """Tell zones that changed hands: more than half is held by another side than before."""
        ground = game.ground
        holders = ground.holders()[:, 0]
        for z, name in enumerate(ground.zones.names):
            holder = ground.field.names[holders[z]] if holders[z] >= 0 else ""
            before = self._holders.setdefault(z, holder)
            if not holder or holder == before:
                continue
            self._holders[z] = holder
            if not before or not game.ties.same_side(holder, before):
                loser = (before,) if before and self._lost(ground, z, before, holder) else ()
                self.events.append(Event(game.day, "settle", "control", holder, name, others=loser))

    @staticmethod
    def _lost(ground: Ground, zone: int, before: str, holder: str) -> bool:
        """Whether a zone came from those who held it last: no third side holds more of it than they do."""
        former, now = (ground.side_of(ground.field.index(name)) for name in (before, holder))
        shares = ground.control[:, zone, 0]
        left = sum(float(shares[a]) for a in former)
        third = [a for a in range(len(shares)) if a not in former and a not in now]
        return all(sum(float(shares[k]) for k in ground.side_of(a) if k in third) <= left for a in third)
