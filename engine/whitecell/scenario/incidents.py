"""What counts as an incident for a ladder of escalation, and for how much."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from whitecell.scenario.quantity import LARGEST, Number, Quantity

IncidentKind = Literal["strike", "near miss", "battle", "breach"]
KINDS: tuple[str, ...] = get_args(IncidentKind)
USUAL: tuple[IncidentKind, ...] = ("strike", "near miss")
"""The incidents that count where nothing is stated."""


def _weighed(value: Any) -> Any:
    """A list of kinds as a mapping in which each counts once."""
    if isinstance(value, (list, tuple)) and all(isinstance(kind, str) for kind in value):
        return dict.fromkeys(value, 1.0)
    return value


class _ListOrMapping:
    """Tells the JSON Schema that a list of kinds may stand for the mapping."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        kinds = {"type": "string", "enum": list(KINDS)}
        return {"anyOf": [{"type": "array", "items": kinds}, handler(schema)]}


Weight = Annotated[Number, Quantity("factor", 0.0, LARGEST)]
Incidents = Annotated[dict[IncidentKind, Weight], BeforeValidator(_weighed), _ListOrMapping()]
"""Kinds of incidents and how much one of each counts; a list counts each once."""
Feed = Annotated[Number, Quantity("", 0.0, 20.0)]
"""A mean number of incidents a day."""
