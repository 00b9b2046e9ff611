"""Validation errors as findings that an analyst understands."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from whitecell.scenario.list_changes import WORDS
from whitecell.scenario.nodes import Key
from whitecell.scenario.older import FOREIGN, OLDER
from whitecell.scenario.plugins import CONSTRAINTS, EFFECTS, blame
from whitecell.scenario.problems import NUMBERS_ARE_PLAIN, NUMERIC, Problem, did_you_mean
from whitecell.scenario.source import Source
from whitecell.scenario.vocabulary import Vocabulary

_SAYS = {
    "float_parsing": "'{name}' must be a number, not {input}",
    "float_type": "'{name}' must be a number, not {input}",
    "int_type": "'{name}' must be a whole number, not {input}",
    "int_parsing": "'{name}' must be a whole number, not {input}",
    "int_from_float": "'{name}' must be a whole number, not {input}",
    "string_type": "'{name}' must be text, not {input}",
    "dict_type": "'{name}' must be a mapping of names to values, not {input}",
    "model_type": "'{name}' must be a mapping of keys to values, not {input}",
    "tuple_type": "'{name}' must be a list, not {input}",
    "date_type": "'{name}' must be a date such as 2017-06-11, not {input}",
    "date_from_datetime_parsing": "'{name}' must be a date such as 2017-06-11, not {input}",
    "date_from_datetime_inexact": "'{name}' must be a date such as 2017-06-11, not {input}",
    "bool_type": "'{name}' must be true or false, not {input}",
    "bool_parsing": "'{name}' must be true or false, not {input}",
    "finite_number": "'{name}' must be a finite number, not {input}",
    "greater_than_equal": "'{name}' must be {ge:g} or more, not {input}",
    "less_than_equal": "'{name}' must be {le:g} or less, not {input}",
    "greater_than": "'{name}' must be more than {gt:g}, not {input}",
    "less_than": "'{name}' must be less than {lt:g}, not {input}",
    "string_too_short": "'{name}' is empty",
    "string_pattern_mismatch": "'{name}' cannot be {input}",
    "too_short": "'{name}' needs {min_length} values at least and has {actual_length}",
    "too_long": "'{name}' takes {max_length} values and has more",
}
DAYS_TOO = "; or a day of the game, such as day 12"
COMMA = "inside {...} a comma ends a value: decimals take a point, text with a comma takes quotes"
_MEND = {
    "dict_type": "write {name}: {{some_name: …}}, or each name in an indented line of its own",
    "tuple_type": "write {name}: [{bare}]",
    "date_type": "year-month-day, without quotes",
    "date_from_datetime_inexact": "year-month-day, without quotes",
    "date_from_datetime_parsing": "year-month-day, a day that the calendar has, without quotes",
    "bool_type": "write true or false, without quotes",
    "bool_parsing": "write true or false, without quotes",
    "int_from_float": "round it",
    "finite_number": "no number of a scenario is so large",
    "too_long": "take the others out",
}
"""How to mend each, where its field does not say more."""
DATES = ("on", "from", "until")
"""Keys whose date may be a day of the game."""
TRUTHS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
"""Words that older YAML took for true and false."""


def from_validation(error: ValidationError, source: Source, language: type[BaseModel]) -> list[Problem]:
    """Turn each validation error into a finding at its place in a file of a language."""
    return [_finding(item, source, language) for item in error.errors()]


def left_over(item: Any, source: Source) -> tuple[Key, ...]:
    """The place to leave out so that a validation error is gone; for an unknown kind, its ``kind``."""
    place = _place(item["loc"], source)
    return (*place, "kind") if item["type"] == "union_tag_invalid" else place


def _finding(item: Any, source: Source, language: type[BaseModel]) -> Problem:
    place = _place(item["loc"], source)
    name, kind = _name(place), item["type"]
    words = Vocabulary(language, source)
    if kind == "missing":
        return _missing(item["loc"], place, source, words)
    if kind == "extra_forbidden":
        return source.problem(
            "error", place, f"there is no key '{name}' here", _stranger(place, words), key=True
        )
    shown = _shown(item["input"])[:60]
    template = _SAYS.get(kind)
    if item["input"] is None and name.endswith(")"):
        hint = COMMA
    elif item["input"] is None:
        hint = "null (~) takes away what an extended file has, and no extended file has it: take the line out"
    elif template:
        hint = _mended(kind, place, item["input"], words)
    given = item["input"]
    if kind == "tuple_type" and isinstance(given, dict) and given and set(given) <= set(WORDS):
        message = f"'{name}' is to be added to or taken from, and no extended file has a list here"
        hint = f"write the list itself: {name}: [...]"
    elif template:
        if kind in ("float_type", "float_parsing") and words.takes_assumptions(place):
            template = template.replace("a number", "a number or the name of an assumption")
        message = template.format(name=name, input=shown, **item.get("ctx", {}))
    elif kind == "union_tag_not_found":
        message, hint = f"'{name}' does not say its kind", f"add `kind:`, {words.kinds(place)}"
    elif kind in ("literal_error", "union_tag_invalid"):
        ctx = item.get("ctx", {})
        expected = str(ctx.get("expected", ctx.get("expected_tags", "")))
        known = [w.strip().strip("'") for w in expected.replace(" or ", ", ").split(",")]
        word = str(ctx.get("tag", item["input"]))
        message = f"'{name}' cannot be {shown}"
        if item["loc"][-1] == "[key]" and name == word:
            message = f"'{_name(place[:-1])}' cannot have {shown}"
        if kind == "union_tag_invalid":
            message = f"'{name}': there is no kind '{word[:60]}'"
            place = (*place, "kind")
        hint = blame(CONSTRAINTS, word) or blame(EFFECTS, word) or did_you_mean(word, known)
        hint = hint or f"one of: {', '.join(known)}"
    else:
        said = item["msg"].removeprefix("Value error, ")
        message, hint = f"'{name}': {said[0].lower()}{said[1:]}", words.says(place)
    return source.problem("error", place, message, hint)


def _mended(kind: str, place: tuple[Key, ...], given: Any, words: Vocabulary) -> str:
    """How to mend a value of the wrong type or size."""
    if isinstance(given, str) and kind.startswith("bool"):
        near = TRUTHS.get(given.lower())
        return f"write {near}" if near else _MEND[kind]
    if isinstance(given, str) and kind.startswith(("int", "float")):
        return NUMBERS_ARE_PLAIN if NUMERIC.match(given) else words.says(place)
    if kind == "model_type":
        if isinstance(given, (int, float)) and "value" in words.keys(place):
            return f"write {_name(place)}: {{value: {given:g}}}"
        return f"its keys: {', '.join(words.keys(place)[:12])}"
    if kind == "string_type" and isinstance(given, (int, float, date)):
        return f"put it into quotes: '{given}'"
    if kind == "tuple_type" and not (isinstance(given, str) and given.isidentifier()):
        return words.says(place)
    hint = _MEND.get(kind, "").format(name=_name(place), bare=given)
    if kind.startswith("date") and place[-1] in DATES:
        hint += "; a register has no day of the game" if place[0] == "expectations" else DAYS_TOO
    return hint or words.says(place)


def _stranger(place: tuple[Key, ...], words: Vocabulary) -> str:
    """What was probably meant by a key that does not belong where it stands."""
    name = str(place[-1])
    known = words.keys(place[:-1])
    if name == "<<":
        return "merge keys are not read: write the keys out"
    if " " in name or name.isdecimal():
        return COMMA
    if (str(place[0]), name) in OLDER:
        now = OLDER[str(place[0]), name]
        return f"it is written `{now}` now; `whitecell set FILE --upgrade` rewrites the file"
    near = did_you_mean(name, known, few=0)
    homes = words.homes(name)
    if not near and homes:
        said = words.kind(place[:-1])
        return f"it belongs in {' or '.join(homes[:3])}{f'; {said}' if said else ''}"
    return near or FOREIGN.get(name, f"known here: {', '.join(known)}")


def _name(place: tuple[Key, ...]) -> str:
    """What the last step of a place is called; a value of a list by its number."""
    if not place:
        return "the file"
    if isinstance(place[-1], int) and len(place) > 1:
        return f"{place[-2]}, value {place[-1] + 1}"
    return str(place[-1])


def _missing(loc: tuple[Any, ...], place: tuple[Key, ...], source: Source, words: Vocabulary) -> Problem:
    """A finding on a missing key, at the entry that should hold it."""
    wanted = loc[-1]
    holder = place[:-1] if place and place[-1] == wanted else place
    if isinstance(wanted, int):
        has = f"'{_name(holder)}' has {wanted} value{'' if wanted == 1 else 's'} and needs more"
        return source.problem("error", holder, has, words.says(holder))
    where = f"in '{_name(holder)}'" if holder else "in the file"
    hint = f"add {words.says((*holder, wanted)) or f'`{wanted}`'}"
    gone = source.taken_away(str(holder[0]) if holder else "", str(wanted))
    hint = f"{gone}; give it a value instead" if gone else hint
    return source.problem("error", holder, f"'{wanted}' is missing {where}", hint, key=True)


def _shown(value: Any) -> str:
    """A value as its writer knows it."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return repr(value) if isinstance(value, (str, int)) else str(value)


TAGS = ("number", "name", "assumption", "[key]")
"""Forms of a number, and the key of a mapping: steps of an error's location that no file has."""


def _place(loc: tuple[Any, ...], source: Source) -> tuple[Key, ...]:
    """The place of an error in the file: its location without the tags of unions."""
    place: list[Key] = []
    node = source.root
    for position, step in enumerate(loc):
        child = node.child(step)
        if child is not None:
            place.append(step)
            node = child
        elif position == len(loc) - 1 and step not in TAGS:
            place.append(step)
    return tuple(place)
