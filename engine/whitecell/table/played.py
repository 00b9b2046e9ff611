"""The scenario of a game as it is played: with the orders, injects and rulings of its log.

So everything that plays a scenario can play a game: a run, a batch, a comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from whitecell.scenario.injects import Inject
from whitecell.scenario.matters import amiss
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import Reroll, StandingOrder
from whitecell.scenario.problems import did_you_mean
from whitecell.scenario.reading import unsound
from whitecell.table.entries import (
    WHITE,
    Body,
    Entry,
    Injected,
    Message,
    Ordered,
    Referral,
    Reply,
    Request,
    Ruling,
)
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder
from whitecell.table.requests import check_request


def as_played(folder: Folder, turn: int | None = None, more: Sequence[StandingOrder] = ()) -> Scenario:
    """The scenario of a game with all orders, injects and rulings of the table.

    Parameters
    ----------
    folder : Folder
    turn : int, optional
        Only with entries up to this turn; all if left out.
    more : sequence of StandingOrder
        Orders added after those of the log, such as those under discussion.
    """
    said = [entry for entry in folder.entries if turn is None or entry.turn <= turn]
    return with_entries(folder, said, more)


def left_to_model(folder: Folder, ordered: Callable[[Ordered | StandingOrder], bool]) -> Scenario:
    """The scenario of a game without some of the table's orders; the model chooses in their place."""
    kept = [e for e in folder.entries if not (isinstance(e.body, Ordered) and ordered(e.body))]
    seats = {
        name: seat.model_copy(update={"plan": tuple(order for order in seat.plan if not ordered(order))})
        for name, seat in folder.settings.seats.items()
    }
    settings = folder.settings.model_copy(update={"seats": seats})
    return with_entries(replace(folder, settings=settings), kept)


def with_entries(folder: Folder, said: Iterable[Entry], more: Sequence[StandingOrder] = ()) -> Scenario:
    """The scenario of a game with some of the entries."""
    scenario = folder.scenario
    orders = [*scenario.orders, *(order for seat in folder.settings.seats.values() for order in seat.plan)]
    injects, rerolls = dict(scenario.injects), list(scenario.rerolls)
    for entry in said:
        first, last = (date_of(scenario, day) for day in folder.days(entry.turn))
        body = entry.body
        if isinstance(body, Ordered):
            orders.append(standing(body, first))
        elif isinstance(body, Injected):
            injects[body.name] = dated(body.inject, first)
        elif isinstance(body, Ruling) and body.how == "set":
            injects[body.name] = Inject.model_validate(
                {"name": entry.reason, "on": first, "effects": body.effects}
            )
        elif isinstance(body, Ruling) and body.how == "reroll":
            rerolls.append(Reroll.model_validate({"from": first, "until": last, "of": body.of}))
    changed: dict[str, Any] = {
        "orders": (*orders, *more), "injects": injects, "rerolls": tuple(rerolls),
    }  # fmt: skip
    return scenario.model_copy(update=changed)


def date_of(scenario: Scenario, day: int) -> date:
    """The date of a day of the game."""
    return scenario.start + timedelta(day)


def standing(order: Ordered, first: date) -> StandingOrder:
    """An order as the scenario language has it, from a day on."""
    return StandingOrder.model_validate({**order.model_dump(), "from": first})


def dated(inject: Inject, first: date) -> Inject:
    """An inject that comes on a day if it does not state when it comes, and never before that day."""
    if inject.on is not None:
        return inject
    if not (inject.when or inject.from_ or inject.until or inject.chance_per_day is not None):
        return inject.model_copy(update={"on": first})
    begins = max(first, inject.from_) if inject.from_ else first
    return inject.model_copy(update={"from_": begins})


def check(folder: Folder, seat: str, body: Body) -> None:
    """Check that a seat may say something now.

    Raises
    ------
    GameError
        If it may not; the message says what it may say instead.
    """
    if seat != WHITE and seat not in folder.settings.seats:
        known = [*folder.settings.seats, WHITE]
        raise GameError(f"there is no seat '{seat[:80]}'; {did_you_mean(seat, known)}")
    if isinstance(body, Ordered):
        _check_order(folder, seat, body)
    elif isinstance(body, Message):
        check_names(folder, body.to)
    elif isinstance(body, (Request, Referral, Reply)):
        check_names(folder, () if isinstance(body, Reply) else (body.owner,))
        check_request(folder, seat, body)
    elif seat != WHITE:
        raise GameError(f"only the white cell does this; leave --seat out, or write --seat {WHITE}")
    elif isinstance(body, (Injected, Ruling)):
        _check_white(folder, body)
    talk = isinstance(body, (Message, Request, Referral, Reply))
    if not talk and folder.turn > folder.turns:
        raise GameError("the game is over: all its turns have been played")


def check_names(folder: Folder, seats: Sequence[str]) -> None:
    """Check that seats exist; raises GameError if not."""
    for name in seats:
        if name not in (*folder.settings.seats, WHITE):
            hint = did_you_mean(name, [*folder.settings.seats, WHITE])
            raise GameError(f"there is no seat '{name[:80]}'; {hint}")


def _check_order(folder: Folder, seat: str, body: Ordered) -> None:
    scenario = folder.scenario
    if seat != WHITE and folder.settings.seats[seat].model:
        raise GameError(f"the model plays '{seat}'; only the white cell can order there")
    mine = scenario.actors if seat == WHITE else folder.settings.seats[seat].actors
    if body.actor not in mine:
        hint = did_you_mean(body.actor, list(mine), few=0) or f"it has: {', '.join(mine)}"
        raise GameError(f"'{body.actor[:80]}' does not sit on '{seat}'; {hint}")
    found = amiss(scenario, standing(body, scenario.start))
    if found is not None:
        _, message, hint = found
        raise GameError(f"{message}; {hint}")
    if body.zone and body.zone not in scenario.zones:
        raise GameError(
            f"there is no zone '{body.zone[:80]}'; {did_you_mean(body.zone, list(scenario.zones))}"
        )


def _check_white(folder: Folder, body: Injected | Ruling) -> None:
    """Check that the scenario can be played with this inject or ruling."""
    if isinstance(body, Injected):
        check_names(folder, body.to)
    needs = {"set": body.effects, "narrate": body.text, "reroll": True} if isinstance(body, Ruling) else {}
    if isinstance(body, Ruling) and not needs[body.how]:
        raise GameError("this ruling says nothing: `set` needs effects, `narrate` a text")
    name = body.name
    if isinstance(body, Injected) or body.how == "set":
        if not name or "/" in name or name != name.strip():
            raise GameError("an inject needs a name of its own, without slashes, such as convoy_lost")
        if name in as_played(folder).injects:
            raise GameError(f"there is an inject '{name}' already; give this one another name")
    trial = Entry(0, folder.turn, WHITE, body, "", "", "")
    faults = unsound(with_entries(folder, (*folder.entries, trial)), "")
    if faults:
        raise GameError(faults[0].message + (f"; {faults[0].hint}" if faults[0].hint else ""))
