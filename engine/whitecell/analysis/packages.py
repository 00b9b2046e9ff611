"""Packages: whole deals that are put on the table. Each is played with the same dice, and so is no deal.

A package states every term of an agreement. The scenario itself is played with the terms as tabled; measures
that are added to it record what is needed from each run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from math import floor, log10
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.response import DesignPlayer
from whitecell.analysis.terms import Deal, column
from whitecell.batch import run_batch
from whitecell.game.bargaining import settlement
from whitecell.scenario.bargains import patronages
from whitecell.scenario.model import Scenario
from whitecell.scenario.values import present

Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[Any]]

STEPS = 50
"""Fewest steps into which the span of a number is divided, for packages that are spread or bred."""


def grid(
    deal: Deal, points: int, chosen: Mapping[str, Sequence[float]] | None = None
) -> list[dict[str, float]]:
    """Every package of a grid over all terms.

    Parameters
    ----------
    deal : Deal
    points : int
        Values of each term that is not a choice between options.
    chosen : mapping of str to sequence of float, optional
        Term → its values, instead of ``points`` even ones.
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

    @property
    def each(self) -> int:
        """Number of runs that share a future, so are not independent; 1 if there are no futures."""
        runs = len(next(iter(self.without.values())))
        return 1 if self.futures is None else runs // len(self.futures.points)


