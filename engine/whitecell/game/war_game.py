"""The war game: a Mesa model whose step is one day, phase by phase."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

import mesa
import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.actor import Actor
from whitecell.game.agreement import AgreementAgent
from whitecell.game.air import Sky
from whitecell.game.axes import Floats
from whitecell.game.ceasefire import CeasefireAgent
from whitecell.game.chronicle import Chronicle
from whitecell.game.combat import Combat
from whitecell.game.constraint import (
    CoordinationAgent,
    ExclusionAgent,
)
from whitecell.game.corridor import CorridorAgent
from whitecell.game.decision import Decisions
from whitecell.game.dice import Dice, Tray
from whitecell.game.ground import Ground
from whitecell.game.incentives import Incentives
from whitecell.game.inject import InjectAgent, in_order
from whitecell.game.layout import Layout
from whitecell.game.ledger import Ledger
from whitecell.game.march import Marches
from whitecell.game.measure import Gauge, gauges
from whitecell.game.outside import OutsideAgent, constraint_agent
from whitecell.game.record import Event, Weighing
from whitecell.game.rivalry import RivalryAgent
from whitecell.game.state import State
from whitecell.game.talks import TalksAgent
from whitecell.game.ties import Patronage, Ties
from whitecell.scenario.model import Scenario


class WarGame(mesa.Model):  # type: ignore[misc]
    """A scenario at play in many runs at once.

    Each named thing of the scenario is an agent of its own class; its quantities are arrays with
    runs as the last axis. Decisions are simultaneous: all decide on the same morning's picture.
    As a context manager it lets go of everything at the end.

    Parameters
    ----------
    scenario : Scenario
        A read scenario.
    seeds : integers, shape ``(n_runs,)``
        The runs.
    columns : mapping of str to array, shape ``(n_runs,)``
        Assumptions that differ from run to run.
    chronicle : Chronicle, optional
        Where to tell the story; only for a single run.
    tray : Tray, optional
        Dice of these seeds that are kept from game to game.
    state : State, optional
        Go on from it instead of the start; a copy is taken. ``ValueError`` is raised if it is of another
        scenario or number of runs.
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
        tray: Tray | None = None,
        state: State | None = None,
    ) -> None:
        super().__init__(rng=0)
        if chronicle is not None and len(seeds) != 1:
            raise ValueError("a chronicle tells one run; give one seed")
        self.plot, self.rules = scenario, scenario.rules
        self.n_runs = len(seeds)
        self.layout = Layout(scenario)
        self.state = State.of(self.layout, self.n_runs)
        self.chronicle: Chronicle | None = None
        if chronicle is not None:
            chronicle.story = self.state.tell(self.layout)
            # A game that goes on has told of its start already.
            self.chronicle = chronicle if state is None else None
        self.dice = Dice(seeds, tray, scenario.days)
        self.ledger = Ledger(scenario, self.n_runs, columns)
        self.ties = Ties(scenario)
        self.ground = Ground(scenario, self.ledger, self.ties, self.layout, self.state)
        self._read_rules()
        self._set_the_table()
        if state is not None:
            self._go_on(state)
            self.chronicle = chronicle
        if self.chronicle:
            self.chronicle.control(self)

    def __enter__(self) -> WarGame:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of everything, so that the game's memory is free at once.

        Agents and model hold each other, and there are too few of them for Python to look for such circles
        before their arrays have filled the memory. Mesa before 3.4 also numbers agents in a table by model,
        which keeps every model for good.
        """
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self.__dict__.clear()

    def _read_rules(self) -> None:
        """Values of the rules that several agents use."""
        value, rules = self.ledger.value, self.rules
        self.decisiveness = value(rules.decisiveness)
        self.defender_advantage = value(rules.defender_advantage)
        self.attrition, self.ambush_scale = value(rules.attrition), value(rules.ambush_scale)
        self.battle_noise, self.fire_losses = value(rules.battle_noise), value(rules.fire_losses)
        self.calm = value(rules.ceasefire_calm)
        self.wariness_gain = value(rules.wariness)
        self.wariness_left = laws.fade(value(rules.wariness_fades))
        self.pressure_left = laws.fade(value(rules.pressure_fades))

    def _set_the_table(self) -> None:
        """Make the agents, each kind in the order of names so that the file's order is no matter."""
        plot = self.plot
        self.field = [Actor(self, name) for name in self.ground.field.names]
        self.ground.lay_out([a.reach for a in self.field], [a.options for a in self.field])
        self.patronages = [Patronage(self, row, spec) for row, spec in enumerate(self.layout.patronages)]
        self.patrons_of: dict[str, list[Patronage]] = {}
        for patronage in self.patronages:
            self.patrons_of.setdefault(patronage.client, []).append(patronage)
        self.air = Sky(self)
        self.marches, self.combat = Marches(self), Combat(self)
        self.rivalries = {n: RivalryAgent(self, n, s) for n, s in sorted(plot.rivalries.items())}
        self.constraints = {
            name: constraint_agent(self, name, spec) for name, spec in sorted(plot.constraints.items())
        }
        everything = self.constraints.values()
        self.ceasefires = [c for c in everything if isinstance(c, CeasefireAgent)]
        self.exclusions = [c for c in everything if isinstance(c, ExclusionAgent)]
        self.coordinations = [c for c in everything if isinstance(c, CoordinationAgent)]
        self.outside = [c for c in everything if isinstance(c, OutsideAgent)]
        self.agreements = {n: AgreementAgent(self, n, s) for n, s in sorted(plot.agreements.items())}
        for constraint in everything:
            if constraint.agreement:
                agreement = self.agreements[constraint.agreement]
                agreement.clauses.append(constraint)
                constraint.in_force = agreement.in_force
        self.talks = {n: TalksAgent(self, n, s) for n, s in sorted(plot.talks.items())}
        self.corridors = {n: CorridorAgent(self, n, s) for n, s in sorted(plot.corridors.items())}
        self.injects = {n: InjectAgent(self, n, plot.injects[n]) for n in in_order(plot.injects)}
        self.incentives = Incentives(self)
        self.decisions = Decisions(self)
        self.gauges: dict[str, Gauge] = gauges(self)

    # the day -----------------------------------------------------------------------------------

    @property
    def day(self) -> int:
        """The day that is played, or was played last; 0 before the first."""
        return self.state.day

    def _go_on(self, state: State) -> None:
        """Take over a state, and make anew what is made of it and kept for speed."""
        self.state.restore(state)
        self.dice.seek(self.day)
        for constraint in self.constraints.values():
            constraint.rebuild()
        for patronage in self.patronages:
            patronage.rebuild()
        for talks in self.talks.values():
            talks.weigh()
        self.ground.perceive()

    def step(self) -> None:
        """Play one day, phase by phase, as ``PHASES`` lists them."""
        self.state.day += 1
        self.dice.roll()
        self._forget()
        for phase in self.PHASES:
            getattr(self, f"_{phase}")()

    def _forget(self) -> None:
        """Forget what belongs to yesterday only."""
        self.ground.clear_day()
        for constraint in self.constraints.values():
            constraint.forget()
        for talks in self.talks.values():
            talks.forget()
        for agreement in self.agreements.values():
            agreement.forget()

    def _injects(self) -> None:
        for inject in self.injects.values():
            inject.fall_due()

    def _perceive(self) -> None:
        self.ground.perceive()

    def _press(self) -> None:
        for constraint in self.constraints.values():
            constraint.press()
        if self.chronicle:
            for patronage in self.patronages:
                patronage.tell()

    def _decide(self) -> None:
        self.decisions.decide()

    def _negotiate(self) -> None:
        for talks in self.talks.values():
            talks.negotiate()
        for agreement in self.agreements.values():
            agreement.enter()

    def _move(self) -> None:
        self.marches.march()

    def _strike(self) -> None:
        for exclusion in self.exclusions:
            exclusion.strike()
        for clause in self.outside:
            clause.act()
        self.air.strike(self.ceasefires, self.coordinations)

    def _fight(self) -> None:
        self.combat.fight()

    def _settle(self) -> None:
        self.ground.settle()
        for corridor in self.corridors.values():
            corridor.survey()
            corridor.deliver()
        for actor in self.field:
            actor.recruit()
        if self.chronicle:
            self.chronicle.control(self)

    def _judge(self) -> None:
        for constraint in self.constraints.values():
            constraint.judge()
        for patronage in self.patronages:
            patronage.relent()
            for constraint in self.constraints.values():
                patronage.answer(constraint)
        for agreement in self.agreements.values():
            agreement.judge()
            agreement.spread()

    def _escalate(self) -> None:
        for rivalry in self.rivalries.values():
            rivalry.escalate()

    def _learn(self) -> None:
        for actor in self.field:
            actor.learn()

    def _record(self) -> None:
        for gauge in self.gauges.values():
            gauge.read()

    # names and stories ---------------------------------------------------------------------------

    def actor_key(self, name: str) -> str:
        """Name under which an actor's dice are drawn."""
        return self.plot.actors[name].dice or name

    def zone_key(self, zone: int) -> str:
        """Name under which a zone's dice are drawn."""
        name = self.ground.zones.names[zone]
        return self.plot.zones[name].dice or name

    def actor_on_field(self, name: str) -> Actor:
        """The fielded actor of this name."""
        return self.field[self.ground.field.index(name)]

    def weigh(self, weighing: Weighing) -> None:
        """Keep what an actor weighed, if the run is told."""
        if self.chronicle:
            self.chronicle.weighings.append(weighing)

    def tell(self, event: Event) -> None:
        """Keep an event, if the run is told."""
        if self.chronicle:
            self.chronicle.events.append(event)
