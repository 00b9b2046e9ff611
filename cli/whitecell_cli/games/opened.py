"""Arguments that the commands of a game share, and opening the game that they name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from whitecell_cli import console

if TYPE_CHECKING:
    from whitecell.table.entries import Body
    from whitecell.table.folder import Folder

Function = TypeVar("Function", bound=Callable[..., Any])


def game_argument(command: Function) -> Function:
    """The folder of a game."""
    return click.argument("game", metavar="GAME", type=click.Path(path_type=Path))(command)


def seat_option(command: Function) -> Function:
    """The seat that speaks."""
    return click.option(
        "--seat", default="white", show_default=True, help="Who speaks; the white cell may do everything."
    )(command)


def reason_option(command: Function) -> Function:
    """The reason."""
    return click.option("--reason", default="", help="Why; it stands in the log and in the report.")(command)


def opened(path: Path) -> Folder:
    """The game in a folder; warns if its last line was not written completely."""
    from whitecell.table.folder import LOG, open_game

    folder = open_game(path)
    if folder.torn:
        console.complain(
            f"{path / LOG}: the last line was not written to its end and counts for nothing "
            f"({len(folder.torn)} bytes); the next entry takes its place"
        )
    return folder


def said(path: Path, seat: str, body: Body, reason: str) -> Folder:
    """Put an entry into the log of a game, if its seat may say it now."""
    from whitecell.table.folder import append
    from whitecell.table.played import check

    folder = opened(path)
    check(folder, seat, body)
    after = append(folder, seat, body, reason)
    entry = after.entries[-1]
    console.write(f"Entry {entry.n}: {entry.kind} of {seat} in turn {entry.turn}.\n")
    return after
