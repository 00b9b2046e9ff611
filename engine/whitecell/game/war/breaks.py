"""Breaks: forces under attack that give way, fall back or surrender."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, any_of, at, distinct, divisor, total
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.laws import PRESENT
from whitecell.game.log.log import Which
from whitecell.game.war.march import Marches
from whitecell.game.war.sweep import Sweep

Indices = NDArray[np.int64]


class Breaks:
    """Lets attacked forces break and very weak forces be swept out, and decides where they go.

    The whole of a broken force leaves the zone, including the part that otherwise never leaves. It goes to a
    zone beside it that its side holds or in which its side is the stronger; the zone on the way to its
    reserve comes first. There it counts as worn, since it is in disorder. Without such a zone it surrenders.
    Its share of the zone goes to the foes there.
    """

    def __init__(self, board: Board, marches: Marches, constraints: Sequence[ConstraintAgent]) -> None:
        self._board, self._marches, self._sweep = board, marches, Sweep(board, constraints)
        setup, rules, value = board.setup, board.setup.scenario.rules, board.setup.value
        posts = setup.posts
        self._chance, self._by_odds = value(rules.break_chance), value(rules.break_by_odds)
        self._by_losses, self._lost = value(rules.break_by_losses), value(rules.retreat_losses)
        self._any = setup.parameters.may_be(rules.break_chance)
        # An arm uses the dice of its actor.
        pairs, own = list(posts.row_of), setup.own_post
        attacked = sorted({int(own[row]) for row, (a, z) in enumerate(pairs) if posts.foes_at(a, z)})
        keys = [
            f"{setup.actor_key(setup.field.names[a])}/{setup.zone_key(z)}/break"
            for a, z in (pairs[row] for row in attacked)
        ]
        self._luck = board.dice.streams("uniform", keys)
        self._luck_row: Indices = np.full(len(posts), -1, dtype=np.int64)
        self._luck_row[attacked] = np.arange(len(attacked))
        self._luck_row = self._luck_row[own]
        self._owner: Indices = np.array(setup.owner, dtype=np.int64)
        ways = [self._ways_out(row) for row in range(len(posts))]
        most = max((len(each) for each in ways), default=0)
        self._goal: Indices = np.full((len(posts), most), -1, dtype=np.int64)
        self._route: Indices = np.full((len(posts), most), -1, dtype=np.int64)
        for row, found in enumerate(ways):
            for k, (goal, route) in enumerate(found):
                self._goal[row, k], self._route[row, k] = goal, route

    def _ways_out(self, post: int) -> list[tuple[int, int]]:
        """Posts beside a post and the routes to them: first the one toward the reserve, then by days."""
        setup = self._board.setup
        posts = setup.posts
        a, z = int(posts.actor[post]), int(posts.zone[post])
        reserve, routes = setup.reserve[a], setup.routes[a]
        toward = int(routes.hop[reserve, z]) if reserve is not None else z
        near = [other for other in setup.beside[z] if (a, other) in posts and routes.hop[other, z] == other]
        near.sort(key=lambda other: (other != toward, round(float(routes.days[z, other]), 9), other))
        return [(posts.row_of[a, other], int(routes.leg[other, z])) for other in near]

    def take(self) -> None:
        """Let forces attacked today break, by odds and losses, and the weakest forces be swept out."""
        places = [self._broken(), self._sweep.swept(self._luck, self._luck_row)]
        n, gone = self._board.n_runs, distinct(np.concatenate(places))
        if len(gone):
            self._give_way(gone // n, gone % n)

    def _broken(self) -> Indices:
        """Places, flat over ``(n_posts, n_runs)``, of the forces that break under today's attacks."""
        assault = self._board.today.assault
        if assault is None or not self._any:
            return np.zeros(0, dtype=np.int64)
        posts, forces, n = self._board.setup.posts, self._board.state.forces, self._board.n_runs
        foe, run = assault.foe, assault.foe.run
        post = foe.rows(posts.table)
        place = post * n + run
        left, worn = foe.read(forces.fighters), forces.worn.take(place)
        hazard = laws.break_hazard(
            at(self._chance, run), assault.odds, at(self._by_odds, run), worn / divisor(worn + left),
            at(self._by_losses, run),
        )  # fmt: skip
        drawn = self._luck.at(self._luck_row.take(post) * n + run)
        return place[(drawn < laws.hazard_chance(hazard)) & (left >= PRESENT)]

    def _give_way(self, post: Indices, run: Indices) -> None:
        """Let whole forces leave their zones; each pair of post and run occurs once."""
        posts, forces, today = self._board.setup.posts, self._board.state.forces, self._board.today
        n, morning = self._board.n_runs, today.morning
        actor, zone = posts.actor[post], posts.zone[post]
        force = forces.fighters[actor, zone, run]
        goal, route = self._way_out(post, run)
        out = goal >= 0
        view = posts.view_of_post[post] * n + run
        foes = morning.threat.take(view)
        exposed = laws.exposed_share(morning.support.take(view), foes)
        lost = np.where(out, force * at(self._lost, run) * exposed, force)
        forces.fighters[actor, zone, run] = 0.0
        forces.worn[post, run] = 0.0
        today.losses[post, run] += lost
        forces.beaten[self._owner[actor], run] = True
        np.add.at(forces.worn, (goal[out], run[out]), (force - lost)[out])
        later = self._marches.days(route[out], run[out])
        self._marches.send(goal[out], run[out], (force - lost)[out], later)
        self._yield(actor, zone, run)
        self._say(actor, zone, run, np.where(out, posts.zone[goal], -1), lost)

    def _way_out(self, post: Indices, run: Indices) -> tuple[Indices, Indices]:
        """The post to which each force falls back, and the route to it; −1 for none."""
        posts, morning, n = self._board.setup.posts, self._board.today.morning, self._board.n_runs
        if not self._goal.shape[1]:
            none = np.full(len(post), -1, dtype=np.int64)
            return none, none
        goals = self._goal[post]
        view = posts.view_of_post.take(goals) * n + run[:, None]
        open_to = morning.safe.take(view) & (goals >= 0)
        first = open_to.argmax(axis=1)
        each = np.arange(len(post))
        out = open_to[each, first]
        return np.where(out, goals[each, first], -1), np.where(out, self._route[post, first], -1)

    def _yield(self, actor: Indices, zone: Indices, run: Indices) -> None:
        """Give the broken forces' shares of their zones to the foes there, by their strength."""
        control = self._board.state.land.control
        given = control[actor, zone, run]
        strength = self._sweep.strength(zone, run) * self._sweep.hostile(actor, run)
        everyone = total(strength)
        gone = everyone > 0.0
        control[actor, zone, run] = np.where(gone, 0.0, given)
        share = given * strength / divisor(everyone)
        who, event = np.nonzero(share)
        np.add.at(control, (self._owner[who], zone[event], run[event]), share[who, event])

    def _say(self, actor: Indices, zone: Indices, run: Indices, to: Indices, lost: Floats) -> None:
        """Log which actors fell back from where to where, or surrendered; an actor together with its arms."""
        log, setup, n = self._board.log, self._board.setup, self._board.n_runs
        if not (log.asks("retreat") or log.asks("surrender")):
            return
        whose = self._owner[actor]
        for a, z in sorted({*zip(whose.tolist(), zone.tolist(), strict=True)}):
            where, goes = np.zeros(n, dtype=np.bool_), np.full(n, -1, dtype=np.int64)
            parts: dict[int, Floats] = {}
            for row in (a, *setup.arms[a]):
                mine = (actor == row) & (zone == z)
                if any_of(mine):
                    parts[row] = amount = np.zeros(n)
                    amount[run[mine]] = lost[mine]
                    where[run[mine]], goes[run[mine]] = True, to[mine]
            who, place = setup.field.names[a], setup.zones.names[z]
            numbers = self._board.in_units("lost", total([*parts.values()]), parts)
            back, goal = where & (goes >= 0), Which(setup.zones.names, goes)
            log.happened("retreat", back, actor=who, zone=place, others=goal, numbers=numbers)
            log.happened("surrender", where & ~back, actor=who, zone=place, numbers=numbers)
