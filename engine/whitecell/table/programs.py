"""Programs at a table: what a seat's program is asked before a turn, and the orders in its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from whitecell import disk
from whitecell.env.actions import Actions
from whitecell.env.exchange import question, understood
from whitecell.env.observation import Observer
from whitecell.env.process import Program, ProgramError
from whitecell.filenames import made_of
from whitecell.game.setup import Setup
from whitecell.table.entries import WHITE, Message, Ordered
from whitecell.table.folder import Folder
from whitecell.table.replay import Replay
from whitecell.table.view import standing, view

KEPT = "programs"
"""The folder within a game's that keeps, seat by seat, the questions to programs and their answers."""
LONGEST_NOTE = 2000
FEW = 5
"""Faults of an answer that are reported one by one, at most."""
BREACHES = "breaches/"
"""Rows of an observation left out at a table, where recorded violations are among the events."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of asking a program.

    Attributes
    ----------
    orders : tuple of Ordered
        Entries for the log, after which only the orders of the answer are in force: new orders, and
        withdrawals of earlier ones. The model chooses whatever is not ordered.
    note : str
        Why, in the program's words.
    faults : tuple of str
        Faults of the answer; the faulty parts are ignored.
    line : str
        The exchange as a line of JSON, to be kept.
    """

    orders: tuple[Ordered, ...]
    note: str
    faults: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a seat says in the log after its program was asked.

    Attributes
    ----------
    seat : str
    orders : tuple of Ordered
    note : str
        The reason of the orders.
    faults : tuple of str
        Faults, as in :class:`Answer`.
    """

    seat: str
    orders: tuple[Ordered, ...]
    note: str
    faults: tuple[str, ...]

    @property
    def entries(self) -> list[tuple[Ordered | Message, str]]:
        """Bodies of entries with their reasons: its orders, and a message to the white cell on each fault."""
        more = len(self.faults) - FEW
        told = [*self.faults[:FEW], *([f"{more:,} more such answers"] if more > 0 else [])]
        said = [f"The program of {self.seat}: {fault}; the model chooses instead." for fault in told]
        return [
            *((order, self.note) for order in self.orders),
            *((Message(to=(WHITE,), text=text[:LONGEST_NOTE]), "") for text in said),
        ]


def ask_seat(
    replay: Replay, seat: str, command: Sequence[str], seconds: float, place: Path | None = None
) -> Spoken:
    """Start a program, ask it what its seat orders for the next turn, and keep the exchange.

    A program that gives no readable answer in time orders nothing.

    Parameters
    ----------
    replay : Replay
    seat : str
    command : sequence of str
        The program and its arguments.
    seconds : float
        Time limit for its answer.
    place : Path, optional
        The folder in which it is started; the current one if left out.

    Raises
    ------
    ProgramError
        If it cannot be started.
    ValueError
        If the actors of the seat have nothing to choose.
    """
    kept = replay.folder.path / KEPT
    disk.refuse_link(kept)
    kept.mkdir(exist_ok=True)
    name = made_of(seat)
    exchange, complaints = kept / f"{name}.jsonl", kept / f"{name}.stderr"
    for path in (exchange, complaints):
        disk.refuse_irregular(path)
    with Program(command, seconds, complaints, place) as running:
        found = answered(replay, seat, running)
    with exchange.open("a", encoding="utf-8", newline="\n") as file:
        file.write(found.line)
    return Spoken(seat, found.orders, found.note, found.faults)


def ask_programs(replay: Replay, place: Path) -> Iterator[Spoken]:
    """Ask the programs of all seats that have one, in turn, all about the same state of the game.

    A program that cannot be started counts as a fault, and so does a seat with nothing to choose.
    """
    for seat, spec in replay.folder.settings.seats.items():
        if not spec.program:
            continue
        try:
            yield ask_seat(replay, seat, spec.program, spec.seconds, place)
        except ValueError as error:
            yield Spoken(seat, (), "", (str(error),))


def asked(replay: Replay, seat: str, actions: Actions) -> dict[str, Any]:
    """The question to a seat's program before the next turn: an observation, its view, and possible orders.

    It contains nothing that the seat cannot know.
    """
    folder, game = replay.folder, replay.game
    actors, scenario = folder.settings.seats[seat].actors, folder.scenario
    game.pieces.ground.perceive()
    observer = Observer(replay.scenario, game.setup, actors)
    seen = observer(game, np.zeros((len(game.setup.layout.axes["bound"]), 1)))[:, 0]
    # What the white cell sets may add rows to the observation that a seat must not know of.
    known = {n for n in Observer(scenario, Setup(scenario, 1), actors).names if not n.startswith(BREACHES)}
    features = {n: float(v) for n, v in zip(observer.names, seen, strict=True) if n in known}
    plain = question(
        seat, actors, features, actions, actions.mask(game)[..., 0],
        turn=replay.number + 1, turns=folder.turns, day=game.day, days=scenario.days,
    )  # fmt: skip
    return plain | {"view": view(replay, seat).as_json()}


def answered(replay: Replay, seat: str, program: Program) -> Answer:
    """Ask a program what its seat orders for the next turn.

    If it gives no readable answer, nothing is ordered, and earlier orders are withdrawn.

    Raises
    ------
    ValueError
        If the actors of the seat have nothing to choose.
    """
    folder = replay.folder
    actions = Actions(folder.scenario, seat, folder.settings.seats[seat].actors)
    told = asked(replay, seat, actions)
    said: dict[str, Any] = {}
    try:
        said = program.ask(told)
    except ProgramError as error:
        faults = [str(error)]
        picks = actions.none(1)[:, 0]
    else:
        picks, faults = understood(folder.scenario, actions, said)
    wanted = [
        Ordered.model_validate(
            {
                "actor": m.actor,
                "choice": m.choice,
                "about": m.about,
                "zone": m.zone,
                "option": m.options[pick - 1],
            }
        )
        for m, pick in zip(actions.matters, picks.tolist(), strict=True)
        if pick
    ]
    exchange = {"turn": replay.number + 1, "asked": told, "said": said, "faults": faults}
    note = said.get("note", "")
    return Answer(
        tuple(_changes(folder, seat, wanted)),
        note[:LONGEST_NOTE] if isinstance(note, str) else "",
        tuple(faults),
        json.dumps(exchange, ensure_ascii=False) + "\n",
    )


def _changes(folder: Folder, seat: str, wanted: list[Ordered]) -> list[Ordered]:
    """The entries after which only these orders are in force; orders for one zone follow those for all."""
    stands = standing(folder, folder.settings.seats[seat].actors)
    said: list[Ordered] = []
    for matter in dict.fromkeys(order.matter[:3] for order in (*stands, *wanted)):
        before, then = ([o for o in orders if o.matter[:3] == matter] for orders in (stands, wanted))
        if {*before} == {*then}:
            continue
        if not any(order.zone == "" for order in then):
            # An order for all zones, or its withdrawal, replaces the orders for each single zone.
            kept = {order.zone for order in then}
            whole = [order for order in before if not order.zone]
            gone = whole or [order for order in before if order.zone not in kept]
            said += [order.model_copy(update={"option": ""}) for order in gone]
        said += then
    return said
