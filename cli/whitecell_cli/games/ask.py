"""``whitecell game ask``: let a program order for a seat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.games.opened import game_argument, opened

if TYPE_CHECKING:
    from whitecell.table.folder import Folder
    from whitecell.table.programs import Spoken


@click.command(
    context_settings={"ignore_unknown_options": True},
    epilog="Example: whitecell game ask day-1 --seat red python examples/heuristic_player.py",
)
@game_argument
@click.option("--seat", required=True, help="For whom the program orders.")
@click.option("--seconds", type=click.FloatRange(min=0.0, min_open=True), default=60.0, show_default=True,
              help="How long its answer may take.")  # fmt: skip
@click.argument("program", metavar="PROGRAM …", nargs=-1, required=True, type=click.UNPROCESSED)
def ask(game: Path, seat: str, seconds: float, program: tuple[str, ...]) -> None:
    """Let a program order for a seat, before the turn is played.

    It is told in a line of JSON what the seat can know and what it can order, and answers in one. What cannot
    be ordered is told, also in the log, and left to the model, and so is everything if no answer comes in
    time. The exchange is kept in the game's folder under programs/.
    """
    from whitecell.env.process import ProgramError
    from whitecell.scenario.problems import did_you_mean
    from whitecell.table.programs import ask_seat
    from whitecell.table.replay import Replay

    folder = opened(game)
    seats = list(folder.settings.seats)
    if seat not in seats:
        raise click.BadParameter(
            f"there is no seat '{console.safe(seat)}'; {did_you_mean(seat, seats)}", param_hint="'--seat'"
        )
    if folder.turn > folder.turns:
        raise click.UsageError("the game is over: all its turns have been played")
    try:
        spoken = ask_seat(Replay(folder), seat, program, seconds)
    except ProgramError as error:
        raise click.BadParameter(console.safe(str(error)), param_hint="'PROGRAM'") from None
    take(folder, spoken)


def take(folder: Folder, spoken: Spoken) -> Folder:
    """Put a program's orders into the log, and print them; returns the game with them."""
    from whitecell.table.entries import Ordered
    from whitecell.table.folder import append
    from whitecell.table.played import check

    seat = spoken.seat
    for fault in spoken.faults:
        console.complain(console.safe(f"{seat}: {fault}; the model chooses instead"))
    for body, reason in spoken.entries:
        check(folder, seat, body)
        folder = append(folder, seat, body, reason)
        if isinstance(body, Ordered):
            where = f"in {body.zone}" if body.zone else ""
            words = " ".join(filter(None, (body.actor, body.choice, body.about, where)))
            console.write(console.safe(f"{words}: {body.option or 'withdrawn'}") + "\n")
    if not spoken.orders:
        console.write(console.safe(f"Nothing new is ordered for {seat}.") + "\n")
    return folder
