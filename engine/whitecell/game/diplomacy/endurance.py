"""How agreements endure: trust in them, and whether they collapse, lapse or are renewed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, FlagByRun, any_of, raised
from whitecell.game.board import Board
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.picks import picking


class Endurance:
    """Judges all agreements in the evening, together: each is a row of the arrays.

    Parameters
    ----------
    board : Board
    agreements : sequence of AgreementAgent
        All of them, in the order in which they are judged.
    """

    def __init__(self, board: Board, agreements: Sequence[AgreementAgent]) -> None:
        self._board, self._agreements, self._state = board, agreements, board.state.agreements
        setup, rules = board.setup, board.setup.scenario.rules
        by_row = sorted(agreements, key=lambda agreement: agreement.row)
        specs = [agreement.spec for agreement in by_row]
        stack, value, made = setup.parameters.stack, setup.value, setup.parameters.made
        self._gain, self._loss = stack([s.trust_gain for s in specs]), stack([s.trust_loss for s in specs])
        self._term, self._renewal = stack([s.term for s in specs]), stack([s.renewal for s in specs])
        self._may_lapse = any(setup.parameters.may_be(s.term) for s in specs)
        ends = [s.collapse for s in specs]
        self._hazard = stack([rules.collapse_hazard if e.hazard is None else e.hazard for e in ends])
        self._trust_effect = stack([rules.trust_protects if e.trust is None else e.trust for e in ends])
        each = [rules.guarantor_protects if e.guarantor is None else e.guarantor for e in ends]
        number = np.array([[float(len(s.guarantors))] for s in specs])
        guarantor = stack(each)
        self._guarantors = made(lambda: guarantor * number, *each)
        protect = [rules.monitors_protect if e.monitors is None else e.monitors for e in ends]
        watched = [[c for c in agreement.clauses if c.watchers] for agreement in by_row]
        watchers = [watcher.detects for s in watched for c in s for watcher in c.spec.watchers]
        monitors = stack(protect)
        self._monitors = made(
            lambda: monitors * setup.parameters.rows([_mean([c.detects for c in each]) for each in watched]),
            *protect,
            *watchers,
        )
        """What monitors protect times the chance that a breach is recorded, averaged over watched clauses."""
        self._settles, self._hardens = value(rules.agreement_settles), value(rules.agreement_hardens)
        self._wear, self._usual_after = value(rules.monitors_wear), value(rules.usual_after)
        self._still_new = made(lambda: laws.left(value(rules.usual_after), 1.0), rules.usual_after)
        # The usual number before the start is not known: the first day stands for the days before it.
        self._unknown = np.array(
            [[s.in_force == "from the start" and setup.parameters.may_be(s.age)] for s in specs],
            dtype=np.bool_,
        )
        # Breaches are added up clause by clause, then over the clauses of each agreement.
        brought = [(row, clause) for row, agreement in enumerate(by_row) for clause in agreement.clauses]
        bound = [(k, b) for k, (_, c) in enumerate(brought) for b in range(c.rows.start, c.rows.stop)]
        n_bound = len(setup.layout.axes["bound"])
        self._of_clause = picking(bound, (len(brought), n_bound))
        self._of_agreement = picking(
            [(row, k) for k, (row, _) in enumerate(brought)], (len(by_row), len(brought))
        )
        # For each actor bound, where the runs of the agreement begin that binds it.
        self._pact = np.zeros(n_bound, dtype=np.int64)
        for k, b in bound:
            self._pact[b] = brought[k][0] * board.n_runs
        self._bound = np.zeros((n_bound, 1), dtype=np.bool_)
        self._bound[[b for _, b in bound]] = True
        self._spreading = [agreement for agreement in agreements if agreement.spec.spreads_to]
        self._roll = [
            board.dice.streams("uniform", [f"{agreement.name}/{end}" for agreement in by_row])
            for end in ("collapse", "renewal")
        ]

    def judge(self) -> None:
        """Update trust by today's recorded breaches; let agreements collapse, lapse, be renewed or spread."""
        state, in_force = self._state, self._state.in_force
        if not any_of(in_force):
            return
        self._believe(in_force)
        supports = self._guarantors + self._monitors * laws.left(self._wear, state.stood)
        hardened = laws.hardened(state.stood, self._settles, self._hardens)
        hazard = laws.collapse_hazard(self._hazard, self._trust_effect, state.trust, supports, hardened)
        state.age += in_force
        state.stood += in_force
        collapsed = in_force & (self._roll[0].today < laws.hazard_chance(hazard))
        ends = {"collapse": collapsed}
        ended = collapsed
        if self._may_lapse and any_of(due := in_force & (self._term > 0.0) & (state.age >= self._term)):
            renewed = due & (self._roll[1].today < self._renewal * state.trust)
            ends |= {"lapse": due & ~renewed & ~collapsed, "renewed": renewed & ~collapsed}
            ended = collapsed | ends["lapse"]
            state.age[renewed] = 0.0
        if not any(any_of(so) for so in ends.values()):
            for agreement in self._spreading:
                agreement.spread()
            return
        for agreement in self._agreements:
            agreement.leave(ended[agreement.row])
            self._say(agreement, {kind: so[agreement.row] for kind, so in ends.items()})
            agreement.spread()

    def _believe(self, in_force: FlagByRun) -> None:
        """Let trust fall after unusually many or grave breaches, else rise; update the usual level.

        ``in_force`` has shape ``(n_agreements, n_runs)``.
        """
        state, today = self._state, self._board.today
        count = self._of_agreement @ (self._of_clause @ today.noted)
        grave, usual = np.zeros(in_force.shape, dtype=np.bool_), state.usual
        found = raised(today.recorded & today.grave & self._bound)
        if len(found):
            bound, run = np.divmod(found, self._board.n_runs)
            grave.reshape(-1)[self._pact.take(bound) + run] = True
        if self._board.day == 1 and any_of(self._unknown):
            before = count * (1.0 - laws.left(self._usual_after, state.stood))
            usual = np.where(self._unknown, before, usual)
        worse = np.maximum(laws.unusual(count, usual), grave)
        after = laws.trust_after(state.trust, worse, self._gain, self._loss)
        np.copyto(state.trust, after, where=in_force)
        live = in_force.any(axis=1, keepdims=True)  # in any run
        np.copyto(state.usual, count + (usual - count) * self._still_new, where=live)

    def _say(self, agreement: AgreementAgent, ends: dict[str, FlagByRun]) -> None:
        """Log how it ended or was renewed today."""
        for kind, so in ends.items():
            if any_of(so):
                numbers: dict[str, ByRunOr1] = {"trust": agreement.trust.copy(), "days": agreement.age.copy()}
                self._board.log.happened(kind, so, thing=agreement.name, numbers=numbers)


def _mean(chances: Sequence[ByRunOr1]) -> ByRunOr1:
    """The mean of some chances, added in order; 0 without any."""
    together: ByRunOr1 = 0.0
    for chance in chances:
        together = together + chance
    return together / float(max(len(chances), 1))
