"""Looking back from the desk: the after-action report, and two branches side by side."""

from __future__ import annotations

from typing import Any

from whitecell.analysis.hindsight import hindsight
from whitecell.analysis.turning import moved
from whitecell.report.paper import html, markdown
from whitecell.report.paper.after_action import after_action, beside
from whitecell.report.paper.blocks import Document
from whitecell.table.branches import branches
from whitecell.table.errors import GameError
from whitecell.table.folder import open_game
from whitecell.table.replay import Replay
from whitecell.table.view import view

FEWEST, MOST = 10, 1000
"""Continuations that can be asked for, at most."""


def report(replay: Replay, runs: Any, knew: bool) -> Document:
    """The after-action report of a game.

    Parameters
    ----------
    replay : Replay
    runs : int
        Continuations behind its odds, 0 for none.
    knew : bool
        Whether the report says what each seat knew.

    Raises
    ------
    GameError
        If the number is not allowed, or no turn has been played.
    """
    if not isinstance(runs, int) or isinstance(runs, bool) or (runs and not FEWEST <= runs <= MOST):
        raise GameError(f"continuations are {FEWEST} to {MOST}, or 0 for a report without odds")
    if not replay.turns:
        raise GameError("no turn has been played; there is nothing to report")
    folder = replay.folder
    before = [Replay(folder, turn) for turn in range(replay.number)] if knew else []
    shown = [[view(each, seat) for seat in folder.settings.seats] for each in before]
    odds, looked = (moved(folder, runs), hindsight(replay, runs)) if runs else ([], None)
    return after_action(replay, odds, runs, shown, looked)


def compared(replay: Replay, name: Any) -> Document:
    """A game beside one of its branches, as far as both were played.

    Raises
    ------
    GameError
        If there is no such branch.
    """
    folder = replay.folder
    home = folder.path.resolve()
    known = [each.name for each in branches(folder) if not each.here]
    if name not in known:
        raise GameError(f"there is no such branch here; there are: {', '.join(known) or 'none'}")
    other = open_game(home.parent / str(name))
    turns = min(folder.turn, other.turn) - 1
    return beside(Replay(folder, turns), Replay(other, turns), (home.name, other.path.name))


def as_shown(document: Document) -> dict[str, Any]:
    """A document as a page shows it, and as files to keep."""
    return {
        "title": document.title,
        "html": html.sections(document.blocks),
        "files": {"html": html.page(document), "md": markdown.text(document)},
    }
