"""Packages: whole deals that are put on the table, each played with the same dice, and without a deal.

A package states every term of an agreement. It is played by the scenario itself, with the terms as they are
tabled; what is read from each run is recorded by measures that are added for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.response import DesignPlayer
from whitecell.batch import run_batch
from whitecell.game.bargaining import settlement
from whitecell.scenario.bargains import patronages, with_tabled
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.values import present
from whitecell.scenario.yardsticks import Measure

Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[Any]]

SIGNED, SIGNED_DAY, HELD, STANDS = "deal: signed", "deal: day of signature", "deal: days", "deal: stands"
"""Measures that are added: whether and when it is signed, its days in force, whether it is so at the end."""


class NoTermsError(ValueError):
    """A scenario has nothing to bargain over; the message says why and what would help."""


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
        Those who sit at the talks that sign it.
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
        """The deal of a scenario, or the one that is named.

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
        """Names of its values, where it is a choice between ways."""
        return self.scenario.agreements[self.agreement].terms[term].options

    def values(self, term: str, points: int) -> list[float]:
        """Values of a term to put on the table: all options, or so many, evenly over its span."""
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
        """The clauses that it brings, each with the actors who have to keep it."""
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
        """The scenario with its terms as assumptions of their own, by which packages are put on the table."""
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
        """The scenario in which they meet and no text is ever ready, with the same measures."""
        tabled = self.tabled()
        idle = {
            name: spec.model_copy(update={"text": 0.0, "progress": 0.0})
            for name, spec in tabled.talks.items()
            if name in self.talks
        }
        return tabled.model_copy(update={"talks": {**tabled.talks, **idle}})


def column(term: str) -> str:
    """The name of the assumption by which a term is put on the table; no name in a file has such a sign."""
    return f"{term} on the table"


def grid(
    deal: Deal, points: int, chosen: Mapping[str, Sequence[float]] | None = None
) -> list[dict[str, float]]:
    """Every package of a grid over all terms.

    Parameters
    ----------
    deal : Deal
    points : int
        Values of each term that is no choice between options.
    chosen : mapping of str to sequence of float, optional
        The values of some terms instead.
    """
    each = {term: list((chosen or {}).get(term) or deal.values(term, points)) for term in deal.terms}
    return [dict(zip(each, values, strict=True)) for values in product(*each.values())]


@dataclass(frozen=True, eq=False, slots=True)
class Played:
    """The outcomes of packages, over the same seeds.

    Attributes
    ----------
    deal : Deal
    packages : list of dict of str to float
        The values of all terms.
    futures : Design or None
        The futures in which each was played; None if only at the stated values.
    columns : dict of str to array, shape ``(n_packages, n_runs)``
    without : dict of str to array, shape ``(n_runs,)``
        The same measures without a deal.
    """

    deal: Deal
    packages: list[dict[str, float]]
    futures: Design | None
    columns: dict[str, NDArray[Any]]
    without: dict[str, NDArray[Any]]


def play_packages(
    deal: Deal,
    packages: Sequence[Mapping[str, float]],
    seeds: range,
    *,
    futures: Design | None = None,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
    **players: Any,
) -> Played:
    """Play every package, and no deal, with the same seeds.

    Parameters
    ----------
    deal : Deal
    packages : sequence of mappings
        All terms with their values.
    seeds : range
        Consecutive seeds; with ``futures`` those of each future.
    futures : Design, optional
        Points over the ranges of assumptions; each package is played in all of them.
    folder : Path, optional
        Where the runs land; nothing is written without one. What is there of the same is not played again.
    progress : callable, optional
        Told how many runs have come in since it was last called.
    players
        ``jobs``, ``scheduler`` and ``command``, as of :func:`whitecell.batch.run_batch`.
    """
    table = np.array([[package[term] for term in deal.terms] for package in packages])
    names, points = tuple(column(term) for term in deal.terms), table
    alone = np.empty((1, 0))
    if futures is not None:
        alone, names = futures.points, (*names, *futures.names)
        points = np.hstack([np.repeat(table, len(alone), axis=0), np.tile(alone, (len(table), 1))])

    def play(
        scenario: Scenario, names: tuple[str, ...], points: Floats, name: str
    ) -> dict[str, NDArray[Any]]:
        return dict(
            run_batch(
                scenario,
                range(len(points) * len(seeds)),
                folder=None if folder is None else folder / name,
                progress=progress,
                player=DesignPlayer(names, points, seeds.start, len(seeds)),
                **players,
            ).columns
        )

    without = play(deal.without(), futures.names if futures else (), alone, "without")
    found = play(deal.tabled(), names, points, "packages")
    shaped = {name: values.reshape(len(table), -1) for name, values in found.items()}
    return Played(deal, [dict(package) for package in packages], futures, shaped, without)


def scattered(deal: Deal, size: int, seed: int) -> list[dict[str, float]]:
    """Packages spread evenly over all terms, a Latin hypercube; of options each as often.

    Needs the extra ``explore``.
    """
    from scipy.stats import qmc

    unit = qmc.LatinHypercube(len(deal.terms), rng=seed).random(size)
    found = []
    for row in unit:
        package = {}
        for term, part in zip(deal.terms, row, strict=True):
            low, high = deal.span(term)
            options = deal.options(term)
            package[term] = (
                float(min(int(part * len(options)), len(options) - 1))
                if options
                else float(low + part * (high - low))
            )
        found.append(package)
    return found


def expected(deal: Deal) -> dict[str, float]:
    """What the positions, as stated, are settled at without luck; the draft where nobody cares."""
    scenario, agreement = deal.scenario, deal.scenario.agreements[deal.agreement]
    found = {}
    for name, term in agreement.terms.items():
        heard = []
        for actor, position in term.positions.items():
            hold = [present(r.leverage, scenario) for r in patronages(scenario, actor, deal.parties)]
            voice = 1.0 if actor in deal.parties else max(hold, default=0.0)
            weight = present(position.salience, scenario) * present(
                agreement.influence.get(actor, 1.0), scenario
            )
            heard.append((present(position.ideal, scenario), weight * voice))
        start = scenario.variables[name].start
        value = present(start if term.draft is None else term.draft, scenario)  # type: ignore[arg-type]
        if any(weight > 0.0 for _, weight in heard):
            positions, weights = (np.array(each)[:, np.newaxis] for each in zip(*heard, strict=True))
            value = float(settlement(positions, weights, 0.0, 0.0)[0])
        low, high = deal.span(name)
        found[name] = min(max(float(round(value)) if term.options else value, low), high)
    return found
