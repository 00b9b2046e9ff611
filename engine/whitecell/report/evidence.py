"""The foundation of one claim, tension, fact or number, in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitecell.report.wording import figure, listed
from whitecell.scenario.claims import INFORMATION, SOURCES, Register
from whitecell.scenario.coverage import Coverage, citations
from whitecell.scenario.model import Scenario
from whitecell.scenario.values import dotted

Rows = list[tuple[str, str]]
"""Labels with their texts."""


def told(name: str, plot: Scenario, register: Register, found: Coverage) -> Rows | None:
    """All that is known about a name, or None if it names nothing that has a foundation.

    Parameters
    ----------
    name : str
        A claim, tension or fact of the register, or an assumption or other place of the scenario.
    plot, register, found
        The scenario, its register, and the result of :func:`whitecell.scenario.coverage.coverage`.
    """
    if name in register.claims:
        return list(_claim(name, register, found))
    if name in register.tensions:
        tension = register.tensions[name]
        return [("says", tension.says), ("so", tension.so), *_claims(tension.claims, register)]
    if name in register.expectations:
        fact = register.expectations[name]
        return [("fact", fact.fact), ("asked of", fact.scenario), *_claims(fact.cites, register)]
    if name in plot.assumptions:
        return list(_number(name, plot, register))
    cited = {dotted(place): claims for place, claims in citations(plot)}
    return list(_claims(cited[name], register)) if name in cited else None


def names(plot: Scenario, register: Register) -> list[str]:
    """Every name that :func:`told` knows."""
    places = (dotted(place) for place, _ in citations(plot))
    own = (place for place in places if not place.startswith("assumptions."))
    return [*register.claims, *register.tensions, *register.expectations, *plot.assumptions, *own]


def _claim(name: str, register: Register, found: Coverage) -> Iterator[tuple[str, str]]:
    claim = register.claims[name]
    yield "says", claim.says
    if claim.paragraphs:
        yield "paragraph", listed(str(number) for number in claim.paragraphs)
    yield "said by", claim.said_by
    if claim.when:
        yield "of", claim.when
    source, information = SOURCES[claim.grade[0]], INFORMATION[claim.grade[1]]
    yield "grade", f"{claim.grade}: source {source}, information {information}. {claim.because}"
    yield "kind", claim.kind
    for key in claim.tensions:
        yield f"tension {key}", f"{register.tensions[key].says} So: {register.tensions[key].so}"
    if name in found.left_out:
        yield "left out", found.left_out[name]
    for place in found.cited.get(name, ()):
        yield "bears", place.removeprefix("assumptions.")


def _claims(cited: Iterable[str], register: Register) -> Iterator[tuple[str, str]]:
    for key in cited:
        claim = register.claims.get(key)
        yield f"rests on {key}", f"{claim.says} ({claim.grade})" if claim else "not in the register"


def _number(name: str, plot: Scenario, register: Register) -> Iterator[tuple[str, str]]:
    entry = plot.assumptions[name]
    yield "value", f"{figure(entry.value)} {entry.unit}".strip()
    if entry.range:
        yield "range", " to ".join(figure(end) for end in entry.range)
    if entry.note:
        yield "note", entry.note
    if entry.judgement:
        yield "judgement", entry.judgement
    yield from _claims(entry.cites, register)
