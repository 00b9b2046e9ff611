"""The next morning: what the model's actors would perceive and weigh, before anybody has chosen anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from whitecell.game.choice.view import View
from whitecell.game.diplomacy.talks import TalksAgent
from whitecell.game.policy import Choice
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.record import Option, Weighing
from whitecell.game.war_game import WarGame
from whitecell.table.replay import Replay
from whitecell.table.sight import Sight

CHOOSING = ("perceive", "press", "decide")
"""Phases that end with the choice of main efforts."""


class Morning:
    """The next morning of a game, for some actors. The game itself is not changed.

    No injects come on this morning, so that it reveals none. What the actors cannot know is taken to be
    absent: forces of others out of their sight, and talks that they have not heard of.

    Parameters
    ----------
    replay : Replay
    sight : Sight
        What these actors see; all others choose as they would.
    """

    def __init__(self, replay: Replay, sight: Sight) -> None:
        self.actors = sight.actors
        self._chronicle = Chronicle()
        before = replay.game
        self.game = game = WarGame(
            replay.scenario, before.dice.seeds, before.setup.parameters.columns, self._chronicle,
            state=before.state.copy(),
        )  # fmt: skip
        game.choice = Choice(game.n_runs)  # what the model would choose, whatever was ordered
        field, forces = game.setup.field, game.state.forces
        forces.alarmed[[field.index(name) for name in self.actors if name in field]] = True
        self._forget(replay, sight)
        game.state.day += 1
        game.dice.roll()
        game.today = game.today.next()
        game.log.turn()
        if game.numbers.any:
            game.numbers.wake(game.day)
            game.numbers.refresh()
        for phase in game.phases:
            if phase.name in CHOOSING:
                for play in phase.parts:
                    play()
                game.chronicle = None
                self._chronicle.follow(game.pieces, phase.name)

    def _forget(self, replay: Replay, sight: Sight) -> None:
        """Remove what these actors cannot know."""
        setup, forces = self.game.setup, self.game.state.forces
        others = [row for row in range(len(setup.field)) if row not in sight.rows]
        seen = {setup.zones.index(name) for name in sight.zones(replay)}
        unseen = [zone for zone in range(len(setup.zones)) if zone not in seen]
        forces.fighters[np.ix_(others, unseen)] = 0.0
        posts = np.isin(setup.posts.actor, others) & np.isin(setup.posts.zone, unseen)
        forces.on_road[posts] = 0.0
        forces.marching[:, posts] = 0.0
        for name, talks in self.game.pieces.talks.items():
            if not sight.knows(name, replay):
                talks.open[:] = False

    def view(self, actor: str) -> View:
        """What an actor knows on this morning."""
        return self.game.view(actor)

    def weighings(self) -> list[Weighing]:
        """What each of the actors weighs: its main effort, its assent to a text, its decisions.

        Each assent is followed by the text's terms on which the actor has a position: how likely it would be
        to sign each value of the term, the other terms as they are on the table.
        """
        found = [w for w in self._chronicle.weighings if w.subject == "effort" and w.actor in self.actors]
        return [*found, *self._assents(), *self._decisions()]

    def _assents(self) -> Iterable[Weighing]:
        day = self.game.day
        for name, talks in self.game.pieces.talks.items():
            if not (talks.open[0] and not talks.agreement.signed[0]):
                continue
            beside = talks.support.beside()
            for party in talks.parties:
                if party in self.actors:
                    terms = {n: _first(v) for n, v in talks.support.terms(party, beside).items()}
                    chance = _first(talks.assent[party])
                    option = Option("sign", terms, sum(terms.values()), chance)
                    yield Weighing(day, party, "assent", (option,), "", name)
                    yield from terms_weighed(talks, party, day)

    def _decisions(self) -> Iterable[Weighing]:
        for decision in self.game.pieces.decisions.values():
            if decision.spec.by in self.actors:
                yield from decision.weighed().in_run(0, self.game.day)


def terms_weighed(talks: TalksAgent, party: str, day: int) -> Iterator[Weighing]:
    """The chance that a party signs each value of each term; the value on the table is ``chosen``."""
    for term, values in talks.support.acceptance(party).items():
        options = tuple(
            Option(name, {}, _first(support), _first(chance)) for name, (support, chance) in values.items()
        )
        point = next(each for each in talks.support.bargain.points if each.name == term)
        yield Weighing(day, party, "term", options, f"{_first(point.value):.6g}", term)


def every_acceptance(replay: Replay) -> list[Weighing]:
    """The chance that each party of open talks signs each value of each term, for the white cell."""
    return [
        weighing
        for talks in replay.game.pieces.talks.values()
        if talks.open[0] and not talks.agreement.signed[0]
        for party in talks.parties
        for weighing in terms_weighed(talks, party, replay.game.day)
    ]


def _first(value: object) -> float:
    return float(np.asarray(value).reshape(-1)[0])
