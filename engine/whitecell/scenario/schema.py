"""The scenario language as a JSON Schema, made from the models that validate it.

Editors read it for completion and hover. A file that extends another may state a part of anything, so
every object of the language comes twice: whole, and as a part in which nothing is required and ``null``
takes away what the extended file has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from pydantic import BaseModel

from whitecell.scenario.field_help import FIELD_HELP
from whitecell.scenario.held import within
from whitecell.scenario.library import bundled
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import LARGEST, Entry, Quantity
from whitecell.scenario.reading import read_scenario
from whitecell.scenario.records import ABOUT
from whitecell.scenario.shipped import shipped_laws
from whitecell.scenario.values import quantity_of
from whitecell.scenario.vocabulary import fields_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PART = "Part"
"""Ending of the name of a definition of which a file may state a part."""
TEXTS = "ChangeOfTexts"
"""Name of the definition of how a list of texts is changed."""
LONGEST = 60
"""Characters of an example, as JSON."""


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file, JSON Schema 2020-12."""
    whole = Scenario.model_json_schema()
    definitions: dict[str, Any] = whole.pop("$defs")
    definitions["Scenario"] = whole
    for model in models():
        _describe(model, definitions[model.__name__])
    _leave_to_the_laws(whole, definitions)
    for name in ("Measure", "Record"):
        record = definitions[name]["properties"]["record"]
        formula = {"type": "string", "pattern": "[-+*/()<>=]"}
        record["anyOf"] = [{"type": record.pop("type"), "enum": list(ABOUT)}, formula]
    listed = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    whole["properties"]["sides"]["additionalProperties"] = {"anyOf": [{"$ref": "#/$defs/Side"}, listed]}
    parts = {f"{name}{PART}": _part(name, definition) for name, definition in definitions.items()}
    root = parts[f"Scenario{PART}"]
    return {
        "$schema": DIALECT,
        "title": "whitecell scenario",
        "description": "A conflict as an analyst states it. With `extends`, only what differs.",
        "type": "object",
        "properties": root["properties"],
        "additionalProperties": False,
        "if": {"required": ["extends"]},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": {**definitions, **parts, TEXTS: _change({"type": "string"})},
    }


