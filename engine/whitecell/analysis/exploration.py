"""An exploration: a design that was played, and all results that are read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.analysis.design import Design
from whitecell.analysis.discovery import Box, Leaf, Peel, prim, trade_off, tree
from whitecell.analysis.foundations import Foundation, foundations
from whitecell.analysis.regret import Regret, regrets
from whitecell.analysis.response import Response
from whitecell.analysis.sensitivity import Driver, drivers
from whitecell.analysis.standing import Standing
from whitecell.analysis.summary import kind_of
from whitecell.analysis.swings import Swing, swings
from whitecell.scenario.claims import Claim
from whitecell.scenario.model import Scenario

RARE = 0.05
"""An outcome is not examined if it happens, or fails to happen, at less than this share of points."""
ASKED = 8
"""Assumptions that a tree may ask about: the strongest drivers of the measure."""
_FORM = re.compile(r"\s*(\w[\w. -]*?)\s*(<|>)\s*(-?[0-9.eE+-]+)\s*")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a measure: whether most runs of a point of a design meet it."""

    measure: str
    sign: str
    value: float

    @classmethod
    def of(cls, text: str) -> Condition:
        """Read ``measure<value`` or ``measure>value``; ValueError if it is neither."""
        found = _FORM.fullmatch(text)
        try:
            return cls(found[1], found[2], float(found[3]))  # type: ignore[index]
        except (TypeError, ValueError):
            raise ValueError(f"'{text}' is not a condition; write it like zone_held_days<30") from None

    def __str__(self) -> str:
        return f"{self.measure} {self.sign} {self.value:g}"

    def hits(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """For each point, whether more than half of its seeds meet it; shape ``(n_points,)``."""
        so = values > self.value if self.sign == ">" else values < self.value
        return np.asarray(so.mean(axis=1) > 0.5)


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where a condition mostly holds: its share of points, a box, the peels to it, and leaves of a tree."""

    condition: Condition
    share: float
    box: Box | None
    leaves: tuple[Leaf, ...]
    peels: tuple[Peel, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "condition": str(self.condition),
            "share": self.share,
            "box": self.box.as_json() if self.box else None,
            "tree": [
                {"if": [list(c) for c in leaf.conditions], "share": leaf.share, "points": leaf.points}
                for leaf in self.leaves
            ],
            "peels": [peel.as_json() for peel in self.peels],
        }


@dataclass(slots=True)
class Exploration:
    """The results of a design.

    Attributes
    ----------
    design : Design
    responses : list of Response
    drivers : dict of str to list of Driver
        Response name → assumptions, the strongest first.
    discoveries : list of Discovery
    foundations : list of Foundation
        Research priorities, the most pressing first.
    regrets : dict of str to list of Regret
        Response name → courses of action.
    standings : list of Standing
        Where the stated values lie in the design.
    swings : dict of str to list of Swing
        Response name → clear drivers, the one with the largest swing first; empty where the design does not
        cover the space evenly.
    """

    design: Design
    responses: list[Response]
    drivers: dict[str, list[Driver]]
    discoveries: list[Discovery]
    foundations: list[Foundation]
    regrets: dict[str, list[Regret]] = field(default_factory=dict)
    standings: list[Standing] = field(default_factory=list)
    swings: dict[str, list[Swing]] = field(default_factory=dict)


def usual_conditions(scenario: Scenario) -> list[Condition]:
    """The default conditions: whether each flag is 1, and whether each day came."""
    found = []
    for name, measure in scenario.measures.items():
        kind = kind_of(measure.statistic)
        if kind == "flag":
            found.append(Condition(name, ">", 0.5))
        elif kind == "day":
            found.append(Condition(name, "<", float(scenario.days)))
    return found


def explore(
    scenario: Scenario,
    points: Design,
    responses: Sequence[Response],
    claims: Mapping[str, Claim],
    conditions: Sequence[Condition] | None = None,
) -> Exploration:
    """Read everything from a design that was played.

    Parameters
    ----------
    scenario : Scenario
    points : Design
    responses : sequence of Response
        Those that are wanted, as :func:`whitecell.analysis.response.explored` gives them.
    claims : mapping of str to Claim
        Of the scenario's register.
    conditions : sequence of Condition, optional
        Conditions to examine; :func:`usual_conditions` if not given. A condition that holds, or fails, at
        less than ``RARE`` of the points gets its share only. Of conditions that hold at the same points, the
        first is reported.
    """
    found = {response.name: drivers(points, response) for response in responses}
    known = {r.measure: r for r in responses}
    discoveries: list[Discovery] = []
    seen: list[NDArray[np.bool_]] = []
    for condition in usual_conditions(scenario) if conditions is None else conditions:
        if condition.measure not in known:
            continue
        response = known[condition.measure]
        hits = condition.hits(response.values)
        if any(np.array_equal(hits, other) for other in seen):
            continue
        seen.append(hits)
        share = float(hits.mean())
        box, leaves = None, []
        # Trajectories and Saltelli's sample do not cover the space evenly.
        if RARE <= share <= 1.0 - RARE and points.kind in ("lhs", "sequence"):
            box = prim(points, hits)
            strongest = [d.assumption for d in found[response.name] if d.clear][:ASKED]
            leaves = tree(points, hits, [points.names.index(name) for name in strongest])
        way = trade_off(points, hits) if box else ()
        discoveries.append(Discovery(condition, share, box, tuple(leaves), tuple(way)))
    dig = foundations(scenario, claims, found)
    far = {r.name: swings(points, r, [d.assumption for d in found[r.name] if d.clear]) for r in responses}
    return Exploration(points, list(responses), found, discoveries, dig, swings=far)


def regret_of(options: Mapping[str, Sequence[Response]], name: str, higher: bool) -> list[Regret]:
    """Regret of courses of action that were played over the same design, for one of their responses."""
    return regrets(
        {option: {r.name: r for r in found}[name].values for option, found in options.items()}, higher
    )
