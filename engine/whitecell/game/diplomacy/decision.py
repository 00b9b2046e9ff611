"""Decisions in every run: when they are reviewed, the worth of each option, the choice and its effects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, Floats, IndexByRun, any_of
from whitecell.game.board import Entity
from whitecell.game.diplomacy.effects import Reach, amounts, take_effect
from whitecell.game.policy import FREE, Question, by_itself, in_run
from whitecell.game.record import Option, Weighing
from whitecell.game.state.rows import Own
from whitecell.scenario.decisions import Decision
from whitecell.scenario.formula import parse
from whitecell.scenario.formula_text import addends, written
from whitecell.scenario.heeding import heeding
from whitecell.scenario.quantity import Number
from whitecell.scenario.values import Place

FORBIDDEN = -1e12
"""Utility of an option that cannot be chosen: far below any that is stated."""


class DecisionAgent(Entity):
    """One decision in every run.

    Attributes
    ----------
    option : array of int, shape ``(n_runs,)``
        The option that stands, as a place among ``names``.
    since : array, shape ``(n_runs,)``
        The day on which it was taken.
    names : tuple of str
        Options in the order of the file; the first stands at the start, and again when another is over.
    """

    option = Own[np.int64]()
    since = Own[np.float64]()

    def __init__(self, reach: Reach, name: str, spec: Decision) -> None:
        super().__init__(reach.board, name)
        board, self.spec, self._reach = reach.board, spec, reach
        self.section, self.row = board.state.decisions, board.setup.layout.row("decisions", name)
        value, parameters = board.setup.value, board.setup.parameters
        self.names = tuple(spec.options)
        courses = list(spec.options.values())
        self._utility = [value(course.utility) for course in courses]
        stated = board.setup.stated.decisions[name].options.values()
        self.reasons = [self._reasons(course.utility) for course in stated]
        """For each option the addends of its utility formula, by their text; none if it is one addend."""
        self._needs = [board.numbers.condition(c.requires) if c.requires else None for c in courses]
        self._costs = [self._cost(course.costs) for course in courses]
        self._lasts = [None if course.lasts is None else value(course.lasts) for course in courses]
        self._tempo = parameters.made(lambda: np.maximum(value(spec.every), 1.0), spec.every)
        self._when = board.numbers.condition(spec.when) if spec.when else None
        self._only = None if spec.on is None else (spec.on - board.setup.scenario.start).days
        self._noise, self._turning = value(spec.noise), value(spec.turning)
        self._majority = value(spec.majority)
        self._votes = sorted(spec.votes)
        self._weights = [value(spec.votes[voice].weight) for voice in self._votes]
        said = [spec.votes[voice].utility for voice in self._votes]
        self._own = [[value(worth.get(option, 0.0)) for option in self.names] for worth in said]
        self._review = board.dice.streams("uniform", [f"{name}/review"])
        voices = [f"/{voice}" for voice in self._votes] or [""]
        self._shake = [
            board.dice.streams("exponential", [f"{name}{voice}/{option}" for option in self.names])
            for voice in voices
        ]
        heed = heeding(board.setup.stated, name)
        self._heeding = [row for row, actor in enumerate(board.setup.field.names) if actor in heed]
        self._left: IndexByRun | None = None
        self._taken: IndexByRun | None = None

    def _reasons(self, utility: Number) -> dict[str, Callable[[], ByRun]]:
        if not isinstance(utility, str) or utility in self.board.setup.stated.assumptions:
            return {}
        parts = addends(parse(utility))
        return {written(part): self.board.numbers.formula(part) for part in parts} if len(parts) > 1 else {}

    def _cost(self, costs: Mapping[str, object]) -> list[tuple[Floats, ByRunOr1]]:
        """Rows of the variables that an option costs, with the amount of each."""
        setup, level = self.board.setup, self.board.state.numbers.level
        return [(level[setup.layout.row("variables", n)], setup.value(costs[n])) for n in sorted(costs)]  # type: ignore[arg-type]

    def decide(self) -> None:
        """Choose today's option; nothing else changes yet, so that all decisions see the same morning."""
        self._left = self._taken = None
        over, picks = self._over(), self._picks()
        due = self._due(picks) | over
        if not any_of(due):
            return
        before = self.option.copy()
        utility = self._worth(before)
        own = np.where(over, 0, self._picked(utility, before))
        taken = own if picks is None else self._ordered(own, picks, utility, before, over)
        self.option = np.where(due, taken, before)
        self._say(utility, due & ~over, own, picks)
        changed = self.option != before
        if any_of(changed):
            self.since[changed] = float(self.board.day)
            self._left, self._taken = np.where(changed, before, -1), np.where(changed, self.option, -1)

    def _over(self) -> FlagByRun:
        """Where the days of the option that stands are over."""
        over = np.zeros(self.board.n_runs, dtype=np.bool_)
        for k, lasts in enumerate(self._lasts):
            if lasts is not None and k:
                over |= (self.option == k) & (self.board.day >= self.since + lasts)
        return over

    def _due(self, picks: IndexByRun | None) -> FlagByRun:
        """Where it is reviewed today: not while an option with an end of its own stands.

        An order to change the option does not wait for the next review, but meets all other conditions.
        """
        due: FlagByRun
        if self._only is None:
            due = self._review.today[0] * self._tempo < 1.0
            if picks is not None:
                due = due | ((picks != FREE) & (picks != self.option))
        else:
            due = np.full(self.board.n_runs, self.board.day == self._only)
        for k, lasts in enumerate(self._lasts):
            if lasts is not None and k:
                due = due & (self.option != k)
        return due & self._when() if self._when else due

    def _worth(self, before: IndexByRun) -> Floats:
        """The worth of each option, ``(n_options, n_runs)``; far below all others if it cannot be chosen."""
        worth = np.empty((len(self.names), self.board.n_runs))
        for k, utility in enumerate(self._utility):
            stands = before == k
            worth[k] = utility - self._turning * ~stands
            allowed = np.ones(self.board.n_runs, dtype=np.bool_)
            need = self._needs[k]
            if need is not None:
                allowed &= need()
            for level, cost in self._costs[k]:
                allowed &= level >= cost
            worth[k][~(allowed | stands)] = FORBIDDEN
        return worth

    def _picked(self, utility: Floats, before: IndexByRun) -> IndexByRun:
        """The option taken: that of the largest shaken utility, or the one that the votes carry."""
        if not self._votes:
            shaken = laws.quantal_choice(utility, self._noise, self._shake[0].today)
            return np.asarray(shaken.argmax(axis=0))
        count = np.zeros_like(utility)
        blocked = np.zeros(utility.shape, dtype=np.bool_)
        whole: ByRunOr1 = 0.0
        for v, voice in enumerate(self._votes):
            own = utility + np.array([np.broadcast_to(u, before.shape) for u in self._own[v]])
            shaken = laws.quantal_choice(own, self._noise, self._shake[v].today)
            if self.spec.ballot == "approval":
                cast = laws.approved(shaken, utility > FORBIDDEN / 2)
            else:
                cast = shaken.argmax(axis=0) == np.arange(len(self.names))[:, None]
            count += cast * self._weights[v]
            whole = whole + self._weights[v]
            if self.spec.votes[voice].veto:
                blocked |= ~cast
        stands = before == np.arange(len(self.names))[:, None]
        carried = (count > self._majority * whole) & (~blocked | stands)
        most = carried & (count >= np.where(carried, count, -1.0).max(axis=0))
        stays = ~most.any(axis=0) | (most & stands).any(axis=0)
        return np.where(stays, before, most.argmax(axis=0))

    def _picks(self) -> IndexByRun | None:
        """The picks of policies in the actor's place; None if none may pick."""
        choice = self.board.choice
        if not choice.guided(self.spec.by, "decision"):
            return None
        return choice.picked(Question(self.board.day, self.spec.by, "decision", self.names, self.name))

    @staticmethod
    def _ordered(
        own: IndexByRun, picks: IndexByRun, utility: Floats, before: IndexByRun, over: FlagByRun
    ) -> IndexByRun:
        """The option taken under orders: the one picked, or the standing one if that cannot be chosen."""
        told = (picks != FREE) & ~over
        worth = np.take_along_axis(utility, np.maximum(picks, 0)[None], axis=0)[0]
        return np.where(told, np.where(worth > FORBIDDEN / 2, picks, before), own)

    def weighed(self) -> Weighed:
        """What would be weighed if it were reviewed now in every run; nothing changes."""
        everywhere = np.ones(self.board.n_runs, dtype=np.bool_)
        return Weighed(self, self._worth(self.option), self._noise, everywhere, None)

    def take_effect(self) -> None:
        """Let the effects of the option taken begin, and those of the previous option end."""
        if self._left is None or self._taken is None:
            return
        for k, name in enumerate(self.names):
            ends = self._left == k
            for number in range(len(self.spec.options[name].effects)):
                self.board.numbers.release((*self._place(name), "effects", number), ends)
        self.board.numbers.touch()
        for k, name in enumerate(self.names):
            runs = self._taken == k
            if not any_of(runs):
                continue
            for level, cost in self._costs[k]:
                level -= np.where(runs, cost, 0.0)
            effects = self.spec.options[name].effects
            numbers = amounts(self._reach, effects)
            self.board.log.happened(
                "decision", runs, actor=self.spec.by, thing=self.name, others=(name,), numbers=numbers
            )
            take_effect(self._reach, effects, self._place(name), runs)

    def spread(self) -> None:
        """Let actors concerned by a change learn of it overnight, and review their main effort."""
        if self._taken is not None and self._heeding:
            self.board.state.forces.alarmed[self._heeding] |= self._taken >= 0

    def _place(self, option: str) -> Place:
        """The place in the scenario where an option is stated."""
        return "decisions", self.name, "options", option

    def _say(self, utility: Floats, due: FlagByRun, own: IndexByRun, picks: IndexByRun | None) -> None:
        if self.board.log.told:
            self.board.log.weigh(Weighed(self, utility, self._noise, due, by_itself(picks, own)))


