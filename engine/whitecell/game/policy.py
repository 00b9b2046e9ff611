"""Choice: who picks in an actor's place, and what it picks from.

An actor picks by the dice and the terms of its utility. A *policy* may pick in its place: orders by date, or
somebody outside; for one actor and subject, in some runs or in all. Dice are drawn all the same, so nobody
else's move changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from whitecell.game.axes import ByRunOr1, FlagByRun, IndexByRun
from whitecell.game.record import Option, Weighing

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "effort": (),
    "assent": ("sign", "refuse"),
    "clause": ("accept", "drop"),
    "press": ("press", "let be"),
    "strike": ("strike", "hold fire"),
    "decision": (),
}
"""For each subject its options; those of ``effort`` are the actor's zones and ``hold``, those of ``decision``
stand in the scenario."""
HOLDING = "hold"
"""The name of the option to have no main effort."""
FREE = -1
"""In place of an option: it is left to the actor's own choice."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an actor is asked on a day.

    ``thing`` is what it is about: talks, a clause, a constraint; for a strike ``zone`` is where.
    """

    day: int
    actor: str
    subject: str
    options: tuple[str, ...]
    thing: str = ""
    zone: str = ""


class Policy(Protocol):
    """Somebody who picks in an actor's place."""

    def __call__(self, question: Question) -> str | IndexByRun | None:
        """What is picked: the name of an option, a place among them for each run, or None.

        None, and :data:`FREE` in a run, leaves the choice to the actor itself.
        """


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders by date: each holds from its day on until the next; None gives the choice back.

    Attributes
    ----------
    by_day : mapping of int to str or None
        Names of options by the day of the run on which they begin.
    thing, zone : str
        Only for questions about this, if they are not empty.
    """

    by_day: Mapping[int, str | None]
    thing: str = ""
    zone: str = ""

    def __call__(self, question: Question) -> str | None:
        """The order that holds on the day of the question."""
        if (self.thing and self.thing != question.thing) or (self.zone and self.zone != question.zone):
            return None
        begun = [day for day in self.by_day if day <= question.day]
        return self.by_day[max(begun)] if begun else None


class Choice:
    """Who picks for whom."""

    def __init__(self, n_runs: int) -> None:
        self._n_runs = n_runs
        self.idle = True
        """Whether nobody picks for anybody."""
        self._policies: dict[tuple[str, str], list[tuple[Policy, FlagByRun | None]]] = {}

    def hand_over(self, actor: str, subject: str, policy: Policy, where: FlagByRun | None = None) -> None:
        """Let a policy pick for an actor on a subject, in some runs or in all.

        Of several that pick, the last one counts.

        Raises
        ------
        ValueError
            If there is no such subject.
        """
        if subject not in SUBJECTS:
            raise ValueError(f"nobody chooses '{subject}'; there are {', '.join(SUBJECTS)}")
        self.idle = False
        self._policies.setdefault((actor, subject), []).append((policy, where))

    def guided(self, actor: str, subject: str) -> bool:
        """Whether a policy may pick for an actor on a subject."""
        return not self.idle and (actor, subject) in self._policies

    def picked(self, question: Question) -> IndexByRun:
        """What policies pick: a place among the options in each run, :data:`FREE` where none does.

        Raises
        ------
        ValueError
            If a policy picks what is not on the question.
        """
        picks = np.full(self._n_runs, FREE, dtype=np.int64)
        for policy, where in self._policies.get((question.actor, question.subject), ()):
            answer = policy(question)
            if answer is None:
                continue
            said = np.broadcast_to(self._places(question, answer), (self._n_runs,))
            counts = said != FREE if where is None else (said != FREE) & where
            picks[counts] = said[counts]
        return picks

    @staticmethod
    def _places(question: Question, answer: str | IndexByRun) -> IndexByRun:
        if isinstance(answer, str):
            if answer not in question.options:
                raise ValueError(
                    f"{question.actor} cannot choose '{answer}' ({question.subject}); "
                    f"there are {', '.join(question.options)}"
                )
            return np.array(question.options.index(answer))
        places = np.asarray(answer)
        if places.dtype.kind != "i" or (places < FREE).any() or (places >= len(question.options)).any():
            raise ValueError(
                f"{question.actor} ({question.subject}): no place among {len(question.options)} options"
            )
        return places

    def chance(
        self, day: int, actor: str, subject: str, chance: ByRunOr1, *, thing: str = "", zone: str = ""
    ) -> ByRunOr1:
        """Chance that an actor takes the first of two options: 1 or 0 where a policy picks for it."""
        if not self.guided(actor, subject):
            return chance
        picks = self.picked(Question(day, actor, subject, SUBJECTS[subject], thing, zone))
        return np.where(picks == FREE, chance, picks == 0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A choice between doing something and leaving it, as it was weighed in every run.

    Attributes
    ----------
    actor, subject, option, thing : str
        As in :class:`whitecell.game.record.Weighing` and its one option.
    terms : mapping of str to array or number
    utility, chance : array or number
    chosen : tuple of str
        Names of what may be done.
    outcome : array of int, shape ``(n_runs,)``, or int
        Which of these was done.
    where : array of bool, shape ``(n_runs,)``, or None
        Runs in which it was weighed; None for all.
    """

    actor: str
    subject: str
    option: str
    thing: str
    terms: Mapping[str, ByRunOr1]
    utility: ByRunOr1
    chance: ByRunOr1
    chosen: tuple[str, ...]
    outcome: IndexByRun | int = 0
    where: FlagByRun | None = None

    def in_run(self, run: int, day: int) -> Iterator[Weighing]:
        """What was weighed in one run; nothing where it was not."""
        if self.where is None or self.where[run]:
            terms = {name: in_run(value, run) for name, value in self.terms.items()}
            option = Option(self.option, terms, in_run(self.utility, run), in_run(self.chance, run))
            outcome = self.outcome if isinstance(self.outcome, int) else int(self.outcome[run])
            yield Weighing(day, self.actor, self.subject, (option,), self.chosen[outcome], self.thing)


def in_run(value: ByRunOr1, run: int) -> float:
    """A value in one run."""
    flat = np.asarray(value).reshape(-1)
    return float(flat[run if len(flat) > 1 else 0])
