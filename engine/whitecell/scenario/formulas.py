"""The formulas of a scenario: where they stand, whether they can be understood, what they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from whitecell.scenario.equations import circles
from whitecell.scenario.formula import FormulaError, Part, Reading, Word, asked_of, inside, moves, parse
from whitecell.scenario.held import branches, models_of, within
from whitecell.scenario.model import Scenario
from whitecell.scenario.plugins import RECORDS, blame
from whitecell.scenario.problems import NUMBERS_ARE_PLAIN, NUMERIC, Problem, did_you_mean
from whitecell.scenario.quantity import IsCondition, Quantity
from whitecell.scenario.records import ABOUT, BY_ARM, PLACED
from whitecell.scenario.sections import NAMED, SECTIONS
from whitecell.scenario.source import Source
from whitecell.scenario.values import Place, assumptions_in, dotted, numbers

DAY = "day"
"""The word for the number of the day."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A formula and where it stands; ``quantity`` is what the number may be, None for a condition."""

    place: Place
    text: str
    quantity: Quantity | None


def formulas(scenario: Scenario) -> Iterator[Stated]:
    """All formulas of a scenario, numbers first; a bare name of an assumption is not one."""
    for place, number, quantity in numbers(scenario):
        if isinstance(number, str) and number not in scenario.assumptions:
            yield Stated(place, number, quantity)
    for place, text in conditions(scenario):
        yield Stated(place, text, None)
    for name, measure in scenario.measures.items():
        for key, record in (("", measure), *measure.conditions.items()):
            if record.is_formula:
                place = ("measures", name, *filter(None, (key,)), "record")
                yield Stated(place, record.record, None)


