"""Mediators of some talks, and the effects of their standing with the parties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from whitecell.game.axes import ByRun, ByRunOr1, limited
from whitecell.game.board import Board
from whitecell.scenario.diplomacy import Talks
from whitecell.scenario.quantity import Number


class Mediation:
    """The standing of hosts and mediators with the parties: it adds to support and quickens sessions.

    Standings of several mediators add up, within −1 and 1. Source: for ceasefires being likelier under
    mediation, Clayton et al. (2022); the form is ours.
    """

    def __init__(self, board: Board, spec: Talks, parties: Sequence[str]) -> None:
        setup, rules = board.setup, board.setup.scenario.rules
        value = setup.value
        numbers = {
            party: [m.standing[party] for _, m in sorted(spec.mediators.items()) if party in m.standing]
            for party in parties
        }
        self._drives, self._quickens = value(rules.mediation_drives), value(rules.mediation_quickens)
        self._standing = {
            party: setup.parameters.made(partial(_together, value, said), *said)
            for party, said in numbers.items()
            if said
        }
        self._parties = len(parties)
        said = [number for each in numbers.values() for number in each]
        self.pace: ByRun = setup.parameters.made(self._paced, rules.mediation_quickens, *said)
        """The increase in the pace of sessions, from the mean standing if that is positive."""

    def support(self, party: str) -> ByRunOr1 | None:
        """The part it adds to a party's support; None if no mediator has a standing with the party."""
        standing = self._standing.get(party)
        return None if standing is None else self._drives * standing

    def _paced(self) -> ByRun:
        together: ByRunOr1 = 0.0
        for standing in self._standing.values():
            together = together + standing
        return np.asarray(self._quickens * limited(together / self._parties, 0.0, 1.0))


def _together(value: Callable[[Number], ByRunOr1], numbers: Sequence[Number]) -> ByRun:
    """The standings of all mediators with one party, added up within −1 and 1."""
    added: ByRunOr1 = 0.0
    for number in numbers:
        added = added + value(number)
    return np.asarray(limited(added, -1.0, 1.0))