def play_packages(
    deal: Deal,
    packages: Sequence[Mapping[str, float]],
    seeds: range,
    *,
    futures: Design | None = None,
    without: dict[str, NDArray[Any]] | None = None,
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
        Consecutive seeds; with ``futures``, those of the first future, and the following ones for the next.
    futures : Design, optional
        Points over the ranges of assumptions; each package is played in all of them.
    without : dict of str to array, optional
        The result of :func:`play_without` for the same arguments; played if not given.
    folder : Path, optional
        Where the runs are kept; without it nothing is written. Runs that it holds are not played again.
    progress : callable, optional
        Called with the number of runs played since its last call.
    players
        ``jobs``, ``scheduler`` and ``command``, as in :func:`whitecell.batch.run_batch`.
    """
    kept: dict[str, Any] = {"folder": folder, "progress": progress, **players}
    if without is None:
        without = play_without(deal, seeds, futures=futures, **kept)
    table = np.array([[package[term] for term in deal.terms] for package in packages])
    shaped = play_table(deal.tabled(), deal, table, futures, seeds, "packages", **kept)
    return Played(deal, [dict(package) for package in packages], futures, shaped, without)


def play_table(
    scenario: Scenario, deal: Deal, table: Floats, futures: Design | None, seeds: range, name: str,
    **kept: Any,
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """Play a table of the values of all terms, ``(n_packages, n_terms)``; measures ``(n_packages, n_runs)``.

    Parameters
    ----------
    scenario : Scenario
        One in which the terms are assumptions, as :meth:`whitecell.analysis.terms.Deal.tabled` makes it.
    deal, table, futures, seeds
        As in :func:`play_packages`.
    name : str
        How the folder of the runs begins.
    kept
        ``folder``, ``progress``, and what :func:`whitecell.batch.run_batch` takes.
    """
    names, points = tuple(column(term) for term in deal.terms), table
    if futures is not None:
        names = (*names, *futures.names)
        points = np.hstack(
            [np.repeat(table, len(futures.points), axis=0), np.tile(futures.points, (len(table), 1))]
        )
    dice = len(seeds) * len(points) // len(table)
    found = _play(scenario, names, points, seeds, dice, name, **kept)
    return {measure: values.reshape(len(table), -1) for measure, values in found.items()}


def play_without(
    deal: Deal, seeds: range, *, futures: Design | None = None, **kept: Any
) -> dict[str, NDArray[Any]]:
    """Play without a deal; parameters as in :func:`play_packages`."""
    names, points = (futures.names, futures.points) if futures else ((), np.empty((1, 0)))
    return _play(deal.without(), names, points, seeds, len(points) * len(seeds), "without", **kept)


def _play(
    scenario: Scenario, names: tuple[str, ...], points: Floats, seeds: range, dice: int, name: str, *,
     folder: Path | None = None, progress: Callable[[int], None] | None = None, **players: Any,
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """Play every point in turn; ``dice`` rows have seeds of their own, then the seeds begin again.

    The folder of the runs is named after the points, since a batch knows its scenario and seeds only.
    """
    told = sha256(repr(names).encode() + np.ascontiguousarray(points).tobytes()).hexdigest()[:8]
    return dict(
        run_batch(
            scenario,
            range(len(points) * len(seeds)),
            folder=None if folder is None else folder / f"{name}-{told}",
            progress=progress,
            player=DesignPlayer(names, points, seeds.start, len(seeds), dice),
            **players,
        ).columns
    )


def spread(deal: Deal, size: int, seed: int) -> Floats:
    """Points spread evenly over all terms, a Latin hypercube, ``(size, n_terms)`` in the unit cube."""
    from scipy.stats import qmc

    found: Floats = qmc.LatinHypercube(len(deal.terms), rng=seed).random(size)
    return found


def package_of(deal: Deal, row: Sequence[float] | Floats) -> dict[str, float]:
    """The package at a point of the unit cube: options equally wide, numbers rounded to a step."""
    package = {}
    for term, part in zip(deal.terms, row, strict=True):
        low, high = deal.span(term)
        options = deal.options(term)
        if options:
            package[term] = float(min(int(part * len(options)), len(options) - 1))
        else:
            step = round_step(high - low)
            package[term] = float(f"{min(low + step * round(part * (high - low) / step), high):.9g}")
    return package


def row_of(deal: Deal, package: Mapping[str, float]) -> list[float]:
    """The point of the unit cube at which a package lies."""
    row = []
    for term in deal.terms:
        low, high = deal.span(term)
        options = len(deal.options(term))
        row.append((package[term] + 0.5) / options if options else (package[term] - low) / (high - low))
    return row


def round_step(span: float) -> float:
    """The largest step of 1, 2 or 5 times a power of ten that divides a span into ``STEPS`` or more."""
    finest = span / STEPS
    power = 10.0 ** floor(log10(finest))
    return power * max(times for times in (1.0, 2.0, 5.0) if times * power <= finest * (1.0 + 1e-9))


def scattered(deal: Deal, size: int, seed: int) -> list[dict[str, float]]:
    """Packages spread evenly over all terms, each option equally often; duplicates are left out."""
    found = (package_of(deal, row) for row in spread(deal, size, seed))
    return list({tuple(each.values()): each for each in found}.values())


def anchors(deal: Deal) -> list[dict[str, float]]:
    """The settlement of all positions, and for each actor its ideal on its own terms, the rest as settled."""
    scenario, middle = deal.scenario, expected(deal)
    found = [middle]
    for actor in scenario.actors:
        package = dict(middle)
        for name, term in scenario.agreements[deal.agreement].terms.items():
            if actor in term.positions:
                ideal = present(term.positions[actor].ideal, scenario)
                low, high = deal.span(name)
                package[name] = min(max(float(round(ideal)) if term.options else ideal, low), high)
        found += [package] if package not in found else []
    return found


def expected(deal: Deal) -> dict[str, float]:
    """The values at which positions settle on the first day, without luck; the draft where nobody cares."""
    scenario, agreement = deal.scenario, deal.scenario.agreements[deal.agreement]
    found = {}
    for name, term in agreement.terms.items():
        heard = []
        for actor, position in term.positions.items():
            # A patronage that an effect begins later gives nobody a voice yet.
            hold = [
                present(r.leverage, scenario)
                for r in patronages(scenario, actor, deal.parties)
                if r.in_force == "from the start"
            ]
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
