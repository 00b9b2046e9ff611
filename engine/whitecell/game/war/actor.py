"""Actors and zones, for readers of the game; also what a fielded actor does by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from whitecell.game.axes import ByRun
from whitecell.game.board import Board, Entity
from whitecell.game.state.rows import Own


class Zone(Entity):
    """One zone; ``people`` has shape ``(n_runs,)``: civilians at home."""

    people = Own[np.float64]()

    def __init__(self, board: Board, name: str) -> None:
        super().__init__(board, name)
        self.spec = board.setup.scenario.zones[name]
        self.section, self.row = board.state.land, board.setup.layout.row("zones", name)

    @property
    def control(self) -> dict[str, ByRun]:
        """Share of the zone that each fielded actor holds, 0 to 1, ``(n_runs,)``."""
        held = self.section.control[:, self.row]
        return dict(zip(self.board.setup.field.names, held, strict=True))

    @property
    def fighters(self) -> dict[str, ByRun]:
        """Fighters of each fielded actor in the zone, ``(n_runs,)``."""
        there = self.board.state.forces.fighters[:, self.row]
        return dict(zip(self.board.setup.field.names, there, strict=True))


class Actor(Entity):
    """One actor, with or without forces: it may talk, press clients and be pressed by patrons."""

    def __init__(self, board: Board, name: str) -> None:
        super().__init__(board, name)
        self.spec = board.setup.scenario.actors[name]


class FieldedActor(Actor):
    """One actor that has forces or holds ground.

    ``effort``, shape ``(n_runs,)``, is the zone of its main effort in the state, or ``HOLD``. ``options`` are
    the zones among which it chooses, ``reach`` the zones where its force can ever stand, and ``wary_zones``
    the zones in which it may be struck or is wary from the start.
    """

    effort = Own[np.int64]()
    alarmed = Own[np.bool_]()

    def __init__(self, board: Board, name: str, struck_in: Iterable[int]) -> None:
        super().__init__(board, name)
        setup = board.setup
        self.section, self.row = board.state.forces, setup.layout.row("actors", name)
        self.place = setup.field.index(name)
        self.options, self.reach = setup.options[self.place], setup.reach[self.place]
        self.option_names = tuple(setup.zones.names[z] for z in self.options)
        self.wary_zones = sorted({*setup.zones.indices(self.spec.wariness), *struck_in})
        lasts = setup.value(setup.scenario.rules.lasting_wariness)
        for zone, level in self.spec.wariness.items():
            z = setup.zones.index(zone)
            self.section.wariness[self.row, z] = setup.value(level)
            self.section.lasting[self.row, z] = lasts * self.section.wariness[self.row, z]


class Recruits:
    """New fighters of all actors, who join their forces at the reserves every day."""

    def __init__(self, board: Board, actors: Sequence[FieldedActor]) -> None:
        self._board, setup = board, board.setup
        joining = [
            (actor.place, reserve, actor.spec.recruits)
            for actor in actors
            if (reserve := setup.reserve[actor.place]) is not None
            and setup.parameters.may_be(actor.spec.recruits)
        ]
        n_zones, row_of = len(setup.zones), setup.posts.row_of
        self._flat = np.array([a * n_zones + z for a, z, _ in joining], dtype=np.int64)
        self._posts = np.array([row_of[a, z] for a, z, _ in joining], dtype=np.int64)
        self._recruits = setup.parameters.stack([recruits for *_, recruits in joining])

    def join(self) -> None:
        """Let the day's recruits join their forces."""
        if len(self._posts):
            fighters = self._board.state.forces.fighters
            fighters.reshape(-1, self._board.n_runs)[self._flat] += self._recruits
            self._board.today.arrived[self._posts] += self._recruits
