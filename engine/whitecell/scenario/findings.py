"""Validation errors as findings that an analyst understands."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from whitecell.scenario.chain import Source
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import Key
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
    "finite_number": "'{name}' must be a finite number, not {input}",
}


def from_validation(error: ValidationError, source: Source) -> list[Problem]:
    """Turn each validation error into a finding at its place in the file."""
    return [_finding(item, source) for item in error.errors()]


def _finding(item: Any, source: Source) -> Problem:
    place = _place(item["loc"], source)
    name = str(place[-1]) if place else "the file"
    if item["type"] == "extra_forbidden":
        hint = did_you_mean(name, _known_keys(place[:-1]))
        if " " in name:
            hint = "inside {...} a comma ends a value: put text that holds one into quotes"
        return source.problem("error", place, f"there is no key '{name}' here", hint, key=True)
    template = _SAYS.get(item["type"])
    shown = (
        repr(item["input"])
        if not isinstance(item["input"], (dict, list))
        else ("a mapping" if isinstance(item["input"], dict) else "a list")
    )
    hint = ""
    if template:
        message = template.format(name=name, input=shown[:60])
    else:
        message = f"'{name}': {item['msg'][0].lower()}{item['msg'][1:]}"
        if item["type"] in ("literal_error", "union_tag_invalid"):
            expected = str(item.get("ctx", {}).get("expected", item.get("ctx", {}).get("expected_tags", "")))
            words = [w.strip().strip("'") for w in expected.replace(" or ", ", ").split(",")]
            message = f"'{name}' cannot be {shown[:60]}"
            hint = did_you_mean(str(item["input"]), words) or f"one of: {expected}"
            if item["type"] == "union_tag_invalid":
                message = f"'{name}': there is no such kind"
                hint = f"kinds known here: {expected}"
        elif item["type"] == "union_tag_not_found":
            message = f"'{name}' must say its kind"
            hint = "add the key `kind`"
    return source.problem("error", place, message, hint, key=item["type"] == "missing")


def _place(loc: tuple[Any, ...], source: Source) -> tuple[Key, ...]:
    """The place of an error in the file: its location without the tags of unions."""
    place: list[Key] = []
    node = source.root
    for position, step in enumerate(loc):
        child = node.child(step)
        if child is not None:
            place.append(step)
            node = child
        elif position == len(loc) - 1 and step not in ("number", "name", "assumption"):
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
