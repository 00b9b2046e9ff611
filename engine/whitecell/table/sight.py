"""What each seat knows: its side, the zones in its sight, and the events that it hears of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from whitecell.game.laws import PRESENT
from whitecell.game.record import Event
from whitecell.game.setup import Setup
from whitecell.scenario.model import Scenario
from whitecell.table.replay import Replay

PUBLIC = frozenset({"inject", "rung", "leak", "turned_hostile", "turned_allied", "turned_neutral"})
"""Kinds of events that everybody hears of."""
OF_TALKS = frozenset({"session", "balk", "failed", "suspended", "resumed", "opened", "closed", "spread"})
OF_AGREEMENTS = frozenset(
    {"signed", "in_force", "clause_dropped", "lifted", "ended", "collapse", "lapse", "renewed", "step"}
)
OF_CLAUSES = frozenset({"imposed", "clause_lifted", "clause_began", "clause_ended"})
OF_CORRIDORS = frozenset({"joined", "cut"})
OWN = frozenset({"effort", "decision"})
"""Kinds of events that only the acting side knows of."""
NEVER = frozenset({"inject_missed", "recorded"})


class Sight:
    """What a seat knows, through its side and through what its actors take part in."""

    def __init__(self, setup: Setup, scenario: Scenario, actors: tuple[str, ...]) -> None:
        self._setup, self._scenario, self.actors = setup, scenario, actors
        same = setup.relations.same_side
        self.side = tuple(
            name for name in scenario.actors if any(np.all(same(name, mine)) for mine in actors)
        )
        self.fielded = tuple(name for name in self.side if name in setup.field)
        self.rows = [
            row
            for row, name in enumerate(setup.field.names)
            if setup.layout.owners.get(name, name) in self.side
        ]

    def zones(self, replay: Replay) -> list[str]:
        """Zones in sight: those where its side has forces, or its actors may go."""
        setup, forces = self._setup, replay.game.state.forces
        found = {
            z for name in self.actors if name in setup.field for z in setup.options[setup.field.index(name)]
        }
        found |= {
            z for row in self.rows for z in range(len(setup.zones)) if forces.fighters[row, z, 0] >= PRESENT
        }
        return [name for name in self._scenario.zones if setup.zones.index(name) in found]

    def party(self, talks: str) -> bool:
        """Whether any of its actors is a party to talks."""
        return bool({*self._scenario.talks[talks].parties} & {*self.actors})

    def knows(self, talks: str, replay: Replay) -> bool:
        """Whether it knows of talks: as a party, or because they have become known."""
        row = self._setup.layout.row("talks", talks)
        return self.party(talks) or bool(replay.game.state.talks.known[row, 0])

    def knows_agreement(self, agreement: str, replay: Replay) -> bool:
        """Whether it knows of an agreement: from the start, through its talks, or once it binds its side."""
        spec = self._scenario.agreements[agreement]
        if spec.in_force == "from the start":
            return True
        if any(
            self.knows(n, replay) for n, talks in self._scenario.talks.items() if talks.signs == agreement
        ):
            return True
        row = self._setup.layout.row("agreements", agreement)
        return bool(replay.game.state.agreements.in_force[row, 0]) and any(
            {*self._scenario.bound(clause)} & {*self.side}
            for clause in self._scenario.constraints.values()
            if clause.brought_by == agreement
        )

    def heard(self, event: Event, seen: frozenset[str], replay: Replay) -> Event | None:
        """An event as the seat hears of it; None if it does not. ``seen`` are the zones in sight."""
        kind, scenario = event.kind, self._scenario
        if kind in NEVER:
            return None
        if kind == "breach":
            return self._breach(event)
        near = event.actor in self.side or bool({*event.others} & {*self.side})
        if kind in PUBLIC:
            known = True
        elif kind in OWN:
            known = event.actor in self.side
        elif kind in OF_TALKS:
            known = self.knows(event.thing, replay)
        elif kind in OF_AGREEMENTS:
            clause = scenario.constraints.get(event.thing)
            agreement = event.thing if clause is None else clause.brought_by
            known = not agreement or self.knows_agreement(agreement, replay)
        elif kind in OF_CLAUSES:
            known = bool({*scenario.bound(scenario.constraints[event.thing])} & {*self.side})
        elif kind in OF_CORRIDORS:
            known = bool({*scenario.corridors[event.thing].worth} & {*self.side})
        else:
            known = near or event.zone in seen
        if kind == "inject":  # not everybody may know how much it changes
            event = replace(event, numbers={})
        return event if known else None

    def _breach(self, event: Event) -> Event | None:
        """A violation: one's own as it was, others' only if recorded, and with the actor that was blamed."""
        if event.actor in self.side:
            return event
        if not event.numbers.get("recorded"):
            return None
        blamed = event.others[0] if event.others else event.actor
        return replace(event, actor=blamed, others=(), numbers={"recorded": 1.0})
