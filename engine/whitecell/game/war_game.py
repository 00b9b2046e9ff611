"""The war game: a Mesa model whose step is one day, phase by phase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats
from whitecell.game.board import Board
from whitecell.game.choice.effort import Efforts
from whitecell.game.choice.menu import Options
from whitecell.game.choice.orders import obey, roll_again
from whitecell.game.choice.staying import Staying
from whitecell.game.choice.tables import Tables
from whitecell.game.choice.terms import (
    CorridorWorth,
    Grievance,
    Losses,
    Restraint,
    Turning,
    Wariness,
    Worth,
)
from whitecell.game.choice.view import Sight, View
from whitecell.game.clauses.ceasefire import CeasefireAgent
from whitecell.game.clauses.counting import Counting
from whitecell.game.clauses.exclusion import ExclusionAgent
from whitecell.game.clauses.judging import Judging
from whitecell.game.clauses.obedience import Obedience
from whitecell.game.clauses.pressure import Pressure
from whitecell.game.dice import DrawCache
from whitecell.game.diplomacy.adoption import Adoption
from whitecell.game.diplomacy.endurance import Endurance
from whitecell.game.diplomacy.steps import Steps
from whitecell.game.light import Agent
from whitecell.game.pieces import Pieces
from whitecell.game.readers.asked import records
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.readers.gauge import Gauge, gauges
from whitecell.game.state.state import State
from whitecell.game.war.actor import FieldedActor, Recruits
from whitecell.game.war.air import AirWar
from whitecell.game.war.breaks import Breaks
from whitecell.game.war.combat import Combat
from whitecell.game.war.control import Control
from whitecell.game.war.fire import HarassingFire
from whitecell.game.war.learning import Learning
from whitecell.game.war.march import Marches
from whitecell.game.war.supply import Supply
from whitecell.game.war.tasking import Tasking
from whitecell.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the day: its name, and its parts in the order in which they are played."""

    name: str
    parts: Sequence[Callable[[], object]]


