"""What presses the parties of some talks: losses in fighting, a recent end of their agreement, and dates."""

from __future__ import annotations

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, any_of, divisor, raised, total
from whitecell.game.board import Board
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.picks import picking
from whitecell.game.state.rows import Own
from whitecell.scenario.clauses import Ceasefire
from whitecell.scenario.diplomacy import Talks
from whitecell.scenario.units import PEOPLE


class Urgency:
    """How urgent one set of talks is, in every run.

    Attributes
    ----------
    fighting : array, shape ``(n_runs,)``
        Recent share of fighters lost in a day, in the zones of the ceasefires on the table.
    alarm : array, shape ``(n_runs,)``
        1 on the evening on which the signed agreement has ended; then it fades by a half-life.
    meetings : frozenset of int
        Days on which parties meet whatever the gap.
    """

    fighting = Own[np.float64]()
    alarm = Own[np.float64]()

    def __init__(self, board: Board, name: str, spec: Talks, agreement: AgreementAgent) -> None:
        setup = board.setup
        value, rules, made = setup.value, setup.scenario.rules, setup.parameters.made
        self._board, self._agreement = board, agreement
        self.section, self.row = board.state.talks, setup.layout.row("talks", name)
        self._drives, self._usual = value(rules.fighting_drives), value(rules.usual_fighting)
        self._quickens = value(rules.urgency_quickens)
        felt, fades = rules.fighting_felt, rules.alarm_fades
        self._left = made(lambda: laws.fade(value(felt)), felt)
        self._alarm_left = made(lambda: laws.fade(value(fades)), fades)
        covered = {zone for c in agreement.clauses if isinstance(c.spec, Ceasefire) for zone in c.zones}
        posts = setup.posts
        people = np.array([cast.unit == PEOPLE for cast in setup.cast], dtype=np.bool_)
        there = np.isin(posts.zone, sorted(covered)) & people[posts.actor]
        self._any = any_of(there)
        places, n_zones = raised(there), len(setup.zones)
        self._lost = picking([(0, int(post)) for post in places], (1, len(posts)))
        left = [(0, int(posts.actor[post]) * n_zones + int(posts.zone[post])) for post in places]
        self._left_over = picking(left, (1, len(setup.field) * n_zones))
        self.fighting = self._usual
        start = setup.scenario.start
        days = {key: (date.on - start).days for key, date in spec.dates.items()}
        self._dates = [
            (days[key], value(rules.date_drives if date.drives is None else date.drives))
            for key, date in sorted(spec.dates.items())
        ]
        self.meetings = frozenset(days[key] for key, date in spec.dates.items() if date.meets)
        self._date_felt = value(rules.date_felt)

    def terms(self) -> dict[str, ByRunOr1]:
        """The parts that fighting and dates add to every party's support."""
        found: dict[str, ByRunOr1] = {}
        if self._any:
            found["fighting"] = self._drives * laws.pressing(self.fighting, self._usual)
        if self._dates:
            near = [drives * self._nears(day) for day, drives in self._dates]
            found["dates"] = total(np.array(np.broadcast_arrays(*near)))
        return found

    def pace(self) -> ByRun:
        """The factor by which days to the next session pass faster than usual, at least 1."""
        urgency: ByRunOr1 = self.alarm
        if self._any:
            urgency = urgency + np.maximum(laws.pressing(self.fighting, self._usual), 0.0)
        for day, _ in self._dates:
            urgency = urgency + self._nears(day)
        return np.asarray(1.0 + self._quickens * np.minimum(urgency, 1.0))

    def _nears(self, day: int) -> ByRunOr1:
        return laws.nearing(float(day - self._board.day), self._date_felt)

    def feel(self) -> FlagByRun:
        """Take in the day's losses in the evening; gives the runs in which the signed agreement has ended."""
        if self._any:
            fighters = self._board.state.forces.fighters
            lost = (self._lost @ self._board.today.losses)[0]
            left = (self._left_over @ fighters.reshape(-1, self._board.n_runs))[0]
            self.fighting = self.fighting * self._left + (1.0 - self._left) * (lost / divisor(lost + left))
        agreement, alarm = self._agreement, self.alarm
        ended: FlagByRun = agreement.changed
        alarm *= self._alarm_left
        if any_of(ended):
            ended = ended & ~agreement.in_force & ~agreement.signed
            np.copyto(alarm, 1.0, where=ended)
        return ended
