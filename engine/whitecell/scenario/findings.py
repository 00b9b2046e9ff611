"""Validation errors as findings that an analyst understands."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from whitecell.scenario.chain import Source
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
from whitecell.scenario.plugins import CONSTRAINTS, EFFECTS, blame
from whitecell.scenario.problems import Problem, did_you_mean

_SAYS = {
    "missing": "'{name}' is missing here",
    "float_parsing": "'{name}' must be a number or the name of an assumption, not {input}",
    "float_type": "'{name}' must be a number or the name of an assumption, not {input}",
    "int_type": "'{name}' must be a whole number, not {input}",
    "int_parsing": "'{name}' must be a whole number, not {input}",
    "int_from_float": "'{name}' must be a whole number, not {input}",
    "string_type": "'{name}' must be text, not {input}",
    "dict_type": "'{name}' must be a mapping of names to values, not {input}",
    "model_type": "'{name}' must be a mapping of keys to values, not {input}",
    "tuple_type": "'{name}' must be a list, not {input}",
    "date_type": "'{name}' must be a date such as 2017-06-11, not {input}",
    "date_from_datetime_parsing": "'{name}' must be a date such as 2017-06-11, not {input}",
    "bool_type": "'{name}' must be true or false, not {input}",
    "bool_parsing": "'{name}' must be true or false, not {input}",
    "finite_number": "'{name}' must be a finite number, not {input}",
    "greater_than_equal": "'{name}' must be {ge:g} or more, not {input}",
    "less_than_equal": "'{name}' must be {le:g} or less, not {input}",
    "greater_than": "'{name}' must be more than {gt:g}, not {input}",
    "less_than": "'{name}' must be less than {lt:g}, not {input}",
    "too_short": "'{name}' needs {min_length} values at least and has {actual_length}",
    "too_long": "'{name}' takes {max_length} values and has more",
}
PAGE = "docs/scenario-language.md says what it takes"
"""Where a writer reads on."""


def from_validation(error: ValidationError, source: Source) -> list[Problem]:
    """Turn each validation error into a finding at its place in the file."""
    return [_finding(item, source) for item in error.errors()]


def _finding(item: Any, source: Source) -> Problem:
    place = _place(item["loc"], source)
    name = _name(place)
    if item["type"] == "missing":
        return _missing(item["loc"], place, source)
    if item["type"] == "extra_forbidden":
        known = _known_keys(place[:-1])
        hint = "it belongs to another kind of thing" if name in known else did_you_mean(name, known)
        if " " in name:
            hint = "inside {...} a comma ends a value: put text that holds one into quotes"
        return source.problem("error", place, f"there is no key '{name}' here", hint, key=True)
    template = _SAYS.get(item["type"])
    shown = _shown(item["input"])
    hint = (
        "null (~) takes away what an extended file has, and there is nothing" if item["input"] is None else ""
    )
    if template:
        message = template.format(name=name, input=shown[:60], **item.get("ctx", {}))
    else:
        message = f"'{name}': {item['msg'][0].lower()}{item['msg'][1:]}"
        if item["type"] in ("literal_error", "union_tag_invalid"):
            expected = str(item.get("ctx", {}).get("expected", item.get("ctx", {}).get("expected_tags", "")))
            words = [w.strip().strip("'") for w in expected.replace(" or ", ", ").split(",")]
            message = f"'{name}' cannot be {shown[:60]}"
            hint = did_you_mean(str(item["input"]), words) or f"one of: {expected}"
            if item["type"] == "union_tag_invalid":
                tag = str(item["ctx"]["tag"])
                message = f"'{name}': there is no kind '{tag[:60]}'"
                blamed = blame(CONSTRAINTS, tag) or blame(EFFECTS, tag)
                hint = blamed or did_you_mean(tag, words) or f"kinds known here: {expected}"
        elif item["type"] == "union_tag_not_found":
            message = f"'{name}' must say its kind"
            hint = "add the key `kind`"
    return source.problem("error", place, message, hint)


def _name(place: tuple[Key, ...]) -> str:
    """What the last step of a place is called; a value of a list by its number."""
    if not place:
        return "the file"
    if isinstance(place[-1], int) and len(place) > 1:
        return f"{place[-2]}, value {place[-1] + 1}"
    return str(place[-1])


def _missing(loc: tuple[Any, ...], place: tuple[Key, ...], source: Source) -> Problem:
    """A key that has to be there; pointed at by what should hold it."""
    wanted = loc[-1]
    holder = place[:-1] if place and place[-1] == wanted else place
    if isinstance(wanted, int):
        return source.problem(
            "error",
            holder,
            f"'{_name(holder)}' has {wanted} value{'' if wanted == 1 else 's'} and needs more",
            PAGE,
        )
    where = f"in '{holder[-1]}'" if holder else "in the file"
    return source.problem("error", holder, f"'{wanted}' is missing {where}", PAGE, key=True)


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
    return repr(value) if isinstance(value, (str, int, float)) else str(value)


TAGS = ("number", "name", "assumption")
"""Names of the forms of a number, which stand in a location and not in a file."""


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


def _known_keys(place: tuple[Key, ...]) -> list[str]:
    """Keys that may stand at a place, found along the vocabulary."""
    here: list[Any] = [Scenario]
    for step in place:
        here = [inner for kind in here for inner in _inside(kind, step)]
    models = [m for kind in here for m in _models(kind)]
    return sorted({name for model in models for name in model.model_fields})


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in get_args(annotation) for m in _models(part)]


def _inside(annotation: Any, step: Key) -> list[Any]:
    models = _models(annotation) if not _is_container(annotation) else []
    if models:
        return [m.model_fields[str(step)].annotation for m in models if str(step) in m.model_fields]
    return list(get_args(annotation))


def _is_container(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (dict, tuple)
