"""Requests for information: who asked, who owes the answer and since when, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whitecell.table.entries import WHITE, Entry, Referral, Reply, Request, hash_of
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of a request. Only its asker, its owner and the white cell know of it.

    Attributes
    ----------
    sign : str
        Its identifier.
    turn : int
        The turn in which it was asked.
    asker, owner : str
        The seats, or ``white``, that asked it and that owe the answer.
    since : int
        The turn since which its owner owes the answer.
    text : str
    answer : str
        Empty while it is open.
    answered : int
        The turn of the answer, 0 while it is open.
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
    """The identifier of a request: eight digits that reveal nothing.

    The number of its entry, or among requests, would show a seat how much others say.
    """
    return hash_of(f"{asker}/{turn}/{text}".encode(errors="surrogatepass"))[:8]


def requests(entries: Sequence[Entry]) -> list[Asked]:
    """All requests of a log in their present state, in the order in which they were asked."""
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
    """Check that a seat may ask, refer or answer this now. The caller has checked that the seats exist.

    Raises
    ------
    GameError
        If it may not; the message says what it may do instead, and reveals no request unknown to the seat.
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
