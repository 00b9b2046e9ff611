"""Consent to start the programs of a game's seats: a user gives it by stating the programs or by ``allow``.

A game's folder says which program plays a seat, and whoever handed the folder on may have written anything
there. So the folder alone starts nothing. Consent is recorded outside it, in the user's own settings, for
this folder at this path with exactly this ``game.yaml``.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.games.opened import game_argument, opened

if TYPE_CHECKING:
    from whitecell.table.folder import Folder

MOST = 10_000_000
"""Bytes of the record, at most."""


def record() -> Path:
    """The file that records which programs may be started."""
    return Path(click.get_app_dir("whitecell")) / "programs.json"


def allow_here(folder: Folder, place: Path) -> None:
    """Record that the programs of a game may be started, and in which folder."""
    from whitecell import disk

    path = record()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = _known() | {_key(folder): {"game": folder.first, "place": str(place)}}
    disk.write(path, json.dumps(known, ensure_ascii=False, indent=1) + "\n")


def allowed(folder: Folder) -> Path | None:
    """The folder in which a game's programs may be started; None if no user here has allowed them."""
    found = _known().get(_key(folder))
    if not isinstance(found, dict) or found.get("game") != folder.first:
        return None
    place = found.get("place")
    return Path(place) if isinstance(place, str) else None


def _key(folder: Folder) -> str:
    return str(folder.path.resolve())


def _known() -> dict[str, object]:
    from whitecell import disk
    from whitecell.plain_json import read_json

    try:
        known = read_json(disk.read(record(), MOST))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise click.UsageError(f"{record()} is damaged; remove it, and allow programs again") from None
    return known if isinstance(known, dict) else {}


def programs(folder: Folder) -> list[str]:
    """The programs of a game's seats, one a line."""
    return [
        console.safe(f"  {seat}: {shlex.join(spec.program)}")
        for seat, spec in folder.settings.seats.items()
        if spec.program
    ]


def started_in(game: Path, folder: Folder) -> Path:
    """The folder in which the programs of a game may be started.

    Raises
    ------
    click.UsageError
        If no user here has allowed them; the message lists the programs.
    """
    place = allowed(folder)
    if place is None:
        listed = "\n".join(programs(folder))
        raise click.UsageError(
            f"this game has programs at its seats, and was not begun here; nothing was started:\n{listed}\n"
            "Whoever made the folder chose them. If they are to run with your rights: whitecell game allow "
            f"{game}; if not, say --no-programs"
        )
    return place


@click.command(epilog="Example: whitecell game allow day-1")
@game_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
def allow(game: Path, yes: bool) -> None:
    """Allow the programs that a game's folder names for its seats to be started.

    For a game that somebody else began, or that was moved. They run with your rights, from the current
    folder.
    """
    folder = opened(game)
    listed = programs(folder)
    if not listed:
        raise click.UsageError("no seat of this game is played by a program")
    console.write("\n".join(["Programs of this game's seats:", *listed, ""]))
    if not yes:
        click.confirm("Start them with your rights whenever a turn is played?", abort=True)
    allow_here(folder, Path.cwd())
    console.write("Allowed, for this folder at this place.\n")
