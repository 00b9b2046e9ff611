"""A search over packages with many objectives: generations from a design on, all with the same dice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.deals import Outcome, outcomes
from whitecell.analysis.packages import (
    Played,
    anchors,
    package_of,
    play_packages,
    play_without,
    row_of,
    spread,
)
from whitecell.analysis.terms import Deal

Floats = NDArray[np.float64]
Package = dict[str, float]
Worths = Callable[[Sequence[Package]], Floats]
"""Gives the objectives of packages, ``(n_packages, n_objectives)``; more is better."""
FEW = 3
"""Most objectives for NSGA-II; with more, fronts are crowded everywhere, and reference directions help."""


def worths(found: Iterable[Outcome]) -> Floats:
    """The objectives, ``(n_packages, n_objectives)``: how often a package is kept, and what it gives.

    A package gives the gains by each aim; an aim that two actors share counts once. Without aims, each
    party's chance to sign the first text is taken instead, 0 where there was no text.
    """
    rows = []
    for each in found:
        aims = {(gain.measure, gain.higher): gain.value for gain in each.gains}
        given = list(aims.values()) or [share.value for share in each.signs.values()]
        rows.append(np.nan_to_num([each.kept.value, *given]))
    return np.array(rows)


def generations(deal: Deal, size: int, count: int, seed: int, worth: Worths) -> Iterable[list[Package]]:
    """Packages to try, generation by generation; the first has :func:`anchors` and is otherwise spread.

    The later ones are bred by NSGA-II, or by NSGA-III where there are more than ``FEW`` objectives and not
    more than packages. A package that was tried is not tried again, so a generation may be smaller than
    ``size``, or empty.

    Sources: Deb, Pratap, Agarwal & Meyarivan (2002), doi:10.1109/4235.996017; Deb & Jain (2014),
    doi:10.1109/TEVC.2013.2281535; as pymoo has them: Blank & Deb (2020), doi:10.1109/ACCESS.2020.2990567.

    Parameters
    ----------
    deal : Deal
    size : int
        Packages of a generation.
    count : int
        Generations, the first among them.
    seed : int
        Seed of the first generation and of the breeding.
    worth : callable
        Called once for each generation, with the packages that were not tried before.

    Yields
    ------
    list of package
        The new packages of a generation, after ``worth`` has judged them.
    """
    from pymoo.core.evaluator import Evaluator
    from pymoo.core.problem import Problem
    from pymoo.problems.static import StaticProblem

    known: dict[tuple[float, ...], Floats] = {}

    def tried(rows: Floats) -> tuple[list[Package], Floats]:
        """The new packages among rows of the unit cube, and the objectives of all rows."""
        packages = [package_of(deal, row) for row in rows]
        new = {key: each for each in packages if (key := tuple(each.values())) not in known}
        if new:
            known.update(zip(new, worth(list(new.values())), strict=True))
        return list(new.values()), np.array([known[tuple(each.values())] for each in packages])

    marks = [row_of(deal, package) for package in anchors(deal)][:size]
    unit = np.vstack([*marks, spread(deal, size - len(marks), seed)])
    new, found = tried(unit)
    yield new
    problem = Problem(n_var=len(deal.terms), n_obj=found.shape[1], xl=0.0, xu=1.0)
    breeder = _breeder(unit, found.shape[1])
    breeder.setup(problem, termination=("n_gen", count), seed=seed, verbose=False)
    for number in range(count):
        population = breeder.ask()
        if number > 0:  # the first was tried
            new, found = tried(population.get("X"))
            yield new
        Evaluator().eval(StaticProblem(problem, F=-found), population)
        breeder.tell(infills=population)


def _breeder(unit: Floats, objectives: int) -> Any:
    """The algorithm, which begins with the rows given."""
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.algorithms.moo.nsga3 import NSGA3
    from pymoo.util.ref_dirs import get_reference_directions

    size = len(unit)
    if objectives <= FEW or objectives > size:
        return NSGA2(pop_size=size, sampling=unit)
    parts = max(n for n in range(1, size) if comb(objectives + n - 1, n) <= size)
    directions = get_reference_directions("das-dennis", objectives, n_partitions=parts)
    return NSGA3(ref_dirs=directions, pop_size=size, sampling=unit)


def search_packages(
    deal: Deal,
    size: int,
    count: int,
    seeds: range,
    aims: Sequence[tuple[str, str, bool]] = (),
    *,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
    **players: Any,
) -> Played:
    """Play packages generation by generation, each with the same seeds, and without a deal.

    The same deal, sizes, seeds and aims give the same packages. Runs that the folder holds are not played
    again, and a longer search resumes from a shorter one.

    Parameters
    ----------
    deal : Deal
    size, count : int
        As in :func:`generations`.
    seeds : range
        Consecutive seeds of each package; the first one is also that of the search.
    aims : sequence of (str, str, bool)
        As :func:`whitecell.analysis.deals.aims_of` gives them.
    folder, progress, players
        As in :func:`whitecell.analysis.packages.play_packages`.
    """
    kept: dict[str, Any] = {"folder": folder, "progress": progress, **players}
    without = play_without(deal, seeds, **kept)
    parts: list[Played] = []

    def worth(packages: Sequence[Package]) -> Floats:
        played = play_packages(deal, packages, seeds, without=without, **kept)
        parts.append(played)
        return worths(outcomes(played, aims))

    for _ in generations(deal, size, count, seeds.start, worth):
        pass
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    return Played(deal, [each for part in parts for each in part.packages], None, columns, without)
