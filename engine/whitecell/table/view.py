"""What a seat is shown: its own side as it is, foes through fog, and the events that it can know of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from whitecell.game.laws import PRESENT
from whitecell.game.record import Event, Weighing
from whitecell.table.entries import Entry, Injected, Message, Ordered, Ruling
from whitecell.table.folder import Folder
from whitecell.table.morning import Morning
from whitecell.table.replay import Replay
from whitecell.table.requests import Asked, requests
from whitecell.table.sight import Sight


@dataclass(frozen=True, slots=True)
class ZoneSeen:
    """A zone as a seat sees it.

    Attributes
    ----------
    zone : str
    own : dict of str to float
        Fighters of its side in the zone, by actor.
    held : float
        Share of the ground that its side holds.
    foes : dict of str to float
        Strength of foes in the zone, as estimated by each actor of its side that observes the zone.
    """

    zone: str
    own: Mapping[str, float]
    held: float
    foes: Mapping[str, float]

    @property
    def estimate(self) -> float | None:
        """The median of the estimates of the foes; None if nobody observes the zone."""
        return float(np.median(list(self.foes.values()))) if self.foes else None


@dataclass(frozen=True, slots=True)
class TalksSeen:
    """Talks that a seat knows of; ``text``, how complete the text is, only if the seat is a party."""

    talks: str
    open: bool
    signed: bool
    party: bool
    text: float | None


@dataclass(frozen=True, slots=True)
class SeatView:
    """What a seat is shown after a turn. It contains nothing that the seat cannot know.

    Attributes
    ----------
    seat : str
    turn, day : int
        The next turn, and the last day that was played.
    actors, side : tuple of str
        The actors that it chooses for, and all actors on their side, including these.
    zones : tuple of ZoneSeen
        Zones where its side has forces, or its actors may go.
    efforts : dict of str to str
        Main efforts of its side, by actor; empty for none.
    talks : tuple of TalksSeen
    in_force : tuple of str
        Agreements in force that it knows of.
    rungs : dict of str to int
        Escalation levels, by rivalry.
    decisions : dict of str to str
        The option in force for each decision of its side.
    sorties : dict of str to dict of str to float
        Sorties a day that actors of its side fly without orders, by zone.
    events : tuple of Event
        Events of the last turn that it heard of.
    said : tuple of Entry
        Messages, narrations and injects that it was told of, in the turn before and in this one.
    requests : tuple of Asked
        Requests for information that it asked or is to answer: open ones, and those answered since the turn
        before.
    orders : tuple of Ordered
        Its own orders in force.
    estimate : tuple of Weighing
        What the model weighs in its place on the next morning; empty if this is switched off.
    """

    seat: str
    turn: int
    day: int
    actors: tuple[str, ...]
    side: tuple[str, ...]
    zones: tuple[ZoneSeen, ...]
    efforts: Mapping[str, str]
    talks: tuple[TalksSeen, ...]
    in_force: tuple[str, ...]
    rungs: Mapping[str, int]
    decisions: Mapping[str, str]
    sorties: Mapping[str, Mapping[str, float]]
    events: tuple[Event, ...]
    said: tuple[Entry, ...]
    requests: tuple[Asked, ...]
    orders: tuple[Ordered, ...]
    estimate: tuple[Weighing, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        left = replace(self, said=(), orders=())
        return asdict(left) | {
            "said": [
                {
                    "turn": e.turn,
                    "from": e.seat,
                    "kind": e.kind,
                    "body": e.body.model_dump(mode="json"),
                }
                for e in self.said
            ],
            "orders": [order.model_dump() for order in self.orders],
        }


def standing(folder: Folder, actors: tuple[str, ...]) -> tuple[Ordered, ...]:
    """The orders in force for some actors: the last on each matter, without withdrawn ones."""
    last: dict[tuple[str, str, str, str], Ordered] = {}
    for entry in folder.entries:
        if isinstance(entry.body, Ordered) and entry.body.actor in actors:
            last.pop(entry.body.matter, None)
            if not entry.body.zone:  # an order for all zones replaces those for one
                for matter in [m for m in last if m[:3] == entry.body.matter[:3]]:
                    del last[matter]
            last[entry.body.matter] = entry.body
    return tuple(order for order in last.values() if order.option)


def told(entry: Entry, seat: str) -> bool:
    """Whether a seat may read an entry: as its author, as an addressee, or because all may."""
    body = entry.body
    if isinstance(body, Message):
        return entry.seat == seat or not body.to or seat in body.to
    if isinstance(body, Injected):
        return not body.to or seat in body.to
    return isinstance(body, Ruling) and body.how == "narrate"


def view(replay: Replay, seat: str) -> SeatView:
    """What a seat is shown in the present state of the game.

    Raises
    ------
    KeyError
        If there is no such seat.
    """
    folder, game, scenario = replay.folder, replay.game, replay.folder.scenario
    spec, setup = folder.settings.seats[seat], game.setup
    sight = Sight(setup, scenario, spec.actors)
    names = sight.zones(replay)
    morning = Morning(replay, sight)
    seen = frozenset(names)
    hidden = _hidden(folder, seat)
    events = replay.turns[-1].events if replay.turns else ()
    heard = (sight.heard(e, seen, replay) for e in events if e.kind != "inject" or e.thing not in hidden)
    shown = replay.number
    return SeatView(
        seat=seat, turn=replay.number + 1, day=game.day, actors=spec.actors, side=sight.side,
        zones=tuple(_zone(sight, morning, replay, name) for name in names),
        efforts={
            name: _effort(replay, name)
            for name in sight.fielded
            if setup.options[setup.field.index(name)] and scenario.actors[name].armed
        },
        talks=tuple(
            TalksSeen(
                name, bool(talks.open[0]), bool(talks.agreement.signed[0]), sight.party(name),
                float(talks.text[0]) if sight.party(name) else None,
            )
            for name, talks in game.pieces.talks.items() if sight.knows(name, replay)
        ),
        in_force=tuple(
            name for name, agreement in game.pieces.agreements.items()
            if agreement.in_force[0] and sight.knows_agreement(name, replay)
        ),
        rungs={name: int(ladder.rung[0]) for name, ladder in game.pieces.rivalries.items()},
        decisions={
            name: decision.names[int(decision.option[0])]
            for name, decision in game.pieces.decisions.items() if decision.spec.by in sight.side
        },
        sorties={name: _sorties(replay, name) for name in sight.side if scenario.actors[name].air},
        events=tuple(event for event in heard if event is not None),
        said=tuple(e for e in folder.entries if e.turn in (shown, shown + 1) and told(e, seat)),
        requests=tuple(
            each for each in requests(folder.entries)
            if each.known(seat) and (each.open or each.answered >= shown)
        ),
        orders=standing(folder, spec.actors),
        estimate=tuple(morning.weighings()) if spec.estimate else (),
    )  # fmt: skip


def _hidden(folder: Folder, seat: str) -> set[str]:
    """Injects of the white cell that a seat is not told of, and effects set by a ruling."""
    injected = {e.body.name for e in folder.entries if isinstance(e.body, Injected) and not told(e, seat)}
    return injected | {e.body.name for e in folder.entries if isinstance(e.body, Ruling) and e.body.name}


def _effort(replay: Replay, actor: str) -> str:
    setup = replay.game.setup
    zone = int(replay.game.state.forces.effort[setup.field.index(actor), 0])
    return setup.zones.names[zone] if zone >= 0 else ""


def _sorties(replay: Replay, actor: str) -> dict[str, float]:
    setup, found = replay.game.setup, dict[str, float]()
    for flight in setup.flights:
        if flight.actor == actor:
            zone = setup.zones.names[flight.zone]
            found[zone] = found.get(zone, 0.0) + float(np.asarray(flight.sorties).reshape(-1)[0])
    return found


def _zone(sight: Sight, morning: Morning, replay: Replay, name: str) -> ZoneSeen:
    game, setup = replay.game, replay.game.setup
    z = setup.zones.index(name)
    own = {setup.field.names[row]: float(game.state.forces.fighters[row, z, 0]) for row in sight.rows}
    foes: dict[str, float] = {}
    for actor in sight.fielded:
        found = morning.view(actor).foes(name)
        if found is not None:
            foes[actor] = float(found[0])
    held = sum(float(game.state.land.control[row, z, 0]) for row in sight.rows)
    return ZoneSeen(name, {who: count for who, count in own.items() if count >= PRESENT}, held, foes)
