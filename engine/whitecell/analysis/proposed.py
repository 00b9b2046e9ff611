"""Positions proposed from the model: the values of terms at which an actor's own aims do best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.intervals import LEVEL, mean_interval
from whitecell.analysis.packages import expected, play_table
from whitecell.analysis.terms import Deal, column
from whitecell.scenario.bargains import patronages
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption

MARK = "proposed from the model"
"""How the judgement of a proposed number begins."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The value of a term at which an actor's aims do best.

    Attributes
    ----------
    actor, term : str
    ideal : float
        The value that was best on average.
    low, high : float
        The lowest and the highest value that are not clearly worse.
    salience : float
        Distance between the best and the worst value, in standard deviations of a run, at most 1.
    salience_low, salience_high : float
        The interval of the salience, within 0 to 1.
    clear : bool
        Whether any value is clearly worse than the best; if not, the actor is indifferent to the term.
    values : int
        Values that were tried.
    stated : bool
        Whether the scenario states a position of the actor on this term.
    """

    actor: str
    term: str
    ideal: float
    low: float
    high: float
    salience: float
    salience_low: float
    salience_high: float
    clear: bool
    values: int
    stated: bool


def imposed(deal: Deal) -> Scenario:
    """The scenario with the agreement in force from the first day, its terms as they are tabled."""
    idle = deal.without()
    agreement = idle.agreements[deal.agreement]
    terms = {name: term.model_copy(update={"draft": column(name)}) for name, term in agreement.terms.items()}
    settled = agreement.model_copy(update={"terms": terms, "in_force": "from the start"})
    return idle.model_copy(update={"agreements": {**idle.agreements, deal.agreement: settled}})


def heard(deal: Deal, aims: Sequence[tuple[str, str, bool]]) -> list[str]:
    """Actors that have aims and a voice: at the table themselves, or through a patron there."""
    actors = dict.fromkeys(actor for actor, _, _ in aims)
    return [a for a in actors if a in deal.parties or patronages(deal.scenario, a, deal.parties)]


def proposals(
    deal: Deal, aims: Sequence[tuple[str, str, bool]], futures: Design, points: int, first_seed: int,
    **kept: Any,
) -> list[Proposal]:  # fmt: skip
    """Where each actor's aims do best, term by term, with the agreement in force from the first day.

    Each value of a term is played in the same futures, one run each; the other terms are as positions settle
    them. The futures are drawn from the ranges, since no actor knows the values. Positions enter only through
    the other terms. Several aims are averaged, each in standard deviations of its measure. A value is clearly
    worse if it is so at a level of 95 % for all pairs of values together.

    Source: Cohen (1988), "Statistical Power Analysis for the Behavioral Sciences", for differences in
    standard deviations; using them as salience is ours.

    Parameters
    ----------
    deal : Deal
    aims : sequence of (str, str, bool)
        As :func:`whitecell.analysis.deals.aims_of` gives them.
    futures : Design
    points : int
        Values of each term that is not a choice between options.
    first_seed : int
        Seed of the first future.
    kept
        ``folder``, ``progress``, ``jobs``, ``scheduler`` and ``command``, as in
        :func:`whitecell.analysis.packages.play_packages`.
    """
    middle = expected(deal)
    tried = [(term, value) for term in deal.terms for value in deal.values(term, points)]
    table = np.array([[{**middle, term: value}[name] for name in deal.terms] for term, value in tried])
    seeds = range(first_seed, first_seed + 1)
    runs = play_table(imposed(deal), deal, table, futures, seeds, "imposed", **kept)
    found = []
    for actor in heard(deal, aims):
        own = [(measure, higher) for who, measure, higher in aims if who == actor]
        scores = _scores(deal, runs, own)
        for term in deal.terms:
            rows = [row for row, (name, _) in enumerate(tried) if name == term]
            values = [tried[row][1] for row in rows]
            found.append(_proposal(deal, actor, term, values, scores[rows]))
    return found


def _scores(deal: Deal, runs: dict[str, NDArray[Any]], aims: Sequence[tuple[str, bool]]) -> Floats:
    """How well an actor fares, ``(n_values, n_futures)``, in standard deviations over all runs."""
    parts = []
    for measure, higher in aims:
        values = np.asarray(runs[measure], dtype=np.float64)
        if deal.scenario.measures[measure].statistic == "first_day":
            values = np.where(np.isnan(values), float(deal.scenario.days), values)
        values = np.where(np.isnan(values), np.nanmean(values) if (~np.isnan(values)).any() else 0.0, values)
        spread = float(values.std())
        parts.append((values if higher else -values) / (spread or 1.0))
    found: Floats = np.mean(parts, axis=0)
    return found


def _proposal(deal: Deal, actor: str, term: str, values: Sequence[float], scores: Floats) -> Proposal:
    means = scores.mean(axis=1)
    best, worst = int(means.argmax()), int(means.argmin())
    pairs = len(values) * (len(values) - 1) / 2
    level = 1.0 - (1.0 - LEVEL) / pairs
    behind = [mean_interval(scores[best] - row, level) or (0.0, 0.0) for row in scores]
    as_good = [value for value, (low, _) in zip(values, behind, strict=True) if low <= 0.0]
    apart = float(means[best] - means[worst])
    low, high = (float(min(max(end, 0.0), 1.0)) for end in behind[worst])
    position = deal.scenario.agreements[deal.agreement].terms[term].positions.get(actor)
    return Proposal(
        actor, term, values[best], min(as_good), max(as_good), min(apart, 1.0), low, high,
        len(as_good) < len(values), len(values), position is not None,
    )  # fmt: skip


def proposed(scenario: Scenario, number: Any) -> bool:
    """Whether the judgement of a number of a scenario says that it was proposed from the model."""
    found = scenario.assumptions.get(number) if isinstance(number, str) else number
    return isinstance(found, Assumption) and found.judgement.startswith(MARK)
