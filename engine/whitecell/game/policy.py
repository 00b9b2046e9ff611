"""Choice: who picks in an actor's place, and what it picks from.

An actor picks by the dice and the terms of its utility. A *policy* may pick in its place: orders, or somebody
outside; for one actor and subject, in some runs or in all. Dice are drawn all the same, so nobody else's move
changes, and what it would have picked by itself is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from whitecell.game.axes import ByRunOr1, FlagByRun, IndexByRun
from whitecell.game.record import Option, Weighing
from whitecell.scenario.orders import SUBJECTS

FREE = -1
"""In place of an option: it is left to the actor's own choice."""
FOR_GOOD = 2**31
"""In place of a last day."""


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

    def places(self, answer: str | IndexByRun) -> IndexByRun:
        """An answer as places among the options: of shape ``()`` for a name, else as it is.

        Raises
        ------
        ValueError
            If it is not on the question.
        """
        if isinstance(answer, str):
            if answer not in self.options:
                raise ValueError(
                    f"{self.actor} cannot choose '{answer}' ({self.subject}); "
                    f"there are {', '.join(self.options)}"
                )
            return np.array(self.options.index(answer))
        places = np.asarray(answer)
        if places.dtype.kind != "i" or (places < FREE).any() or (places >= len(self.options)).any():
            raise ValueError(f"{self.actor} ({self.subject}): no place among {len(self.options)} options")
        return places


class Policy(Protocol):
    """Somebody who picks in an actor's place."""

    def __call__(self, question: Question) -> str | IndexByRun | None:
        """What is picked: the name of an option, a place among them for each run, or None.

        None, and :data:`FREE` in a run, leaves the choice to the actor itself.
        """


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody is told to choose, from a day on.

    Attributes
    ----------
    option : str, array of int, shape ``(n_runs,)``, or None
        The name of an option, or a place among them for each run (:data:`FREE` gives the choice back there);
        None gives it back everywhere.
    first, last : int
        The first and the last day on which it stands.
    thing, zone : str
        Only for questions about this, if they are not empty.
    holds : callable, optional
        Says in which runs it stands today, flags of shape ``(n_runs,)``.
    """

    option: str | IndexByRun | None
    first: int = 1
    last: int = FOR_GOOD
    thing: str = ""
    zone: str = ""
    holds: Callable[[], FlagByRun] | None = None

    def stands(self, question: Question) -> bool:
        """Whether it is about a question, on its day."""
        about = self.thing in ("", question.thing) and self.zone in ("", question.zone)
        return about and self.first <= question.day <= self.last


class Orders:
    """A policy: orders that stand, each until a later one says otherwise. More may be given at any time."""

    def __init__(self, *orders: Order) -> None:
        self._orders = list(orders)

    def give(self, order: Order) -> None:
        """Give one more; it counts before all that were given."""
        self._orders.append(order)

    def __call__(self, question: Question) -> IndexByRun | None:
        """What stands on the day of the question, as places among its options; None if nothing does."""
        picks: IndexByRun | None = None
        for order in self._orders:
            if not order.stands(question):
                continue
            place = np.array(FREE) if order.option is None else question.places(order.option)
            if order.holds is not None:
                place = np.where(order.holds(), place, FREE if picks is None else picks)
            picks = place
        return picks


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
            said = np.broadcast_to(question.places(answer), (self._n_runs,))
            counts = said != FREE if where is None else (said != FREE) & where
            picks[counts] = said[counts]
        return picks

    def told(
        self, day: int, actor: str, subject: str, *, thing: str = "", zone: str = ""
    ) -> IndexByRun | None:
        """Which of two options policies pick, :data:`FREE` where none does; None if nobody may."""
        if not self.guided(actor, subject):
            return None
        return self.picked(Question(day, actor, subject, SUBJECTS[subject], thing, zone))


def obeyed(picks: IndexByRun | None, own: FlagByRun) -> FlagByRun:
    """Where an actor takes the first of two options: as it would by itself, or as it is told."""
    return own if picks is None else np.where(picks == FREE, own, picks == 0)


def by_itself(picks: IndexByRun | None, own: IndexByRun) -> IndexByRun | None:
    """What an actor would have done where it is told what to do, :data:`FREE` elsewhere; None if nowhere."""
    return None if picks is None else np.where(picks == FREE, FREE, own)


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
    own : array of int, shape ``(n_runs,)``, or None
        Which of ``chosen`` it would have done by itself where somebody picked for it; see :func:`by_itself`.
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
    own: IndexByRun | None = None

    def in_run(self, run: int, day: int) -> Iterator[Weighing]:
        """What was weighed in one run; nothing where it was not."""
        if self.where is None or self.where[run]:
            terms = {name: in_run(value, run) for name, value in self.terms.items()}
            option = Option(self.option, terms, in_run(self.utility, run), in_run(self.chance, run))
            outcome = self.outcome if isinstance(self.outcome, int) else int(self.outcome[run])
            own = "" if self.own is None or self.own[run] == FREE else self.chosen[int(self.own[run])]
            yield Weighing(day, self.actor, self.subject, (option,), self.chosen[outcome], self.thing, own)


def in_run(value: ByRunOr1, run: int) -> float:
    """A value in one run."""
    flat = np.asarray(value).reshape(-1)
    return float(flat[run if len(flat) > 1 else 0])
