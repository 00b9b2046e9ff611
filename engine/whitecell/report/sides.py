"""The sides of a conflict, for colours: allied actors form one side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from whitecell.report.names import Names
from whitecell.scenario.model import Scenario

COLOURS = (
    "#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#CC79A7", "#F0E442", "#882255", "#999933",
    "#332288",
)  # fmt: skip
"""Colours that colour-blind people can distinguish.

Source: Okabe & Ito (2008), Color universal design, https://jfly.uni-koeln.de/color/; from the eighth on
Tol (2021), Colour schemes, https://personal.sron.nl/~pault/.
"""
UNCHANGED: Mapping[tuple[str, str], str] = MappingProxyType({})
NOBODY = "#E7E5E0"
"""The colour of ground that nobody holds."""
BEYOND = "#8A8A8A"
"""The colour of sides for which none is left."""
MARKS = "●▲■◆▼★✚⬟⬢♣"
"""A sign for each colour, for readers who cannot distinguish colours."""


@dataclass(frozen=True, slots=True)
class Coalition:
    """Actors that are allied and not hostile to each other; ``label`` lists their names."""

    actors: tuple[str, ...]
    label: str
    colour: str
    mark: str


def sides(
    scenario: Scenario, like: Sequence[Coalition] = (), stances: Mapping[tuple[str, str], str] = UNCHANGED
) -> tuple[Coalition, ...]:
    """The sides that have forces or hold ground, those with most fighters at the start first.

    A side with the same actors as one in ``like``, from another scenario, takes its name and colour. If the
    relations of pairs have changed since the start, as ``stances`` says, a changed side keeps the colour of
    the side at the start whose leading actor it contains.
    """
    holders = {name for zone in scenario.zones.values() for name in zone.control}
    groups = [{name} for name, actor in scenario.actors.items() if name in holders or actor.armed]
    allied, hostile = (pairs(scenario, tie, stances) for tie in ("allied", "hostile"))
    for one, other in sorted(allied, key=lambda pair: sorted(pair)):
        mine = next((g for g in groups if one in g), None)
        theirs = next((g for g in groups if other in g), None)
        if mine is None or theirs is None or mine is theirs:
            continue
        if any((a, b) in hostile or (b, a) in hostile for a in mine for b in theirs):
            continue
        mine |= theirs
        groups.remove(theirs)
    names = Names(scenario)
    order = {name: k for k, name in enumerate(scenario.actors)}

    def strength(actor: str) -> float:
        return sum(names.value(n) for n in scenario.actors[actor].forces.values())

    groups.sort(key=lambda g: (-sum(map(strength, g)), min(order[a] for a in g)))
    if stances:
        like = sides(scenario, like)
    known = {frozenset(side.actors): side for side in like}
    heads = {side.actors[0]: side for side in like} if stances else {}
    taken = {side.colour for side in like}
    free = [pair for pair in zip(COLOURS, MARKS, strict=True) if pair[0] not in taken]
    found = []
    for group in groups:
        if same := known.get(frozenset(group)):
            found.append(same)
            continue
        actors = tuple(sorted(group, key=lambda a: (-strength(a), order[a])))
        label = ", ".join(names.actor(a) for a in actors)
        before = next((side for head, side in heads.items() if head in group), None)
        if before is not None:
            colour, mark = before.colour, before.mark
        else:
            colour, mark = free.pop(0) if free else (BEYOND, "·")
        found.append(Coalition(actors, label, colour, mark))
    return tuple(found)


def in_arms(names: Names, there: Mapping[str, float], side: Coalition) -> dict[str, float]:
    """A side's numbers in arms whose unit is not that of their actors, by unit; ``there`` is by force."""
    found: dict[str, float] = {}
    for force, number in there.items():
        if force not in side.actors and names.scenario.owner(force) in side.actors:
            unit = names.units([force])
            found[unit] = found.get(unit, 0.0) + number
    return found


def pairs(
    scenario: Scenario, tie: Literal["hostile", "allied"], stances: Mapping[tuple[str, str], str]
) -> set[tuple[str, str]]:
    """Pairs of actors that are hostile, or allied, as stated or as changed by ``stances``."""
    stated = {couple for relation in scenario.relations for couple in relation.couples(tie)}
    kept = {(a, b) for a, b in stated if (a, b) not in stances and (b, a) not in stances}
    return kept | {pair for pair, stance in stances.items() if stance == tie}
