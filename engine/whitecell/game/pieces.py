"""All named things of a scenario as agents; each kind is made after the kinds on which it depends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whitecell.game.board import Board
from whitecell.game.clauses.ceasefire import CeasefireAgent
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.clauses.coordination import CoordinationAgent
from whitecell.game.clauses.exclusion import ExclusionAgent
from whitecell.game.clauses.outside import OutsideAgent
from whitecell.game.clauses.undertaking import UndertakingAgent
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.diplomacy.decision import DecisionAgent
from whitecell.game.diplomacy.effects import Reach
from whitecell.game.diplomacy.inject import InjectAgent, in_order
from whitecell.game.diplomacy.talks import TalksAgent
from whitecell.game.economy.corridor import CorridorAgent
from whitecell.game.economy.variable import VariableAgent
from whitecell.game.powers.patronage import Patronage
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.game.war.actor import Actor, FieldedActor, Zone
from whitecell.game.war.ground import Ground, Holders
from whitecell.game.war.guard import Guard
from whitecell.scenario.clauses import Ceasefire, Exclusion, StrikeCoordination, Undertaking
from whitecell.scenario.model import AnyConstraint

AGENTS: dict[type, Callable[..., ConstraintAgent]] = {
    Ceasefire: CeasefireAgent,
    StrikeCoordination: CoordinationAgent,
    Undertaking: UndertakingAgent,
}
"""The agent class of each kind of constraint; exclusions also need rivalries, packages add other kinds."""


class Pieces:
    """The agents of a game, each kind sorted by name, so that the file's order does not matter.

    Attributes
    ----------
    board : Board
    ground : Ground
    holders : Holders
    patronages : list of Patronage
    actors, zones, rivalries, constraints, agreements, talks, corridors, variables, injects, decisions : dict
    reach : Reach
        What effects can reach.
    exclusions : list of ExclusionAgent
    field : list of FieldedActor
        Actors that have forces or hold ground, in the order of the roster.
    """

    def __init__(self, board: Board) -> None:
        self.board, setup, scenario = board, board.setup, board.setup.scenario
        self.holders = Holders(setup)
        self.patronages = [Patronage(board, row, spec) for row, spec in enumerate(setup.layout.patronages)]
        self.rivalries = {n: RivalryAgent(board, n, s) for n, s in sorted(scenario.rivalries.items())}
        self.constraints = {
            name: self._constraint(name, spec) for name, spec in sorted(scenario.constraints.items())
        }
        everything = self.constraints.values()
        self.exclusions = [c for c in everything if isinstance(c, ExclusionAgent)]
        self.ground = Ground(board, Guard(board, self.exclusions))
        self.agreements = {
            n: AgreementAgent(board, n, s, [c for c in everything if c.agreement == n])
            for n, s in sorted(scenario.agreements.items())
        }
        rivalries = list(self.rivalries.values())
        self.talks = {
            n: TalksAgent(board, n, s, self.agreements[s.signs], self.patronages, rivalries)
            for n, s in sorted(scenario.talks.items())
        }
        self.corridors = {n: CorridorAgent(board, n, s) for n, s in sorted(scenario.corridors.items())}
        self.variables = {n: VariableAgent(board, n, s) for n, s in sorted(scenario.variables.items())}
        self.reach = reach = Reach(
            board, self.constraints, self.agreements, self.talks, self.rivalries, self.patronages
        )
        self.injects = {n: InjectAgent(reach, n, scenario.injects[n]) for n in in_order(scenario.injects)}
        self.decisions = {n: DecisionAgent(reach, n, s) for n, s in sorted(scenario.decisions.items())}
        self.field = [FieldedActor(board, name, self._struck_in(name)) for name in setup.field.names]
        fielded = {actor.name: actor for actor in self.field}
        self.actors = {name: fielded.get(name) or Actor(board, name) for name in sorted(scenario.actors)}
        self.zones = {name: Zone(board, name) for name in sorted(scenario.zones)}

    def _constraint(self, name: str, spec: AnyConstraint) -> ConstraintAgent:
        """The agent that plays a constraint, by its kind."""
        if isinstance(spec, Exclusion):
            rivalries = list(self.rivalries.values())
            return ExclusionAgent(self.board, name, spec, self.patronages, rivalries)
        agent = AGENTS.get(type(spec), OutsideAgent)
        return agent(self.board, name, spec, self.patronages)

    def _struck_in(self, actor: str) -> Sequence[int]:
        """Zones in which an actor or one of its arms may be struck for breaching an exclusion."""
        return [z for e in self.exclusions if e.obliges(actor) for z in e.strike_zones]

    def rebuild(self) -> None:
        """Recompute what was derived from a state that has been replaced."""
        for constraint in self.constraints.values():
            constraint.rebuild()
        for patronage in self.patronages:
            patronage.rebuild()
        self.board.numbers.resume(self.board.day)
        for talks in self.talks.values():
            talks.rebuild()
        self.ground.perceive()
