"""What a side knows: its own and its friends' strength exactly, its foes' strength through fog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, Floats, at, raised, ranked
from whitecell.game.board import Board
from whitecell.game.choice.backing import Backing
from whitecell.game.choice.menu import Menu, Options
from whitecell.game.places import Places

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What actors expect of their options, each of shape ``(n_pairs,)``.

    Attributes
    ----------
    with_effort, without : arrays
        Chance of holding the zone with the main effort there, and with only the forces already there.
    exposed : array
        Share of the force that would be exposed.
    held : array
        Share of the zone that the actor and its friends hold, at most 1.
    """

    with_effort: Floats
    without: Floats
    exposed: Floats
    held: Floats


class Sight:
    """How all deciders see the theatre in the morning; fog has separate dice for each zone they look at."""

    def __init__(self, board: Board, options: Options) -> None:
        self._board, self._options = board, options
        setup, value = board.setup, board.setup.value
        unsure = [bool(setup.posts.foes_at(a, z)) for a, z in options.pairs]
        keys = [f"{setup.actor_key(setup.field.names[a])}/{setup.zone_key(z)}" for a, z in options.pairs]
        self._fog = board.dice.streams(
            "normal", [f"{key}/fog" for key, so in zip(keys, unsure, strict=True) if so]
        )
        self._fog_row: Indices = np.cumsum(unsure) - 1
        self._fog_first: Indices = self._fog_row * board.n_runs
        rules = setup.scenario.rules
        self._spread, self._decisive = value(rules.fog), value(rules.decisiveness)
        advantage = rules.defender_advantage
        self._advantage: ByRunOr1 = setup.parameters.made(
            lambda: np.log(np.maximum(value(advantage), 1e-12)), advantage
        )
        self._air_worth = value(rules.air_support)
        self._backing = Backing(board, options)
        # For each option the first arm of its actor, then the second: its row, and whether there is one.
        self._arms = ranked([setup.arms[a] for a in options.actor])

    def outlook(self, menu: Menu, spare: Floats) -> Outlook:
        """What to expect of each option, given the fighters that may leave their zones.

        Where no foe is present or marching, winning is certain and nothing is exposed, so chances are
        calculated only where there is one. Each side has the defender's advantage on ground that it holds.
        ``spare`` has shape ``(n_actors, n_runs)``.
        """
        morning = self._board.today.morning
        foes = morning.looming.take(menu.view)
        opposed = raised(foes > 0.0)
        where = menu.places.some(opposed)
        there, option = where.run, menu.option.take(opposed)
        drawn = self._fog.at(self._fog_first.take(option) + there)
        fog = laws.median_one(drawn, at(self._spread, there))
        held = np.minimum(morning.held.take(menu.view), 1.0)
        ground = np.exp((1.0 - 2.0 * held.take(opposed)) * at(self._advantage, there))
        threat = foes.take(opposed) * fog * ground
        local = morning.backing.take(menu.view.take(opposed))
        self._backing.add(option, there, local)
        joined = local + self._joining(where, spare)
        for arm, there_is in self._arms:
            theirs = where.others(arm.take(option))
            joined += self._joining(theirs, spare) * there_is.take(option)
        decisive = at(self._decisive, there)
        with_effort, without, exposed = np.ones(len(menu)), np.ones(len(menu)), np.zeros(len(menu))
        with_effort[opposed] = laws.win_chance(joined, threat, decisive)
        without[opposed] = laws.win_chance(local, threat, decisive)
        exposed[opposed] = laws.exposed_share(joined, threat)
        return Outlook(with_effort, without, exposed, held)

    def _joining(self, where: Places, spare: Floats) -> Floats:
        """Strength that a main effort adds at some places: all that may leave, less what is there already."""
        board = self._board
        skill = where.of_actor(board.setup.skill)
        mobile = where.read(board.state.forces.fighters) - where.read(board.setup.garrison)
        already = np.maximum(mobile, 0.0) * skill
        return np.asarray(np.maximum(where.of_actor(spare) * skill - already, 0.0))

    def of(self, actor: str) -> View:
        """The view of an actor this morning."""
        return View(self._board, self, actor)

    def fogged(self, actor: int, zone: int) -> ByRun:
        """Strength of foes in a zone as an actor sees it today; it sees only zones among its options."""
        pair = (actor, zone)
        threat: ByRun = self._board.today.morning.threat[self._board.setup.posts.view_of[pair]]
        if not self._board.setup.posts.foes_at(actor, zone):
            return threat
        row = self._fog_row[self._options.pairs.index(pair)]
        return threat * laws.median_one(self._fog.today[row], self._spread)

    def tomorrow(self, actor: int, zones: Sequence[int]) -> Floats:
        """Strength of foes in zones as an actor will see it next morning, if nothing changes overnight.

        Shape ``(n_zones, n_runs)``. The morning's picture must have been taken since the day ended; the zones
        are among the actor's options.
        """
        posts = self._board.setup.posts
        seen = np.array(
            [self._board.today.morning.threat[posts.view_of[actor, zone]] for zone in zones]
        ).reshape(len(zones), self._board.n_runs)
        drawn = self._board.dice.tomorrow(self._fog)
        for k, zone in enumerate(zones):
            if posts.foes_at(actor, zone):
                row = self._fog_row[self._options.pairs.index((actor, zone))]
                seen[k] *= laws.median_one(drawn[row], self._spread)
        return seen


