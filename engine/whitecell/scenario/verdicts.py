"""The language's rules for a reference: whether it may name its own entry, stand twice, close a ring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from whitecell.scenario.model import Scenario
from whitecell.scenario.problems import Problem
from whitecell.scenario.quantity import Entry
from whitecell.scenario.source import Source

Check = Callable[[Scenario, Source], Iterator[Problem]]
Question = Literal["itself", "twice", "ring", "against", "late"]
QUESTIONS: dict[Question, str] = {
    "itself": "itself",
    "twice": "twice",
    "ring": "in a circle",
    "against": "against another",
    "late": "in time",
}
"""The questions about each reference, with the headings of the answers in the documents."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question about a reference.

    Attributes
    ----------
    grade : str
        How bad it is, or ``allowed``.
    says : str
        What the reference would do, as in "cannot lead itself"; or why it is allowed.
    check : callable, optional
        The check that finds such a reference. Without one, the general checks or the reader find it: an entry
        that names itself and a name that stands twice are found from the table alone.
    leans : tuple of str
        Sections without which the check would report false problems.
    """

    grade: Literal["error", "warning", "note", "allowed"]
    says: str
    check: Check | None = None
    leans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A reference of the language and the answers to every question; None where the case cannot arise.

    Attributes
    ----------
    entry : type of Entry
        The class that declares the reference.
    key : str
        The key of the file.
    beside : tuple of str
        Keys of the same entry that may not name the same; with its own key the list may not name it twice.
    """

    entry: type[Entry]
    key: str
    itself: Verdict | None = None
    twice: Verdict | None = None
    ring: Verdict | None = None
    against: Verdict | None = None
    late: Verdict | None = None
    beside: tuple[str, ...] = ()

    @property
    def verdicts(self) -> dict[Question, Verdict]:
        """The answers, without those where the case cannot arise."""
        answers = {question: getattr(self, question) for question in QUESTIONS}
        return {question: answer for question, answer in answers.items() if answer is not None}


def error(says: str, check: Check | None = None, *leans: str) -> Verdict:
    """It is nonsense."""
    return Verdict("error", says, check, leans)


def warning(says: str, check: Check | None = None) -> Verdict:
    """It is odd, and played as it stands."""
    return Verdict("warning", says, check)


def note(says: str, check: Check | None = None) -> Verdict:
    """It may be meant."""
    return Verdict("note", says, check)


def allowed(says: str) -> Verdict:
    """It may be, and why."""
    return Verdict("allowed", says)
