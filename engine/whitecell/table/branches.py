"""The branches of a game: games of the same scenario and seed that lie beside it, each with its parent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from whitecell.disk import IrregularError
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, is_game, open_game

MOST = 50
"""Games that are examined, at most."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A game among its branches.

    Attributes
    ----------
    name : str
        Name of its folder.
    depth : int
        0 for a game whose parent is not listed, 1 for its branches, and so on.
    parent : str
        The name of the game that it branches off; empty if there is none, or it is not listed.
    after : int or None
        The last turn that it shares with its parent; None if it is no branch.
    played : int
        Turns that were played.
    here : bool
        Whether it is the game itself.
    """

    name: str
    depth: int
    parent: str
    after: int | None
    played: int
    here: bool


def branches(folder: Folder) -> list[Branch]:
    """Games of the same scenario and seed beside this one, including itself, each below its parent."""
    home = folder.path.resolve()
    near = [path for path in sorted(home.parent.iterdir()) if not path.is_symlink() and is_game(path)]
    games: dict[Path, Folder] = {}
    for path in [home, *(path for path in near if path != home)][:MOST]:
        try:
            other = folder if path == home else open_game(path)
        except (GameError, IrregularError):
            continue
        mine, theirs = folder.settings, other.settings
        if (mine.scenario, mine.seed) == (theirs.scenario, theirs.seed):
            games[path] = other
    # The hash of a line or of `game.yaml` belongs to one game only, so it shows where a branch comes from.
    # Two branches of a game at one turn are identical until something else is said in one of them.
    lines: dict[str, Path] = {}
    for path, game in sorted(games.items()):
        for line in (game.first, *(entry.hash for entry in game.entries)):
            lines.setdefault(line, path)
    parents: dict[Path, Path | None] = {}
    for path, game in games.items():
        origin = game.settings.branched
        parents[path] = lines.get(origin.line) if origin else None
    found: list[Branch] = []

    def list_below(parent: Path | None, depth: int) -> None:
        for path in sorted(path for path, above in parents.items() if above == parent):
            game = games[path]
            origin = game.settings.branched
            found.append(
                Branch(
                    path.name, depth, parent.name if parent else "", origin.turn if origin else None,
                    game.turn - 1, path == home,
                )
            )  # fmt: skip
            list_below(path, depth + 1)

    list_below(None, 0)
    return found
