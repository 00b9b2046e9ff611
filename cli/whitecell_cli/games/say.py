"""``whitecell game order``, ``message``, ``inject``, ``rule`` and ``step``: what is said at the table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.games.ask import take
from whitecell_cli.games.consent import programs, started_in
from whitecell_cli.games.opened import game_argument, opened, reason_option, said, seat_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from whitecell.table.folder import Folder

WITHDRAWN = "Withdrawn; the actor chooses by itself again.\n"


@click.command(
    epilog="""\b
Examples: whitecell game order day-1 --seat red ACTOR effort ZONE --reason "the road first"
          whitecell game order day-1 --seat blue ACTOR assent TALKS sign
          whitecell game order day-1 --seat red ACTOR effort --withdraw"""
)
@game_argument
@seat_option
@click.argument("words", metavar="ACTOR CHOICE [ABOUT] OPTION", nargs=-1, required=True)
@click.option("--zone", default="", help="Of strikes: only in this zone.")
@click.option("--withdraw", is_flag=True, help="Take back what was ordered; write no option.")
@reason_option
def order(game: Path, seat: str, words: tuple[str, ...], zone: str, withdraw: bool, reason: str) -> None:
    """Order what an actor chooses, from the next turn on until it is changed.

    CHOICE is effort, assent, clause, press, strike, sorties, target, term or decision; ABOUT is the talks,
    clause, client, constraint, zone, term or decision. An order that cannot be given is answered with those
    that can.
    """
    from whitecell.table.entries import body_of

    folder, given = opened(game), order_of(words, zone, withdraw=withdraw)
    if given is None:
        raise click.UsageError(_legal(folder, seat, words))
    said(game, seat, body_of("order", given, folder.scenario.start), reason)
    if withdraw:
        console.write(WITHDRAWN)


def order_of(words: tuple[str, ...], zone: str, *, withdraw: bool) -> dict[str, Any] | None:
    """The parts of an order; None if there are too few or too many, or the choice is unknown."""
    from whitecell.scenario.orders import SUBJECTS, WHOLE

    if len(words) < 2 or words[1] not in SUBJECTS:
        return None
    actor, choice, *rest = words
    wanted = (0 if choice in WHOLE else 1) + (0 if withdraw else 1)
    if len(rest) != wanted:
        return None
    option = "" if withdraw else rest.pop()
    return {
        "actor": actor, "choice": choice, "about": rest[0] if rest else "", "zone": zone, "option": option,
    }  # fmt: skip


def _legal(folder: Folder, seat: str, words: tuple[str, ...]) -> str:
    """The orders that a seat can give, to the named actor or to all."""
    from whitecell.scenario.matters import matters

    spec = folder.settings.seats.get(seat)
    mine = spec.actors if spec else tuple(folder.scenario.actors)
    asked = [words[0]] if words[0] in mine else mine
    lines = [
        f"  {actor} {matter} OPTION – {', '.join(matter.options)}"
        for actor in asked
        for matter in matters(folder.scenario, actor)
    ]
    return console.safe("\n".join(["an order is ACTOR CHOICE [ABOUT] OPTION; there are:", *lines]))


@click.command(epilog='Example: whitecell game message day-1 --seat blue --to red "We ask for a meeting."')
@game_argument
@seat_option
@click.option("--to", multiple=True, metavar="SEAT", help="For whom; repeat. To all if left out.")
@click.argument("text")
def message(game: Path, seat: str, to: tuple[str, ...], text: str) -> None:
    """Send a message to seats, or to all."""
    from whitecell.table.entries import body_of

    folder = opened(game)
    said(game, seat, body_of("message", {"to": to, "text": text}, folder.scenario.start), "")


@click.command(
    epilog="""\b
Examples: whitecell game inject day-1 convoy --deck deck.yaml
          whitecell game inject day-1 arrivals --effect "{kind: reinforce, actor: ACTOR, zone: ZONE,
            fighters: 500}" --says "Fighters arrive" --reason "to test the guard" """
)
@game_argument
@click.argument("name")
@click.option("--deck", type=click.Path(path_type=Path), metavar="FILE",
              help="A file with `injects`, as a scenario has them; the one of this name.")  # fmt: skip
@click.option("--says", default="", help="What happens, as a reader sees it; without a deck.")
@click.option("--effect", "effects", multiple=True, metavar="YAML",
              help="An effect in the words of the language; repeat. Without a deck.")  # fmt: skip
