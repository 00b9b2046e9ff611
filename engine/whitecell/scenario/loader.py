"""How YAML text becomes tokens: PyYAML's scanner, with the white space of YAML 1.2.

Lines end at a line feed or a carriage return and nowhere else, and a tab may stand wherever space parts two
words of a line, before a comment too; only indentation is spaces.

Source: YAML Ain't Markup Language, version 1.2.2, sections 5.4 (line breaks) and 6.2 (separation spaces).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.scanner import ScannerError

_OLD_BREAKS = "\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
"""Characters that end a line in YAML 1.1 and are like any other in YAML 1.2."""
_PRIVATE = range(0xE000, 0xF900)
_ENDS = "\0\r\n"
_BREAK = re.compile(r"\r\n|\r|\n")
_NOT_QUICK = re.compile(
    "[\t\r\N{ZERO WIDTH NO-BREAK SPACE}" + _OLD_BREAKS + r"]|:(?:\s|#[^\n]*+)*+[],}]|[|>][-+0-9]*#"
)
"""What libyaml reads differently: white space as in YAML 1.1, and the places of empty values."""


def lines_of(text: str) -> list[str]:
    """The lines of a text, as YAML 1.2 ends them."""
    lines = _BREAK.split(text)
    return lines[:-1] if lines[-1] == "" else lines


class Loader(yaml.SafeLoader):
    """Reads a text; the marks of what it gives are places in that text."""

    def __init__(self, text: str) -> None:
        # PyYAML would end a line at these: characters that the text does not use take their places.
        spare = (chr(code) for code in _PRIVATE if chr(code) not in text)
        held: dict[str, str | int | None] = {old: next(spare) for old in _OLD_BREAKS if old in text}
        self._back = str.maketrans({str(new): old for old, new in held.items()})
        super().__init__(text.translate(str.maketrans(held)))

    def get_token(self) -> Any:
        """The next token, with the characters of the text in it."""
        token: Any = super().get_token()  # type: ignore[no-untyped-call]
        if isinstance(token, yaml.ScalarToken) and self._back:
            token.value = token.value.translate(self._back)
        return token

    def scan_to_next_token(self) -> None:
        """Skip space, tabs, comments and line ends; a tab that would indent a token is refused."""
        while True:
            indenting, tab = self.column == 0, None
            while self.peek() in (" ", "\t"):
                if self.peek() == "\t" and indenting and tab is None:
                    tab = self.get_mark()
                self.forward()
            if self.peek() == "#":
                while self.peek() not in _ENDS:
                    self.forward()
            if not self.scan_line_break():
                break
            if not self.flow_level:
                self.allow_simple_key = True
        if tab is not None and not self.flow_level and self.peek() != "\0":
            raise ScannerError(None, None, "found character '\\t' that cannot start any token", tab)

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> list[str]:
        """White space inside plain text: of one line as it stands, folded where lines end."""
        length = 0
        while self.peek(length) in (" ", "\t"):
            length += 1
        inside = self.prefix(length)
        if self.peek(length) not in ("\r", "\n"):
            if self.peek(length) != "#":
                self.forward(length)
                return [inside] if inside else []
            # A comment: the space before it is none of the text.
            self.forward(length)
            return []
        self.forward(length)
        self.scan_line_break()
        self.allow_simple_key = True
        breaks: list[str] = []
        while not self._at_document_marker():
            ahead = 0
            while self.peek(ahead) in (" ", "\t"):
                ahead += 1
            if self.peek(ahead) in ("\r", "\n"):
                self.forward(ahead)
                breaks.append(self.scan_line_break())
                continue
            # A continued line is indented by spaces; tabs after these are white space.
            spaces = 0
            while self.peek(spaces) == " ":
                spaces += 1
            self.forward(spaces if not self.flow_level and spaces < indent else ahead)
            return breaks or [" "]
        return []

    def _at_document_marker(self) -> bool:
        return self.column == 0 and self.prefix(3) in ("---", "...") and self.peek(3) in "\0 \t\r\n"

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        """What stands behind the mark of a block of text: whether its last line ends are kept, its indent."""
        marks = ""
        while len(marks) < 2 and self.peek(len(marks)) in (*"+-", *"123456789"):
            marks += self.peek(len(marks))
        signs, digits = marks.strip("123456789"), marks.strip("+-")
        if self.peek(len(marks)) != "\t" or len(signs) > 1 or len(digits) > 1:
            found: tuple[bool | None, int | None] = super().scan_block_scalar_indicators(start_mark)
            return found
        self.forward(len(marks))
        return {"+": True, "-": False}.get(signs), int(digits) if digits else None

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        """The rest of the line with the mark of a block of text: a comment, after spaces or tabs."""
        while self.peek() in (" ", "\t"):
            self.forward()
        super().scan_block_scalar_ignored_line(start_mark)


def events(text: str, *, quick: bool = False) -> Iterator[Any]:
    """The events of a text; quickly only where :func:`can_be_quick` says so."""
    yield from yaml.parse(text, Loader=yaml.CSafeLoader if quick else Loader)


def can_be_quick(text: str) -> bool:
    """Whether libyaml is installed, and reads this text, if it has no mistakes, as :class:`Loader` does.

    libyaml follows YAML 1.1 in tabs and line ends. Its error messages are not used: a caller that meets a
    mistake reads the text again with :class:`Loader`, and reports the words and places from there. The same
    holds for a question mark that :class:`Asked` has not seen.
    """
    return bool(yaml.__with_libyaml__) and not _NOT_QUICK.search(text)


class Asked:
    """Counts question marks of a text where both readers take them for a part of a word.

    Elsewhere – before a key, or in a word between brackets without quotes – they do not agree.
    """

    def __init__(self, text: str) -> None:
        self._text, self._flows, self._seen = text, [False], 0

    def hear(self, event: Any) -> None:
        """Take the next event."""
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._flows.append(bool(event.flow_style))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._flows.pop()
        elif isinstance(event, yaml.ScalarEvent) and (event.style in ("'", '"') or not self._flows[-1]):
            start, end = event.start_mark, event.end_mark
            assert start is not None
            assert end is not None
            self._seen += self._text.count("?", start.index, end.index)

    @property
    def all_seen(self) -> bool:
        """Whether there is no other in the text."""
        return self._seen == self._text.count("?")


def compose(text: str) -> yaml.Node | None:
    """The tree of a text, each node with the marks of where it stands."""
    node: yaml.Node | None = yaml.compose(text, Loader=Loader)
    return node
