"""Choice: who picks in an actor's place, and the options to pick from.

An actor picks by the dice and the terms of its utility. A *policy* may pick in its place, for one actor and
subject, in some runs or in all: orders, or a player outside the game. Dice are drawn in any case, so other
actors' draws do not change, and the actor's own choice remains known.
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
"""In place of an option: the actor chooses by itself."""
FOR_GOOD = 2**31
"""In place of a last day."""


@dataclass(frozen=True, slots=True)
class Question:
    """A choice that an actor has on a day.

    ``thing`` is the subject of the question: talks, a clause or a constraint; ``zone`` is the place of a
    strike.
    """

    day: int
    actor: str
    subject: str
    options: tuple[str, ...]
    thing: str = ""
    zone: str = ""

    def places(self, answer: str | IndexByRun) -> IndexByRun:
        """An answer as places among the options: of shape ``()`` for a name, else unchanged.

        Raises
        ------
        ValueError
            If the answer is not among the options.
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
    """Picks in an actor's place."""

    def __call__(self, question: Question) -> str | IndexByRun | None:
        """The pick: the name of an option, a place among the options for each run, or None.

        None leaves the choice to the actor itself, and so does :data:`FREE` in a run.
        """


@dataclass(frozen=True, slots=True)
class Order:
    """An order to choose an option, from a day on.

    Attributes
    ----------
    option : str, array of int, shape ``(n_runs,)``, or None
        The name of an option, or a place among the options for each run. :data:`FREE` returns the choice to
        the actor in a run, None in all runs.
    first, last : int
        The first and the last day on which it stands.
    thing, zone : str
        If not empty, the order covers only questions about these.
    holds : callable, optional
        Gives the runs in which it stands today, flags of shape ``(n_runs,)``.
    """

    option: str | IndexByRun | None
    first: int = 1
    last: int = FOR_GOOD
    thing: str = ""
    zone: str = ""
    holds: Callable[[], FlagByRun] | None = None

    def stands(self, question: Question) -> bool:
        """Whether it covers a question and stands on the day of the question."""
        about = self.thing in ("", question.thing) and self.zone in ("", question.zone)
        return about and self.first <= question.day <= self.last


class Orders:
    """A policy of orders; each stands until a later one overrides it. More may be given at any time."""

    def __init__(self, *orders: Order) -> None:
        self._orders = list(orders)

    def give(self, order: Order) -> None:
        """Give one more order; it overrides all earlier ones."""
        self._orders.append(order)

    def __call__(self, question: Question) -> IndexByRun | None:
        """The picks of standing orders, as places among the question's options; None if no order stands."""
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
    """The policies that pick in actors' places."""

    def __init__(self, n_runs: int) -> None:
        self._n_runs = n_runs
        self.idle = True
        """Whether no policy picks for any actor."""
        self._policies: dict[tuple[str, str], list[tuple[Policy, FlagByRun | None]]] = {}

    def hand_over(self, actor: str, subject: str, policy: Policy, where: FlagByRun | None = None) -> None:
        """Let a policy pick for an actor on a subject, in some runs or in all.

        If several policies pick, the last one counts.

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
        """The picks of policies: a place among the options in each run, :data:`FREE` where none picks.

        Raises
        ------
        ValueError
            If a policy picks something that is not among the options.
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
        """Which of two options policies pick, :data:`FREE` where none picks; None if no policy may pick."""
        if not self.guided(actor, subject):
            return None
        return self.picked(Question(day, actor, subject, SUBJECTS[subject], thing, zone))


def obeyed(picks: IndexByRun | None, own: FlagByRun) -> FlagByRun:
    """Where an actor takes the first of two options: by its own choice, or as ordered."""
    return own if picks is None else np.where(picks == FREE, own, picks == 0)


def by_itself(picks: IndexByRun | None, own: IndexByRun) -> IndexByRun | None:
    """An actor's own choice where a policy picks for it, :data:`FREE` elsewhere; None if no policy picks."""
    return None if picks is None else np.where(picks == FREE, FREE, own)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A choice between doing something and not doing it, as weighed in every run.

    Attributes
    ----------
    actor, subject, option, thing : str
        As in :class:`whitecell.game.record.Weighing` and its one option.
    terms : mapping of str to array or number
    utility, chance : array or number
    chosen : tuple of str
        Names of the possible outcomes.
    outcome : array of int, shape ``(n_runs,)``, or int
        The outcome, as a place among ``chosen``.
    where : array of bool, shape ``(n_runs,)``, or None
        Runs in which it was weighed; None for all.
    own : array of int, shape ``(n_runs,)``, or None
        The outcome of its own choice, in the same form, where a policy picked for it; see :func:`by_itself`.
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