class View:
    """What one actor knows on a morning; arrays have shape ``(n_runs,)``.

    Attributes
    ----------
    actor : str
    """

    def __init__(self, board: Board, sight: Sight, actor: str) -> None:
        self._board, self._sight, self.actor = board, sight, actor
        field = board.setup.field
        self._place = field.index(actor) if actor in field else None

    @cached_property
    def side(self) -> Sequence[str]:
        """Names of the fielded actors on its side in any run, itself among them."""
        if self._place is None:
            return ()
        setup = self._board.setup
        side = (setup.field.names[k] for k in setup.side_of[self._place])
        return tuple(name for name in side if np.any(setup.relations.same_side(self.actor, name)))

    def fighters(self, zone: str) -> Mapping[str, ByRun]:
        """Fighters of its side in a zone, by actor, exactly; 0 where an actor is not on its side."""
        setup, z = self._board.setup, self._board.setup.zones.index(zone)
        same = setup.relations.same_side
        return {
            name: self._board.presence([setup.field.index(name)], z) * same(self.actor, name)
            for name in self.side
        }

    def foes(self, zone: str) -> ByRun | None:
        """Strength of its foes in a zone through today's fog; None for a zone that it does not look at."""
        setup, z = self._board.setup, self._board.setup.zones.index(zone)
        if self._place is None or z not in setup.options[self._place]:
            return None
        return self._sight.fogged(self._place, z)

    def blamed(self) -> Mapping[tuple[str, str], NDArray[np.bool_]]:
        """By constraint and actor: runs in which a breach recorded today was attributed to the actor."""
        setup, blamed = self._board.setup, self._board.today.blamed
        return {
            (name, actor): blamed[setup.layout.row("bound", (name, actor))]
            for name, spec in setup.scenario.constraints.items()
            for actor in setup.layout.actors_of(spec.applies_to)
        }

    def talks(self) -> Mapping[str, NDArray[np.bool_]]:
        """Runs in which it knows of talks: always of its own, and of others once they are public."""
        scenario, known = self._board.setup.scenario, self._board.state.talks.known
        row = self._board.setup.layout.row
        everywhere = np.ones(self._board.n_runs, dtype=np.bool_)
        return {
            name: everywhere if self.actor in spec.parties else known[row("talks", name)]
            for name, spec in scenario.talks.items()
        }
