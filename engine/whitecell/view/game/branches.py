"""Branching off a game from its desk."""

from __future__ import annotations

import re
from typing import Any

from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, branch

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def branch_off(folder: Folder, name: Any, turn: Any) -> str:
    """Begin a branch beside a game; gives its name.

    Raises
    ------
    GameError
        If its name is not a plain one, the path already exists, or the turn has not been played.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise GameError("the folder of a branch has a plain name: letters, digits, hyphens, underscores")
    if not isinstance(turn, int) or isinstance(turn, bool):
        raise GameError("a branch begins after a turn: a whole number, 0 for the start")
    branch(folder, folder.path.resolve().parent / name, turn)
    return name
