"""The terms of an agreement for a mediator: what can be tabled, who signs, and which measures record it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whitecell.scenario.bargains import with_tabled
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.yardsticks import Measure

SIGNED, SIGNED_DAY, HELD, STANDS = "deal: signed", "deal: day of signature", "deal: days", "deal: stands"
"""Measures that are added: whether and when it is signed, its days in force, and if in force at the end."""


class NoTermsError(ValueError):
    """The scenario has nothing to bargain over; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Deal:
    """An agreement whose terms are put on the table, and who must sign it.

    Attributes
    ----------
    scenario : Scenario
        As it was read.
    agreement : str
    terms : tuple of str
        Its variables, in the scenario's order.
    parties : tuple of str
        The parties to the talks that sign it.
    talks : tuple of str
        These talks.
    """

    scenario: Scenario
    agreement: str
    terms: tuple[str, ...]
    parties: tuple[str, ...]
    talks: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario, agreement: str = "") -> Deal:
        """The only deal of a scenario, or the one that is named.

        Raises
        ------
        NoTermsError
            If there is none, or several and none is named.
        """
        known = [name for name, spec in scenario.agreements.items() if spec.terms]
        if not known:
            raise NoTermsError(
                "no agreement of this scenario has `terms`: add them, as docs/scenario-language.md says"
            )
        if not agreement and len(known) > 1:
            raise NoTermsError(f"several agreements have terms: name one of {', '.join(known)}")
        name = agreement or known[0]
        if name not in known:
            raise NoTermsError(f"'{name}' is no agreement with terms; there are {', '.join(known)}")
        talks = tuple(key for key, spec in scenario.talks.items() if spec.signs == name)
        if not talks:
            raise NoTermsError(f"no talks sign '{name}': add talks whose `signs` names it")
        parties = tuple(dict.fromkeys(p for key in talks for p in scenario.talks[key].parties))
        return cls(scenario, name, tuple(scenario.agreements[name].terms), parties, talks)

    def span(self, term: str) -> tuple[float, float]:
        """The lowest and the highest value of a term."""
        return self.scenario.variables[term].limits

    def options(self, term: str) -> tuple[str, ...]:
        """Names of its values, if the term is a choice between options."""
        return self.scenario.agreements[self.agreement].terms[term].options

    def values(self, term: str, points: int) -> list[float]:
        """Values of a term to put on the table: all options, or ``points`` values evenly over its span."""
        options, (low, high) = self.options(term), self.span(term)
        if options:
            return [float(k) for k in range(len(options))]
        return [float(value) for value in np.linspace(low, high, points)]

    def refusal(self, party: str) -> str:
        """The measure of the day on which a party first refused it."""
        return f"deal: first refusal of {party}"

    def breaches(self, clause: str, actor: str) -> str:
        """The measure that counts the days on which an actor breached a clause of it."""
        return f"deal: breaches of {clause} by {actor}"

    @property
    def clauses(self) -> dict[str, tuple[str, ...]]:
        """The clauses that it brings, each with the actors that have to keep it."""
        stated = self.scenario.constraints
        return {
            name: self.scenario.bound(spec)
            for name, spec in stated.items()
            if spec.brought_by == self.agreement
        }

    def _measures(self) -> dict[str, Measure]:
        """The measures that are added."""
        of = (self.agreement,)
        found = {
            SIGNED: Measure(statistic="ever", record="signed", of=of),
            SIGNED_DAY: Measure(statistic="first_day", record="signed", of=of),
            HELD: Measure(statistic="days", record="in_force", of=of),
            STANDS: Measure(statistic="final", record="in_force", of=of),
        }
        for party in self.parties:
            where = [key for key in self.talks if party in self.scenario.talks[key].parties]
            found[self.refusal(party)] = Measure(
                statistic="first_day", record="refused", of=(where[0], party)
            )
        for clause, bound in self.clauses.items():
            for actor in bound:
                found[self.breaches(clause, actor)] = Measure(
                    statistic="days", record="breaches", of=(clause,), by=(actor,)
                )
        return found

    def tabled(self) -> Scenario:
        """The scenario with its terms as assumptions, by which packages are put on the table."""
        numbers = {
            column(name): Assumption(value=self.span(name)[0], range=self.span(name)) for name in self.terms
        }
        stated = with_tabled(self.scenario, {name: column(name) for name in self.terms})
        return stated.model_copy(
            update={
                "assumptions": {**stated.assumptions, **numbers},
                "measures": {**stated.measures, **self._measures()},
            }
        )

    def without(self) -> Scenario:
        """The scenario in which the parties meet but no text is ever ready, with the same measures."""
        tabled = self.tabled()
        idle = {
            name: spec.model_copy(update={"text": 0.0, "progress": 0.0})
            for name, spec in tabled.talks.items()
            if name in self.talks
        }
        return tabled.model_copy(update={"talks": {**tabled.talks, **idle}})


def column(term: str) -> str:
    """The name of the assumption by which a term is put on the table, which no name in a file can equal."""
    return f"{term} on the table"
