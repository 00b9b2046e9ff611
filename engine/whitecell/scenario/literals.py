"""Numbers written out inside formulas: which of them say how the world is, and so need a source.

A number says so if it multiplies, divides or limits something, is added to something other than a count, or
is compared with a level. It does not if it only says which or how often – 0 and 1, a rung, a step, an option,
a day, a count of what happened – or stands in a measure.
"""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.scenario.formula import COMPARISON, Apply, Calendar, Constant, Part, Past, Reading, Word, parse
from whitecell.scenario.formulas import DAY, formulas
from whitecell.scenario.model import Scenario
from whitecell.scenario.values import Place, left_to_defaults

COUNTS = frozenset({
    "breaches", "collapsed", "failed", "happened", "in_force", "joined", "lapsed", "leaked", "lifted",
    "recorded_breaches", "refused", "rung", "seized", "sessions", "signed", "stands", "step", "strikes",
    "suspended", "taken", "turned_back",
})  # fmt: skip
"""Records that are whole numbers: places on a ladder, or how often something is so."""
PLACES = frozenset({"add", "sub", "neg", "min", "max", *COMPARISON})
"""Operations after which a place on a ladder or a count is still one, and comparisons."""


def literals(scenario: Scenario) -> Iterator[tuple[Place, float]]:
    """Every number inside a formula that says how the world is, with the place of the formula."""
    for stated in formulas(scenario):
        if stated.place[0] != "measures" and not left_to_defaults(scenario, stated.place):
            yield from ((stated.place, value) for value in of_the_world(parse(stated.text)))


def of_the_world(part: Part) -> Iterator[float]:
    """Numbers inside a part that say how the world is, in their order."""
    match part:
        case Constant(value=value):
            if value not in (0.0, 1.0):
                yield value
        case Past(what=what):
            yield from of_the_world(what)
        case Apply(parts=parts):
            if not _counted(part):
                for each in parts:
                    yield from of_the_world(each)


def _counted(part: Part) -> bool:
    """Whether a part only says how often, which, or when."""
    match part:
        case Constant(value=value):
            return value.is_integer()
        case Word(name=name):
            return name == DAY
        case Calendar():
            return True
        case Reading(record=record):
            return record in COUNTS
        case Past(how=how, what=what):
            return how in ("ever", "peak", "sum", "total") and _counted(what)
        case Apply(how=how, parts=parts):
            return how in PLACES and all(_counted(each) for each in parts) and not _plain(part)
    return False


def _plain(part: Apply) -> bool:
    """Whether a part is made of nothing but numbers, such as 20 − 5."""
    return not any(isinstance(each, (Word, Calendar, Reading, Past)) for each in _leaves(part))


def _leaves(part: Part) -> Iterator[Part]:
    if isinstance(part, Apply):
        for each in part.parts:
            yield from _leaves(each)
    else:
        yield part