class Weighed:
    """What was weighed in a decision today."""

    def __init__(
        self,
        decision: DecisionAgent,
        utility: Floats,
        noise: ByRunOr1,
        due: FlagByRun,
        own: IndexByRun | None,
    ) -> None:
        self._decision, self._utility, self._noise, self._due = decision, utility, noise, due
        self._own = own
        self._taken = decision.option.copy()
        self._terms = [{name: value() for name, value in each.items()} for each in decision.reasons]

    def in_run(self, run: int, day: int) -> Iterator[Weighing]:
        """The options in one run, where it was reviewed."""
        if not self._due[run]:
            return
        utility = self._utility[:, run]
        chances = laws.choice_chances(utility, in_run(self._noise, run))
        names, spec = self._decision.names, self._decision.spec
        found = tuple(
            Option(name, self._of_option(k, run, float(utility[k])), float(utility[k]), float(chances[k]))
            for k, name in enumerate(names)
            if utility[k] > FORBIDDEN / 2
        )
        chosen = names[int(self._taken[run])]
        own = FREE if self._own is None else int(self._own[run])
        itself = "" if own == FREE else names[own]
        yield Weighing(day, spec.by, "decision", found, chosen, self._decision.name, itself)

    def _of_option(self, k: int, run: int, utility: float) -> dict[str, float]:
        """The terms of an option's utility: the addends of its formula, and the terms beside them."""
        terms = {name: float(values[run]) for name, values in self._terms[k].items()}
        rest = utility - sum(terms.values())
        return terms | ({"turning": rest} if abs(rest) > 1e-9 else {}) if terms else {"worth": utility}
