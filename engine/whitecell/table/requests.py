"""Requests for information: who asks, who owes the answer since when, and what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whitecell.table.entries import WHITE, Entry, Referral, Reply, Request, hash_of
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it stands. Who asked it, who owes the answer, and the white cell know of it; nobody else.

    Attributes
    ----------
    sign : str
        By which it is called.
    turn : int
        In which it was asked.
    asker, owner : str
        Seats, or ``white``.
    since : int
        The turn in which its owner came to owe the answer.
    text : str
    answer : str
        Empty as long as it is open.
    answered : int
        The turn of the answer, 0 as long as it is open.
    """

    sign: str
    turn: int
    asker: str
    owner: str
    since: int
    text: str
    answer: str = ""
    answered: int = 0

    @property
    def open(self) -> bool:
        """Whether the answer is still owed."""
        return not self.answered

    def known(self, seat: str) -> bool:
        """Whether a seat knows of it."""
        return seat in (WHITE, self.asker, self.owner)


def sign_of(asker: str, turn: int, text: str) -> str:
    """By what a request is called: eight digits that tell nothing.

    A number of its entry, or among requests, would tell a seat how much others say.
    """
    return hash_of(f"{asker}/{turn}/{text}".encode(errors="surrogatepass"))[:8]


def requests(entries: Sequence[Entry]) -> list[Asked]:
    """All requests of a log as they stand, in the order in which they were asked."""
    found: dict[str, Asked] = {}
    for entry in entries:
        body = entry.body
        if isinstance(body, Request):
            sign = sign_of(entry.seat, entry.turn, body.text)
            found[sign] = Asked(sign, entry.turn, entry.seat, body.owner, entry.turn, body.text)
        elif isinstance(body, Referral) and body.request in found:
            found[body.request] = replace(found[body.request], owner=body.owner, since=entry.turn)
        elif isinstance(body, Reply) and body.request in found:
            found[body.request] = replace(found[body.request], answer=body.text, answered=entry.turn)
    return list(found.values())


def check_request(folder: Folder, seat: str, body: Request | Referral | Reply) -> None:
    """Check that a seat may ask, refer or answer this now. The seats are known to exist.

    Raises
    ------
    GameError
        If not: with what it may do instead. A seat is told nothing of requests of which it does not know.
    """
    if not isinstance(body, Referral) and not body.text.strip():
        raise GameError("it says nothing; write a text")
    if isinstance(body, Request):
        if seat != WHITE and body.owner != WHITE:
            raise GameError("a seat asks the white cell, which may refer the request to another seat")
        if seat == body.owner:
            raise GameError("nobody asks themselves; name a seat as its --owner")
        if any(each.sign == sign_of(seat, folder.turn, body.text) for each in requests(folder.entries)):
            raise GameError("this was asked in this turn; ask in other words")
        return
    asked = [each for each in requests(folder.entries) if each.known(seat)]
    found = next((each for each in asked if each.sign == body.request), None)
    if found is None:
        still = ", ".join(each.sign for each in asked if each.open) or "none"
        raise GameError(f"there is no request '{body.request[:80]}'; open ones are: {still}")
    if not found.open:
        raise GameError(f"request {found.sign} was answered in turn {found.answered}; ask again for more")
    if isinstance(body, Referral):
        if seat != WHITE:
            raise GameError("only the white cell refers a request to somebody else")
        if body.owner == found.owner:
            raise GameError(f"'{found.owner}' owes the answer to request {found.sign} already")
        if body.owner == found.asker:
            raise GameError(f"'{found.asker}' asked request {found.sign} and cannot answer it")
    elif seat not in (WHITE, found.owner):
        raise GameError(f"'{found.owner}' owes the answer to request {found.sign}; you asked it")
