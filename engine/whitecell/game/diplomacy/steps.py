"""Steps of an agreement: taken one after another, by date, days without a recorded breach, or a condition."""

from __future__ import annotations

from math import inf

import numpy as np

from whitecell.game.axes import FlagByRun, any_of
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.diplomacy.effects import Reach, amounts, take_effect


class Steps:
    """The steps of one agreement in every run: in their order, one a day at most.

    Source: for cooperation between enemies built by small steps, each answered before the next, Osgood
    (1962), "An Alternative to War or Surrender"; the wait for days without a recorded breach is our own.
    """

    def __init__(self, reach: Reach, agreement: AgreementAgent) -> None:
        board = reach.board
        self._board, self._agreement, self._reach = board, agreement, reach
        spec, value, start = agreement.spec, board.setup.value, board.setup.scenario.start
        self._after = [value(step.after) for step in spec.steps]
        self._verified = [value(step.verified) for step in spec.steps]
        self._on = [float((step.on - start).days) if step.on else -inf for step in spec.steps]
        self._when = [board.numbers.condition(step.when) if step.when else None for step in spec.steps]
        stages = [
            [clause for clause in agreement.clauses if clause.period.stage == k]
            for k in range(len(spec.steps) + 1)
        ]
        self._brings, self._before = stages[1:], stages[:-1]
        self._judged = [
            k for k, step in enumerate(spec.steps) if board.setup.parameters.may_be(step.verified)
        ]
        self._due: list[tuple[int, FlagByRun]] = []

    def decide(self) -> None:
        """Decide where steps are taken; nothing changes yet, so all agreements see the same morning."""
        pact, day = self._agreement, self._board.day
        pact.since += pact.in_force
        self._due = []
        for k, holds in enumerate(self._when):
            ready = (pact.since >= self._after[k]) & (pact.clean >= self._verified[k])
            due = pact.in_force & (pact.step == k) & ready & (day >= self._on[k])
            if holds is not None and any_of(due):
                due &= holds()
            if any_of(due):
                self._due.append((k, due))

    def take(self) -> None:
        """Take the steps that are due, except where the agreement ends this morning."""
        pact = self._agreement
        for k, due in self._due:
            taken = due & pact.in_force
            pact.step = np.where(taken, k + 1.0, pact.step)
            pact.since = np.where(taken, 0.0, pact.since)
            pact.clean = np.where(taken, 0.0, pact.clean)
            for clause in self._brings[k]:
                clause.reach(taken)
            brought = {clause.name: taken & clause.agreed for clause in self._brings[k]}
            effects = pact.spec.steps[k].effects
            numbers = {"number": k + 1.0, **amounts(self._reach, effects)}
            self._board.log.happened("step", taken, thing=pact.name, others=brought, numbers=numbers)
            holder = ("agreements", pact.name, "steps", k)
            take_effect(self._reach, effects, holder, taken)

    def watch(self) -> None:
        """Count consecutive days without a recorded breach of what the last step brought.

        A day on which one of these clauses has yet to begin is not counted.
        """
        pact = self._agreement
        for k in self._judged:
            kept = counts = np.ones(self._board.n_runs, dtype=np.bool_)
            for clause in self._before[k]:
                unbroken, begun = clause.upheld()
                kept, counts = kept & unbroken, counts & begun
            here = pact.in_force & (pact.step == k)
            pact.clean = np.where(here, np.where(kept, pact.clean + counts, 0.0), pact.clean)
