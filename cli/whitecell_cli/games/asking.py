"""``whitecell game request``, ``refer`` and ``answer``: requests for information."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.games.opened import game_argument, opened, reason_option, said, seat_option

sign_argument = click.argument("sign", metavar="REQUEST")


@click.command(
    epilog='Example: whitecell game request day-1 --seat blue "How long is the road open in winter?"'
)
@game_argument
@seat_option
@click.option(
    "--owner", default="white", metavar="SEAT", help="Who owes the answer; the white cell may name one."
)
@click.argument("text")
def request(game: Path, seat: str, owner: str, text: str) -> None:
    """Ask for information; the white cell owes the answer, or whom it names.

    Only who asked, who owes the answer, and the white cell see it. It is called by eight digits.
    """
    from whitecell.table.entries import body_of
    from whitecell.table.requests import requests

    start = opened(game).scenario.start
    after = said(game, seat, body_of("request", {"owner": owner, "text": text}, start), "")
    console.write(f"It is request {requests(after.entries)[-1].sign}.\n")


@click.command(epilog="Example: whitecell game refer day-1 3fa08b17 red")
@game_argument
@sign_argument
@click.argument("owner", metavar="SEAT")
@reason_option
def refer(game: Path, sign: str, owner: str, reason: str) -> None:
    """Name who owes the answer to a request, as the white cell."""
    from whitecell.table.entries import body_of

    start = opened(game).scenario.start
    said(game, "white", body_of("referral", {"request": sign, "owner": owner}, start), reason)


@click.command(epilog='Example: whitecell game answer day-1 3fa08b17 "Until the first snow, in November."')
@game_argument
@sign_argument
@seat_option
@click.argument("text")
def answer(game: Path, sign: str, seat: str, text: str) -> None:
    """Answer a request, which closes it."""
    from whitecell.table.entries import body_of

    start = opened(game).scenario.start
    said(game, seat, body_of("answer", {"request": sign, "text": text}, start), "")