def _leave_to_the_laws(whole: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Say that a scenario need not state what the engine has too, and what holds then."""
    whole["required"].remove("rules")
    definitions["Rules"].pop("required")
    shipped = shipped_laws().plain()
    for model, section in (("Rules", "rules"), ("Defaults", "defaults"), ("Actor", "defaults")):
        for name, stated in shipped[section].items():
            definitions[model]["properties"][name]["default"] = stated["value"]


def text() -> str:
    """The schema as it is shipped."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def models() -> list[type[Entry]]:
    """Every object of the language, the scenario first, each after the one that holds it."""
    return [model for model in within(Scenario) if issubclass(model, Entry)]


def unit_of(model: type[Entry], name: str) -> Quantity | None:
    """What a field's numbers are, or None if it holds none."""
    field = fields_of(model)[name]
    return quantity_of(field.annotation, field.metadata)


def _describe(model: type[Entry], definition: dict[str, Any]) -> None:
    """Add units, bounds and real examples to a definition."""
    for name, shown in definition.get("properties", {}).items():
        shown.pop("title", None)
        quantity = unit_of(model, name)
        if quantity:
            said = shown.get("description", "").rstrip(".")
            shown["description"] = f"{said} ({quantity.words})." if said else f"{quantity.words}."
            for place in _numbers(shown):
                if quantity.low != -LARGEST:
                    place["minimum"] = quantity.low
                if quantity.high != LARGEST:
                    place["maximum"] = quantity.high
        if "description" not in shown and name in FIELD_HELP:
            shown["description"] = FIELD_HELP[name]
        found = examples().get((model.__name__, name))
        if (
            found is not None
            and "const" not in shown
            and len(json.dumps(found, ensure_ascii=False)) <= LONGEST
        ):
            shown["examples"] = [found]


def _numbers(shown: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The places of a property's schema at which a plain number is described."""
    if shown.get("type") == "number":
        yield shown
    for key in ("anyOf", "oneOf", "prefixItems"):
        for part in shown.get(key, ()):
            yield from _numbers(part)
    for key in ("items", "additionalProperties"):
        if isinstance(shown.get(key), dict):
            yield from _numbers(shown[key])


def _part(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    """A definition in which nothing is required and objects may be parts of objects."""
    part = deepcopy(definition)
    part.pop("required", None)
    if name == "Assumption":
        _let_change(part["properties"]["cites"])
        return part
    for shown in part.get("properties", {}).values():
        _loosen(shown)
    return part


def _loosen(shown: dict[str, Any]) -> None:
    """Let a property be a part, or null; a list may be changed, and its items stay whole."""
    if isinstance(shown.get("additionalProperties"), dict):
        _loosen(shown["additionalProperties"])
    if "$ref" in shown:
        shown["anyOf"] = [{"$ref": shown.pop("$ref")}]
    if "oneOf" in shown or "anyOf" in shown:
        shown.pop("discriminator", None)
        kinds = shown.pop("oneOf", None) or shown["anyOf"]
        shown["anyOf"] = [{"$ref": k["$ref"] + PART} if "$ref" in k else k for k in kinds]
        if {"type": "null"} not in shown["anyOf"]:
            shown["anyOf"].append({"type": "null"})
    elif isinstance(shown.get("type"), str) and "const" not in shown:
        shown["type"] = [shown["type"], "null"]
        if "enum" in shown:
            shown["enum"] = [*shown["enum"], None]
    _let_change(shown)


def _let_change(shown: dict[str, Any]) -> None:
    """Let a list of any length say what is added to that of the extended file, and what is taken."""
    if "items" in shown:
        kinds = shown.pop("type")
        own = {key: shown.pop(key) for key in ("items", "minItems") if key in shown}
        shown["anyOf"] = [{"type": "array", **own}, *([{"type": "null"}] if "null" in kinds else [])]
    lists = [kind for kind in shown.get("anyOf", ()) if kind.get("type") == "array" and "items" in kind]
    for kind in lists:
        texts = kind["items"] == {"type": "string"}
        shown["anyOf"].append({"$ref": f"#/$defs/{TEXTS}"} if texts else _change(kind["items"]))


def _change(items: dict[str, Any]) -> dict[str, Any]:
    """How a file may change another's list: items to add, and for items to take, keys that they have."""
    taken = {"$ref": items["$ref"] + PART} if "$ref" in items else items
    if "oneOf" in items:
        taken = {"anyOf": [{"$ref": kind["$ref"] + PART} for kind in items["oneOf"]]}
    words = {
        "add": {"type": "array", "items": items, "description": "What comes last in the list."},
        "take": {"type": "array", "items": taken, "description": "What the list loses."},
    }
    return {"type": "object", "properties": words, "additionalProperties": False, "minProperties": 1}


@cache
def examples() -> dict[tuple[str, str], Any]:
    """A real value for each field of each object: the first in the scenarios that ship."""
    found: dict[tuple[str, str], Any] = {}
    for name in bundled():
        scenario = read_scenario(name)
        for model, field, value in _values(scenario):
            # An assumption that is written in place is named by its place: show its value.
            if isinstance(value, str) and "." in value and value in scenario.assumptions:
                value = scenario.assumptions[value].value
            found.setdefault((model, field), value)
    return found


def _values(entry: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(entry, BaseModel):
        stated = entry.model_dump(mode="json", exclude_defaults=True)
        for name, field in type(entry).model_fields.items():
            key = field.alias or name
            if key in stated:
                yield type(entry).__name__, key, stated[key]
            yield from _values(getattr(entry, name))
    elif isinstance(entry, dict):
        for value in entry.values():
            yield from _values(value)
    elif isinstance(entry, tuple):
        for value in entry:
            yield from _values(value)
