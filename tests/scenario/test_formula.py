"""Formulas as text: what is read, what is refused and where, and within which bounds a value lies."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whitecell.scenario.formula import (
    DEEPEST,
    LONGEST,
    Apply,
    FormulaError,
    Past,
    Reading,
    Word,
    parse,
)
from whitecell.scenario.formula_text import addends, written
from whitecell.scenario.intervals import Bounds
from whitecell.scenario.reading import examined

ESCAPES = [
    "__import__('os').system('ls')", "().__class__.__bases__[0]", "lambda: 1",
    "[x for x in (1, 2)]", "open('x')[0]", "f'{day}'", "(y := 3)", "day.__class__()", "{}['a']",
    "'text'", "print(*names)", "min(1, key=day)", "1 if 1", "day @ day", "day // 2", "day % 2",
    "~day", "day in day", "day is day", "await day", "yield", "b'x'", "1j", "...", "True",
    "None.x()", "eval('1')(2)", "max(day, default=1)", "import os", "day; day", "day\n\nday",
    "\x00", "'''''''''",
]  # fmt: skip


@pytest.mark.parametrize("text", ESCAPES)
def test_nothing_of_python_gets_through(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert 1 <= refused.value.column <= len(text) + 1


def test_what_looks_like_a_call_is_a_record_that_is_not_there(tmp_path: Path) -> None:
    assert parse("__import__(os)") == Reading("__import__", ("os",), 1, (12,))
    file = tmp_path / "x.yaml"
    file.write_text("extends: southwest-syria-2017\nrules: {fog: __import__(os)}\n")
    found = [problem for problem in examined(file) if problem.grade == "error"]
    assert [problem.message for problem in found] == ["there is no record or function '__import__'"]


@pytest.mark.parametrize(
    ("text", "column"),
    [("1 + stokc", 5), ("0.5 * cntrol(us, x)", 7), ("1 + * 2", 5), ("süd + wes * 2", 1), ("1e99 + 1", 1)],
)
def test_an_error_says_where_in_the_text(text: str, column: int, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(f"extends: southwest-syria-2017\nrules:\n  fog: {text}\n", encoding="utf-8")
    (found,) = [problem for problem in examined(file) if problem.grade == "error"]
    assert (found.line, found.column) == (3, len("  fog: ") + column)


def test_a_formula_is_bounded_in_length_and_depth() -> None:
    assert parse("-" * DEEPEST + "1")
    with pytest.raises(FormulaError, match="too long"):
        parse("1+" * LONGEST + "1")
    with pytest.raises(FormulaError, match="deep"):
        parse("-" * (DEEPEST + 1) + "1")


def test_kinds_of_parts() -> None:
    assert parse("0 < x < 3") == Apply("and", (parse("0 < x"), parse("x < 3")))
    assert parse("mean(losses(red), 7)") == Past("mean", parse("losses(red)"), 7)
    assert parse("talks.t.gap") == Word("talks.t.gap", 1)
    assert parse("x \n + 1") == parse("x + 1")


WORDS = {"x": (-2.0, 3.0), "y": (0.5, 4.0), "z": (-1.0, -0.1)}


def formulas() -> st.SearchStrategy[str]:
    """Arithmetic over three words."""
    leaves = st.sampled_from(["x", "y", "z", "2", "0.5", "0"])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "<", ">=", "and", "or"]), inner).map(
                lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
            ),
            st.tuples(inner, inner).map(lambda parts: f"max({parts[0]}, {parts[1]})"),
            inner.map(lambda part: f"abs({part})"),
            inner.map(lambda part: f"exp({part} / 9)"),
            st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        ),
        max_leaves=6,
    )


@given(formulas(), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_value_lies_within_the_bounds_of_its_words(text: str, a: float, b: float, c: float) -> None:
    place = dict(zip(WORDS, (a, b, c), strict=True))
    at = {name: low + place[name] * (high - low) for name, (low, high) in WORDS.items()}
    low, high = Bounds(WORDS.__getitem__, date(2020, 1, 1), 10).of(parse(text))
    value, same = Bounds(lambda name: (at[name], at[name]), date(2020, 1, 1), 10).of(parse(text))
    assert value == same
    slack = 1e-9 * max(1.0, abs(value)) if math.isfinite(value) else 0.0
    assert low - slack <= value <= high + slack


@given(formulas())
def test_what_is_written_reads_back_as_the_same(text: str) -> None:
    assert parse(written(parse(text))) == parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "a - (b - c)", "a / (b / c)", "(a ** b) ** c", "-a ** 2", "(-a) ** 2", "not (a and b) or c",
        "mean(a, 3) + -b",
        "(a if b else c) * d", "control('the army', town) < 0.5", "day >= date('2015-02-15')", "a < b < c",
    ],
)  # fmt: skip
def test_brackets_stay_where_they_matter(text: str) -> None:
    assert parse(written(parse(text))) == parse(text)


def test_addends_keep_their_signs() -> None:
    assert [written(part) for part in addends(parse("a + b - (c - 2 * d)"))] == ["a", "b", "-c", "2 * d"]
