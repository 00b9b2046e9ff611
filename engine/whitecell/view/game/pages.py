"""The pages of a game as plain values for JSON; prose and tables are HTML that was escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from html import escape
from typing import Any

import yaml

from whitecell.game.record import Event
from whitecell.report.changes import inject_days
from whitecell.report.foreseen import Line, dice_name
from whitecell.report.foreseen import told as told_of
from whitecell.report.names import Names
from whitecell.report.orders import matter_name, option_name, order_text
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import Block, Bullets, Heading, Paragraph, Table
from whitecell.report.paper.hindsight import plain
from whitecell.report.paper.html import sections
from whitecell.report.paper.seat import brief, dated, days
from whitecell.report.wording import calendar, capital, clean, date_of, figure, listed, percent
from whitecell.scenario.matters import Matter, matters
from whitecell.scenario.model import Scenario
from whitecell.table.decks import Card
from whitecell.table.entries import (
    WHITE,
    Entry,
    Injected,
    Message,
    Ordered,
    Referral,
    Reply,
    Request,
    Ruling,
)
from whitecell.table.foreseen import Outlook
from whitecell.table.replay import Replay
from whitecell.table.requests import Asked, requests, sign_of
from whitecell.table.view import SeatView, standing, told
from whitecell.view.game.ground import true_standing

TO_DECIDE = "What to decide"
"""The section of a brief that a form replaces on the page."""

ASKED = "Requests for information"
"""The section of a brief that a page shows together with forms to answer it."""


def clock(replay: Replay) -> dict[str, Any]:
    """The turn and day of the game."""
    folder, scenario = replay.folder, replay.folder.scenario
    over = folder.turn > folder.turns
    evening = date_of(scenario.start, replay.game.day)
    return {
        "title": clean(scenario.title), "turn": folder.turn, "turns": folder.turns, "over": over,
        "day": replay.game.day, "days": scenario.days, "date": calendar(evening, weekday=True),
        "next": "" if over else days(scenario, *folder.days(folder.turn)),
        "seats": list(folder.settings.seats),
    }  # fmt: skip


def seat_page(replay: Replay, seen: SeatView) -> dict[str, Any]:
    """The page of a seat."""
    folder, names = replay.folder, Names(replay.scenario)
    parts = _parts(brief(folder, replay.scenario, seen).blocks)
    lead = parts.pop(TO_DECIDE, [])
    parts.pop(ASKED, None)
    return {
        "clock": clock(replay),
        "actors": capital(names.actors(seen.actors)),
        "script": bool(folder.settings.seats[seen.seat].plan),
        "lead": sections([block for block in lead if isinstance(block, Paragraph)]),
        "sections": [sections(blocks) for blocks in parts.values()],
        "matters": _matters(folder.scenario, names, seen.actors),
        "standing": _standing(folder.scenario, names, seen.orders),
        "said": _own(replay, seen.seat),
        "requests": [asdict(each) for each in seen.requests],
    }


def desk_page(replay: Replay, cards: Mapping[str, Card]) -> dict[str, Any]:
    """The page of the white cell: everything, and the cards of its deck."""
    folder, scenario, names = replay.folder, replay.scenario, Names(replay.scenario)
    actors = tuple(scenario.actors)
    events = replay.turns[-1].events if replay.turns else ()
    return {
        "clock": clock(replay),
        "orders": [
            {
                "seat": seat, "actors": capital(names.actors(spec.actors)), "script": bool(spec.plan),
                "orders": [order_text(scenario, names, order) for order in standing(folder, spec.actors)],
            }
            for seat, spec in folder.settings.seats.items()
        ],
        "log": [_line(scenario, names, entry) for entry in reversed(folder.entries)],
        "news": _news(scenario, events, "Nothing has been played." if not replay.turns else "Nothing new."),
        "situation": sections(_situation(replay, names)),
        "measures": sections([_measures(replay, "Measures so far")]),
        "matters": _matters(folder.scenario, names, actors),
        "standing": _standing(folder.scenario, names, standing(folder, actors)),
        "cards": [_card(replay, card) for card in cards.values()],
        "requests": [asdict(each) for each in sorted(requests(folder.entries), key=_pressing)],
    }  # fmt: skip


def _card(replay: Replay, card: Card) -> dict[str, Any]:
    """An inject of the deck: its text, when it comes, what it changes, and the turn in which it was dealt."""
    inject = card.inject
    when = inject_days(inject) if card.timed else "on the first day of the turn"
    when += f", when {clean(inject.when)}" if inject.when else ""
    chance = inject.chance if inject.chance_per_day is None else inject.chance_per_day
    if chance != 1.0:
        when += (
            f", with a chance of {clean(str(chance))}{' a day' if inject.chance_per_day is not None else ''}"
        )
    dealt = [
        e.turn for e in replay.folder.entries if isinstance(e.body, Injected) and e.body.name == card.name
    ]
    effects = card.stated.get("effects")
    return {
        "name": card.name, "text": clean(inject.name), "when": when,
        "effects": [_flow(each) for each in effects] if isinstance(effects, list) else [],
        "dealt": dealt[0] if dealt else 0,
    }  # fmt: skip


def _flow(effect: Any) -> str:
    """An effect in one line, as it is written."""
    text: str = yaml.safe_dump(effect, default_flow_style=True, sort_keys=False, width=10_000)
    return text.strip()


def _pressing(asked: Asked) -> tuple[bool, int]:
    """Open requests first, the longest open at the top."""
    return not asked.open, asked.since


def _called(seat: str) -> str:
    return "the white cell" if seat == WHITE else seat


def wall_page(replay: Replay, views: Sequence[SeatView]) -> dict[str, Any]:
    """The page of the wall: only events that every seat has heard of, told as every seat heard them."""
    folder, scenario = replay.folder, replay.scenario
    names = Names(scenario)
    everybody = [*folder.settings.seats]
    entries = [e for e in folder.entries if all(told(e, seat) for seat in everybody)]
    shown = [e for e in entries if e.turn >= folder.turn - 1 and not isinstance(e.body, Ordered)]
    agreements = [name for name in scenario.agreements if all(name in seen.in_force for seen in views)]
    return {
        "clock": clock(replay),
        "news": _news(scenario, public(views), "No public news."),
        "said": [_line(scenario, names, entry) for entry in reversed(shown)],
        "in_force": [f"{capital(names.agreement(name))} is in force." for name in agreements],
        "rungs": [
            capital(f"the ladder of {names.rivalry(name)} stands at {names.rung(name, rung)}.")
            for name, rung in (views[0].rungs.items() if views else ())
        ],
    }


def public(views: Sequence[SeatView]) -> list[Event]:
    """Events of the last turn that every seat has heard of."""
    first, *others = views
    return [event for event in first.events if all(event in other.events for other in others)]


def proposal(outlook: Outlook) -> dict[str, Any]:
    """The events of the turn if it were played now, each with its odds."""
    trial, seeds = outlook.trial, outlook.seeds
    events, others = told_of(outlook)
    names = Names(trial.scenario)
    return {
        "turn": trial.turns[-1].number,
        "runs": len(seeds),
        "seeds": f"{seeds[0]} to {seeds[-1]}",
        "events": [_foreseen(names, line) for line in events],
        "others": [_foreseen(names, line) for line in others],
        "measures": sections([_measures(trial, f"Measures at the end of turn {trial.turns[-1].number}")]),
    }


def _foreseen(names: Names, line: Line) -> dict[str, Any]:
    dice = [{"key": key, "name": capital(dice_name(names, key))} for key in line.dice]
    return asdict(line) | {"odds": line.odds, "dice": dice}


def _parts(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """Blocks by their heading."""
    parts: dict[str, list[Block]] = {}
    head = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            head = block.text
            block = replace(block, key="part-" + head.lower().replace(" ", "-"))
        parts.setdefault(head, []).append(block)
    return parts


def _matters(scenario: Scenario, names: Names, actors: Iterable[str]) -> list[dict[str, Any]]:
    """What can be ordered, actor by actor, with names for readers."""
    found = []
    for actor in actors:
        mine = [_matter(scenario, names, matter) for matter in matters(scenario, actor)]
        if mine:
            found.append({"actor": actor, "name": capital(names.actor(actor)), "matters": mine})
    return found


def _matter(scenario: Scenario, names: Names, matter: Matter) -> dict[str, Any]:
    return {
        "choice": matter.choice, "about": matter.about,
        "name": capital(matter_name(scenario, names, matter.choice, matter.about)),
        "options": [
            {"key": option, "name": option_name(scenario, names, matter.choice, matter.about, option)}
            for option in matter.options
        ],
        "zones": [{"key": zone, "name": names.zone(zone)} for zone in matter.zones],
    }  # fmt: skip


def _standing(scenario: Scenario, names: Names, orders: Iterable[Ordered]) -> dict[str, str]:
    """The orders in force, by matter, in words."""
    found: dict[str, list[str]] = {}
    for order in orders:
        where = f" in {names.zone(order.zone)}" if order.zone else ""
        words = option_name(scenario, names, order.choice, order.about, order.option) + where
        found.setdefault(" ".join((order.actor, order.choice, order.about)), []).append(words)
    return {matter: listed(words) for matter, words in found.items()}


def _own(replay: Replay, seat: str) -> list[str]:
    """What the seat itself said in this turn."""
    scenario, names = replay.scenario, Names(replay.scenario)
    mine = [e for e in replay.folder.entries if e.seat == seat and e.turn == replay.folder.turn]
    return [_line(scenario, names, entry) for entry in reversed(mine)]


def _line(scenario: Scenario, names: Names, entry: Entry) -> str:
    """An entry in a line of HTML."""
    body, text = entry.body, "turn played"
    if isinstance(body, Ordered):
        text = order_text(scenario, names, body)
    elif isinstance(body, Message):
        text = f"to {listed(body.to) if body.to else 'all'}: “{clean(body.text)}”"
    elif isinstance(body, Request):
        sign = sign_of(entry.seat, entry.turn, body.text)
        text = f"request {sign} to {_called(body.owner)}: “{clean(body.text)}”"
    elif isinstance(body, Referral):
        text = f"request {clean(body.request)} referred to {_called(body.owner)}"
    elif isinstance(body, Reply):
        text = f"answer to request {clean(body.request)}: “{clean(body.text)}”"
    elif isinstance(body, Injected):
        to = f", told to {listed(body.to)}" if body.to else ""
        text = f"inject: {clean(body.inject.name)}{to}"
    elif isinstance(body, Ruling):
        texts = {"set": f"set: {clean(body.name)}", "narrate": f"“{clean(body.text)}”"}
        text = texts.get(body.how, f"dice rolled again{f' of {body.of}' if body.of else ''}")
    why = f" <i>{escape(clean(entry.reason))}</i>" if entry.reason else ""
    who = "White cell" if entry.seat == WHITE else capital(entry.seat)
    return f"<b>Turn {entry.turn}, {escape(who)}:</b> {escape(text)}{why}"


def _news(scenario: Scenario, events: Sequence[Event], nothing: str) -> str:
    lines = dated(scenario, events)
    return sections([Bullets(lines) if lines else Paragraph(nothing)])


def _situation(replay: Replay, names: Names) -> list[Block]:
    game, scenario = replay.game, replay.scenario
    now = true_standing(replay)
    rows = [
        [
            capital(names.zone(zone)),
            listed(f"{names.actor(w.split('.')[0])} {figure(round(n))}"
                   for w, n in now.fighters[zone].items() if n >= 1.0) or "nobody",
            listed(f"{names.actor(w)} {percent(n)}"
                   for w, n in now.control[zone].items() if n >= 0.01) or "nobody",
        ]
        for zone in scenario.zones
    ]  # fmt: skip
    lines = [
        f"{capital(names.actor(who))}: main effort at {listed(names.zone(zone) for zone in where)}."
        for who, where in now.efforts.items() if where
    ]  # fmt: skip
    for name, talks in game.pieces.talks.items():
        state = "signed" if talks.agreement.signed[0] else "open" if talks.open[0] else "closed"
        known = game.state.talks.known[game.setup.layout.row("talks", name), 0]
        secret = "" if known else ", not known to all"
        text = percent(float(talks.text[0]))
        lines.append(capital(f"{names.talks(name)}: {state}, text at {text}{secret}."))
    lines += [
        f"{capital(names.agreement(name))} is in force."
        for name, agreement in game.pieces.agreements.items() if agreement.in_force[0]
    ]  # fmt: skip
    lines += [
        f"{clean(decision.spec.name)}: "
        f"{option_name(scenario, names, 'decision', name, decision.names[int(decision.option[0])])}."
        for name, decision in game.pieces.decisions.items()
    ]
    lines += [
        capital(f"the ladder of {names.rivalry(name)} stands at {names.rung(name, int(ladder.rung[0]))}.")
        for name, ladder in game.pieces.rivalries.items()
    ]
    table = Table("As it is", ("zone", "fighters", "held by"), rows)
    return [table, Bullets(lines)] if lines else [table]


def _measures(replay: Replay, caption: str) -> Table:
    scenario = replay.scenario
    rows = [
        [capital(label(scenario, name)), plain(scenario, name, column[0])]
        for name, column in replay.measures().items()
    ]
    return Table(caption, ("measure", "so far"), rows, right=frozenset({1}))
