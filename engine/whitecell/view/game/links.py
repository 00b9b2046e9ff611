"""Secret links: each opens one page of a game."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from whitecell import disk
from whitecell.plain_json import read_json
from whitecell.table.entries import WHITE
from whitecell.table.errors import GameError

FILE = ".links.json"
"""The file of tokens, beside the log; only its owner may read it."""
WALL = "wall"
"""The place of the screen that everybody sees; no seat of a game that is served may have this name."""
BYTES = 32
"""Random bytes of a token."""
MOST = 1_000_000


class Tokens(BaseModel):
    """What the file states: the token of each place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tokens: dict[str, str]


@dataclass(frozen=True, slots=True)
class Links:
    """The tokens of a game, by place: ``white`` for the desk, ``wall``, and each seat."""

    tokens: dict[str, str]

    def place(self, token: str) -> str | None:
        """The place that a token belongs to, or None; takes equally long for all tokens of one length."""
        given, found = token.encode(), None
        for place, known in self.tokens.items():
            if compare_digest(known.encode(), given):
                found = place
        return found


def links(folder: Path, seats: Iterable[str], *, new: bool = False) -> Links:
    """The links of a game; missing ones are made, or all of them if ``new``.

    They are kept in a file that only its owner may read.

    Parameters
    ----------
    folder : Path
        Of the game.
    seats : iterable of str
    new : bool
        Make all of them again; the old links then open nothing.

    Raises
    ------
    GameError
        If a seat has the name of the wall, or the file is not a file of links.
    """
    places = [WHITE, WALL, *seats]
    if places.count(WALL) > 1:
        raise GameError(f"a seat is called '{WALL}', and so is the screen for everybody; it cannot be served")
    path = folder / FILE
    known = {} if new or not path.exists() else _read(path)
    tokens = {place: known.get(place) or secrets.token_urlsafe(BYTES) for place in places}
    if tokens != known:
        with disk.fresh(path) as part:
            part.chmod(0o600)
            part.write_text(Tokens(tokens=tokens).model_dump_json() + "\n", encoding="utf-8", newline="\n")
    return Links(tokens)


def _read(path: Path) -> dict[str, str]:
    try:
        found = Tokens.model_validate(read_json(disk.read(path, MOST, through_links=False))).tokens
    except (ValidationError, ValueError):
        raise GameError(f"{path}: no file of links; make new ones with --new-links") from None
    if any(len(token) < BYTES for token in found.values()):
        raise GameError(f"{path}: a link in it can be guessed; make new ones with --new-links")
    return found
