"""Hindsight on a game: the effect of orders and rulings, each compared with the same dice without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from whitecell.analysis.intervals import Interval
from whitecell.analysis.paired import Contrast, contrasts, corrected
from whitecell.game.record import Weighing
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder
from whitecell.table.entries import Entry, Injected, Ordered, Ruling
from whitecell.table.folder import Better, Folder
from whitecell.table.played import as_played, left_to_model, with_entries
from whitecell.table.replay import Columns, Replay, Turn, up_to

MOST = 12
"""Number of matters whose orders are evaluated: those on which orders most often left the model's choice."""
Matter = tuple[str, str, str]
"""Actor, choice, and the thing that the choice is about."""


@dataclass(frozen=True, slots=True)
class Score:
    """How a seat did by one of its aims, compared with the model in its place.

    Attributes
    ----------
    seat, measure : str
    better : str
        ``high`` or ``low``.
    contrast : Contrast
        Over many seeds: first the model in place of the seat, second the seat's orders, all else alike.
    here : tuple
        The measure in this very game: with the model in place of the seat, and as it was played.
    """

    seat: str
    measure: str
    better: Better
    contrast: Contrast
    here: tuple[object, object]

    @property
    def gain(self) -> Interval:
        """The 95 % interval of the gain from the seat's orders, above 0 where they did better."""
        return self.contrast.gain(self.better == "high")

    @property
    def verdict(self) -> str:
        """Whether the seat clearly did better or worse than the model, or cannot be distinguished from it."""
        low, high = self.gain
        return "better" if low > 0.0 else "worse" if high < 0.0 else "not distinguished"


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of some orders, or of an entry.

    Attributes
    ----------
    contrasts : list of Contrast
        Over many seeds: first without it, second with it, all else alike. The largest effect comes first;
        p is corrected for all of them. Empty for dice that were rolled again: they are as good as others.
    here : dict of str to tuple
        In this very game, each measure that differs: without it, and with it.
    """

    contrasts: Sequence[Contrast]
    here: Mapping[str, tuple[object, object]]

    @property
    def sure(self) -> list[Contrast]:
        """The significant differences, at 5 % for all together."""
        return [c for c in self.contrasts if c.p_holm < 0.05]


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Scores and effects, over ``runs`` seeds up to the last day that was played.

    Attributes
    ----------
    runs : int
    scores : list of Score
    departures : dict of (actor, choice, about) to Effect
        Effects of orders that left the model's choice in this game, by matter.
    rulings : dict of int to Effect
        Effects of injects and rulings, by number of entry.
    """

    runs: int
    scores: Sequence[Score]
    departures: Mapping[Matter, Effect]
    rulings: Mapping[int, Effect]


def _nothing() -> None:
    return


def seats_aims(folder: Folder) -> dict[str, dict[str, Better]]:
    """The aims of each seat: those of the game, or those that the scenario states for its actors."""
    actors = folder.scenario.actors
    return {
        name: dict(seat.aims)
        or {measure: way for actor in seat.actors for measure, way in actors[actor].aims.items()}
        for name, seat in folder.settings.seats.items()
    }


