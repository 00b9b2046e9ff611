"""The assumptions as sliders of the page: grouped, in their ranges, with their sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import floor, isfinite, log10
from typing import Any

from whitecell.report.names import Names
from whitecell.report.wording import capital, clean, figure
from whitecell.scenario.claims import Claim
from whitecell.scenario.formulas import uses
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption, Quantity
from whitecell.scenario.sections import SECTIONS
from whitecell.scenario.values import Place

STEPS = 200
"""Positions of a slider from one end of its range to the other, at least."""
GROUPS = (
    ("talks", "Talks and what parties want"),
    ("agreements", "Agreements and constraints"),
    ("patrons", "Patrons and clients"),
    ("forces", "Forces"),
    ("conduct", "How they fight and choose"),
    ("corridors", "Corridors"),
    ("rivalries", "Rivalries"),
    ("variables", "Variables"),
    ("decisions", "Decisions"),
    ("injects", "Events from outside"),
    ("theatre", "Zones and routes"),
    ("rules", "Rules of the model"),
    ("other", "Others"),
)
"""Groups in the order of the page; an assumption is in the group of its first use."""
_OF_KEY = {
    "rules": "rules", "defaults": "conduct",
    **{name: section.group for name, section in SECTIONS.items() if section.group},
}  # fmt: skip
_OF_ACTOR = {
    "wants": "talks", "members": "talks", "forces": "forces", "recruits": "forces", "air": "forces",
    "arms": "forces",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A claim that an assumption cites, as the register has it; only its name if there is no register."""

    claim: str
    grade: str = ""
    says: str = ""
    said_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Slider:
    """An assumption with its bounds.

    Attributes
    ----------
    name, label, group, unit : str
        The label is the name for people; the group is a key of ``GROUPS``.
    value : float
        The value in the base scenario.
    low, high : float or None
        Ends of the range, inclusive; without a range, what the language allows, None where it sets no end.
    ranged : bool
        Whether the scenario states a range; without one there is no slider.
    step : float
        The smallest change; values of the slider are multiples of it.
    spread : str
        ``log`` for an assumption that is spread evenly over the logarithm, else ``linear``.
    listed : bool
        Whether it is stated in the block of assumptions that analysts edit, instead of in place.
    sources, judgement, note
        Its grounds.
    """

    name: str
    label: str
    group: str
    unit: str
    value: float
    low: float | None
    high: float | None
    ranged: bool
    step: float
    spread: str
    listed: bool
    sources: tuple[Source, ...]
    judgement: str
    note: str

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)

    def refusal(self, value: float) -> str:
        """Why a value cannot be taken, or nothing."""
        if value == self.value:
            return ""
        if not isfinite(value):
            return f"{self.label} needs a number"
        if (self.low is None or value >= self.low) and (self.high is None or value <= self.high):
            return ""
        said = "its range is" if self.ranged else "it can be"
        return f"{self.label}: {figure(value)} is outside; {said} {self.bounds}"

    @property
    def ends(self) -> tuple[float, float]:
        """The range; only of a slider that has one."""
        assert self.low is not None
        assert self.high is not None
        return self.low, self.high

    @property
    def bounds(self) -> str:
        """Both ends, in words and with the unit."""
        if self.low is None and self.high is None:
            return "any number"
        if self.high is None:
            text = f"{figure(self.low or 0.0)} or more"
        elif self.low is None:
            text = f"{figure(self.high)} or less"
        else:
            text = f"{figure(self.low)} to {figure(self.high)}"
        return text if not self.unit or self.unit == text else f"{text} ({self.unit})"


def sliders(scenario: Scenario, claims: Mapping[str, Claim]) -> dict[str, Slider]:
    """A slider for each assumption, by name; ordered by group, in a group those that analysts edit first.

    Parameters
    ----------
    scenario : Scenario
        A read scenario.
    claims : mapping of str to Claim
        Claims of its register; empty if it names none.
    """
    places, names = uses(scenario), Names(scenario, claims)
    made = [
        _slider(names, name, assumption, places.get(name, []), claims)
        for name, assumption in scenario.assumptions.items()
    ]
    order = [key for key, _ in GROUPS]
    made.sort(key=lambda s: (order.index(s.group), not s.listed))
    return {slider.name: slider for slider in made}


def _slider(
    names: Names,
    name: str,
    assumption: Assumption,
    uses: list[tuple[Place, Quantity]],
    claims: Mapping[str, Claim],
) -> Slider:
    low = max((q.low for _, q in uses), default=float("-inf"))
    high = min((q.high for _, q in uses), default=float("inf"))
    if assumption.range:
        low, high = assumption.range
    ranged = assumption.range is not None and high > low
    step = _step(low, high) if ranged else 0.0
    spread = "log" if assumption.shape == "loguniform" and low > 0.0 else "linear"
    return Slider(
        name,
        capital(names.number(name)),
        _group(uses[0][0]) if uses else "other",
        clean(assumption.unit),
        assumption.value,
        low if isfinite(low) else None,
        high if isfinite(high) else None,
        ranged,
        step,
        spread,
        "." not in name,
        tuple(_sources(assumption, claims)),
        clean(assumption.judgement),
        clean(assumption.note),
    )


def _step(low: float, high: float) -> float:
    """A round step, 1, 2 or 5 times a power of ten, that divides a range into ``STEPS`` or somewhat more."""
    wanted = (high - low) / STEPS
    power = 10.0 ** floor(log10(wanted))
    return float(next(f"{m * power:.12g}" for m in (5, 2, 1) if m * power <= wanted * (1 + 1e-9)))


def _sources(assumption: Assumption, claims: Mapping[str, Claim]) -> Iterator[Source]:
    for name in assumption.cites:
        claim = claims.get(name)
        if claim is None:
            yield Source(clean(name))
        else:
            yield Source(
                clean(name), claim.grade, clean(claim.says), clean(claim.said_by), clean(claim.because)
            )


def _group(place: Place) -> str:
    if place[0] == "actors":
        return _OF_ACTOR.get(str(place[2]), "conduct")
    return _OF_KEY.get(str(place[0]), "other")
