"""Plain English for numbers, names and dates, the same in every report."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import inf

from whitecell.scenario.units import one_and_many

MINUS = "\N{MINUS SIGN}"
_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_SMALL_WORDS = {"the", "a", "an", "of", "in", "at", "on", "for", "to", "by", "with", "from", "and"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Make text safe to show: one line, without control, direction or other unseen characters.

    A scenario may come from anybody. Nothing in it may move the cursor, recolour the screen or
    change the direction of writing.
    """
    shown = "".join(
        " " if c in "\n\t\r" else c for c in text if c in "\n\t\r" or unicodedata.category(c) not in _HIDDEN
    )
    return " ".join(shown.split())


def listed(names: Iterable[str], word: str = "and") -> str:
    """Join names as in a sentence: ``A, B and C``."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def shared(names: Sequence[str]) -> str:
    """Join names; words with which all begin are said once: ``the truce in the north and in the south``.

    So are words with which all end, if a possessive stands before them.
    """
    parts = [name.split() for name in names]
    head = _shared_head(parts)
    if not head:
        return listed(names)
    rest = [words[head:] for words in parts]
    tail = _alike([words[::-1] for words in rest])
    if not all(words[-tail - 1].endswith(("'s", "'")) for words in rest):
        tail = 0
    middle = listed(" ".join(words[: len(words) - tail]) for words in rest)
    return " ".join([*parts[0][:head], middle, *rest[0][len(rest[0]) - tail :]])


def unrepeated(names: Iterable[str]) -> Iterator[str]:
    """Names in order, each without the words with which the one before it begins as well."""
    before: list[str] = []
    for name in names:
        words = name.split()
        yield " ".join(words[_shared_head([before, words]) :])
        before = words


def _shared_head(parts: Sequence[Sequence[str]]) -> int:
    """How many words with which all begin need not be repeated; small words stay with what follows."""
    head = _alike(parts)
    while head and parts[0][head - 1] in _SMALL_WORDS:
        head -= 1
    return head if head >= 2 else 0


def _alike(parts: Sequence[Sequence[str]]) -> int:
    """How many words with which all begin; at least one word of each is left."""
    head = 0
    while all(len(words) > head + 1 for words in parts) and len({words[head] for words in parts}) == 1:
        head += 1
    return head if len(parts) > 1 else 0


def capital(text: str) -> str:
    """Begin a sentence with a capital, leaving names such as ``al-…`` otherwise alone."""
    return text[:1].upper() + text[1:]


def possessive(name: str) -> str:
    """A name as an owner: ``the kingdom's``, ``the clans'``, ``Side's``."""
    plural = name.endswith("s") and not name.isupper() and not name.endswith("ss")
    return f"{name}'" if plural else f"{name}'s"


def number_word(count: int) -> str:
    """Small counts in words, others in figures."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"


def counted(count: float, thing: str) -> str:
    """A rounded count with its noun: ``1,240 fighters``, ``1 fighter``, ``no fighters``.

    The noun is given in the plural, or in both forms: ``battery/batteries``.
    """
    whole = round(count)
    one, many = one_and_many(thing)
    noun = one if whole == 1 else many
    return f"no {noun}" if whole == 0 else f"{whole:,} {noun}"


def in_days(number: str) -> str:
    """A number given as text, with the word for days: ``1 day``, ``2.5 days``."""
    return f"{number} day" if number == "1" else f"{number} days"


def figure(value: float) -> str:
    """A number with the digits that matter, thousands set off, with a true minus sign.

    Two decimals below 100, whole numbers above, more decimals for small ones; zeros at the end of
    the decimals are dropped.
    """
    size = abs(value)
    if size >= 100 or value == round(value):
        text = f"{value:,.0f}"
    elif size >= 1e-4:
        decimals = 2 if size >= 1 else 3 if size >= 0.01 else 5
        text = f"{value:.{decimals}f}"
    else:
        text = f"{value:.1e}"
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", MINUS)


def ranged(name: str, low: float | None, high: float | None) -> str:
    """A number within bounds: ``the price is at most 3``, ``is at least 2``, ``is 2 to 3``."""
    return f"{name} is {bounds(low, high)}"


def bounds(low: float | None, high: float | None) -> str:
    """Bounds: ``at most 3``, ``at least 2``, ``2 to 3``; ``None`` or an infinity is no bound."""
    low, high = -inf if low is None else low, inf if high is None else high
    if low == -inf:
        return f"at most {figure(high)}"
    if high == inf:
        return f"at least {figure(low)}"
    return f"{figure(low)} to {figure(high)}"


def signed(value: float) -> str:
    """A term of a sum, with its sign and two decimals: ``+0.42``, ``−0.35``."""
    text = f"{value:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text.replace("-", MINUS)


def percent(share: float, decimals: int = 0) -> str:
    """A share as a percentage; a share short of certainty is never rounded to it."""
    least = 10.0**-decimals
    value = 100.0 * share
    if 0.0 < value < least:
        return f"under {least:.{decimals}f} %"
    if 100.0 - least < value < 100.0:
        return f"over {100.0 - least:.{decimals}f} %"
    return f"{value:.{decimals}f} %"


def percent_within(share: float, low: float, high: float) -> str:
    """A share with its interval: ``62 % [57–67]``."""
    return f"{percent(share)} [{100 * low:.0f}–{100 * high:.0f}]"


def parted(shares: Sequence[float], whole: int = 100) -> list[int]:
    """Shares that add up to one as whole parts that add up to ``whole``, by largest remainders."""
    exact = [share * whole for share in shares]
    parts = [int(value) for value in exact]
    short = whole - sum(parts)
    for k in sorted(range(len(exact)), key=lambda k: parts[k] - exact[k])[:short]:
        parts[k] += 1
    return parts


def plus_minus(value: float, error: float | None) -> str:
    """A number with half the width of its interval; ``± ?`` where that is unknown."""
    return f"{figure(value)} ± {'?' if error is None else figure(rounded(error))}"


def rounded(error: float) -> float:
    """An error to two significant digits: more would claim more than is known."""
    return float(f"{error:.2g}")


def calendar(day: date, weekday: bool = False) -> str:
    """``14 June 2017``, or ``Wednesday 14 June 2017``."""
    text = f"{day.day} {day:%B} {day.year}"
    return f"{day:%A} {text}" if weekday else text


def calendar_day(day: date) -> str:
    """A day without its year: ``14 Jun``."""
    return f"{day.day} {day:%b}"


def date_of(start: date, day: int) -> date:
    """Calendar date of a day of the run; day 1 is the day after ``start``."""
    return start + timedelta(days=day)


def span(values: Sequence[float]) -> str:
    """Lowest to highest of some shares, as a percentage: ``3–8 %`` or ``5 %``."""
    low, high = percent(min(values)), percent(max(values))
    if low == high:
        return low
    if "r" in low + high:
        return f"{low} to {high}"
    return f"{low.removesuffix(' %')}–{high}"