def conditions(entry: BaseModel, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every condition of an entry; empty ones say nothing."""
    for name, marked in _marked(type(entry)):
        yield from _conditions(getattr(entry, name), (*place, name), marked)


@cache
def _marked(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """The fields of a model that are conditions or lead to some, and whether each is one."""
    fields = {name: _is_condition(field) for name, field in model.model_fields.items()}
    leading = {name for name in branches(model) if any(map(_has_some, models_of(model.model_fields[name])))}
    return tuple((name, marked) for name, marked in fields.items() if marked or name in leading)


@cache
def _has_some(model: type[BaseModel]) -> bool:
    """Whether an entry of a model, or one inside it, can state a condition."""
    return any(_is_condition(field) for each in within(model) for field in each.model_fields.values())


def _is_condition(field: FieldInfo) -> bool:
    return any(isinstance(said, IsCondition) for said in field.metadata)


def _conditions(value: Any, place: Place, marked: bool) -> Iterator[tuple[Place, str]]:
    if isinstance(value, BaseModel):
        yield from conditions(value, place)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _conditions(item, (*place, key), False)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _conditions(item, (*place, index), False)
    elif marked and value:
        yield place, value


def uses(scenario: Scenario) -> dict[str, list[tuple[Place, Quantity]]]:
    """For each assumption in use: the places that use it, and which values make sense there.

    Inside a formula or a condition any value makes sense.
    """
    found: dict[str, list[tuple[Place, Quantity]]] = {}
    for place, number, quantity in numbers(scenario):
        if isinstance(number, str):
            plain = number in scenario.assumptions
            for name in assumptions_in(number, scenario):
                found.setdefault(name, []).append((place, quantity if plain else Quantity("")))
    for stated in formulas(scenario):
        if stated.quantity is None:
            for name in assumptions_in(stated.text, scenario):
                found.setdefault(name, []).append((stated.place, Quantity("")))
    return found


def heard(scenario: Scenario, record: str) -> set[str]:
    """The things about which any formula asks a record."""
    return {name for stated in formulas(scenario) for name in asked_of(record, stated.text)}


def understood(stated: Stated, scenario: Scenario) -> Part:
    """The parts of a formula whose words all name something.

    Raises
    ------
    FormulaError
        If it cannot be read, or if a word in it names nothing.
    """
    part = parse(stated.text)
    for each in inside(part):
        if isinstance(each, Word):
            _word(each, scenario)
        elif isinstance(each, Reading):
            _reading(each, scenario)
    if stated.quantity and stated.quantity.fixed and moves(part, set(scenario.assumptions)):
        raise FormulaError(
            f"{dotted(stated.place)} says how things are at the start, and this changes from day to day", 1,
            "use numbers and assumptions only",
        )  # fmt: skip
    return part


def _word(word: Word, scenario: Scenario) -> None:
    if word.name in (*scenario.assumptions, *scenario.variables, DAY):
        return
    known = [*scenario.variables, *scenario.assumptions, DAY]
    hint = did_you_mean(word.name, known, few=0)
    if word.name in ABOUT:
        hint = f"a record is asked with names in brackets: {word.name}(…)"
    raise FormulaError(
        f"there is no assumption or variable '{word.name}'",
        word.column,
        hint or "define it, or write a number",
        word.name,
    )


def _reading(reading: Reading, scenario: Scenario) -> None:
    record = reading.record
    if record not in ABOUT:
        hint = blame(RECORDS, record) or did_you_mean(record, [*ABOUT, "mean", "min", "max", "days_since"])
        raise FormulaError(f"there is no record or function '{record}'", reading.column, hint)
    if record == "path":
        raise FormulaError("'path' is a name, no number", reading.column, "ask for joined(…)")
    sections = ABOUT[record]
    things = {name for section in sections for name in scenario.told_of(record, section)}
    things |= set(scenario.sides) if "actors" in sections else set()
    zones = set(scenario.zones) if record in PLACED else set()
    for name, column in zip(reading.names, reading.columns, strict=True):
        if name not in things | zones:
            about = " and ".join([*sections, *(["zones"] if zones else [])]) or "nothing in particular"
            if name in scenario.arms and "actors" in sections:
                raise FormulaError(
                    f"'{record}' is about actors, and '{name}' is an arm", column,
                    f"name '{scenario.owner(name)}'; of arms are told: {', '.join(sorted(BY_ARM))}", name,
                )  # fmt: skip
            owner, _, arm = name.rpartition(".")
            if record in BY_ARM and owner in scenario.actors:
                raise FormulaError(
                    f"'{owner}' has no arm '{arm}'", column, did_you_mean(name, sorted(things)), name
                )
            raise FormulaError(
                f"'{record}' is about {about}; there is no '{name}'", column,
                did_you_mean(name, sorted(things | zones)), name,
            )  # fmt: skip
    named = asked(reading, scenario)[0]
    missing = [s for s in sections if not any(name in getattr(scenario, s) for name in named)]
    both = record in ("support", "consent")
    needed = missing if both or len(missing) == len(sections) else []
    if needed and sections != ("actors",):
        what = (" and " if both else " or ").join(SECTIONS[section].one for section in needed)
        raise FormulaError(f"'{record}' does not say of which {what}", reading.column, f"{record}(name)")


def asked(reading: Reading, scenario: Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The things that a reading is about, sides by their actors, and the zones that limit it."""
    sections = ABOUT[reading.record]
    things = {name for section in sections for name in scenario.told_of(reading.record, section)}
    sides = scenario.sides if "actors" in sections else {}
    of: list[str] = []
    for name in reading.names:
        of += [name] if name in things else sides[name].actors if name in sides else ()
    zones = tuple(name for name in reading.names if name not in things and name not in sides)
    return tuple(dict.fromkeys(of)), zones


def broken_formulas(scenario: Scenario, source: Source) -> list[Problem]:
    """What is wrong with formulas, each at its place inside the text."""
    return [_problem(stated, error, scenario, source) for stated, error in _faulty(scenario)]


def broken_formula_places(scenario: Scenario) -> list[Place]:
    """Where formulas stand that cannot be understood."""
    return [stated.place for stated, _ in _faulty(scenario)]


def _faulty(scenario: Scenario) -> Iterator[tuple[Stated, FormulaError]]:
    for stated in formulas(scenario):
        try:
            understood(stated, scenario)
        except FormulaError as error:
            yield stated, error
    circling = dict(circles(scenario))
    for stated in formulas(scenario) if circling else ():
        if stated.place in circling:
            yield stated, circling[stated.place]


def _problem(stated: Stated, error: FormulaError, scenario: Scenario, source: Source) -> Problem:
    """The finding; a text that was meant as a number or an assumption's name gets words of its own."""
    text, message, hint = stated.text, error.message, error.hint
    gone = [source.taken_away(section, error.word) for section in NAMED] if error.word else []
    if any(gone):
        hint = f"{next(filter(None, gone))}: take this out too, or leave it there"
    plain = not any(sign in text for sign in "()*/<>=") and " - " not in text and " + " not in text
    if plain and stated.quantity is not None:
        # Assumptions written in place are named by their path, which nobody types by chance.
        named = [name for name in scenario.assumptions if "." not in name or "." in text]
        near = did_you_mean(text, [*named, *scenario.variables])
        if NUMERIC.match(text):
            message, hint = f"'{text}' is not a number, and no assumption has that name", NUMBERS_ARE_PLAIN
        elif near.startswith("did") or text.isidentifier():
            message = f"there is no assumption named '{text}'"
            hint = near or "write a number, or add it to the assumptions"
        return source.problem("error", stated.place, message, hint)
    found = source.problem("error", stated.place, message, hint)
    start = found.excerpt.find(text, max(found.column - 1, 0))
    if start < 0:
        return replace(found, message=f"{message} (character {error.column} of the formula)")
    return replace(found, column=start + error.column)
