"""Random YAML in every style, with the place of each value in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

Path = tuple[str, ...]

PLAIN = [
    "1",
    "0.5",
    "word",
    "two words",
    "2024-03-31",
    "a-b",
    "it's",
    "x:y",
    "no",
    "~",
    "true",
    "a\u2028b",
    "ü",
]
QUOTED = ["'1'", '"two\\nlines"', "'it''s # no comment'", '"a: b, [c]"', "''", '"\\u2028 \\" x"', "'{x}'"]
KEYS = ["red", "blue", "'a key'", '"b"', "12", "two words", "ü"]
TOP = ["title", "about", "days", "zones", "actors", "talks", "measures", "injects", "variables"]
COMMENTS = ["# plain", "#", "# key: value", "# 'quote", "# a\u2028b", "#\ttab", "# { [ |"]


@dataclass
class Text:
    """A text as it is written: what stands, the span of each value, and where mappings are."""

    chance: Random
    end: str
    text: str = ""
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    mappings: list[Path] = field(default_factory=list)
    anchored: bool = False
    blocked: bool = False

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def put(self, text: str) -> None:
        self.text += text

    def value(self, path: Path, text: str) -> None:
        self.values[path] = len(self.text), len(self.text) + len(text)
        self.put(text)

    def gaps(self) -> None:
        """Empty lines and comments between lines."""
        while self.maybe(0.25):
            # Behind a block of text what is indented would be more of it.
            space = "" if self.blocked else self.chance.choice(["", " ", "    ", "\t", "  \t"])
            self.put(space + (self.chance.choice(COMMENTS) if self.maybe(0.6) else "") + self.end)

    def close(self) -> None:
        """The end of a line, perhaps with a comment."""
        if self.maybe(0.25):
            self.put(self.chance.choice([" ", "  ", "\t"]) + self.chance.choice(COMMENTS))
        self.put(self.chance.choice(["", "", " "]) if self.text[-1:] not in "\r\n" else "")
        self.put(self.end)


def document(chance: Random) -> Text:
    """A document whose root is a mapping with keys of a scenario."""
    made = Text(chance, chance.choice(["\n", "\n", "\r\n", "\r"]))
    made.gaps()
    if made.maybe(0.25):
        made.put("---")
        made.close()
    if made.maybe(0.1):
        _flow(made, (), 2)
        made.close()
    else:
        _mapping(made, (), made.chance.choice([0, 0, 2]), 3)
    made.gaps()
    if made.maybe(0.2):
        made.put("...")
        made.close()
    if made.maybe(0.3):
        made.text = made.text.rstrip("\r\n")
    return made


def _keys(made: Text, path: Path) -> list[str]:
    known = TOP if not path else KEYS
    return made.chance.sample(known, made.chance.randint(1, 4))


def _name(key: str) -> str:
    return key.strip("'\"")


def _mapping(made: Text, path: Path, indent: int, depth: int, *, first: bool = False) -> None:
    made.mappings.append(path)
    for key in _keys(made, path):
        if not first:
            made.gaps()
            made.put(" " * indent)
        first = False
        made.put(key + ":")
        _entry(made, (*path, _name(key)), indent, depth)


def _entry(made: Text, path: Path, indent: int, depth: int) -> None:
    """A value behind its key or dash, up to the end of its line."""
    made.blocked = False
    kind = made.chance.choice(
        ["empty", "plain", "plain", "lines", "quoted", "folded", "flow", "mapping", "mapping", "list"]
    )
    if kind in ("mapping", "list") and depth > 0:
        made.close()
        if kind == "mapping":
            _mapping(made, path, indent + made.chance.choice([1, 2, 4]), depth - 1)
        else:
            _list(made, path, indent + made.chance.choice([0, 2]), depth - 1)
        return
    if kind == "empty":
        made.value(path, "")
        made.close()
        return
    made.put(made.chance.choice([" ", " ", "  ", " \t"]))
    if made.maybe(0.01):
        made.put("&anchor ")
        made.anchored = True
    if kind == "folded":
        _block(made, path, indent)
        return
    if kind == "flow":
        _flow(made, path, min(depth, 2))
    elif kind == "lines":
        more = made.end + " " * (indent + 2)
        quote = made.chance.choice(["", "'", '"'])
        made.value(path, quote + f"one{more}two{made.end}{more}three" + quote)
    else:
        made.value(path, made.chance.choice(QUOTED if kind == "quoted" else PLAIN))
    made.close()


def _list(made: Text, path: Path, indent: int, depth: int) -> None:
    for number in range(made.chance.randint(1, 3)):
        made.gaps()
        made.put(" " * indent + "-")
        here = (*path, str(number))
        if depth > 0 and made.maybe(0.4):
            made.put(" ")
            _mapping(made, here, indent + 2, depth - 1, first=True)
        else:
            _entry(made, here, indent, 0)


def _block(made: Text, path: Path, indent: int) -> None:
    """A block of text: its mark, perhaps a comment, lines, and empty lines after them."""
    start = len(made.text)
    made.put(made.chance.choice(["|", ">", "|-", ">-", "|+", ">+"]))
    made.put(made.chance.choice(["", "", "  # beside", "\t# beside"]) + made.end)
    for _ in range(made.chance.randint(1, 3)):
        made.put(" " * (indent + 2) + made.chance.choice(["some text", "# no comment", "key: x", "- x"]))
        made.values[path] = start, len(made.text)
        made.put(made.end)
    made.put(made.end * made.chance.choice([0, 0, 1, 2]))
    made.blocked = True


def _flow(made: Text, path: Path, depth: int) -> None:
    """A list or mapping in brackets, on one line or several."""
    start = len(made.text)
    mapping = not path or made.maybe(0.6)
    made.put("{" if mapping else "[")
    if mapping:
        made.mappings.append(path)
    for number, key in enumerate(_keys(made, path)):
        if number:
            made.put(
                "," + made.chance.choice([" ", " ", "", f"{made.end}    ", f" # a comment{made.end}    "])
            )
        here = (*path, _name(key) if mapping else str(number))
        made.put(key + ": " if mapping else "")
        if depth > 0 and made.maybe(0.3):
            _flow(made, here, depth - 1)
        else:
            words = ["1", "word", "two words", "'it''s, so'", '"x: y"', "-0.5"] + ([""] if mapping else [])
            made.value(here, made.chance.choice(words))
    made.put("}" if mapping else "]")
    made.values.setdefault(path, (start, len(made.text)))
