"""A mediator's questions about packages: which all would sign, which lasts, what brings all on board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from whitecell.analysis.deals import Outcome
from whitecell.analysis.terms import Deal


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers to a mediator's questions about packages that were played.

    Attributes
    ----------
    deal : Deal
    outcomes : list of Outcome
    """

    deal: Deal
    outcomes: list[Outcome]

    @cached_property
    def possible(self) -> list[Outcome]:
        """The zone of possible agreement: packages that each party is more likely than not to sign."""
        return [each for each in self.outcomes if each.agreed]

    @cached_property
    def best(self) -> Outcome:
        """The package that is signed and in force at the end in most runs; the first of equal ones."""
        return max(self.outcomes, key=lambda each: (each.kept.value, each.signed.value, -each.number))

    @cached_property
    def as_good(self) -> list[Outcome]:
        """Packages that do not differ significantly from the best, by the intervals of their shares."""
        best = self.best
        return [each for each in self.outcomes if each.kept.high >= best.kept.low and each is not best]

    def _worths(self, each: Outcome) -> tuple[float, ...]:
        """The numbers that dominance compares: gains by the aims that move; without any, chances to sign."""
        if self.moved:
            return tuple(each.gains[k].value for k in self.moved)
        return tuple(0.0 if np.isnan(s.value) else s.value for s in each.signs.values())

    @cached_property
    def moved(self) -> list[int]:
        """Places of the aims that some package moves clearly."""
        aims = range(len(self.outcomes[0].gains))
        return [k for k in aims if any(each.gains[k].verdict != "open" for each in self.outcomes)]

    @cached_property
    def undominated(self) -> list[Outcome]:
        """Packages that no other package improves for one actor without loss for another, by the means.

        Only packages that all are likely to sign are compared, if there are any.
        """
        signed = self.possible or self.outcomes
        worths = np.array([self._worths(each) for each in signed])
        found = []
        for row, each in enumerate(signed):
            as_good = (worths >= worths[row]).all(axis=1)
            better = (worths > worths[row]).any(axis=1)
            if not (as_good & better).any():
                found.append(each)
        return found

    def distance(self, one: Mapping[str, float], other: Mapping[str, float]) -> float:
        """How far apart two packages are: differences as parts of each term's span, added up."""
        spans = {term: self.deal.span(term) for term in self.deal.terms}
        return sum(abs(one[t] - other[t]) / (high - low) for t, (low, high) in spans.items())

    def concession(self, start: Outcome) -> Outcome | None:
        """The package nearest to a refused one that each party is likely to sign; None if there is none."""
        if not self.possible:
            return None
        return min(self.possible, key=lambda each: (self.distance(start.values, each.values), each.number))

    def paid_by(self, start: Outcome, end: Outcome) -> str:
        """Which party becomes least willing from one package to another; empty if none does."""
        losses = {
            party: start.signs[party].value - end.signs[party].value
            for party in self.deal.parties
            if start.signs[party].runs and end.signs[party].runs
        }
        worst = max(losses, key=lambda party: losses[party], default="")
        return worst if worst and losses[worst] > 0.0 else ""

    @cached_property
    def nearly(self) -> Outcome:
        """The package nearest to agreement: its most reluctant party is likelier to sign than any other's."""

        def hardness(each: Outcome) -> float:
            share = each.signs[each.hardest].value
            return -1.0 if np.isnan(share) else share

        return max(self.outcomes, key=lambda each: (hardness(each), -each.number))
