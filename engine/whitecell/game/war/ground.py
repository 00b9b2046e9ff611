"""The ground: each side's strengths in the morning, losses in the evening, and holders of zones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByActorZone, IndexByRun, at, divisor, raise_to, raised, total
from whitecell.game.board import Board
from whitecell.game.picks import picked, picking
from whitecell.game.relations import ALWAYS
from whitecell.game.setup import Setup
from whitecell.game.state.sections import Land
from whitecell.game.state.today import Picture
from whitecell.game.war.guard import TINY, Guard

Indices = NDArray[np.int64]


class Ground:
    """The physics of forces and zones that is the same for every actor."""

    def __init__(self, board: Board, guard: Guard) -> None:
        self._board, self._setup, self._guard = board, board.setup, guard
        setup, posts, value = board.setup, board.setup.posts, board.setup.value
        garrison = posts.read(setup.garrison)
        alike = bool((garrison == garrison[:, :1]).all())
        self._garrison = garrison[:, :1].copy() if alike else garrison
        skills = [spec.skill for spec in setup.cast]
        self._skill = setup.parameters.made(lambda: setup.skill[posts.actor], *skills)
        forces, land = board.state.forces, board.state.land
        forces.fighters[:] = setup.fighters
        for z, name in enumerate(setup.zones.names):
            land.people[z] = value(setup.scenario.zones[name].people)
        land.control[:] = self._first_control()
        # Arms hold nothing.
        holders = [
            (row, k * len(setup.zones) + z, ALWAYS if k == a else int(setup.as_friends[a, k]))
            for row, (a, z) in enumerate(posts.sharers)
            for k in sorted({a, *setup.friends[a]})
            if setup.owner[k] == k
        ]
        self._holding = picked(
            [(row, place) for row, place, _ in holders], [key for *_, key in holders],
            setup.relations.flags, (len(posts.sharers), len(setup.field) * len(setup.zones)),
        )  # fmt: skip
        peopled = [z for z in range(len(setup.zones)) if bool((land.people[z] > 0).any())]
        self._peopled: Indices = np.array(peopled, dtype=np.int64)
        among = [(peopled.index(z), p) for p, z in enumerate(posts.zone) if z in peopled]
        self._by_peopled = picking(among, (len(peopled), len(posts)))
        rules = setup.scenario.rules
        self._displacement, self._unsupplied = value(rules.displacement), value(rules.unsupplied)
        heal = rules.losses_heal
        self._worn_left = setup.parameters.made(lambda: laws.fade(value(heal)), heal)

    def _first_control(self) -> ByActorZone:
        """Control as the scenario states it, or else by strength."""
        setup, scenario = self._setup, self._setup.scenario
        control = np.zeros_like(self._board.state.land.control)
        strength = setup.fighters * setup.skill[:, None]
        everyone = total(strength)
        for z, name in enumerate(setup.zones.names):
            stated = scenario.zones[name].control
            if stated:
                for holder, share in stated.items():
                    control[setup.field.index(holder), z] = setup.value(share)
                control[:, z] /= np.maximum(total(control[:, z]), 1.0)
            else:
                control[:, z] = strength[:, z] / divisor(everyone[z])
        for a, owner in enumerate(setup.owner):
            if a != owner:
                control[owner] += control[a]
                control[a] = 0.0
        return control

    def follow(self) -> None:
        """Let every arm take the main effort of its actor."""
        effort = self._board.state.forces.effort
        effort[:] = effort[self._setup.owner]

    def perceive(self) -> None:
        """Take the morning's picture of strengths; each observer adds its own fog.

        A fighter's strength is his skill, reduced as his force lacks supply. A smaller part of a recently
        worn force may leave.
        """
        posts, state = self._setup.posts, self._board.state
        force = posts.read(state.forces.fighters)
        loose = force - self._garrison
        raise_to(loose, 0.0)
        fresh = raise_to(force + state.forces.worn, TINY)
        loose *= np.divide(force, fresh, out=fresh)
        quality = (1.0 - self._unsupplied) * state.forces.supply
        quality += self._unsupplied
        quality *= self._skill
        strength = force * quality
        expected = np.multiply(state.forces.on_road, quality, out=fresh)
        expected += strength
        threat, support = posts.by_side(strength)
        looming, backing = posts.by_side(expected)
        mobile = self._guard.free(force, loose, expected, backing)
        held = self._holding @ state.land.control.reshape(-1, self._board.n_runs)
        safe = support > threat
        safe |= held > 0.5
        self._board.today.picture = Picture(
            strength, quality, mobile, threat, support, looming, backing, held, safe
        )

    def lose(self) -> None:
        """Subtract the day's losses from forces, and let people flee."""
        posts, state, today = self._setup.posts, self._board.state, self._board.today
        force = posts.read(state.forces.fighters)
        losses = np.minimum(today.losses, force, out=today.losses)
        force -= losses
        posts.write(state.forces.fighters, force)
        worn = state.forces.worn
        worn += losses
        worn *= self._worn_left
        if len(self._peopled):
            lost = self._by_peopled @ losses
            place, n = raised(lost > 0.0), self._board.n_runs
            row = place // n
            run = place - row * n
            there, home = self._peopled.take(row) * n + run, state.land.people.reshape(-1)
            people = home.take(there)
            fleeing = laws.people_fleeing(people, at(self._displacement, run), lost.take(place))
            home[there] = people - fleeing
            today.fled.reshape(-1)[there] += fleeing


class Holders:
    """The leader of the side that holds each zone."""

    def __init__(self, setup: Setup) -> None:
        sides = [(a, k) for a, side in enumerate(setup.side_of) for k in side]
        keys = [int(setup.as_side[pair]) for pair in sides]
        n = len(setup.field)
        self._sides = picked(sides, keys, setup.relations.siding, (n, n))

    def of(self, land: Land) -> IndexByRun:
        """The leader of the side that holds more than half of each zone, −1 for none; ``(n_zones, n_runs)``.

        A side is an actor with the actors that fight beside it, its patrons and its clients. The strongest
        side is led by its actor that holds most.
        """
        n_actors = len(land.control)
        if not n_actors:
            return np.full(land.people.shape, -1, dtype=np.int64)
        flat = land.control.reshape(n_actors, -1)
        together = np.asarray(self._sides @ flat)
        # Rounded, so that members of one side, whose sums are added in different orders, have equal values.
        strongest = np.round(together, 9)
        leads = strongest == strongest.max(axis=0)
        leader = np.where(leads, flat, -1.0).argmax(axis=0)
        held = np.take_along_axis(together, leader[None], axis=0)[0]
        return np.where(held > 0.5, leader, -1).reshape(land.people.shape)