def hindsight(
    replay: Replay,
    runs: int,
    aims: Mapping[str, Mapping[str, Better]] | None = None,
    done: Callable[[], object] = _nothing,
) -> Hindsight:
    """Play a game again without each matter's orders and each ruling, over many seeds and its own.

    Parameters
    ----------
    replay : Replay
        The game as it was played.
    runs : int
        Seeds: 0, 1, 2, …
    aims : mapping of str to mapping, optional
        Seat → its measures, each ``high`` or ``low``; as :func:`seats_aims` gives them if left out.
    done : callable
        Called whenever something has been played.
    """
    folder, day = replay.folder, replay.game.day
    seeds = np.concatenate(([folder.settings.seed], np.arange(runs)))

    def play(scenario: Scenario) -> Columns:
        columns = up_to(scenario, seeds, day)
        done()
        return columns

    def effect(scenario: Scenario, *, of_dice: bool = False) -> Effect:
        without = play(scenario)
        ends = {name: (without[name][0], now[name][0]) for name in now}
        apart = [] if of_dice else contrasts(folder.scenario, _over(without), _over(now), day)
        here = {name: pair for name, pair in ends.items() if not _same(*pair)}
        return Effect(corrected([apart])[0], here)

    now = play(as_played(folder))
    if aims is None:
        aims = seats_aims(folder)
    scores: list[Score] = []
    for seat, wanted in aims.items():
        if wanted:
            seated = partial(_sits, folder.settings.seats[seat].actors)
            without = play(left_to_model(folder, seated))
            scores += _scores(folder, seat, wanted, without, now, day)
    return Hindsight(
        runs,
        scores,
        {
            matter: effect(left_to_model(folder, partial(_is_on, matter)))
            for matter in departed(folder, replay.turns)[:MOST]
        },
        {
            entry.n: effect(
                with_entries(folder, [e for e in folder.entries if e is not entry]),
                of_dice=isinstance(entry.body, Ruling) and entry.body.how == "reroll",
            )
            for entry in folder.entries
            if changes(entry)
        },
    )


def changes(entry: Entry) -> bool:
    """Whether the white cell changed something by an entry; one that is only narrated changes nothing."""
    return isinstance(entry.body, Injected) or (
        isinstance(entry.body, Ruling) and entry.body.how != "narrate"
    )


def departed(folder: Folder, turns: Sequence[Turn]) -> list[Matter]:
    """Matters on which orders left the model's choice, the most frequent first."""
    said: dict[Matter, Ordered | StandingOrder] = {}
    orders: list[Ordered | StandingOrder] = [o for s in folder.settings.seats.values() for o in s.plan]
    orders += [entry.body for entry in folder.entries if isinstance(entry.body, Ordered)]
    for order in orders:
        said.setdefault(_matter(order), order)
    apart = [w for turn in turns for w in turn.weighings if w.own not in ("", w.chosen)]
    often = {
        matter: sum(is_about(w, order, folder.scenario, anywhere=True) for w in apart)
        for matter, order in said.items()
    }
    return sorted((m for m in often if often[m]), key=lambda m: (-often[m], m))


def is_about(
    weighing: Weighing, order: Ordered | StandingOrder, scenario: Scenario, *, anywhere: bool = False
) -> bool:
    """Whether a weighing is about the same thing as an order, in the order's zone or anywhere."""
    if (weighing.actor, weighing.subject) != (order.actor, order.choice):
        return False
    if order.choice == "assent":
        return weighing.thing == scenario.talks[order.about].signs
    if order.choice == "clause":
        return weighing.options[0].name == order.about
    if order.choice == "strike":
        return weighing.thing == order.about and (anywhere or order.zone in ("", weighing.options[0].name))
    return order.about in ("", weighing.thing)


def _matter(order: Ordered | StandingOrder) -> Matter:
    return order.actor, order.choice, order.about


def _is_on(matter: Matter, order: Ordered | StandingOrder) -> bool:
    return _matter(order) == matter


def _sits(actors: Sequence[str], order: Ordered | StandingOrder) -> bool:
    return order.actor in actors


def _over(columns: Columns) -> Columns:
    """Columns without the game's own seed, which comes first."""
    return {name: column[1:] for name, column in columns.items()}


def _same(one: object, other: object) -> bool:
    return one == other or (one != one and other != other)


def _scores(
    folder: Folder, seat: str, wanted: Mapping[str, Better], without: Columns, now: Columns, day: int
) -> list[Score]:
    scenario = folder.scenario
    found = {c.measure: c for c in contrasts(scenario, _over(without), _over(now), day) if c.aspect != "came"}
    return [
        Score(seat, name, better, found[name], (without[name][0], now[name][0]))
        for name, better in wanted.items()
    ]
