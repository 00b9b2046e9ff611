"""The branches of a game: other games of the same scenario and seed in the same folder."""

from __future__ import annotations

import re
from typing import Any

from whitecell.disk import IrregularError
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, branch, is_game, open_game

MOST = 50
"""Games that are looked into."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def branches(folder: Folder) -> list[dict[str, Any]]:
    """Games of the same scenario and seed that lie beside this one, itself among them."""
    home = folder.path.resolve()
    found = []
    near = [path for path in sorted(home.parent.iterdir()) if not path.is_symlink() and is_game(path)]
    for path in near[:MOST]:
        try:
            other = folder if path == home else open_game(path)
        except (GameError, IrregularError):
            continue
        mine, theirs = folder.settings, other.settings
        if (mine.scenario, mine.seed) == (theirs.scenario, theirs.seed):
            found.append(
                {
                    "name": path.name, "here": path == home, "played": other.turn - 1,
                    "after": theirs.branched.turn if theirs.branched else None,
                }
            )  # fmt: skip
    return found


def branch_off(folder: Folder, name: Any, turn: Any) -> str:
    """Begin a branch beside a game; gives its name.

    Raises
    ------
    GameError
        If it has no plain name, something stands there, or the turn has not been played.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise GameError("the folder of a branch has a plain name: letters, digits, hyphens, underscores")
    if not isinstance(turn, int) or isinstance(turn, bool):
        raise GameError("a branch begins after a turn: a whole number, 0 for the start")
    branch(folder, folder.path.resolve().parent / name, turn)
    return name
