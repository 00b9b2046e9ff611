"""Actors and zones: what a reader of the game looks at, and what a fielded actor does by itself."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from whitecell.game import laws
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
        """Share that each fielded actor holds of it, 0 to 1, ``(n_runs,)``."""
        held = self.section.control[:, self.row]
        return dict(zip(self.board.setup.field.names, held, strict=True))

    @property
    def fighters(self) -> dict[str, ByRun]:
        """Fighters of each fielded actor in it, ``(n_runs,)``."""
        there = self.board.state.forces.fighters[:, self.row]
        return dict(zip(self.board.setup.field.names, there, strict=True))


class Actor(Entity):
    """One actor, with forces or without: it may talk, press and be pressed."""

    def __init__(self, board: Board, name: str) -> None:
        super().__init__(board, name)
        self.spec = board.setup.scenario.actors[name]


class FieldedActor(Actor):
    """One actor that has forces or holds ground.

    ``effort`` has shape ``(n_runs,)``: the zone of its main effort, or ``HOLD``, as the state has it.
    ``options`` are the zones among which it chooses, ``reach`` those where its force can ever stand, and
    ``wary_zones`` those in which it may be struck or is wary from the start.
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
        self._wary_posts = [(z, setup.posts.row_of.get((self.place, z))) for z in self.wary_zones]
        self._recruits = setup.value(self.spec.recruits)
        self._recruits_any = setup.parameters.may_be(self.spec.recruits)
        rules = setup.scenario.rules
        self._gain = setup.value(rules.wariness)
        fades = rules.wariness_fades
        self._left = setup.parameters.made(lambda: laws.fade(setup.value(fades)), fades)

    def recruit(self) -> None:
        """Take in new fighters where new fighters arrive."""
        if self._recruits_any:
            self.board.receive(self.name, self._recruits)

    def learn(self) -> None:
        """Grow wary where struck today; let old wariness fade."""
        wariness, today = self.section.wariness[self.row], self.board.today
        struck = np.zeros(self.board.n_runs, dtype=np.bool_)
        for z, post in self._wary_posts:
            wariness[z] *= self._left
            if post is not None:
                wariness[z] += self._gain * today.struck[post]
                struck |= today.struck[post]
        if self._wary_posts:
            self.alarmed = struck
        else:
            self.alarmed = False
