"""JSON that somebody else wrote, as plain values that are safe to handle."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

DEEPEST = 40
"""Brackets inside each other; nothing that whitecell writes comes near."""
LONGEST = 100
"""Digits of a whole number; a longer one is a trick, and slow to read."""


def read_json(content: bytes | str) -> Any:
    """Read JSON.

    Raises
    ------
    ValueError
        In one line: if it is no JSON or no UTF-8, nested deeper than 40 levels, holds half a character (a
        lone surrogate, which no file or terminal can take), a number that is not finite, or a whole number
        of more than 100 digits.
    """
    try:
        text = content.decode() if isinstance(content, bytes) else content
        found = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_refused)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    _check(found)
    return found


_TOO_DEEP = f"it is nested deeper than {DEEPEST} levels"


def _check(found: Any) -> None:
    """Refuse what is nested too deep or holds text that cannot be written; without recursion."""
    level = [found]
    for _ in range(DEEPEST):
        texts = [item for item in level if isinstance(item, str)]
        texts += [key for item in level if isinstance(item, dict) for key in item]
        try:
            "".join(texts).encode()
        except UnicodeEncodeError:
            raise ValueError("it holds half a character (a lone surrogate)") from None
        level = [
            inner
            for item in level
            if isinstance(item, (dict, list))
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return
    raise ValueError(_TOO_DEEP)


def _whole(text: str) -> int:
    if len(text) > LONGEST:
        raise ValueError(f"it holds a number of {len(text):,} digits")
    return int(text)


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError("it holds a number that is not finite")
    return number


def _refused(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")
