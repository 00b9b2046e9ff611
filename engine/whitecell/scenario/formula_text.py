"""Formulas as text again: written so that they read back as the same, and taken apart into addends."""

from __future__ import annotations

from keyword import iskeyword

from whitecell.scenario.formula import (
    ARITHMETIC,
    COMPARISON,
    FUNCTIONS,
    Apply,
    Calendar,
    Constant,
    Part,
    Past,
    Reading,
    Word,
)


def addends(part: Part) -> list[Part]:
    """The addends of a sum, each with its sign; anything else is one part."""
    match part:
        case Apply(how="add", parts=(one, other)):
            return [*addends(one), *addends(other)]
        case Apply(how="sub", parts=(one, other)):
            return [*addends(one), *(_negative(each) for each in addends(other))]
    return [part]


def _negative(part: Part) -> Part:
    return part.parts[0] if isinstance(part, Apply) and part.how == "neg" else Apply("neg", (part,))


_BINDS = {"or": 1, "and": 2, "add": 4, "sub": 4, "mult": 5, "div": 5, "neg": 6, "pow": 7}


def written(part: Part) -> str:
    """A part as text that reads back as the same."""
    match part:
        case Constant(value=value):
            return f"{value:g}"
        case Word(name=name):
            return name
        case Calendar(on=on):
            return f"date('{on}')"
        case Reading(record=record, names=names):
            plain = [n if n.isidentifier() and not iskeyword(n) else repr(n) for n in names]
            return f"{record}({', '.join(plain)})"
        case Past(how=how, what=what, days=days):
            return f"{how}({written(what)}, {days})" if days else f"{how}({written(what)})"
        case Apply(how=how, parts=parts):
            return _applied(how, parts)


def _applied(how: str, parts: tuple[Part, ...]) -> str:
    if how in FUNCTIONS:
        return f"{how}({', '.join(map(written, parts))})"
    if how == "if":
        test, then, other = (f"({written(each)})" for each in parts)
        return f"{then} if {test} else {other}"
    if how in ("neg", "not"):
        return f"{'-' if how == 'neg' else 'not '}{_bound(parts[0], 6)}"
    sign = ARITHMETIC.get(how) or COMPARISON.get(how) or how
    level = _BINDS.get(how, 3)
    # An operand needs brackets unless it binds more tightly: after a minus or a division, before a power, and
    # in comparisons, ``and`` and ``or``. So the text reads back as the same formula.
    joined = how in COMPARISON or how in ("and", "or")
    tighter = [k == 0 if how == "pow" else joined or k > 0 for k in range(len(parts))]
    told = [_bound(each, level + more) for each, more in zip(parts, tighter, strict=True)]
    return f" {sign} ".join(told)


def _bound(part: Part, level: int) -> str:
    """A part, in brackets where it binds less tightly than what is around it."""
    binds = _BINDS.get(part.how, 3) if isinstance(part, Apply) and part.how not in FUNCTIONS else 9
    if isinstance(part, Apply) and part.how in ("if", "not"):
        binds = 0
    return written(part) if binds >= level else f"({written(part)})"
