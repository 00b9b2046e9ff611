"""The law by which terms are settled, as pure functions on arrays; nothing here knows a scenario."""

from __future__ import annotations

import numpy as np

from whitecell.game.axes import ByRunOr1, Floats, divisor, total


def settlement(positions: Floats, weights: Floats, spread: ByRunOr1, normal: ByRunOr1) -> Floats:
    """The value at which a term is settled: the weighted mean of positions, with luck, within their range.

    ``m + spread · s · z``, with ``m`` the mean of ``positions`` weighted by ``weights`` (influence times
    salience), ``s`` their weighted standard deviation and ``z`` a standard normal draw. The result never lies
    beyond the outermost position that has a weight, and is ``nan`` where nobody has one. Shapes
    ``(n_positions, n_runs)``, or 1 for runs that do not differ.

    Source: Achen (2006), in Thomson, Stokman, Achen & König, "The European Union Decides", for the
    compromise model, which approximates Nash's bargaining solution: with quadratic losses it is the
    asymmetric solution. The spread is as in the data of Arregui & Perarnaud (2021), doi:10.34810/data53.
    """
    counts = weights > 0.0
    mass = total(list(weights))
    mean = total(list(weights * positions)) / divisor(mass)
    variance = total(list(weights * (positions - mean) ** 2)) / divisor(mass)
    least = np.where(counts, positions, np.inf).min(axis=0)
    most = np.where(counts, positions, -np.inf).max(axis=0)
    with np.errstate(invalid="ignore"):
        settled = np.minimum(np.maximum(mean + spread * np.sqrt(variance) * normal, least), most)
    return np.where(mass > 0.0, settled, np.nan)


def gain(value: ByRunOr1, draft: ByRunOr1, ideal: ByRunOr1, salience: ByRunOr1, span: float) -> Floats:
    """What a term at ``value`` adds to a party's support, compared with the same text at ``draft``.

    ``salience · (|draft − ideal| − |value − ideal|) / span``: it is 0 at the draft, and falls with the
    distance from the party's ideal. Source: spatial models of bargaining, such as Bueno de Mesquita &
    Stokman, eds (1994), "European Community Decision Making", for salience times distance; measuring it from
    a draft is ours.
    """
    return np.asarray(salience * (np.abs(draft - ideal) - np.abs(value - ideal)) / span)
