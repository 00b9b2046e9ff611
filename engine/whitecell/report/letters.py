"""The width of text and its lines: pictures are laid out before the reader's font is known.

Widths are those of Arial, which Liberation Sans and Helvetica share; every picture asks for these fonts
first. :func:`length` writes them into the picture, so that another font is squeezed into the same room.

Source: advance widths of Liberation Sans 1.07.4, regular and bold, in 1/2048 of the letters' size.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_REGULAR = {
    391: "'", 455: "ijl‘’‚ł", 532: "|", 569: " !,./:;I[\\]ft·ı", 682: "()-`r“”„¡", 684: "{}", 717: "•",
    727: '"', 797: "*", 819: "°", 961: "^", 1024: "Jcksvxyz", 1124: "÷±",
    1139: "#$0123456789?L_abdeghnopqu–§«»€£¥†‡ðþŁđ", 1196: "+<=>~−×", 1251: "FTZ¿ßø", 1366: "&ABEKPSVXYÞ",
    1479: "CDHNRUwÐĐ", 1509: "©®", 1593: "GOQØ", 1706: "Mm", 1821: "%æ", 1933: "Wœ", 2048: "—…→←ÆŒ",
    2079: "@",
}  # fmt: skip
_BOLD = {
    487: "'", 569: " ,./I\\ijl‘’‚·ıł", 573: "|", 682: "!()-:;[]`ft¡", 717: "•", 797: "*r{}", 819: "°",
    971: '"', 1024: "z“”„", 1124: "÷±", 1139: "#$0123456789J_aceksvxy–§«»€£¥†‡", 1196: "+<=>^~−×",
    1251: "?FLTZbdghnopqu¿ßøðþŁđ", 1366: "EPSVXYÞ", 1479: "&ABCDHKNRUÐĐ", 1509: "©®", 1593: "GOQwØ",
    1706: "M", 1821: "%mæ", 1933: "Wœ", 1997: "@", 2048: "—…→←ÆŒ",
}  # fmt: skip
_ADVANCES = [
    {letter: units / 2048.0 for units, letters in table.items() for letter in letters}
    for table in (_REGULAR, _BOLD)
]
_WIDE, _OTHER = 1.05, 0.8
"""Widths of letters that are not in the tables, in parts of their size; high estimates."""
_JOINT = re.compile(r"(?<=[._/\-–:])(?=\S)")
"""Signs between the parts of a long name."""


@lru_cache(maxsize=16384)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text, in the unit of its letters' size; a high estimate for unknown letters."""
    advances = _ADVANCES[bold]
    wide = 0.0
    for letter in unicodedata.normalize("NFD", text.replace("\N{NO-BREAK SPACE}", " ")):
        known = advances.get(letter)
        if known is not None:
            wide += known
        elif not unicodedata.combining(letter):
            wide += _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER
    return size * wide


def length(text: str, size: float, bold: bool = False) -> str:
    """The width of a text as attributes of its SVG element: a wider font is squeezed into it.

    Nothing for a text with letters of unknown width, since it would be stretched.
    """
    plain = unicodedata.normalize("NFD", text.replace("\N{NO-BREAK SPACE}", " "))
    if len(plain) < 2 or any(c not in _ADVANCES[bold] and not unicodedata.combining(c) for c in plain):
        return ""
    wide = f"{text_width(text, size, bold):.1f}".removesuffix(".0")
    return f' textLength="{wide}" lengthAdjust="spacingAndGlyphs"'


def wrapped(text: str, most: float, size: float, lines: int = 3, bold: bool = False) -> list[str]:
    """A text in lines that are no wider than ``most``; dots mark the end of a text that is cut.

    Lines end at spaces; a word that is too long for one is broken where its parts meet, or anywhere.

    Parameters
    ----------
    text : str
    most, size : float
        The room, and the size of letters, in the same unit.
    lines : int
        Most lines.
    bold : bool
    """
    found = [""]
    for word in text.split(" "):
        blank = " " if found[-1] else ""
        if text_width(f"{found[-1]}{blank}{word}", size, bold) <= most:
            found[-1] += blank + word
            continue
        pieces = _JOINT.split(word) if text_width(word, size, bold) > most else [word]
        if blank:
            found.append("")
        for piece in pieces:
            if found[-1] and text_width(found[-1] + piece, size, bold) > most:
                found.append("")
            found[-1] += piece
            while len(found[-1]) > 1 and text_width(found[-1], size, bold) > most:
                fits = fitting(found[-1], most, size, bold)
                found[-1:] = [found[-1][:fits], found[-1][fits:]]
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1]} {found[lines]}"]
        found[-1] = cut(found[-1] + " …", most, size, bold)
    return found


def cut(text: str, most: float, size: float, bold: bool = False) -> str:
    """A text in one line no wider than ``most``; dots stand for the part that is cut off."""
    if text_width(text, size, bold) <= most:
        return text
    return text[: fitting(text, most - text_width("…", size, bold), size, bold)].rstrip(" …") + "…"


def fitting(text: str, most: float, size: float, bold: bool = False) -> int:
    """How many of a text's letters fit into a room; at least one."""
    fits = 1
    while fits < len(text) and text_width(text[: fits + 1], size, bold) <= most:
        fits += 1
    return fits
