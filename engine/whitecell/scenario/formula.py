"""Formulas: text such as ``0.4 * presence(insurgents, capital)``, read into a tree of a few kinds of parts.

Python's own parser reads the text; only the parts named here are accepted, and nothing is ever run as Python.
A formula is arithmetic over assumptions, variables, ``day`` and records. A *condition* is a formula that is
true or false; a number is true above 0.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeAlias

LONGEST = 400
"""The most characters that a formula can have; a longer one is better split into variables."""
DEEPEST = 24
"""The most levels that a formula can have."""
MOST_DAYS = 366
"""The most days over which a mean or a sum may go back."""

ARITHMETIC = {"add": "+", "sub": "-", "mult": "*", "div": "/", "pow": "**"}
COMPARISON = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "eq": "==", "noteq": "!="}
FUNCTIONS: dict[str, tuple[int, int]] = {
    "min": (1, 12), "max": (1, 12), "clip": (3, 3), "abs": (1, 1), "exp": (1, 1), "log": (1, 1),
    "sqrt": (1, 1), "round": (1, 1), "logistic": (1, 1),
}  # fmt: skip
"""Functions, and how many arguments each takes, at least and at most."""
OVER_DAYS = ("mean", "sum")
"""Of a value over the last this many days: ``mean(losses(army), 7)``."""
SO_FAR = ("total", "peak", "ever", "days_since")
"""Of a value over all days so far: ``days_since(rung(powers) >= 3)``."""


class FormulaError(ValueError):
    """A text is no formula; ``column`` counts from 1 within it, ``word`` is the name that names nothing."""

    def __init__(self, message: str, column: int = 1, hint: str = "", word: str = "") -> None:
        super().__init__(message)
        self.message, self.column, self.hint, self.word = message, column, hint, word


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that is written out."""

    value: float


@dataclass(frozen=True, slots=True)
class Word:
    """The name of an assumption or a variable, or ``day``."""

    name: str
    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date, which counts as its day of the game: ``date('2015-02-15')``."""

    on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """What a record says of some things: ``control(army, town)``."""

    record: str
    names: tuple[str, ...]
    column: int = field(compare=False)
    columns: tuple[int, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Past:
    """A statistic of a value over its days so far, or over the last ``days``."""

    how: str
    what: Part
    days: int


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation or a function of parts; those of ``if``: the condition, the value if true, the other."""

    how: str
    parts: tuple[Part, ...]


Part: TypeAlias = Constant | Word | Calendar | Reading | Past | Apply

_DECIMAL = re.compile(r"([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_HINTS = {
    "&": "write `and`", "|": "write `or`", "^": "write ** for a power", "!": "write `not`, or != for unequal",
    "%": "a share is written as 0.3", "≥": "write >=", "≤": "write <=", "=": "write == for equal",
}  # fmt: skip


@lru_cache(maxsize=4096)
def parse(text: str) -> Part:
    """Read a formula.

    Raises
    ------
    FormulaError
        If it is none, too long or too deep.
    """
    if len(text) > LONGEST:
        raise FormulaError(
            f"a formula of {len(text)} characters is too long: {LONGEST} at most", 1,
            "name parts of it as variables",
        )  # fmt: skip
    line = " ".join(text.split("\n"))
    try:
        tree = ast.parse(line.strip(), mode="eval")
    except SyntaxError as error:
        column = error.offset or 1
        before = len(line) - len(line.lstrip())
        raise FormulaError(f"'{text}' is no formula", column + before, _guess(line)) from None
    except (ValueError, MemoryError, RecursionError):
        raise FormulaError("this is not a formula", 1) from None
    return _Builder(line).part(tree.body, 0)


def _guess(text: str) -> str:
    found = [hint for sign, hint in _HINTS.items() if sign in text]
    return (
        found[0] if found else "a formula looks like 0.4 * presence(actor, zone), a condition like fuel < 10"
    )