class WarGame(Board):
    """A scenario played in many runs at once.

    Each named thing of the scenario is an agent of its own class; its quantities are arrays with runs as the
    last axis. Decisions are simultaneous: all actors decide on the same morning's picture. As a context
    manager, the game drops all references at the end, so that memory is released.

    Parameters
    ----------
    scenario : Scenario
        A read scenario.
    seeds : integers, shape ``(n_runs,)``
        The runs.
    columns : mapping of str to array, shape ``(n_runs,)``
        Assumptions that differ from run to run.
    chronicle : Chronicle, optional
        Collects the story; only for a single run.
    cache : DrawCache, optional
        Dice of these seeds that are kept from game to game.
    state : State, optional
        Resume from this state instead of the start; it is copied. ``ValueError`` is raised if it belongs to
        another scenario or has another number of runs.
    """

    PHASES = (
        "injects", "perceive", "press", "decide", "negotiate", "move", "strike", "fight", "settle", "judge",
        "escalate", "learn", "record",
    )  # fmt: skip

    def __init__(
        self,
        scenario: Scenario,
        seeds: NDArray[np.int64],
        columns: Mapping[str, Floats] | None = None,
        chronicle: Chronicle | None = None,
        cache: DrawCache | None = None,
        state: State | None = None,
    ) -> None:
        if chronicle is not None and len(seeds) != 1:
            raise ValueError("a chronicle tells one run; give one seed")
        super().__init__(scenario, seeds, columns, cache)
        self.chronicle = chronicle
        if chronicle is not None:
            chronicle.story = self.state.tell(self.setup.layout)
            self.log.tell_all()
        self.pieces = Pieces(self)
        obey(self)
        self.phases = self._build()
        roll_again(self)
        for record in self.records:
            record.take()
        self.numbers.remember()
        if state is not None:
            self.state.restore(state)
            self.dice.seek(self.day)
            self.log.turn()  # a resumed game has already told of its start
            self.pieces.rebuild()
        if chronicle is not None:
            chronicle.follow(self.pieces, "settle")

    def __enter__(self) -> WarGame:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop all references, so that the game's memory is released at once.

        Agents and model refer to each other. They are so few that Python would search for such cycles only
        after their arrays have filled the memory. Mesa before 3.4 also keeps every model in a table of
        agents' numbers.
        """
        getattr(Agent, "_ids", {}).pop(self, None)
        self.__dict__.clear()

    def _build(self) -> tuple[Phase, ...]:
        """Make the parts of the game, and the list of phases."""
        pieces = self.pieces
        actors, constraints = pieces.field, list(pieces.constraints.values())
        agreements, talks = list(pieces.agreements.values()), list(pieces.talks.values())
        pressure = Pressure(self, constraints, pieces.patronages)
        truces = [c for c in constraints if isinstance(c, CeasefireAgent)]
        counting = Counting(self, truces, pressure.keeping)
        judging = Judging(self, constraints)
        control, supply, recruits = Control(self), Supply(self), Recruits(self, actors)
        marches = Marches(self, pieces.exclusions)
        combat, air = Combat(self, constraints), AirWar(self, constraints)
        tasking, learning = Tasking(self), Learning(self, actors)
        breaks = Breaks(self, marches, constraints)
        fire = HarassingFire(self, constraints)
        adoption, endurance = Adoption(self, agreements, pressure), Endurance(self, agreements)
        steps = [Steps(pieces.reach, a) for a in agreements if a.spec.steps]
        self.efforts = self._efforts(pressure.obedience)
        self.gauges: dict[str, Gauge] = gauges(pieces)
        self.records = records(pieces)
        # Enforcers answer before packages from outside act.
        acting = sorted(constraints, key=lambda c: not isinstance(c, ExclusionAgent))
        corridors = [part for c in pieces.corridors.values() for part in (c.survey, c.deliver)]
        plays: dict[str, Sequence[Callable[[], object]]] = {
            "injects": [
                *(t.fade for t in talks),
                *self._morning(),
                *(c.turn for c in constraints if c.period.moves),
                *(s.decide for s in steps),
                *(s.take for s in steps),
                *([self.numbers.renew] if steps and self.numbers.any else []),
            ],
            "perceive": [*([tasking.assign] if self.setup.flights else []), pieces.ground.perceive],
            "press": [pressure.press],
            "decide": [self.efforts.decide, *([pieces.ground.follow] if self.setup.layout.owners else [])],
            "negotiate": [*(t.negotiate for t in talks), adoption.enter],
            "move": [marches.march],
            "strike": [*(c.act for c in acting), air.strike],
            "fight": [combat.fight, fire.harass],
            "settle": [
                pieces.ground.lose,
                breaks.take,
                control.turn,
                supply.spread,
                *corridors,
                recruits.join,
                *(v.change for v in pieces.variables.values() if v.spec.equals is None),
            ],
            "judge": [
                counting.count,
                judging.judge,
                *(s.watch for s in steps),
                pressure.answer,
                endurance.judge,
            ],
            "escalate": [r.escalate for r in pieces.rivalries.values()],
            "learn": [
                *(t.feel for t in talks),
                learning.learn,
                *(d.spread for d in pieces.decisions.values()),
            ],
            "record": [
                *(r.take for r in self.records),
                *([self.numbers.remember] if self.numbers.any else []),
                *(g.read for g in self.gauges.values()),
            ],
        }
        return tuple(Phase(name, plays[name]) for name in self.PHASES)

    def _morning(self) -> Iterator[Callable[[], object]]:
        """The first parts of a day: injects, decisions, and the numbers that move."""
        pieces, moves = self.pieces, self.numbers.any
        if moves:
            yield lambda: self.numbers.wake(self.day)
            yield self.numbers.refresh
        comes = [*pieces.injects.values(), *pieces.decisions.values()]
        yield from (each.decide for each in comes)
        yield from (each.take_effect for each in comes)
        if moves:
            yield self.numbers.renew
            yield from (t.support.hear for t in pieces.talks.values())

    def _efforts(self, obedience: Obedience) -> Efforts:
        """Make the choice of main efforts, with the terms that weigh in it, in their order."""
        pieces, options = self.pieces, Options(self.setup)
        agreements, constraints = list(pieces.agreements.values()), list(pieces.constraints.values())
        self.sight = Sight(self, options)
        tables = Tables(self, options, list(pieces.talks.values()))
        wariness, restraint = Wariness(self), Restraint(self, options, constraints, obedience)
        turning = Turning(self)
        terms = (
            Worth(self, options, tables),
            Losses(self),
            wariness,
            restraint,
            CorridorWorth(self, options, list(pieces.corridors.values())),
            Grievance(self, options, agreements),
            turning,
        )
        wary = [actor.wary_zones for actor in pieces.field]
        staying = Staying(self, options, pieces.exclusions, wariness, restraint, wary)
        return Efforts(self, options, self.sight, tables, terms, turning, staying, agreements)

    def step(self) -> None:
        """Play one day, phase by phase, as ``PHASES`` lists them."""
        self.state.day += 1
        self.dice.roll()
        self.today = self.today.next()
        self.log.turn()
        for phase in self.phases:
            for play in phase.parts:
                play()
            if self.chronicle is not None:
                self.chronicle.follow(self.pieces, phase.name)

    def view(self, actor: str) -> View:
        """What an actor knows on the morning of this day, once the morning's picture has been taken."""
        return self.sight.of(actor)

    def actor(self, name: str) -> FieldedActor:
        """The fielded actor of this name."""
        return self.pieces.field[self.setup.field.index(name)]
