"""``whitecell game serve``: a game as live pages for a desk, seats and a wall."""

from __future__ import annotations

import socket
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.games.consent import allowed, programs
from whitecell_cli.games.opened import game_argument, opened

LAN = (
    "--lan: whoever in your network can reach this machine can try these pages. A link is a secret: who has "
    "it sits there; hand each one over privately, and make new ones with --new-links when the day is over.\n"
)
PLAIN = (
    "Without --cert and --key nothing is encrypted: whoever can listen in this network reads every page, "
    "order and link. Use it in a network that is yours alone.\n"
)

UNASKED = (
    "This game was not begun here, and its programs are not started; what their seats ordered before stands. "
    "`whitecell game allow` allows them:\n"
)


@click.command(
    epilog="""\b
Examples: whitecell game serve day-1
          whitecell game serve day-1 --deck injects.yaml
          whitecell game serve day-1 --lan --cert cert.pem --key key.pem"""
)
@game_argument
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where to listen.  [default: 8737, or a free one]"
)
@click.option("--lan", is_flag=True, help="Let other machines in your network in, by their links.")
@click.option("--name", "names", multiple=True, metavar="NAME",
              help="With --lan: a further name or address of this machine; repeat.")  # fmt: skip
@click.option("--cert", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
              help="A certificate (PEM): pages are served by TLS.")  # fmt: skip
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
              help="The key of the certificate (PEM).")  # fmt: skip
@click.option("--deck", "decks", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="A deck of injects for the desk; repeat.")  # fmt: skip
@click.option("--new-links", is_flag=True, help="Make new links; those of before open nothing any more.")
def serve(
    game: Path,
    port: int | None,
    lan: bool,
    names: tuple[str, ...],
    cert: Path | None,
    key: Path | None,
    decks: tuple[Path, ...],
    new_links: bool,
) -> None:
    """Serve a game as live pages: a desk for the white cell, one for each seat, a screen for the wall.

    Each has a link with a secret of its own. The server listens on this machine's loopback address only,
    unless you say --lan, and ends with Ctrl-C; the game is in its folder all the time.
    """
    for library in ("starlette", "uvicorn"):
        if find_spec(library) is None:
            raise click.UsageError("serve needs the extra: pip install 'whitecell[view]'")
    if (cert is None) != (key is None):
        raise click.UsageError("--cert and --key go together")
    if names and not lan:
        raise click.UsageError("--name is for --lan; without it only this machine can reach the pages")
    import ssl
    from functools import partial

    from whitecell.table.decks import read_deck
    from whitecell.table.programs import ask_programs
    from whitecell.view.game.app import Hall, application
    from whitecell.view.game.host import Host
    from whitecell.view.game.links import links
    from whitecell.view.guard import HERE, Guard
    from whitecell.view.server import HOST, PortTakenError, listening, run

    folder = opened(game)
    cards = {name: card for deck in decks for name, card in read_deck(deck, folder).items()}
    known = links(game, folder.settings.seats, new=new_links)
    try:
        door = listening(port, "0.0.0.0" if lan else HOST)
    except PortTakenError as error:
        raise click.UsageError(f"{error}; choose another with --port, or leave it out") from None
    number = door.getsockname()[1]
    place = allowed(folder) if programs(folder) else None
    if programs(folder) and place is None:
        console.complain(UNASKED + "\n".join(programs(folder)))
    hall = Hall(Host(folder, partial(ask_programs, place=place) if place else None), known, cards)
    mine = list(dict.fromkeys([*names, *addresses()])) if lan else []
    scheme = "https" if cert else "http"
    guarded = Guard(application(hall), number, [*mine, *HERE], scheme)

    def ready() -> None:
        at = f"{scheme}://{mine[0] if mine else HOST}:{number}/#"
        console.write(f"{console.safe(folder.scenario.title)}\n")
        console.write((LAN if lan else "On this machine only.\n") + (PLAIN if lan and not cert else ""))
        for place, token in known.tokens.items():
            console.write(f"  {'desk' if place == 'white' else place}: {at}{token}\n")
        console.write("Ctrl-C ends it.\n")
        console.flush()

    certificate = (cert, key) if cert and key else None
    try:
        run(door, guarded, ready, leaving=hall.close, certificate=certificate)
    except ssl.SSLError as error:
        raise click.UsageError(f"the certificate or its key cannot be used: {error.reason}") from None
    except KeyboardInterrupt:
        console.complain("Stopped.")


def addresses() -> list[str]:
    """Names and addresses of this machine in its networks, the one most likely to be reachable first.

    Nothing is sent.
    """
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("10.255.255.255", 1))
        found.append(probe.getsockname()[0])
    host = socket.gethostname()
    with suppress(OSError):
        found += socket.gethostbyname_ex(host)[2]
    return [name for name in dict.fromkeys([*found, host]) if not name.startswith("127.")]