class _Builder:
    """Makes parts of Python's tree, and refuses what is not named here."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._indent = len(text) - len(text.lstrip())

    def _column(self, node: ast.AST) -> int:
        """Where a part begins, in characters from 1; Python counts bytes."""
        encoded = self._text.strip().encode()
        return len(encoded[: getattr(node, "col_offset", 0)].decode(errors="ignore")) + 1 + self._indent

    def _refuse(self, node: ast.AST, message: str, hint: str = "") -> FormulaError:
        return FormulaError(message, self._column(node), hint)

    def part(self, node: ast.expr, depth: int) -> Part:
        if depth > DEEPEST:
            raise self._refuse(node, "a formula this deep cannot be read", "name parts of it as variables")
        deeper = depth + 1
        match node:
            case ast.Constant(value=bool()):
                raise self._refuse(node, "true and false are no numbers", "write 1 or 0")
            case ast.Constant(value=int() | float()):
                return self._number(node)
            case ast.Name() | ast.Attribute():
                return Word(self._name(node), self._column(node))
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return Apply("neg", (self.part(inner, deeper),))
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return self.part(inner, deeper)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return Apply("not", (self.part(inner, deeper),))
            case ast.BinOp(left=left, op=op, right=right):
                how = type(op).__name__.lower()
                if how not in ARITHMETIC:
                    raise self._refuse(node, "this operation is not one of + - * / **", _guess(self._text))
                return Apply(how, (self.part(left, deeper), self.part(right, deeper)))
            case ast.BoolOp(op=op, values=values):
                parts = tuple(self.part(value, deeper) for value in values)
                return Apply(type(op).__name__.lower(), parts)
            case ast.Compare():
                return self._compare(node, deeper)
            case ast.IfExp(test=test, body=body, orelse=other):
                return Apply("if", tuple(self.part(each, deeper) for each in (test, body, other)))
            case ast.Call():
                return self._call(node, deeper)
        raise self._refuse(node, "this cannot stand in a formula", _guess(self._text))

    def _number(self, node: ast.Constant) -> Constant:
        if not _DECIMAL.fullmatch(ast.get_source_segment(self._text.strip(), node) or ""):
            raise self._refuse(node, "numbers are written in decimals", "such as 0.3, 2500 or 1e3")
        long = len(str(node.value)) >= LONGEST
        value = float("inf") if long else float(node.value)  # type: ignore[arg-type]
        if not abs(value) <= 1e9:
            raise self._refuse(node, "this number is too large: 1e9 at most")
        return Constant(value)

    def _name(self, node: ast.expr) -> str:
        """A name, or names joined by dots."""
        steps: list[str] = []
        while isinstance(node, ast.Attribute):
            steps.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            raise self._refuse(node, "this cannot stand in a formula", _guess(self._text))
        return ".".join([node.id, *reversed(steps)])

    def _compare(self, node: ast.Compare, depth: int) -> Part:
        sides = [self.part(each, depth) for each in (node.left, *node.comparators)]
        pairs = []
        for k, op in enumerate(node.ops):
            how = type(op).__name__.lower()
            if how not in COMPARISON:
                raise self._refuse(node, "this comparison is not one of < <= > >= == !=")
            pairs.append(Apply(how, (sides[k], sides[k + 1])))
        return pairs[0] if len(pairs) == 1 else Apply("and", tuple(pairs))

    def _call(self, node: ast.Call, depth: int) -> Part:
        if not isinstance(node.func, ast.Name):
            raise self._refuse(node, "only functions and records can be asked by name")
        if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
            raise self._refuse(node, f"'{node.func.id}' takes plain arguments only")
        name, given = node.func.id, node.args
        if name in FUNCTIONS:
            least, most = FUNCTIONS[name]
            if not least <= len(given) <= most:
                takes = f"{least}" if least == most else f"{least} to {most}"
                raise self._refuse(
                    node, f"'{name}' takes {takes} argument{'s' * (most > 1)}, not {len(given)}"
                )
            return Apply(name, tuple(self.part(each, depth) for each in given))
        if name in OVER_DAYS:
            return self._over_days(node, name, depth)
        if name in SO_FAR:
            if len(given) != 1:
                raise self._refuse(
                    node, f"'{name}' takes 1 argument, not {len(given)}", f"{name}(losses(army))"
                )
            return Past(name, self.part(given[0], depth), 0)
        if name == "date":
            return self._date(node)
        return self._reading(node, name)

    def _over_days(self, node: ast.Call, name: str, depth: int) -> Part:
        days = node.args[1] if len(node.args) == 2 else None
        span = days.value if isinstance(days, ast.Constant) and isinstance(days.value, int) else 0
        if not 1 <= span <= MOST_DAYS:
            raise self._refuse(
                node, f"'{name}' takes a value and a number of days, 1 to {MOST_DAYS}",
                f"such as {name}(losses(army), 7); for the greatest of some numbers write max(…)",
            )  # fmt: skip
        return Past(name, self.part(node.args[0], depth), span)

    def _date(self, node: ast.Call) -> Calendar:
        given = node.args[0] if len(node.args) == 1 else None
        try:
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                return Calendar(date.fromisoformat(given.value))
        except ValueError:
            pass
        raise self._refuse(node, "'date' takes one date in quotes", "such as day >= date('2015-02-15')")

    def _reading(self, node: ast.Call, record: str) -> Reading:
        names, columns = [], []
        for given in node.args:
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                names.append(given.value)
            elif isinstance(given, (ast.Name, ast.Attribute)):
                names.append(self._name(given))
            else:
                raise self._refuse(given, f"'{record}' takes names, such as control(army, town)")
            columns.append(self._column(given))
        return Reading(record, tuple(names), self._column(node), tuple(columns))


def inside(part: Part) -> Iterator[Part]:
    """A part and all parts inside it, the inner ones first."""
    match part:
        case Past(what=what):
            yield from inside(what)
        case Apply(parts=parts):
            for each in parts:
                yield from inside(each)
    yield part


def asked_of(record: str, text: str) -> set[str]:
    """The things about which a formula asks a record."""
    readings = [part for part in inside(parse(text)) if isinstance(part, Reading) and part.record == record]
    return {name for reading in readings for name in reading.names}


def moves(part: Part, assumptions: frozenset[str] | set[str]) -> bool:
    """Whether its value can change from day to day: it asks for more than assumptions."""
    return any(
        isinstance(each, (Reading, Past)) or (isinstance(each, Word) and each.name not in assumptions)
        for each in inside(part)
    )
