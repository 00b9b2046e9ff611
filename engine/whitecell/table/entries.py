"""Entries of a game's log: what somebody at the table said, in which turn, and why.

The log is a file of JSON lines. Each line holds the hash of the line before, the first line that of
``game.yaml``. So everybody can see whether a line was changed, removed or inserted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from whitecell.plain_json import read_json
from whitecell.scenario.injects import Effect, Inject
from whitecell.scenario.orders import Subject
from whitecell.table.errors import GameError

LONGEST = 200_000
"""Bytes of a line, at most."""
MOST = 100_000
"""Lines of a log, at most."""
Name = Annotated[str, Field(max_length=200)]
Prose = Annotated[str, Field(max_length=20_000)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Kind = Literal["order", "message", "request", "referral", "answer", "inject", "ruling", "step"]
WHITE = "white"
"""The seat of the facilitator who runs the game."""


class Body(BaseModel):
    """Base of the bodies of entries: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ordered(Body):
    """An order to an actor; without an option, the earlier order is withdrawn."""

    actor: Name
    choice: Subject
    about: Name = ""
    zone: Name = ""
    option: Name = ""

    @property
    def matter(self) -> tuple[str, str, str, str]:
        """The matter that it is about: of several orders on one matter, the last counts."""
        return self.actor, self.choice, self.about, self.zone


class Message(Body):
    """A text to some seats, or to all."""

    to: tuple[Name, ...] = ()
    text: Prose


class Request(Body):
    """A request for information; its owner, the white cell if none is named, owes the answer."""

    owner: Name = WHITE
    text: Prose


class Referral(Body):
    """The white cell names who owes the answer to a request (:func:`whitecell.table.requests.sign_of`)."""

    request: Name
    owner: Name


class Reply(Body):
    """The answer to a request, which closes it."""

    request: Name
    text: Prose


class Injected(Body):
    """An inject in the words of the language; if it names no day, it comes on the first day of the turn.

    ``to`` holds the seats that are told of it; empty means all.
    """

    name: Name
    inject: Inject
    to: tuple[Name, ...] = ()


class Ruling(Body):
    """A ruling of the white cell on the next turn.

    ``set`` applies effects, ``reroll`` rolls the turn's dice again (only those with ``of`` in their name),
    and ``narrate`` tells all seats something.
    """

    how: Literal["set", "reroll", "narrate"]
    name: Name = ""
    effects: tuple[Effect, ...] = ()
    of: Name = ""
    text: Prose = ""


class Step(Body):
    """The turn is played."""


BODIES: Mapping[Kind, type[Body]] = {
    "order": Ordered, "message": Message, "request": Request, "referral": Referral, "answer": Reply,
    "inject": Injected, "ruling": Ruling, "step": Step,
}  # fmt: skip


class Line(BaseModel):
    """What a line states, before it is checked."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    n: Annotated[int, Field(ge=1)]
    turn: Annotated[int, Field(ge=1)]
    seat: Name
    kind: Kind
    body: dict[str, Any]
    reason: Prose
    before: Hash


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log.

    Attributes
    ----------
    n : int
        Its number, from 1.
    turn : int
        The turn in which it was said: orders count from the first day of that turn.
    seat : str
        The seat that said it.
    body : Body
        One of ``BODIES``.
    reason : str
    before, hash : str
        Hash of the line before (of ``game.yaml`` for the first), and of its own line.
    """

    n: int
    turn: int
    seat: str
    body: Body
    reason: str
    before: str
    hash: str

    @property
    def kind(self) -> Kind:
        """The kind of entry."""
        return kind_of(self.body)


def hash_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def written(n: int, turn: int, seat: str, body: Body, reason: str, before: str) -> tuple[Entry, bytes]:
    """An entry, and its line including the line end.

    Raises
    ------
    GameError
        If it could not be read back: a reason or a text is too long, or holds half a surrogate pair.
    """
    content: dict[str, Any] = {
        "n": n, "turn": turn, "seat": seat, "kind": kind_of(body),
        "body": body.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "reason": reason, "before": before,
    }  # fmt: skip
    try:
        line = json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
        if len(line) > LONGEST:
            raise GameError(f"this is {len(line):,} bytes long; {LONGEST:,} at most")
        body_of(Line.model_validate(read_json(line)).kind, content["body"], None)
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(str(step) for step in found["loc"])[:80]
        raise GameError(f"this entry cannot be written: {place}: {found['msg'][:200]}") from None
    except ValueError as error:  # half a character, among others
        raise GameError(f"this entry cannot be written: {str(error).splitlines()[0][:200]}") from None
    return Entry(n, turn, seat, body, reason, before, hash_of(line)), line + b"\n"


def kind_of(body: Body) -> Kind:
    """The kind of entry that a body belongs to."""
    return next(kind for kind, known in BODIES.items() if isinstance(body, known))


def body_of(kind: Kind, stated: Mapping[str, Any], start: object) -> Body:
    """The body of an entry of a kind, checked.

    Parameters
    ----------
    kind : str
    stated : mapping
        As JSON or YAML has it.
    start : date
        The date from which ``day 12`` counts.

    Raises
    ------
    GameError
        If such an entry cannot say this.
    """
    try:
        return BODIES[kind].model_validate(dict(stated), context={"start": start})
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(str(step) for step in found["loc"])[:120] or "all of it"
        raise GameError(f"this is no {kind}: {place}: {found['msg'].splitlines()[0][:200]}") from None


def parse(content: bytes, first: str, start: object) -> tuple[list[Entry], bytes]:
    """Read a log.

    Parameters
    ----------
    content : bytes
    first : str
        The hash that the first line must hold.
    start : date

    Returns
    -------
    list of Entry, bytes
        The entries, and the start of a last line that was not written completely.

    Raises
    ------
    GameError
        If a line is not an entry, or does not follow the one before.
    """
    *lines, torn = content.split(b"\n")
    if len(lines) > MOST:
        raise GameError(f"the log has {len(lines):,} lines, and no game has more than {MOST:,}")
    entries: list[Entry] = []
    before = first
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST:
            raise GameError(f"line {number} of the log has {len(line):,} bytes; {LONGEST:,} at most")
        try:
            stated = Line.model_validate(read_json(line))
        except ValidationError as error:
            found = error.errors()[0]
            place = ".".join(str(step) for step in found["loc"])[:80] or "all of it"
            raise GameError(f"line {number} of the log: {place}: {found['msg'][:200]}") from None
        except ValueError as error:
            raise GameError(f"line {number} of the log is no entry: {str(error)[:200]}") from None
        if stated.n != number or stated.before != before:
            raise GameError(
                f"line {number} of the log does not follow the one before: something was changed, taken out "
                "or put in; go back to a copy, or branch the game before it"
            )
        try:
            body = body_of(stated.kind, stated.body, start)
        except GameError as error:
            raise GameError(f"line {number} of the log: {error}") from None
        after = hash_of(line)
        entries.append(Entry(number, stated.turn, stated.seat, body, stated.reason, before, after))
        before = after
    _in_turn(entries)
    return entries, torn


def _in_turn(entries: Sequence[Entry]) -> None:
    """Check that turns follow one another, each ended by its step."""
    turn = 1
    for entry in entries:
        if entry.turn != turn:
            raise GameError(f"line {entry.n} of the log is of turn {entry.turn} in the middle of turn {turn}")
        turn += isinstance(entry.body, Step)
