"""The parts of a report, whatever its format: headings, sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, TypeAlias

from whitecell.filenames import made_of
from whitecell.report.drawing import Picture
from whitecell.report.maps.frames import Frames


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text.

    Attributes
    ----------
    text : str
        The text as shown.
    value : float or None
        The full number behind a rounded one.
    code, strong : bool
    note : str
        Shown when a reader points at it.
    to : str
        The ``id`` of a place in the same document.
    """

    text: str
    value: float | None = None
    code: bool = False
    strong: bool = False
    note: str = ""
    to: str = ""


Inline: TypeAlias = "str | Span | Sequence[str | Span]"
"""Text in a line: of one piece or several."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title. ``key`` is its ``id``."""

    text: str
    level: int = 2
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``look`` is how it stands out."""

    text: Inline
    look: Literal["", "lead", "note", "warning"] = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered if the order matters."""

    items: Sequence[Inline]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """The answer to one question: its subject, the number, and notes on it."""

    label: str
    number: Inline
    more: Inline = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Short answers beside each other."""

    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``right`` are the columns of numbers; ``keys`` holds an ``id`` for each row, or nothing."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Inline]]
    right: frozenset[int] = frozenset()
    keys: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; ``narrow`` is another one for small screens.

    Pictures are ``<svg>`` elements that describe themselves, or charts that become such elements; ``name`` is
    for files. Maps of several days show the last of ``dates``, which are days with their names; ``frames``
    hold the content of the two pictures on the other days.
    """

    name: str
    picture: Picture
    caption: Inline
    narrow: Picture = ""
    table: Table | None = None
    dates: Sequence[tuple[int, str]] = ()
    frames: tuple[Frames, Frames] | None = None

    @property
    def file(self) -> str:
        """A file name for any system, without an ending.

        A mark distinguishes names that some systems treat as the same, such as `Town` and `town`.
        """
        plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in self.name)[:80]
        mark = "" if plain.lower() == self.name else f"-{sha256(self.name.encode()).hexdigest()[:6]}"
        return made_of(plain) + mark


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures beside each other where there is room."""

    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Folded:
    """A part that readers open when they want it; on paper it is open, or left out if not ``paper``."""

    summary: str
    blocks: Sequence[Block]
    paper: bool = True


Block: TypeAlias = "Heading | Paragraph | Bullets | Cards | Table | Figure | Figures | Folded"


@dataclass(slots=True)
class Document:
    """A report: its title, its subject in a line, and its blocks. ``foot`` is the footer.

    If ``folded``, the first section is a brief, and on a screen readers open the others when they want them.
    """

    title: str
    about: str
    blocks: list[Block] = field(default_factory=list)
    foot: list[Block] = field(default_factory=list)
    folded: bool = False


def pieces(text: Inline) -> list[Span]:
    """Inline text as spans."""
    parts = [text] if isinstance(text, (str, Span)) else text
    return [Span(part) if isinstance(part, str) else part for part in parts]


def figures(blocks: Sequence[Block]) -> list[Figure]:
    """Every picture of a document, in order."""
    found: list[Figure] = []
    for block in blocks:
        if isinstance(block, Figure):
            found.append(block)
        elif isinstance(block, Figures):
            found += block.figures
        elif isinstance(block, Folded):
            found += figures(block.blocks)
    return found
