"""The first page on the law of settlements: how well it predicts known outcomes, beside simpler ways."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.analysis.intervals import Interval
from whitecell.analysis.points import Scored
from whitecell.report.paper.one_page import OnePage
from whitecell.report.wording import MINUS, counted, listed, percent_within

LEVEL = 0.9
"""The share of outcomes that the law says are in its band."""
ALPHA = 0.05
"""Outcomes are no draws of the law below this p."""


def settle_brief(rows: Sequence[Scored], points: int) -> OnePage:
    """The first page; the law is the first row. It has no picture."""
    law, *others = rows
    return OnePage(
        "Does the law of settlements predict outcomes that are known?",
        [said for said in (_beside(law, others), _band(law), _draws(law)) if said],
        None,
        f"{counted(points, 'points')}, taken as independent; points of one negotiation are not. Intervals of "
        "95 % are over points.",
        "That positions and saliences are as the file states; every way to predict has the same.",
        "Other points, best of partners who do not always agree.",
    )


def _beside(law: Scored, others: Sequence[Scored]) -> str:
    """The score of the law, and which ways are significantly worse or better."""
    told: dict[str, list[str]] = {"better than": [], "worse than": [], "not distinguished from": []}
    for row in others:
        low, high = row.behind_band or (0.0, 0.0)
        way = "better than" if low > 0.0 else "worse than" if high < 0.0 else "not distinguished from"
        told[way].append(f"“{row.name}” (by {_apart(row.behind, (low, high))})")
    ways = "; ".join(f"{way} {listed(names)}" for way, names in told.items() if names)
    return f"The mean score of the law is {law.crps:.1f} (CRPS, in the unit of the points): {ways}."


def _apart(value: float, band: Interval) -> str:
    return f"{value:.1f} [{band[0]:.1f}, {band[1]:.1f}]".replace("-", MINUS)


def _band(law: Scored) -> str:
    """Whether the band of the law holds as many outcomes as it says."""
    if law.within is None or law.band is None:
        return ""
    low, high = law.band
    verdict = "which is too narrow" if high < LEVEL else "which is too wide" if low > LEVEL else (
        "as wide as it should be as far as these points show"
    )  # fmt: skip
    return f"Of outcomes {percent_within(law.within, low, high)} lie in its 90 % band, {verdict}."


def _draws(law: Scored) -> str:
    if law.p is None:
        return ""
    p = "p < 0.001" if law.p < 0.001 else f"p {law.p:.3f}"
    if law.p < ALPHA:
        return f"The outcomes are no draws of the law ({p})."
    return f"The outcomes cannot be told from draws of the law ({p}), which is no proof that they are."
