"""The key-assumptions check: the assumptions that matter most and have the weakest sources.

The practice is that of structured analysis: Heuer & Pherson (2010), Structured Analytic Techniques for
Intelligence Analysis, CQ Press. Multiplying influence by weakness is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption

if TYPE_CHECKING:
    from whitecell.analysis.sensitivity import Driver
    from whitecell.scenario.claims import Claim

JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Foundation:
    """An assumption, its influence, and the weakness of its sources.

    Attributes
    ----------
    assumption : str
    influence : float
        The largest over all measures of the design, see :attr:`Driver.influence`; ``measure`` names the one.
    grade : str
        The best grade among the claims that it cites, or ``judged``.
    weakness : float
        0 for a claim graded A1, 1 for judgement alone.
    score : float
        Influence times weakness: the priority for research.
    """

    assumption: str
    influence: float
    measure: str
    grade: str
    weakness: float
    score: float

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)


def foundations(
    scenario: Scenario, claims: Mapping[str, Claim], found: Mapping[str, Sequence[Driver]]
) -> list[Foundation]:
    """Rank the assumptions that clearly drive something by influence times weakness.

    Parameters
    ----------
    scenario : Scenario
    claims : mapping of str to Claim
        Of the scenario's register.
    found : mapping of str to sequence of Driver
        Measure → its drivers.
    """
    strongest: dict[str, tuple[float, str]] = {}
    for measure, drivers in found.items():
        for driver in drivers:
            if driver.clear and driver.influence > strongest.get(driver.assumption, (0.0, ""))[0]:
                strongest[driver.assumption] = driver.influence, measure
    told = []
    for name, (influence, measure) in strongest.items():
        grade, weakness = _grade(scenario.assumptions[name], claims)
        told.append(Foundation(name, influence, measure, grade, weakness, influence * weakness))
    return sorted(told, key=lambda f: (-f.score, -f.influence, f.assumption))


def _grade(assumption: Assumption, claims: Mapping[str, Claim]) -> tuple[str, float]:
    grades = [claims[c].grade for c in assumption.cites if c in claims]
    if not grades:
        return JUDGED, 1.0
    best = min(grades, key=weakness)
    return best, weakness(best)


def weakness(grade: str) -> float:
    """How weak a claim is by its Admiralty grade: 0 for A1, under 1 for F6; letter and digit weigh alike."""
    source, information = "ABCDEF".index(grade[0]), int(grade[1]) - 1
    return (source + information) / 11.0
