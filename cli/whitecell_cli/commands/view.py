"""``whitecell view``: the scenario as a live page."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.options import EXAMPLE, cores, scenario_argument, scenario_options

MOST_WORKERS = 4
"""Processes beyond which answers hardly come sooner."""


@click.command(
    epilog=f"""\b
Examples: whitecell view {EXAMPLE}
          whitecell view my-case.yaml --port 9000 --no-browser"""
)
@scenario_argument
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: 8737, or a free one]"
)
@click.option("--no-browser", is_flag=True, help="Print the address without opening a browser.")
@click.option(
    "--runs", type=click.IntRange(20, 2000), default=300, show_default=True,
    help="Number of seeds per picture, from 0.",
)  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), help="Worker processes.  [default: the cores, at most 4]")
@scenario_options
def command(
    scenario: str,
    port: int | None,
    no_browser: bool,
    runs: int,
    jobs: int | None,
    settings: dict[str, str],
    days: int | None,
) -> None:
    """Open a scenario as a live page: move its assumptions, or play one run day by day.

    The page is served on this machine's loopback address only, until Ctrl-C. Changed assumptions are
    saved into this folder, as a scenario that extends this one.
    """
    for library in ("starlette", "uvicorn"):
        if find_spec(library) is None:
            raise click.UsageError("view needs the extra: pip install 'whitecell[view]'")
    from whitecell.batch.workers import make_ready
    from whitecell.scenario.claims import read_register
    from whitecell.scenario.library import locate_register
    from whitecell.scenario.reading import read_source
    from whitecell.scenario.sanity import beyond, unused

    plot, source = read_source(scenario, settings, days)
    odd = list(beyond(plot, source, settings))
    for problem in (*unused(plot, source), *odd):
        console.complain(str(problem))
    claims = read_register(locate_register(plot.claims, source.files[-1])).claims if plot.claims else {}
    make_ready()
    from whitecell.view.desk import Desk
    from whitecell.view.server import PortTakenError, listening, serve
    from whitecell.view.session import Session

    try:
        door = listening(port)
    except PortTakenError as error:
        raise click.UsageError(f"{error}; choose another with --port, or leave it out") from None
    desk = Desk(scenario, source, Path.cwd(), tuple(settings), days, tuple(p.message for p in odd))
    session = Session(plot, claims, runs, jobs or min(cores(), MOST_WORKERS))

    def ready(address: str) -> None:
        console.write(f"{console.safe(plot.title)}\n")
        console.write(f"On this machine only: {address}\nCtrl-C ends it.\n")
        console.flush()
        if not no_browser and _has_screen():
            import webbrowser

            webbrowser.open(address)

    try:
        serve(door, session, desk, ready)
    except KeyboardInterrupt:
        console.complain("Stopped.")


def _has_screen() -> bool:
    """Whether a browser can open a window: without a display, a text browser would take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
