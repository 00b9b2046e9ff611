"""What is wrong with a file, said so that its writer can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Grade = Literal["error", "warning", "note"]
GRADES: tuple[Grade, ...] = ("error", "warning", "note")
"""The worst first."""
NUMERIC = re.compile(r"[-+.]*([0-9]|inf|nan)", re.IGNORECASE)
"""The beginning of a word that was meant as a number."""
NUMBERS_ARE_PLAIN = (
    "a number is written plainly, such as 0.3 or 2500: finite, without quotes, units, spaces, % or commas"
)


ALIKE = 0.65
"""Similarity from which one word is taken for a slip of another."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where it is, what is wrong, and how to mend it.

    ``line`` and ``column`` count from 1; 0 where the place is not known. ``excerpt`` is the line
    of the file.
    """

    grade: Grade
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}"
        text = f"{place}: {self.grade}: {self.message}"
        if not place:
            text = f"{self.grade.capitalize()}: {self.message}"
        if self.excerpt.strip():
            text += f"\n    {self.excerpt.strip()[:160]}"
        if self.hint:
            text += f"\n    {self.hint}"
        return text


class ScenarioError(Exception):
    """A scenario cannot be used; ``problems`` has every finding, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Sequence[str], few: int = 12) -> str:
    """A hint: the nearest known word, or two that are equally near, or all if there are few."""
    from difflib import SequenceMatcher, get_close_matches

    small = {name.lower(): name for name in known}
    near = get_close_matches(word.lower()[:200], small, n=2, cutoff=ALIKE)
    if near:
        likeness = [SequenceMatcher(None, word.lower(), name).ratio() for name in near]
        alike = [small[name] for name, like in zip(near, likeness, strict=True) if like > likeness[0] - 0.1]
        return f"did you mean {' or '.join(repr(n) for n in alike)}?"
    if known and len(known) <= few:
        return f"known here: {', '.join(known)}"
    return ""
