"""``whitecell game ask``: let a program order for a seat."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.games.opened import game_argument, opened


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
    be ordered is told and left to the model, and so is everything if no answer comes in time. The exchange is
    kept in the game's folder under programs/.
    """
    from whitecell.env.process import Program, ProgramError
    from whitecell.filenames import made_of
    from whitecell.scenario.problems import did_you_mean
    from whitecell.table.folder import append
    from whitecell.table.played import check
    from whitecell.table.programs import KEPT, answered
    from whitecell.table.replay import Replay

    folder = opened(game)
    seats = list(folder.settings.seats)
    if seat not in seats:
        raise click.BadParameter(
            f"there is no seat '{console.safe(seat)}'; {did_you_mean(seat, seats)}", param_hint="'--seat'"
        )
    if folder.turn > folder.turns:
        raise click.UsageError("the game is over: all its turns have been played")
    kept = game / KEPT
    kept.mkdir(exist_ok=True)
    name = made_of(seat)
    try:
        with Program(program, seconds, kept / f"{name}.stderr") as running:
            found = answered(Replay(folder), seat, running)
    except ProgramError as error:
        raise click.BadParameter(console.safe(str(error)), param_hint="'PROGRAM'") from None
    with (kept / f"{name}.jsonl").open("a", encoding="utf-8", newline="\n") as file:
        file.write(found.line)
    for fault in found.faults:
        console.complain(console.safe(f"{seat}: {fault}; the model chooses instead"))
    for order in found.orders:
        check(folder, seat, order)
        folder = append(folder, seat, order, found.note)
        words = " ".join(filter(None, (order.actor, order.choice, order.about)))
        console.write(console.safe(f"{words}: {order.option or 'withdrawn'}") + "\n")
    if not found.orders:
        console.write("Nothing new is ordered.\n")
