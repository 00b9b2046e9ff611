"""Steps are taken in their order, and a step that is to be verified waits exactly for its clean days."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from properties import diplomacy
from properties.quantities import plain
from properties.strategies import SEEDS, examples, read, theatres
from properties.watch import Watched


@st.composite
def stepwise(draw: st.DrawFn) -> dict:
    """A theatre whose first pact has some steps, each with some of its clauses."""
    stated = draw(theatres(deal=True))
    steps = diplomacy.steps(draw, stated, "pact 0", least=1)
    stated["agreements"]["pact 0"] |= {
        "steps": steps,
        "collapse": {"hazard": draw(plain(0.0, 0.1)), "trust": 0},
    }
    return stated


@examples(4.0)
@given(stepwise(), SEEDS)
def test_steps_come_in_order_and_exactly_when_they_are_due(stated, seeds) -> None:
    game = Watched(read(stated), seeds)
    scenario, n = game.setup.scenario, len(seeds)
    pact, steps = game.pieces.agreements["pact 0"], scenario.agreements["pact 0"].steps
    listed = {clause for step in steps for clause in step.clauses}
    stages = [{c.name for c in pact.clauses} - listed, *(set(step.clauses) for step in steps)]
    step, since, clean, standing = (np.zeros(n) for _ in range(4))
    for day in game.days():
        # What was told of yesterday decides about this morning.
        since += standing
        for run in range(n):
            number = int(step[run])
            if standing[run] and number < len(steps):
                due = steps[number]
                dated = due.on is None or (due.on - scenario.start).days <= day
                holds = not due.when or (day > 5 and day != 7)
                if since[run] >= due.after and clean[run] >= due.verified and dated and holds:
                    step[run], since[run], clean[run] = number + 1, 0, 0
        over = ~pact.in_force
        assert np.array_equal(pact.step[~over], np.where(standing, step, 0)[~over])
        for clause in pact.clauses:
            stage = scenario.agreements["pact 0"].stage(clause.name)
            assert not (clause.in_force & (pact.step < stage)).any()
        for run in range(n):
            if over[run] or not standing[run]:
                step[run] = since[run] = clean[run] = 0
            if not over[run]:
                kept = ready = True
                for clause in pact.clauses:
                    if clause.name in stages[int(step[run])]:
                        kept &= not any(seen[run] for seen in clause.recorded.values())
                        ready &= not (
                            clause.agreed[run] and (clause.waits[run] > 0 or day < clause.period.first)
                        )
                clean[run] = clean[run] + ready if kept else 0
        standing = np.where(over, 0.0, 1.0)
