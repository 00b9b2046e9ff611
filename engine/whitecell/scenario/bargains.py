"""Terms of agreements: whether they can be bargained, by whom, and whether anything depends on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from whitecell.scenario.agreements import Agreement
from whitecell.scenario.bargain import Position, Term
from whitecell.scenario.cast import Relation
from whitecell.scenario.clauses import Exclusion
from whitecell.scenario.formula import Part, Reading, Word, inside, parse
from whitecell.scenario.formulas import formulas
from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.quantity import Number
from whitecell.scenario.source import Source
from whitecell.scenario.values import Place, span
from whitecell.scenario.variables import CHANGES, Variable

_VALUES = ("ideal", "at_least", "at_most")


def terms(s: Scenario) -> Iterator[tuple[str, Agreement, str, Term]]:
    """Every term, with its agreement and both their names."""
    for name, agreement in s.agreements.items():
        for key, term in agreement.terms.items():
            yield name, agreement, key, term


def term_of(s: Scenario, name: str) -> tuple[str, Term] | None:
    """The agreement that has a variable as a term, and the term; None if there is none."""
    return next(((agreement, term) for agreement, _, key, term in terms(s) if key == name), None)


def with_tabled(s: Scenario, values: Mapping[str, Number]) -> Scenario:
    """The scenario with other values tabled for some terms, by the names of their variables."""
    agreements = dict(s.agreements)
    for key, value in values.items():
        found = term_of(s, key)
        if found is not None:
            agreement = agreements[found[0]]
            put = {**agreement.terms, key: agreement.terms[key].model_copy(update={"tabled": value})}
            agreements[found[0]] = agreement.model_copy(update={"terms": put})
    return s.model_copy(update={"agreements": agreements})


def fixed_twice(s: Scenario, source: Source) -> Iterator[Problem]:
    """Variables that two agreements fix."""
    first: dict[str, str] = {}
    for name, _, key, _ in terms(s):
        other = first.setdefault(key, name)
        if other != name:
            here, there = ("agreements", name, "terms", key), ("agreements", other, "terms", key)
            yield source.problem(
                "error", here, f"'{key}' is a term of '{name}' and of '{other}'",
                f"it is so in {source.line_of(there, here)}: give each a variable of its own", key=True,
            )  # fmt: skip


def unfit(s: Scenario, source: Source) -> Iterator[Problem]:
    """Variables that cannot be bargained, and values of terms that contradict bounds or red lines."""
    for name, _, key, term in terms(s):
        variable, here = s.variables[key], ("agreements", name, "terms", key)
        yield from _variable(key, variable, term, here, source)
        values: list[tuple[Place, Number | None]] = [
            ((*here, word), getattr(term, word)) for word in ("draft", "tabled")
        ]
        for actor, position in term.positions.items():
            at = (*here, "positions", actor)
            values += [((*at, word), getattr(position, word)) for word in _VALUES]
            yield from _crossed(s, actor, position, at, source)
        yield from _outside(s, key, values, source)


def _variable(key: str, variable: Variable, term: Term, here: Place, source: Source) -> Iterator[Problem]:
    """Reasons why a variable cannot be a term."""
    if variable.bounds is None:
        yield source.problem(
            "error", here, f"'{key}' has no `bounds` between which it could be bargained",
            f"write under `variables`, for '{key}', bounds: [lowest, highest]", key=True,
        )  # fmt: skip
    fields = Variable.model_fields
    moves = [word for word in ("equals", *CHANGES[1:]) if getattr(variable, word) != fields[word].default]
    if moves:
        yield source.problem(
            "error", here, f"'{key}' moves by itself, so no agreement can fix it",
            f"take `{moves[0]}` out of the variable, or name another", key=True,
        )  # fmt: skip
    last = len(term.options) - 1
    if term.options and variable.bounds is not None and variable.bounds != (0.0, float(last)):
        yield source.problem(
            "error", (*here, "options"), f"'{key}' has {last + 1} options and does not go from 0 to {last}",
            f"write bounds: [0, {last}] for the variable: its value counts the options from 0", key=True,
        )  # fmt: skip


def _crossed(s: Scenario, actor: str, position: Position, at: Place, source: Source) -> Iterator[Problem]:
    """Red lines that leave no value between them."""
    low = None if position.at_least is None else span(position.at_least, s)
    high = None if position.at_most is None else span(position.at_most, s)
    if low and high and low[0] > high[1]:
        yield source.problem(
            "error", (*at, "at_least"), f"'{actor}' would sign no value at all",
            f"its `at_least` is {low[0]:g} or more and its `at_most` {high[1]:g} or less", key=True,
        )  # fmt: skip


def _outside(
    s: Scenario, key: str, values: list[tuple[Place, Number | None]], source: Source
) -> Iterator[Problem]:
    """Values beyond the bounds of the variable."""
    low, high = s.variables[key].limits
    for place, number in values:
        if number is None:
            continue
        least, most = span(number, s)
        if most < low or least > high:
            yield source.problem(
                "error", place, f"`{place[-1]}` lies outside what is bargained: '{key}' goes from {low:g} to "
                f"{high:g}", "change it, or the `bounds` of the variable",
            )  # fmt: skip


def patronages(s: Scenario, actor: str, seats: Collection[str]) -> list[Relation]:
    """Relations of an actor with patrons at a table; they speak for it if it has no seat itself."""
    return [r for r in s.relations if r.client == actor and r.patron in seats]


def unheard(s: Scenario, source: Source) -> Iterator[Problem]:
    """Positions of actors who neither sit at a table that signs the agreement nor have a patron there."""
    for name, _, key, term in terms(s):
        seats = {party for talks in s.talks.values() if talks.signs == name for party in talks.parties}
        for actor in term.positions if seats else ():
            if actor not in seats and not patronages(s, actor, seats):
                yield source.problem(
                    "warning", ("agreements", name, "terms", key, "positions", actor),
                    f"nobody hears '{actor}': neither it nor a patron of it sits at talks that sign '{name}'",
                    "take the position out, or add the relation of a patron", key=True,
                )  # fmt: skip


def unreachable(s: Scenario, source: Source) -> Iterator[Problem]:
    """Exclusions by distance that have a zone at no known distance, or bind an arm without its actor."""
    for name, clause in s.constraints.items():
        if not isinstance(clause, Exclusion) or clause.within is None:
            continue
        for index, zone in enumerate(clause.zones):
            if s.zones[zone].at is None:
                yield source.problem(
                    "error", ("constraints", name, "zones", index), f"'{zone}' lies at no known distance",
                    f"say `at` which place '{zone}' lies, or take `within` out of '{name}'",
                )  # fmt: skip
        arms = [force for force in clause.applies_to if s.owner(force) not in clause.applies_to]
        if arms:
            yield source.problem(
                "error", ("constraints", name, "within"),
                f"'{name}' binds an arm alone, '{arms[0]}', which cannot be held back by distance",
                "take `within` out, or bind the actor", key=True,
            )  # fmt: skip


def _names(part: Part) -> tuple[str, ...]:
    """What a part of a formula names."""
    if isinstance(part, Word):
        return (part.name,)
    return part.names if isinstance(part, Reading) else ()


def refused_ideals(s: Scenario, source: Source) -> Iterator[Problem]:
    """Parties whose red lines exclude their own ideal."""
    for name, _, key, term in terms(s):
        for actor, position in term.positions.items():
            least, most = span(position.ideal, s)
            low, high = position.at_least, position.at_most
            below = low is not None and most < span(low, s)[0]
            above = high is not None and least > span(high, s)[1]
            if below or above:
                yield source.problem(
                    "warning", ("agreements", name, "terms", key, "positions", actor, "ideal"),
                    f"'{actor}' would not sign what it would have", "its ideal lies beyond its own red line",
                    key=True,
                )  # fmt: skip


def unfelt(s: Scenario, source: Source) -> Iterator[Problem]:
    """Terms on which nothing depends."""
    read = {
        name
        for stated in formulas(s)
        if stated.place[0] != "measures"
        for part in inside(parse(stated.text))
        for name in _names(part)
    }
    for name, _, key, _ in terms(s):
        if key not in read:
            yield source.problem(
                "warning", ("agreements", name, "terms", key), f"nothing depends on '{key}'",
                f"let a clause heed it by a formula, such as tolerance: \"100 - {key}\"", key=True,
            )  # fmt: skip