@click.option("--on", default="", metavar="DAY", help="When it comes: a date, or 'day 12'. Without a deck.")
@click.option("--when", default="", metavar="CONDITION",
              help="What must be so that morning, such as 'fuel < 10'. Without a deck.")  # fmt: skip
@click.option("--to", multiple=True, metavar="SEAT", help="Who is told; all if left out.")
@reason_option
def inject(
    game: Path,
    name: str,
    deck: Path | None,
    says: str,
    effects: tuple[str, ...],
    on: str,
    when: str,
    to: tuple[str, ...],
    reason: str,
) -> None:
    """Let something happen, from a deck or on the spot.

    It comes on the first day of the next turn, unless it says when: on a day, or while a condition holds.
    """
    from whitecell.table.decks import timely
    from whitecell.table.entries import body_of

    folder = opened(game)
    if (deck is None) == (not effects and not says) or (deck and (on or when)):
        raise click.UsageError(
            "take it from a --deck, or write what it --says and its --effect, --on or --when"
        )
    if deck:
        stated = _dealt(deck, folder, name)
    else:
        stated = {"name": says or name, "effects": _effects(effects)}
        stated |= {key: said for key, said in (("on", on), ("when", when)) if said}
    stated = timely(stated, folder.days(folder.turn)[0])
    body = body_of("inject", {"name": name, "inject": stated, "to": to}, folder.scenario.start)
    said(game, "white", body, reason)


def _dealt(deck: Path, folder: Folder, name: str) -> Mapping[str, Any]:
    """An inject of a deck."""
    from whitecell.scenario.problems import did_you_mean
    from whitecell.table.decks import read_deck

    cards = read_deck(deck, folder)
    if name not in cards:
        hint = did_you_mean(name, list(cards))
        raise click.BadParameter(
            f"the deck has no inject '{console.safe(name)}'; {hint}", param_hint="'NAME'"
        )
    return cards[name].stated


def _effects(given: tuple[str, ...]) -> list[Any]:
    """Effects from YAML on the command line."""
    from whitecell.scenario.parsing import parse

    return [parse(text, "--effect", "effect").plain() for text in given]


@click.command(
    epilog="""\b
Examples: whitecell game rule day-1 set calm --effect "{kind: close talks, talks: TALKS}" --reason "walk-out"
          whitecell game rule day-1 reroll --of TALKS --reason "a session nobody believes"
          whitecell game rule day-1 narrate "Nothing moves in the fog." --reason weather"""
)
@game_argument
@click.argument("how", type=click.Choice(["set", "reroll", "narrate"]))
@click.argument("what", default="")
@click.option("--effect", "effects", multiple=True, metavar="YAML", help="Of set: an effect; repeat.")
@click.option("--of", default="", metavar="NAME", help="Of reroll: only dice of this actor, zone or thing.")
@click.option("--reason", required=True, help="Why; it stands in the log and in the report.")
def rule(game: Path, how: str, what: str, effects: tuple[str, ...], of: str, reason: str) -> None:
    """Rule on the turn to come: set something, roll dice again, or narrate.

    WHAT is the name of what is set, or the text that is narrated.
    """
    from whitecell.table.entries import body_of

    folder = opened(game)
    stated: dict[str, Any] = {"how": how, "of": of}
    stated |= {"text": what} if how == "narrate" else {"name": what, "effects": _effects(effects)}
    said(game, "white", body_of("ruling", stated, folder.scenario.start), reason)


@click.command(epilog="Example: whitecell game step day-1")
@game_argument
@click.option("--turn", type=click.IntRange(min=1), help="Play this turn, and no other by mistake.")
@click.option("--no-programs", is_flag=True, help="Start no program: what its seat ordered before stands.")
@reason_option
def step(game: Path, turn: int | None, no_programs: bool, reason: str) -> None:
    """Play the turn, with the orders that stand.

    Programs at seats are asked first, if you began this game here or allowed them (`whitecell game allow`).
    """
    from whitecell.report.wording import calendar, date_of
    from whitecell.table.entries import Step

    folder = opened(game)
    if turn is not None and turn != folder.turn:
        raise click.UsageError(f"turn {folder.turn} is next, not {turn}")
    if folder.turn <= folder.turns and not no_programs and programs(folder):
        from whitecell.table.programs import ask_programs
        from whitecell.table.replay import Replay

        for spoken in ask_programs(Replay(folder), started_in(game, folder)):
            folder = take(folder, spoken)
    last = folder.days(folder.turn)[1]
    said(game, "white", Step(), reason)
    console.write(f"It is {calendar(date_of(folder.scenario.start, last))}, the evening of day {last}.\n")
