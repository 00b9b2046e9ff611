"""Coverage of a register, both ways: which claims a scenario rests on, and what has no source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whitecell.scenario.claims import Register
from whitecell.scenario.literals import literals as inside_formulas
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Entry
from whitecell.scenario.values import Place, by_default, dotted, left_to_defaults, numbers


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a scenario makes of a register.

    Attributes
    ----------
    cited : dict of str to tuple of str
        For each claim of the register that the scenario cites: the places.
    left_out : dict of str to str
        Claims that are not modelled, and why.
    given_up : tuple of str
        Claims that the extended scenario cites and this one does not.
    idle : tuple of str
        Claims that nothing cites and that are not listed as not modelled.
    unknown : dict of str to tuple of str
        Citations of claims that are not in the register, and the places.
    judged : tuple of str
        Assumptions that rest on a stated judgement and on no claim.
    bare : tuple of str
        Numbers that have no source: assumptions without claim or judgement, and literals other
        than 0 and 1 and than the language's defaults.
    """

    cited: dict[str, tuple[str, ...]]
    left_out: dict[str, str]
    given_up: tuple[str, ...]
    idle: tuple[str, ...]
    unknown: dict[str, tuple[str, ...]]
    judged: tuple[str, ...]
    bare: tuple[str, ...]


def coverage(scenario: Scenario, register: Register, base: Scenario | None = None) -> Coverage:
    """Follow every citation of a scenario to its register, and every number to its source.

    Parameters
    ----------
    scenario : Scenario
    register : Register
        The register that the scenario cites.
    base : Scenario, optional
        The scenario that it extends; a claim that only this one cites counts as given up, not as idle.
    """
    before = {claim for _, claims in citations(base) for claim in claims} if base else set()
    found: dict[str, list[str]] = {}
    for place, claims in citations(scenario):
        for claim in claims:
            found.setdefault(claim, []).append(dotted(place))
    for key, fact in register.expectations.items():
        for claim in fact.cites:
            found.setdefault(claim, []).append(f"expectation {key}")
    unused = [c for c in register.claims if c not in found and c not in register.not_modelled]
    return Coverage(
        cited={claim: tuple(found[claim]) for claim in register.claims if claim in found},
        left_out={c: why for c, why in register.not_modelled.items() if c in register.claims},
        given_up=tuple(c for c in unused if c in before),
        idle=tuple(c for c in unused if c not in before),
        unknown={c: tuple(places) for c, places in found.items() if c not in register.claims},
        judged=judged(scenario),
        bare=bare(scenario),
    )


def judged(scenario: Scenario) -> tuple[str, ...]:
    """Assumptions that rest on a stated judgement and on no claim."""
    return tuple(n for n, a in scenario.assumptions.items() if a.judgement and not a.cites)


def bare(scenario: Scenario) -> tuple[str, ...]:
    """Numbers that have no source: assumptions without claim or judgement, and literals except 0 and 1.

    Literals are plain numbers, and the numbers inside formulas that say how the world is.
    """
    assumed = [n for n, a in scenario.assumptions.items() if not a.cites and not a.judgement]
    literals = [place for place, number, _ in numbers(scenario) if _is_bare(number)]
    said = (place for place in literals if not by_default(scenario, place))
    stated = [dotted(place) for place in said if not left_to_defaults(scenario, place)]
    return (*assumed, *stated, *(f"{dotted(place)}: {value:g}" for place, value in inside_formulas(scenario)))


def cited(scenario: Scenario) -> tuple[str, ...]:
    """Assumptions that rest on a claim."""
    return tuple(n for n, a in scenario.assumptions.items() if a.cites)


def _is_bare(number: object) -> bool:
    return isinstance(number, (int, float)) and float(number) not in (0.0, 1.0)


def citations(value: object, place: Place = ()) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Every list of citations in a scenario, with the place of the entry that cites."""
    if isinstance(value, Entry):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name == "cites" and inner:
                yield place, inner
            else:
                yield from citations(inner, (*place, name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from citations(inner, (*place, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from citations(inner, (*place, index))
